"""Property completeness with the requirements of its form, against get_psets."""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.sets import psets, value_at
from benchmarks.oracle.source import Source

KINDS: dict[str, Any] = {"text": str, "number": (int, float), "boolean": bool, "integer": int, "": object}


def expected(source: Source, params: dict[str, Any]) -> Facts:
    """Lines of class; property; values; type; condition. Ranges and lists of values, `=` as condition."""
    lines, checks = {}, {name: Counter[str]() for name in ("missing", "type", "value")}
    failed = False
    for text in filter(None, map(str.strip, params["requirements"].splitlines())):
        name, path, values, kind, condition = ([part.strip() for part in text.split(";")] + [""] * 4)[:5]
        members = [one for one in source.all_of(name) if holds(one, condition)]
        problems = Counter(problem_of(read(one, path), values, kind, params) for one in members)
        for one in members:
            problem = problem_of(read(one, path), values, kind, params)
            if problem:
                checks[problem][one.GlobalId] += 1
        failed |= bool(members) and 100 * problems[""] / len(members) < params["required"]
        lines[f"{name} {path}"] = [len(members), *(problems[one] for one in checks)]
    nothing = not any(line[0] for line in lines.values())
    facts = {f"finding {name}": counter for name, counter in checks.items()}
    return facts | {"status": "failed" if failed else "warning" if nothing else "success", "lines": lines}


def holds(element: Any, condition: str) -> bool:
    if not condition:
        return True
    path, _sign, text = condition.partition("=")
    return str(value_at(psets(element), path.strip())).casefold() == text.strip().casefold()


def read(element: Any, path: str) -> Any:
    return value_at(psets(element), path) if "." in path else getattr(element, path, None)


def problem_of(value: Any, values: str, kind: str, params: dict[str, Any]) -> str:
    if value is None or str(value).strip().casefold() in (
        "",
        *(one.casefold() for one in params["placeholders"]),
    ):
        return "missing"
    if not isinstance(value, KINDS[kind]) or (kind in ("number", "integer") and isinstance(value, bool)):
        return "type"
    if ".." in values:
        low, high = values.split("..")
        return "" if float(low) <= value <= float(high) else "value"
    return "" if not values or str(value) in values.split("|") else "value"


def told(run: Told) -> Facts:
    return {
        "status": run.status,
        "lines": {
            f"{line['class']} {line['property']}": [
                line["elements"],
                line["missing"],
                line["type"],
                line["value"],
            ]
            for line in run.result["requirements"]
        },
        **found(run.findings),
    }
