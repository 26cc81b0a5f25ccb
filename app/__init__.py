"""Homeward on the desktop: records missing episodes and return interviews, offline and encrypted."""

__version__ = "0.1.0"
