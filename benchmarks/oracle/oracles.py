"""Which oracle belongs to which built-in script, and the values of the form beside its defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.oracle import (
    codes,
    development,
    export,
    guids,
    levels,
    names,
    place,
    quantities,
    requirements,
    rooms,
    statistics,
    systems,
    twins,
)
from benchmarks.oracle.facts import Facts, differences
from benchmarks.oracle.runs import BUILTIN, Told
from benchmarks.oracle.source import Source
from bimdesk.domain.metadata import read_metadata
from bimdesk.services.parameters.check import fill_defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class Oracle:
    """`expected` from the file alone, `told` from what the script said; equal within `tolerance`."""

    expected: Callable[[Source, dict[str, Any]], Facts]
    told: Callable[[Told], Facts]
    tolerance: float = 1e-6
    needs_shapes: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)


ORACLES: Mapping[str, Oracle] = {
    "classification_coverage": Oracle(expected=codes.expected, told=codes.told),
    "duplicate_elements": Oracle(expected=twins.expected, told=twins.told, needs_shapes=True),
    "export_elements_csv": Oracle(expected=export.expected, told=export.told),
    "georeferencing_report": Oracle(expected=place.expected, told=place.told),
    "guid_validation": Oracle(expected=guids.expected, told=guids.told),
    "lod_analysis": Oracle(
        expected=development.expected, told=development.told, needs_shapes=True, tolerance=0.11
    ),
    "mep_connectivity": Oracle(expected=systems.expected, told=systems.told),
    "model_statistics": Oracle(expected=statistics.expected, told=statistics.told, needs_shapes=True),
    "naming_convention": Oracle(expected=names.expected, told=names.told),
    "property_completeness": Oracle(expected=requirements.expected, told=requirements.told),
    "quantity_takeoff": Oracle(
        expected=quantities.expected, told=quantities.told, needs_shapes=True, tolerance=0.01
    ),
    "space_check": Oracle(expected=rooms.expected, told=rooms.told, needs_shapes=True, tolerance=0.01),
    "storey_check": Oracle(expected=levels.expected, told=levels.told, tolerance=2e-3),
}


NOT_COMPARED = "IfcOpenShell gives no shapes of this file: not compared"


def compare(script: str, run: Told, source: Source) -> list[str]:
    """Where a run and the oracle differ; a sentence each."""
    oracle = ORACLES[script]
    if run.status not in ("success", "warning", "failed"):
        return [f"ended with {run.status}: {run.sentence}"]
    if oracle.needs_shapes and source.shapes is None:
        return [NOT_COMPARED]
    text = (BUILTIN / f"{script}.py").read_text(encoding="utf-8")
    metadata, _problem = read_metadata(text, file_name=f"{script}.py")
    params = fill_defaults(metadata.parameters, {**oracle.parameters, **run.parameters})
    return differences(oracle.told(run), oracle.expected(source, params), tolerance=oracle.tolerance)
