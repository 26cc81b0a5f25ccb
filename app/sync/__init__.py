"""Outbox to central to laptop."""
