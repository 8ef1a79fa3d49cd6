"""Business acts of this app, one function each. Import from the module that holds the act."""
