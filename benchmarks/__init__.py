"""Measurements by whole commands; no test depends on them."""
