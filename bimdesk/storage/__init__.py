"""The project database: tables, migrations, and one store a noun that gives domain dataclasses."""
