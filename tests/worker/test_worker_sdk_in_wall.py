"""All that a script may do, done inside the wall: no lock, no temporary file, no home folder is missed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from script_bench import run_in_worker

from bimdesk.domain.execution import Status
from bimdesk.services.overflow import take_overflow

EVERYTHING = """
from ifctester import ids
import matplotlib.pyplot as plt
import ifcopenshell.util.element, ifcopenshell.api.root

walls = entities.filter(ifc_type__is="IfcWall").exclude(name="x").order_by("name", "-id")
frame = entities.to_df(properties=True)
assert len(frame) == len(entities) == len(list(entities))
assert walls.where("Pset_WallCommon.IsExternal").exists() in (True, False)
entities.values_list("ifc_type", flat=True).distinct().count()
shapes = [get_geometry(e) for e in entities if e.has_geometry]
assert shapes and all(shape["vertices"].shape[1] == 3 for shape in shapes)
for e in walls:
    e.properties, e.quantities, e.materials, e.storey, e.parent, e.type, e.system, e.tag
    get_parts(e), get_container(e), get_classifications(e)
assert ifcopenshell.util.element.get_psets(model.by_guid(walls[0].ifc_guid)) is not None
ifcopenshell.api.root.create_entity(model, ifc_class="IfcWall")
for suffix in ("csv", "tsv", "xlsx", "parquet", "json"):
    save_output("table." + suffix, frame)
figure, axes = plt.subplots()
axes.plot([1, 2])
for suffix in ("png", "svg", "pdf"):
    save_output("figure." + suffix, figure)
rules = ids.Ids(title="Rules")
for number in range(2_500):
    finding(walls[0], str(number))
table("T", frame.head(3)); chart("bar", {"a": 1}); kpi("k", 1); highlight(walls, "red"); markdown("# x")
progress(1.0, "done")
log.info("done")
result = {"status": "PASS", "rows": len(frame), "title": rules.info["title"]}
"""


@pytest.fixture(scope="module")
def house(samples: Path, imported_folder: Callable[[Path], Path]) -> Path:
    return imported_folder(samples / "house.ifc")


def test_that_everything_that_a_script_may_do_is_done_inside_the_wall(house: Path, tmp_path: Path) -> None:
    ended = run_in_worker(EVERYTHING, house, tmp_path / "files", previous=house)
    assert (ended.status, ended.monitor.failed) == (Status.SUCCESS, None), ended.sentence
    assert ended.state.anomalies == 0
    take_overflow(tmp_path / "files", ended.state)
    assert [finding.message for finding in ended.state.findings] == [str(number) for number in range(2_500)]
    names = {path.name for path in (tmp_path / "files").iterdir()}
    assert names >= {"table.csv", "table.parquet", "figure.pdf", "table.xlsx", "figure.png"}
    assert [output.kind for output in ended.state.outputs] == [
        "table",
        "chart",
        "kpi",
        "highlight",
        "markdown",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("pd.read_csv('/etc/hosts')", "Scripts have no files but their own"),
        ("pd.read_csv('missing.csv')", "Scripts have no files but their own"),
        ("pd.read_json('https://example.org/a.json')", "Scripts have no network."),
        ("np.save('/usr/x.npy', np.zeros(3))", "Scripts have no files but their own"),
    ],
)
def test_that_what_the_wall_refuses_gets_its_hint(house: Path, tmp_path: Path, text: str, hint: str) -> None:
    ended = run_in_worker(f"x = 1\n{text}", house, tmp_path / "files")
    assert ended.status is Status.ERROR
    assert ended.monitor.failed is not None
    assert ended.monitor.failed.line == 2, ended.sentence
    assert hint in ended.monitor.failed.hint, ended.monitor.failed


@pytest.mark.parametrize(
    "text",
    [
        "data = bytearray(3 * 1024**3)",
        "data = np.ones(400_000_000)",
        "data = []\nwhile True:\n    data.append(np.ones(1_000_000))",
        "data = pd.DataFrame({'a': range(10)})\nwhile True:\n    data = pd.concat([data, data])",
    ],
)
def test_that_memory_that_runs_out_ends_in_one_message(house: Path, tmp_path: Path, text: str) -> None:
    ended = run_in_worker(text, house, tmp_path / "files", memory_mb=512)
    assert ended.status is Status.KILLED
    assert "memory" in ended.sentence
