"""The keys of a question, named once for the shortcuts, the tooltips and the help page."""

CLEAR = "Alt+C"
NOTE = "Alt+O"
PROMPTS = "Alt+W"
EXTRA = "Alt+Q"
