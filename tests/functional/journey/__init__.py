"""One worker's journey through the real screens by key and mouse alone; `make run` performs it."""
