"""Export elements to CSV, cell by cell, against attributes and ifcopenshell.util.element."""

from __future__ import annotations

import csv
import json
from typing import Any

import ifcopenshell.util.element as util

from benchmarks.oracle.facts import Facts
from benchmarks.oracle.runs import Told
from benchmarks.oracle.sets import psets
from benchmarks.oracle.source import Source, storey_of

csv.field_size_limit(2**31 - 1)


def expected(source: Source, params: dict[str, Any]) -> Facts:
    members = source.elements(params["element_class"])
    rows = {element.GlobalId: row_of(element) for element in members}
    columns = sorted({name for row in rows.values() for name in row})
    return {
        "status": "success" if members else "warning",
        "rows": len(members),
        "columns": columns,
        "cells": rows,
    }


def row_of(element: Any) -> dict[str, str]:
    """The cells of an element that hold something; empty ones as ''."""
    row = {
        "ifc_guid": element.GlobalId,
        "ifc_type": element.is_a(),
        "name": element.Name,
        "description": element.Description,
        "object_type": element.ObjectType,
        "tag": getattr(element, "Tag", None),
        "storey": name_of(storey_of(element)),
        "type": name_of(util.get_type(element)),
    }
    for name, values in psets(element).items():
        row |= {f"{name}.{prop}": value for prop, value in values.items()}
    return {name: cell(value) for name, value in row.items()}


def name_of(instance: Any) -> str | None:
    return instance.Name if instance is not None else None


def cell(value: Any) -> str:
    """A value as text; numbers by ten digits, so that one file's 0.30000000000000004 is another's 0.3."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return f"{value + 0.0:.10g}"  # and -0 is 0
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    text = str(value)
    try:
        return f"{float(text) + 0.0:.10g}"
    except ValueError:
        return "'" + text if text[:1] in "=+-@\t\r" else text


def told(run: Told) -> Facts:
    name = run.result["file"]
    with (run.files / name).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    left = ("parent", "predefined_type")
    return {
        "status": run.status,
        "rows": run.result["row_count"],
        "columns": sorted(name for name in (rows[0] if rows else ()) if name not in left),
        "cells": {
            row["ifc_guid"]: {name: cell(value) for name, value in row.items() if name not in left}
            for row in rows
        },
    }
