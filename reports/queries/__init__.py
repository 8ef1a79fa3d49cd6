"""Cross-model reads, given back as plain data. Import from the module that holds the page."""
