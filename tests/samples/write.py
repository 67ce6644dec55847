"""Writes every sample model into a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ifcopenshell

from tests.samples.faults import make_faulty
from tests.samples.house import make_house
from tests.samples.identity import write_file
from tests.samples.mep import make_mep
from tests.samples.revision import make_revision

MODELS: dict[str, Callable[[], ifcopenshell.file]] = {
    "house.ifc": make_house,
    "house_mep.ifc": make_mep,
    "house_v2.ifc": make_revision,
    "house_faulty.ifc": make_faulty,
}


def write_samples(folder: Path) -> list[Path]:
    """The files written, in a fixed order."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MODELS.items():
        write_file(make(), folder / name)
    return [folder / name for name in MODELS]
