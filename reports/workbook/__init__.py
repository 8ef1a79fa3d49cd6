"""A unit's work as an .xlsx file that is filled in offline and comes back: written, read, compared. Plain data alone;
nothing here asks the database or the clock."""
