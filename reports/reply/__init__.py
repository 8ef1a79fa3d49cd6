"""The unit's official reply, prepared from what it has recorded: plain data first, then a page or a form's words."""
