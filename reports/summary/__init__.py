"""The leader's figures. `rows` and `figures` are pure and take states folded from the log; `load` asks the database."""
