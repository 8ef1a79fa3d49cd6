"""The progress board: units in lines, what the letters ask in columns. `lines` is pure, `load` asks the database."""
