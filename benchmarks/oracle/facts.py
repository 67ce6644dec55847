"""Facts by name, and where two sources of the same facts differ."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from bimdesk.domain.finding import Finding

Facts = Mapping[str, Any]
"""Name -> number, text, Counter or list; a dict holds more of them."""


def found(findings: Iterable[Finding]) -> dict[str, Counter[str]]:
    """{`finding CHECK`: GlobalIds of its elements, each as often as it was found}."""
    by_check: dict[str, Counter[str]] = {}
    for finding in findings:
        by_check.setdefault(f"finding {finding.check}", Counter()).update(finding.guids)
    return by_check


def differences(told: Facts, expected: Facts, *, tolerance: float = 1e-3, where: str = "") -> list[str]:
    """One sentence for each fact that differs; `tolerance` relative, with as much absolute."""
    lines: list[str] = []
    for name in sorted({*told, *expected}, key=str):
        if name not in told or name not in expected:
            value = told.get(name, expected.get(name))
            if value in (None, "", 0) or value == Counter():
                continue
        mine, other = told.get(name), expected.get(name)
        lines += _differ(f"{where}{name}", mine, other, tolerance)
    return lines


def _differ(name: str, told: Any, expected: Any, tolerance: float) -> list[str]:
    if isinstance(told, Counter) or isinstance(expected, Counter):
        return _differ_in_members(name, Counter(told or ()), Counter(expected or ()))
    if isinstance(told, Mapping) and isinstance(expected, Mapping):
        return differences(told, expected, tolerance=tolerance, where=f"{name} / ")
    if _is_equal(told, expected, tolerance):
        return []
    return [f"{name}: told {told!r}, expected {expected!r}"]


def _differ_in_members(name: str, told: Counter[str], expected: Counter[str]) -> list[str]:
    more, less = told - expected, expected - told
    parts = [
        f"{group.total()} {words} ({', '.join(map(str, list(group)[:3]))})"
        for group, words in ((more, "told and not expected"), (less, "expected and not told"))
        if group
    ]
    return [f"{name}: {'; '.join(parts)}"] if parts else []


def _is_equal(told: Any, expected: Any, tolerance: float) -> bool:
    numbers = (int, float)
    if isinstance(told, numbers) and isinstance(expected, numbers) and not isinstance(told, bool):
        return math.isclose(told, expected, rel_tol=tolerance, abs_tol=tolerance)
    if isinstance(told, (list, tuple)) and isinstance(expected, (list, tuple)):
        return len(told) == len(expected) and all(
            _is_equal(one, other, tolerance) for one, other in zip(told, expected, strict=True)
        )
    return bool(told == expected)
