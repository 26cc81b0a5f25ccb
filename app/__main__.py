"""`python -m app` is the same program as `homeward`."""

from app.cli import main

main()
