"""The standard form as data - definitions, rules, validation, release; pure."""
