"""The three acceptance scenarios, row by row, through the real screens (see rows.toml)."""
