"""Naming convention with its own rules: names that are empty or have blanks at their ends, and leftovers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Source


def expected(source: Source, params: dict[str, Any]) -> Facts:
    """Rules are those of the form; the file's name is not checked."""
    wrong: dict[str, Counter[str]] = {}
    checked = amount = 0
    groups = [(members(source, name), rule, "pattern") for name, rule in class_rules(params["rules"])]
    groups += [
        (source.all_of("IfcBuildingStorey"), params["storey_pattern"], "storey"),
        (source.all_of("IfcSpace"), params["space_pattern"], "space"),
        (source.all_of("IfcMaterial"), params["material_pattern"], "material"),
    ]
    for group, rule, check in groups:
        for one in group if rule else ():
            checked += 1
            name = one.Name or ""
            if re.fullmatch(rule, name) and name.strip():
                continue
            amount += 1
            if not one.is_a("IfcMaterial"):
                told_as = "finding empty" if not name.strip() else f"finding {check}"
                wrong.setdefault(told_as, Counter())[one.GlobalId] += 1
    every = members(source, "IfcProduct") + source.all_of("IfcTypeObject")
    left = Counter(one.GlobalId for one in every if is_leftover(one.Name))
    materials = sum(is_leftover(one.Name) for one in source.all_of("IfcMaterial"))
    warned = left or materials or not checked
    return {
        "status": "failed" if amount else "warning" if warned else "success",
        "checked": checked,
        "wrong": amount,
        "leftovers": left.total() + materials,
        "finding leftover": left,
        **wrong,
    }


def members(source: Source, ifc_class: str) -> list[Any]:
    return source.elements(ifc_class)


def class_rules(text: str) -> list[tuple[str, str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(line.split("=", 1)[0].strip(), line.split("=", 1)[1].strip()) for line in lines]


def is_leftover(name: str | None) -> bool:
    """What Revit, ArchiCAD and others make up."""
    text = (name or "").lower()
    ends = text.endswith(" copy") or text == "copy" or bool(re.search(r" \(\d+\)$", text))
    begins = text.startswith(("copy of ", "default", "unnamed", "untitled"))
    return begins or ends or "  " in text or (text.startswith("<") and text.endswith(">"))


def told(run: Told) -> Facts:
    checks = found(run.findings)
    checks.pop("finding rule", None)
    return {
        "status": run.status,
        "checked": run.result["checked"],
        "wrong": run.result["wrong"],
        "leftovers": run.result["leftovers"],
        **checks,
    }
