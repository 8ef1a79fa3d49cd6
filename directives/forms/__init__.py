"""Forms of the officer's path. They read and check what was typed; services keep it."""
