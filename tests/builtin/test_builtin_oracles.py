"""Each built-in script on real models, against IfcOpenShell on the same file.

On the first of its models in a real worker inside the wall, on the others by the same code in this process:
starting a worker takes ten times as long as what is compared here.

IFC2X3, IFC4 and IFC4X3; Revit, ArchiCAD, Tekla, BlenderBIM; MEP, infrastructure, georeferenced ones.
`python -m benchmarks.oracle` does the same with every script and every model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builtin_bench import assert_sound, real_model, run_builtin
from real_models import needs_real_models

from benchmarks.oracle.oracles import ORACLES, compare
from benchmarks.oracle.runs import BUILTIN, Told
from benchmarks.oracle.source import Shapes, Source, readable, shapes_of
from bimdesk.domain.finding import Finding, Severity

pytestmark = [pytest.mark.real, needs_real_models]

Imported = Callable[[Path], Path]
ARCHITECTURE = "fed-pcert-bsi/ifc4-pcert/Building-Architecture.ifc"
BRIDGE = "fed-pcert-bsi/ifc4-pcert/Infra-Bridge.ifc"
DRAINAGE = "infra-unit-test/DrainageSystem-1/DrainageSystem-1-1.ifc"
DUPLEX = "georef-duplex/Duplex_A_20110907_georeferenced.ifc"
HVAC = "fed-pcert-bsi/ifc4-pcert/Building-Hvac.ifc"
LARGE = "bim-whale/LargeBuilding.ifc"
PORTS = "web-ifc-viewer/test.ifc"
PRECAST = "fed-schependomlaan/suppliers/GEELEN-Breedplaat V2.ifc"

MODELS = {
    "classification_coverage": (LARGE, ARCHITECTURE, DRAINAGE),
    "duplicate_elements": (DUPLEX, BRIDGE, DRAINAGE),
    "export_elements_csv": (LARGE, ARCHITECTURE, DUPLEX),
    "georeferencing_report": (DUPLEX, ARCHITECTURE, DRAINAGE),
    "guid_validation": (PRECAST, LARGE, DRAINAGE),
    "lod_analysis": (LARGE, ARCHITECTURE, DRAINAGE),
    "mep_connectivity": (PORTS, HVAC, DRAINAGE),
    "model_statistics": (DUPLEX, BRIDGE, DRAINAGE),
    "naming_convention": (DUPLEX, PORTS, DRAINAGE),
    "property_completeness": (LARGE, ARCHITECTURE, PORTS),
    "quantity_takeoff": (LARGE, BRIDGE, DRAINAGE),
    "space_check": (LARGE, ARCHITECTURE, DUPLEX),
    "storey_check": (LARGE, BRIDGE, DRAINAGE),
}
"""Where a script has something to find; most of the rest differs in the same ways."""


@pytest.fixture(scope="module")
def sources() -> Iterator[dict[Path, Source]]:
    """The models as IfcOpenShell reads them, each opened once."""
    opened: dict[Path, Source] = {}
    yield opened
    opened.clear()


def _shapes(path: Path) -> Shapes | None:
    return shapes_of(path)


def test_that_each_built_in_script_has_an_oracle_and_three_models() -> None:
    scripts = {path.stem for path in BUILTIN.glob("*.py")}
    assert scripts == set(ORACLES) == set(MODELS)
    assert all(len(set(models)) >= 3 for models in MODELS.values())


@pytest.mark.parametrize(
    ("script", "model"),
    [pytest.param(s, m, id=f"{s}-{Path(m).stem}") for s, models in MODELS.items() for m in models],
)
def test_that_it_says_what_ifcopenshell_says(
    script: str, model: str, sources: dict[Path, Source], imported_folder: Imported, tmp_path: Path
) -> None:
    folder = imported_folder(real_model(model))
    source = sources.setdefault(folder, Source(readable(folder), _shapes))
    parameters = dict(ORACLES[script].parameters)
    files = tmp_path / "files"
    ended = run_builtin(script, folder, files, **parameters)
    assert_sound(ended)
    findings = [
        Finding(
            message=one.message,
            severity=Severity(one.severity),
            check=one.check,
            elements=tuple(one.elements),
            guids=tuple(one.guids),
        )
        for one in ended.state.findings
    ]
    told = Told(
        status=ended.status.value,
        sentence=ended.sentence,
        result=ended.result,
        findings=findings,
        files=files,
        parameters=parameters,
    )
    assert compare(script, told, source) == []
