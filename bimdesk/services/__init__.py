"""Use cases: one function a thing that a person can do; no Qt, no SQL. Window and CLI share them."""
