"""The vocabulary every layer speaks: records, answers, edits, times, errors and ports; no I/O."""
