"""Use cases: one function for each thing a person can do; no Qt, no SQL. Window and CLI call the same ones."""
