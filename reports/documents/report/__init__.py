"""The report of an issuing unit on one letter: facts as of an instant → words and tables → annexes."""
