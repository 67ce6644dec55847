"""Writes every sample model into a folder."""

from __future__ import annotations

from pathlib import Path

from tests.samples.house import make_house
from tests.samples.identity import write_file
from tests.samples.mep import make_mep


def write_samples(folder: Path) -> list[Path]:
    """The files written, in a fixed order."""
    folder.mkdir(parents=True, exist_ok=True)
    models = {"house.ifc": make_house, "house_mep.ifc": make_mep}
    for name, make in models.items():
        write_file(make(), folder / name)
    return [folder / name for name in models]
