"""Chart data of a result as labels and numbers, whatever form the script gave it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bimdesk.protocol.cleaning import clean_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """One series. `kind`: the script's word (bar, pie, line ...); all are drawn as bars today."""

    name: str
    kind: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str = ""


def read_chart(name: str, data: Mapping[str, Any]) -> ChartData | None:
    """Understands {label: number}, [[label, number]], [{x, y}] and {"labels", "values"}; None for others."""
    kind = str(data.get("chart", "bar"))
    inner = data.get("data")
    pairs = _pairs(inner) or _pairs({key: data[key] for key in ("labels", "values") if key in data})
    if not pairs:
        return None
    labels, values = zip(*pairs, strict=True)
    title = clean_text(str(name or data.get("title", "") or kind.capitalize()))
    unit = clean_text(str(data.get("unit", "")))
    return ChartData(name=title, kind=kind, labels=labels, values=values, unit=unit)


def _pairs(data: Any) -> list[tuple[str, float]]:
    if isinstance(data, Mapping):
        if isinstance(data.get("labels"), list) and isinstance(data.get("values"), list):
            return _numbers(zip(data["labels"], data["values"], strict=False))
        return _numbers(data.items())
    if isinstance(data, list):
        return _numbers(_pair(entry, at) for at, entry in enumerate(data))
    return []


def _pair(entry: Any, at: int) -> tuple[Any, Any]:
    """One entry of a list; the first text is the label, the first number the value."""
    if isinstance(entry, Mapping):
        values = list(entry.values())
        label = next((one for one in values if isinstance(one, str)), values[0] if values else at)
        return label, next((one for one in values if _is_number(one)), None)
    if isinstance(entry, list) and len(entry) >= 2:
        return entry[0], entry[1]
    return at, entry


def _numbers(pairs: Any) -> list[tuple[str, float]]:
    return [(clean_text(str(label)), float(value)) for label, value in pairs if _is_number(value)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
