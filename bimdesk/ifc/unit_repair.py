"""Mends units that readers of IFC take differently.

IfcMeasureWithUnit wants its number with a measure, as in IFCREAL(0.3048): IfcOpenShell refuses another one.
A conversion-based unit whose factor is one of square metres is an area, even if its UnitType says length.
And a unit may be converted to one that is converted itself, which ifclite-geom reads as SI units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bimdesk.domain.model import ImportNotice

_ID = re.compile(rb"#(\d+)\s*=\s*\Z")
_ID_BYTES = 32
"""How far before a keyword its `#12 = ` begins."""
_MEASURE = re.compile(
    rb"\(\s*(?:(?P<type>IFC\w+)\s*\(\s*)?(?P<number>[-+]?\.?\d[\d.]*(?:[Ee][-+]?\d+)?)\s*\)?\s*,\s*#(?P<unit>\d+)"
)
_CONVERSION = re.compile(rb"\(\s*#\d+\s*,\s*\.(?P<kind>\w+)\.\s*,\s*'(?:[^']|'')*'\s*,\s*#(?P<measure>\d+)")
_SI = re.compile(rb"\(\s*\*\s*,\s*\.\w+\.\s*,\s*(?:\$|\.\w+\.)\s*,\s*\.(?P<name>\w+)\.")
_KINDS = {b"METRE": b"LENGTHUNIT", b"SQUARE_METRE": b"AREAUNIT", b"CUBIC_METRE": b"VOLUMEUNIT"}
_MOST_STEPS = 8
"""A chain of conversions that is longer goes in a circle."""


@dataclass(frozen=True, slots=True)
class _Change:
    """Bytes `start` to `end` become `text`."""

    start: int
    end: int
    text: bytes


def repair_units(data: bytes) -> tuple[bytes, list[ImportNotice]]:
    """The text with units as the schema wants them, and what was changed; STEP ids stay."""
    measures = dict(_records(data, b"IFCMEASUREWITHUNIT", _MEASURE))
    conversions = dict(_records(data, b"IFCCONVERSIONBASEDUNIT", _CONVERSION))
    conversions |= dict(_records(data, b"IFCCONVERSIONBASEDUNITWITHOFFSET", _CONVERSION))
    bare = [_with_measure(found) for found in measures.values() if found["type"] is None]
    chained = [
        change
        for found in measures.values()
        if (change := _flattened(found, measures, conversions)) is not None
    ]
    kinds: list[_Change] = []
    if measures and conversions:
        names = {key: found["name"] for key, found in _records(data, b"IFCSIUNIT", _SI)}
        kinds = list(_misnamed(measures, conversions, names))
    flattened = {change.start for change in chained}
    changes = [*chained, *(change for change in bare if change.start not in flattened), *kinds]
    if not changes:
        return data, []
    return _changed(data, changes), _notices(len(bare), len(kinds))


def _records(
    data: bytes, keyword: bytes, pattern: re.Pattern[bytes]
) -> Iterator[tuple[bytes, re.Match[bytes]]]:
    """The ids of the entities of one class, and what the pattern finds behind the keyword."""
    at = data.find(keyword)
    while at >= 0:
        before = _ID.search(data[max(at - _ID_BYTES, 0) : at])
        found = pattern.match(data, at + len(keyword))
        if before is not None and found is not None:
            yield before[1], found
        at = data.find(keyword, at + len(keyword))


def _number(value: float) -> bytes:
    text = repr(value).upper()
    return (text if "." in text else text.replace("E", ".E") if "E" in text else f"{text}.").encode("ascii")


def _with_measure(found: re.Match[bytes]) -> _Change:
    text = found["number"] if b"." in found["number"] else _number(float(found["number"]))
    return _Change(found.start("number"), found.end("number"), b"IFCREAL(" + text + b")")


def _flattened(
    found: re.Match[bytes],
    measures: dict[bytes, re.Match[bytes]],
    conversions: dict[bytes, re.Match[bytes]],
) -> _Change | None:
    """A factor and unit in place of those that lead to another conversion; None where they do not."""
    factor, unit = float(found["number"]), found["unit"]
    for _step in range(_MOST_STEPS):
        further = conversions.get(unit)
        measure = measures.get(further["measure"]) if further is not None else None
        if measure is None:
            break
        factor, unit = factor * float(measure["number"]), measure["unit"]
    else:
        return None
    if unit == found["unit"]:
        return None
    start = found.start("type") if found["type"] is not None else found.start("number")
    return _Change(start, found.end("unit"), b"IFCREAL(" + _number(factor) + b"),#" + unit)


def _misnamed(
    measures: dict[bytes, re.Match[bytes]],
    conversions: dict[bytes, re.Match[bytes]],
    names: dict[bytes, bytes],
) -> Iterator[_Change]:
    """Lengths, areas and volumes whose UnitType is that of another of the three."""
    for found in conversions.values():
        measure = measures.get(found["measure"])
        kind = _KINDS.get(names.get(measure["unit"], b"")) if measure is not None else None
        if kind is not None and found["kind"] != kind and found["kind"] in _KINDS.values():
            yield _Change(found.start("kind"), found.end("kind"), kind)


def _changed(data: bytes, changes: list[_Change]) -> bytes:
    parts, at = [], 0
    for change in sorted(changes, key=lambda one: one.start):
        parts += [data[at : change.start], change.text]
        at = change.end
    return b"".join([*parts, data[at:]])


def _notices(bare: int, misnamed: int) -> list[ImportNotice]:
    texts = []
    if bare:
        noun = "1 factor of a unit has" if bare == 1 else f"{bare} factors of units have"
        texts.append(f"{noun} no measure; read as plain numbers.")
    if misnamed:
        noun = "1 unit calls itself" if misnamed == 1 else f"{misnamed} units call themselves"
        texts.append(f"{noun} a length, area or volume; the unit of the factor, another one, was believed.")
    return [ImportNotice(kind="structure", message=text) for text in texts]
