"""One form engine for every kind of tool: JSON Schema in, fields with hints and errors, values out.

`spec` reads the schema (no Qt), `registry` holds one field class for each kind, `form` lays them out.
"""
