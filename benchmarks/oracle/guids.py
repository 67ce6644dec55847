"""GUID validation, against ifcopenshell.guid: what expands and compresses to itself is sound."""

from __future__ import annotations

from collections import Counter
from typing import Any

import ifcopenshell.guid

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Source


def is_sound(guid: str) -> bool:
    """Whether 22 characters stand for 128 bits."""
    try:
        return len(guid) == 22 and ifcopenshell.guid.compress(ifcopenshell.guid.expand(guid)) == guid
    except (ValueError, KeyError, IndexError):
        return False


def expected(source: Source, params: dict[str, Any]) -> Facts:
    roots = source.all_of("IfcProduct" if params["elements_only"] else "IfcRoot")
    guids = Counter(root.GlobalId or "" for root in roots)
    unsound = Counter({guid: count for guid, count in guids.items() if not is_sound(guid)})
    double = Counter({guid: count for guid, count in guids.items() if count > 1 and guid})
    folded = Counter(guid.lower() for guid in guids)
    alike = Counter({guid: count for guid, count in guids.items() if folded[guid.lower()] > 1})
    failed = double or (unsound and params["severity"] == "error")
    return {
        "status": "failed" if failed else "warning" if unsound or alike else "success",
        "checked": len(roots),
        "unique": len(guids),
        "finding malformed": unsound,
        "finding duplicate": double,
        "finding case": alike if params["case_collisions"] else Counter(),
    }


def told(run: Told) -> Facts:
    return {
        "status": run.status,
        "checked": run.result["checked"],
        "unique": run.result["unique"],
        **found(run.findings),
    }
