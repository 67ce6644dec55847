"""Real models: values equal IfcOpenShell's own, and the examples of the contract run verbatim."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ifcopenshell.util.element
import numpy as np
import pytest
from real_models import DATA, needs_real_models
from script_bench import BUILTIN, EXAMPLES, run_in_worker

from bimdesk.domain.execution import Status
from bimdesk.sdk.model_view import ModelView

FILES = (
    "fzk-haus/AC14-FZK-Haus.ifc",
    "georef-duplex/Duplex_A_20110907.ifc",
    "fed-pcert-bsi/ifc4-pcert/Building-Hvac.ifc",
    "infra-unit-test/DrainageSystem-1/DrainageSystem-1-1.ifc",
)
pytestmark = [pytest.mark.real, needs_real_models]


@pytest.fixture(params=FILES, ids=lambda name: Path(name).stem)
def folder(request: pytest.FixtureRequest, imported_folder: Callable[[Path], Path]) -> Path:
    return imported_folder(DATA / "models" / request.param)


def _merged(view: ModelView, number: int) -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for found in view.get_properties(number):
        merged.setdefault(found.name, {}).update(found.properties)
    return merged


def test_that_property_sets_equal_ifcopenshells_own(folder: Path) -> None:
    view = ModelView(folder)
    for element in view.entities:
        psets = ifcopenshell.util.element.get_psets(view.model.by_id(element.id))
        wanted = {
            name or "": {key: value for key, value in values.items() if key != "id"}
            for name, values in psets.items()
        }
        assert _merged(view, element.id) == wanted
    view.close()


def test_that_places_types_and_geometry_are_those_of_the_file(folder: Path) -> None:
    view = ModelView(folder)
    for element in view.entities:
        source = view.model.by_id(element.id)
        kind = ifcopenshell.util.element.get_type(source)
        assert (element.type.id if element.type else None) == (kind.id() if kind else None)
        geometry = view.get_geometry(element)
        assert (geometry is not None) == element.has_geometry
        if geometry is not None:
            assert np.isfinite(geometry["vertices"]).all()
            assert 0 <= geometry["faces"].min() <= geometry["faces"].max() < len(geometry["vertices"])
    assert view.entities.filter(has_geometry=True).count() > 0
    view.close()


def test_that_examples_and_built_in_scripts_run(
    imported_folder: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = imported_folder(DATA / "models" / FILES[1])
    for script in (*sorted(EXAMPLES.glob("*.py")), *sorted(BUILTIN.glob("*.py"))):
        ended = run_in_worker(script.read_text(encoding="utf-8"), folder, tmp_path / script.stem)
        judged = (Status.SUCCESS, Status.WARNING, Status.FAILED)
        assert ended.status in judged, (script.name, ended.sentence)
        assert ended.result
        assert ended.state.anomalies == 0
