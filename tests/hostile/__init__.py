"""Hostile scripts, and harmless ones beside them, run through the window or the CLI and judged from outside.

`python -m tests.hostile` runs all of them; `test_hostile_*.py` run a part of them under pytest.
"""
