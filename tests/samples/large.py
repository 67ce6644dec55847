"""`python -m tests.samples.large MODEL N OUT` tiles a model N times: large models for measurements.

Everything is written N times with GlobalIds of its own, but for the project and what it uses (units, context,
owner history, map conversion). Copies stand in a square grid, their sites in the one project.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.unit

from tests.samples.entity import Entity, Model
from tests.samples.identity import guid_of

SPACING = 25.0
"""From one copy to the next, metres."""
_TOKEN = re.compile(r"'(?:[^']|'')*'|#(\d+)")
_SHARED = ("IfcProject", "IfcRepresentationContext", "IfcCoordinateOperation", "IfcProjectedCRS")
_SHIFT = 4
"""Ids that the placement of a copy takes."""


def tile_model(source: Path, count: int, out: Path, *, spacing: float = SPACING) -> None:
    """Writes `count` copies of the model `source` into `out`; the first copy is the model as it is."""
    model: Model = ifcopenshell.open(str(source))
    scale = ifcopenshell.util.unit.calculate_unit_scale(model)
    shared = {part.id() for name in _SHARED for one in _all(model, name) for part in model.traverse(one)}
    roots = {root.id() for root in model.by_type("IfcRoot")}
    rows = [(int(one.id()), one.to_string(True)) for one in model]
    rows.sort()
    stride = max(step_id for step_id, _row in rows) + _SHIFT
    columns = math.ceil(math.sqrt(count))
    head = model.to_string().partition("DATA;")[0]
    with out.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(f"{head}DATA;\n")
        stream.writelines(f"{row};\n" for _id, row in rows)
        for number in range(1, count):
            at = (number % columns * spacing / scale, number // columns * spacing / scale)
            stream.writelines(_copy(rows, shared, roots, stride=stride, number=number, at=at))
        stream.write("ENDSEC;\nEND-ISO-10303-21;\n")


def _all(model: ifcopenshell.file, name: str) -> Sequence[Entity]:
    try:
        return list(model.by_type(name))
    except RuntimeError:  # a class that IFC2X3 has not
        return []


def _copy(
    rows: Sequence[tuple[int, str]],
    shared: set[int],
    roots: set[int],
    *,
    stride: int,
    number: int,
    at: tuple[float, float],
) -> Iterator[str]:
    """The lines of one copy: other ids, other GlobalIds, topmost placements moved."""
    offset = stride * number
    place = offset + stride
    yield f"#{place - 3}=IFCCARTESIANPOINT(({at[0]!r},{at[1]!r},0.));\n"
    yield f"#{place - 2}=IFCAXIS2PLACEMENT3D(#{place - 3},$,$);\n"
    yield f"#{place - 1}=IFCLOCALPLACEMENT($,#{place - 2});\n"

    def moved(token: re.Match[str]) -> str:
        if token[1] is None:
            return token[0]
        step_id = int(token[1])
        return token[0] if step_id in shared else f"#{step_id + offset}"

    for step_id, row in rows:
        if step_id in shared:
            continue
        line = _TOKEN.sub(moved, row)
        if step_id in roots:
            line = re.sub(r"'([^']*)'", lambda found: f"'{guid_of(f'{found[1]}/{number}')}'", line, count=1)
        yield f"{line.replace('=IFCLOCALPLACEMENT($', f'=IFCLOCALPLACEMENT(#{place - 1}', 1)};\n"


def main(arguments: Sequence[str]) -> int:
    """MODEL N OUT."""
    if len(arguments) != 3 or not arguments[1].isdigit() or int(arguments[1]) < 1:
        sys.stderr.write(f"{__doc__.splitlines()[0] if __doc__ else ''}\n")
        return 2
    source, count, out = arguments
    tile_model(Path(source), int(count), Path(out))
    sys.stdout.write(f"{out}: {Path(out).stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
