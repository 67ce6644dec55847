"""Checks of this repository, run by .ci/run and pre-commit."""
