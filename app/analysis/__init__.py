"""What the records say together; pure functions shared with central."""
