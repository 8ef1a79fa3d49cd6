"""Pages of materials: the officer's list of one campaign, and every unit's library."""
