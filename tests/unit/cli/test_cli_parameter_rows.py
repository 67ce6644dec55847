"""`bimdesk scripts show`: parameters of every shape in words, none as a Python dict."""

from __future__ import annotations

from typing import Any

from bimdesk.cli.parameter_rows import parameter_rows

TEXT = {"type": "string"}


def test_that_groups_alternatives_tables_and_references_are_told() -> None:
    schema: dict[str, Any] = {
        "$defs": {"size": {"type": "number", "x-unit": "mm", "description": "How wide."}},
        "required": ["width"],
        "properties": {
            "width": {"$ref": "#/$defs/size"},
            "tolerance": {
                "oneOf": [
                    {"title": "One for all", "type": "number", "x-unit": "mm"},
                    {"title": "By direction", "type": "object", "properties": {"across": {"type": "number"}}},
                ]
            },
            "doors": {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}},
            "pair": {"type": "array", "prefixItems": [TEXT, {"type": "integer"}]},
            "kind": {"enum": ["a", "b"], "default": "a"},
            "maybe": {"anyOf": [{"type": "number"}, {"type": "null"}]},
            "token": {"type": "string", "format": "password", "default": "hush"},
            "tree": {"$ref": "#/$defs/gone"},
        },
        "if": {"properties": {"kind": {"const": "b"}}},
        "then": {"properties": {"server": TEXT}},
    }
    rows = parameter_rows(schema)
    assert {row[0]: tuple(row[1:]) for row in rows} == {
        "width": ("number, mm", "required", "How wide."),
        "tolerance": ("One for all (number, mm) or By direction (group)", "", ""),
        "tolerance.across": ("number", "", "[By direction]"),
        "doors": ("table, rows N", "", ""),
        "doors.N.name": ("text", "", ""),
        "pair": ("list of text, whole number", "", ""),
        "kind": ("one of a, b", "a", ""),
        "maybe": ("number or nothing", "", ""),
        "token": ("text, secret", "", ""),
        "tree": ("any (#/$defs/gone is not there)", "", ""),
        "server": ("text", "", "[depends on others]"),
    }
