"""Small windows over a page, for one thing that needs more than a button."""
