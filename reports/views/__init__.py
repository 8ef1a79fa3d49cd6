"""Pages of this app, by noun. Each translates, makes one service call, and translates back."""
