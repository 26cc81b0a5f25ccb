"""Homeward on the desktop: records missing episodes and return interviews, offline."""

__version__ = "0.1.0"
