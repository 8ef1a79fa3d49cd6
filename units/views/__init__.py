"""Pages of the registry of units and of people. Rights: units.access; a stranger's page is not there (404)."""
