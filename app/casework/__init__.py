"""Use cases - one function is one thing a person does."""
