"""Alembic's folder: env.py and one module a revision. A new one: rNNNN_what.py, and raise `migrate.HEAD`."""
