"""A search finds every element by what IfcOpenShell says of it, in samples and in real models."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest
from ifcopenshell.util import element as element_util
from real_models import DATA, needs_real_models

from bimdesk.ifc.index_writer import Indexer
from bimdesk.index.reader import ModelIndex
from bimdesk.index.search_find import find_elements, find_text

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
REAL = ("fzk-haus/AC14-FZK-Haus.ifc", "georef-duplex/Duplex_A_20110907.ifc")


def texts_of(element: Any) -> list[str]:
    """Everything that is said of an element in words."""
    kind, container = element_util.get_type(element), element_util.get_container(element)
    found = [
        element.GlobalId,
        element.is_a(),
        element.Name,
        getattr(element, "Tag", None),
        element.Description,
    ]
    found += [kind.Name if kind is not None else None]
    found += [container.Name] if container is not None and container.is_a("IfcBuildingStorey") else []
    found += [material.Name for material in element_util.get_materials(element) if material is not None]
    for values in element_util.get_psets(element).values():
        found += [value for name, value in values.items() if name != "id" and isinstance(value, str)]
    return [text for text in found if text and text.strip()]


def search_whole(file: Path, folder: Path) -> int:
    model: Any = ifcopenshell.open(file)
    Indexer(model).write(folder / "index.sqlite", schema_declared="")
    chance, asked = random.Random(4), 0
    with ModelIndex(folder) as index:
        elements = chance.sample(model.by_type("IfcElement"), 25)
        for element in elements:
            texts = texts_of(element)
            for text in chance.sample(texts, min(6, len(texts))):
                hits = find_text(index, text, limit=10_000)
                assert element.id() in {hit.element for hit in hits}, text
                assert {hit.element for hit in hits} == set(find_elements(index, text)), text
                asked += 1
            assert find_text(index, element.GlobalId)[0].element == element.id()
    return asked


@pytest.mark.parametrize("name", ["house.ifc", "house_mep.ifc"])
def test_that_every_element_of_a_sample_is_found_by_its_texts(name: str, tmp_path: Path) -> None:
    assert search_whole(SAMPLES / name, tmp_path) > 50


@pytest.mark.real
@needs_real_models
@pytest.mark.parametrize("name", REAL)
def test_that_every_element_of_a_real_model_is_found_by_its_texts(name: str, tmp_path: Path) -> None:
    assert search_whole(DATA / "models" / name, tmp_path) > 50
