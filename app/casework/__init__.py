"""Use cases: one function is one thing a person does. Each takes the worker's `Desk` first."""
