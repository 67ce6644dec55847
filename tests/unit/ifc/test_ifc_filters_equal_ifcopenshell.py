"""Filters mean what IfcOpenShell's `filter_elements` means, in the part of the syntax that both have."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ifcopenshell
import lark
import pytest
from ifcopenshell.util import selector
from real_models import DATA, needs_real_models

from bimdesk.domain.filter_text import parse_filter, value_text
from bimdesk.ifc.index_writer import Indexer
from bimdesk.index.filter_sql import find
from bimdesk.index.reader import ModelIndex

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
REAL = (
    "fzk-haus/AC14-FZK-Haus.ifc",
    "georef-duplex/Duplex_A_20110907.ifc",
    "fed-pcert-bsi/ifc4-pcert/Building-Architecture.ifc",
    "fed-pcert-bsi/ifc4-pcert/Infra-Bridge.ifc",
    "rev-simple-ifc/22_d230c9c.ifc",
)
ALWAYS = (
    "IfcWall",
    "IfcWall, IfcDoor, IfcSlab",
    "IfcElement, !IfcWall",
    "IfcElement, Name!=NULL",
    "IfcWall + IfcDoor, Name=NULL",
    "Name=NULL, IfcDoor",
    "IfcElement, Tag=NULL",
    "IfcElement, Description!=NULL",
    "IfcProduct, PredefinedType=NOTDEFINED",
    "IfcProduct, PredefinedType!=NULL",
    "IfcElement, Name*=a",
    "IfcElement, Name!*=a",
    "IfcElement, Name=/.*[0-9]/",
    "IfcElement, Name!=/[A-F].*/",
    "OverallHeight>2",
    "OverallHeight<=2.1",
    "Elevation>=0",
    "IfcElement, /.*Common/.IsExternal=TRUE",
    "IfcElement, /.*Common/.IsExternal=FALSE",
    "IfcElement, /.*/.LoadBearing!=NULL",
    "IfcElement, type=NULL",
)


class Both:
    """One file, opened by IfcOpenShell and indexed."""

    def __init__(self, file: Path, folder: Path) -> None:
        opened = ifcopenshell.open(file)
        assert isinstance(opened, ifcopenshell.file)
        self.model = opened
        folder.mkdir()
        Indexer(opened).write(folder / "index.sqlite", schema_declared="")
        self.index = ModelIndex(folder)

    def theirs(self, text: str) -> list[int] | None:
        """None where IfcOpenShell fails, as for a pattern on a set without a name."""
        try:
            found = selector.filter_elements(self.model, text)
        except lark.exceptions.VisitError:
            return None
        return sorted(element.id() for element in found if element.is_a("IfcProduct"))

    def ours(self, text: str) -> list[int]:
        return [int(element) for element in find(self.index, parse_filter(text))]

    def some(self, sql: str, count: int, chance: random.Random) -> list[tuple[Any, ...]]:
        rows = list(self.index.rows(sql))
        return chance.sample(rows, min(count, len(rows)))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Both]:
    known: dict[Path, Both] = {}

    def opened(file: Path) -> Both:
        if file not in known:
            known[file] = Both(file, tmp_path_factory.mktemp("filters") / "model")
        return known[file]

    return opened


def questions(model: Both) -> list[str]:
    """Filters out of the model's own names and values."""
    chance = random.Random(4)
    quoted = value_text
    found = list(ALWAYS)
    for (name,) in model.some("SELECT DISTINCT name FROM entities WHERE name <> ''", 8, chance):
        found += [f"Name={quoted(name)}", f"IfcElement, Name!={quoted(name)}"]
        # of elements: IfcOpenShell does not see where an IfcSpatialZone is
        found += [f"IfcElement, location={quoted(name)}"]
        found += [f"parent={quoted(name)}", f"group={quoted(name)}", f"type={quoted(name)}"]
    for (name,) in model.some("SELECT name FROM materials WHERE name <> ''", 4, chance):
        found += [f"material={quoted(name)}", f"IfcWall, material={quoted(name)} + IfcDoor"]
    sql = "SELECT COALESCE(identification, name), name FROM classifications"
    for code, name in model.some(sql, 4, chance):
        found += [f"classification={quoted(text)}" for text in (code, name) if text]
    for (guid,) in model.some("SELECT guid FROM entities WHERE kind = 'product'", 3, chance):
        found += [guid, f"{guid}, IfcDoor", f"IfcElement, !{guid}"]
    found += properties(model, chance)
    return found


def properties(model: Both, chance: random.Random) -> list[str]:
    found = []
    sql = (
        "SELECT s.name, p.name, p.value, p.kind FROM psets s JOIN properties p ON p.pset_id = s.id"
        " JOIN entity_psets l ON l.pset_id = s.id WHERE p.kind <> 'json' AND s.name <> '' AND p.name <> ''"
        " GROUP BY 1, 2"
    )
    for owner, name, value, kind in model.some(sql, 20, chance):
        path = f"{value_text(owner) if owner.isidentifier() else quoted_always(owner)}.{quoted_always(name)}"
        found += [f"{path}!=NULL", f"{path}=NULL"]
        match kind:
            case "bool":
                found += [f"{path}=TRUE", f"{path}=FALSE", f"{path}!=TRUE"]
            case "float" | "int":
                found += [f'{path}{sign}"{value!r}"' for sign in ("=", "!=", "<", "<=", ">", ">=")]
            case "str":
                found += [f"{path}={quoted_always(value)}", f"IfcElement, {path}!={quoted_always(value)}"]
                found += [f"{path}*={quoted_always(value[1:4])}"] if len(value) > 3 else []
    return found


def quoted_always(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def compare_all(model: Both) -> int:
    hits = 0
    for text in questions(model):
        theirs, ours = model.theirs(text), model.ours(text)
        if theirs is None:
            continue
        assert ours == theirs, f"{text}: {len(theirs)} for IfcOpenShell, {len(ours)} here"
        hits += bool(theirs)
    return hits


@pytest.mark.parametrize("name", ["house.ifc", "house_mep.ifc"])
def test_that_filters_find_what_ifcopenshell_finds_in_the_samples(
    name: str, both: Callable[[Path], Both]
) -> None:
    assert compare_all(both(SAMPLES / name)) > 20


@pytest.mark.real
@needs_real_models
@pytest.mark.parametrize("name", REAL)
def test_that_filters_find_what_ifcopenshell_finds_in_a_real_model(
    name: str, both: Callable[[Path], Both]
) -> None:
    assert compare_all(both(DATA / "models" / name)) > 20
