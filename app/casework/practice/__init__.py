"""Practice: children who do not exist and what is recorded of them, to learn and to test on."""
