"""Every list of the portal as a file: one function each, under the guards of its page, with the page's own rows."""
