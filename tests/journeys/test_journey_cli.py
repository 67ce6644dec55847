"""The main job by the command line: import, run, history, screenshot, doctor; each a program of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.api.aggregate
import ifcopenshell.api.context
import ifcopenshell.api.geometry
import ifcopenshell.api.project
import ifcopenshell.api.pset
import ifcopenshell.api.root
import ifcopenshell.api.spatial
import ifcopenshell.api.unit
import psutil
import pytest

from bimdesk.cli import main

RUN_KEYS = ["status", "result", "log", "error", "files", "findings", "duration_ms", "execution_id", "sandbox"]
IMPORT_KEYS = [
    "model", "version", "sha256", "schema", "entities", "products_with_geometry", "triangles", "properties",
    "seconds", "warnings",
]  # fmt: skip

ROOMS = """# /// script
# [tool.bimdesk]
# name = "Rooms"
# [tool.bimdesk.parameters.properties.limit]
# type = "integer"
# default = 1
# maximum = 9
# [tool.bimdesk.parameters.properties.names]
# type = "array"
# items = { type = "string" }
# ///
walls = entities.filter(ifc_type="IfcWall")
save_output("walls.json", [wall.name for wall in walls])
print("limit", params["limit"], params.get("names"))
result = {"status": "FAIL" if len(walls) > params["limit"] else "PASS", "summary": f"{len(walls)} walls"}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A storey with two walls."""
    api = ifcopenshell.api
    file = api.project.create_file()
    project = api.root.create_entity(file, ifc_class="IfcProject", name="P")
    api.unit.assign_unit(file)
    body = api.context.add_context(
        file,
        context_type="Model",
        context_identifier="Body",
        target_view="MODEL_VIEW",
        parent=api.context.add_context(file, context_type="Model"),
    )
    storey = api.root.create_entity(file, ifc_class="IfcBuildingStorey", name="Ground floor")
    api.aggregate.assign_object(file, products=[storey], relating_object=project)
    for name in ("North", "South"):
        wall = api.root.create_entity(file, ifc_class="IfcWall", name=name)
        shape = api.geometry.add_wall_representation(file, context=body, length=4, height=3, thickness=0.2)
        api.geometry.assign_representation(file, product=wall, representation=shape)
        api.spatial.assign_container(file, products=[wall], relating_structure=storey)
        pset = api.pset.add_pset(file, product=wall, name="Pset_WallCommon")
        api.pset.edit_pset(file, pset=pset, properties={"IsExternal": True})
    path = tmp_path_factory.mktemp("models") / "Two walls.ifc"
    file.write(str(path))
    return path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "rooms.py"
    path.write_text(ROOMS)
    return path


class Program:
    """Runs `bimdesk` as a person does."""

    def __init__(self, home: Path) -> None:
        self.environment: Mapping[str, str] = {**os.environ, "BIMDESK_HOME": str(home)}

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "bimdesk", *map(str, arguments)]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment
        )

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        child = self.start(*arguments)
        out, err = child.communicate(timeout=120)
        assert "Traceback" not in err
        return child.returncode, out, err

    def json(self, *arguments: object, code: int = 0) -> Any:
        got, out, err = self(*arguments, "--json")
        assert got == code, err
        return json.loads(out)


@pytest.fixture
def bimdesk(home: Path) -> Iterator[Program]:
    before = psutil.Process().children(recursive=True)
    yield Program(home)
    assert [child for child in psutil.Process().children(recursive=True) if child not in before] == []


def test_that_a_model_is_imported_once_and_then_already_here(
    bimdesk: Program, house: Path, tmp_path: Path
) -> None:
    where = ("--project", tmp_path / "Project")
    [first] = bimdesk.json("import", house, *where)
    assert list(first) == IMPORT_KEYS
    assert (first["model"], first["version"], first["schema"]) == ("Two walls", 1, "IFC4")
    assert (first["products_with_geometry"], first["triangles"], first["properties"]) == (2, 24, 2)
    assert bimdesk("import", house, *where) == (0, "Two walls v1: already here\n", "")
    assert len(list((tmp_path / "Project" / "models").glob("[0-9a-f]*"))) == 1


def test_that_a_run_without_project_gives_json_files_and_code_and_keeps_nothing(
    bimdesk: Program, house: Path, script: Path, home: Path, tmp_path: Path
) -> None:
    report = bimdesk.json("run", script, house, "--out", tmp_path / "out", code=1)
    assert list(report) == RUN_KEYS
    assert (report["status"], report["error"], report["log"]) == ("failed", None, "limit 1 None\n")
    assert report["result"] == {"status": "FAIL", "summary": "2 walls"}
    assert [file["name"] for file in report["files"]] == ["walls.json"]
    assert json.loads((tmp_path / "out" / "walls.json").read_text()) == ["North", "South"]
    assert (report["sandbox"]["landlock"], report["sandbox"]["seccomp"]) == ("active", "active")
    assert not (home / "data").exists()


def test_that_parameters_are_typed_by_the_schema_and_the_last_wins(
    bimdesk: Program, house: Path, script: Path
) -> None:
    given = (
        "--params-json",
        '{"limit": 1}',
        "--param",
        "limit=2",
        "--param",
        "limit=5",
        "--param",
        "names=a,b",
    )
    code, out, _err = bimdesk("run", script, house, *given)
    assert code == 0
    assert out.splitlines()[:3] == [
        "limit 5 ['a', 'b']",
        *[line for line in out.splitlines() if line.startswith("Rooms on Two walls v1: success in")],
        "2 walls",
    ]
    code, out, err = bimdesk("run", script, house, "--param", "limit=many", "--json")
    assert (code, out) == (2, "")
    assert "limit: a whole number is wanted" in err


def test_that_what_ran_is_in_the_history_of_its_project(
    bimdesk: Program, house: Path, script: Path, tmp_path: Path
) -> None:
    where = ("--project", tmp_path / "Project")
    ran = bimdesk.json("run", script, house, "--param", "limit=3", *where)
    again = bimdesk.json("run", script, "two walls v1", *where, code=1)
    rows = bimdesk.json("history", *where)
    assert [row["execution_id"] for row in rows] == [again["execution_id"], ran["execution_id"]]
    assert (rows[1]["status"], rows[1]["model"], rows[1]["parameters"]) == (
        "success",
        "Two walls v1",
        {"limit": 3},
    )
    assert rows[1]["summary"] == "2 walls"
    assert Path(ran["files"][0]["path"]).is_file()
    assert "Two walls v1" in bimdesk("history", "--status", "failed", *where)[1]


STUBBORN = """while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
SEGFAULT = """from numpy.lib.stride_tricks import as_strided
print(as_strided(np.zeros(1), shape=(10**9,), strides=(2**40,))[10**6:].sum())
"""


@pytest.mark.parametrize(
    ("text", "code", "status", "words"),
    [
        ("x = 1\nresult = 1 / 0", 3, "error", "ZeroDivisionError"),
        ("raise SystemExit(3)", 3, "error", ""),
        ("import os", 3, "error", "'os' is not available to scripts"),
        ("def broken(:", 3, "error", "line 1"),
        ("x = 1", 0, "success", None),
        ("while True:\n    pass", 4, "timeout", "it ran longer than 2 s (time limit)"),
        (STUBBORN, 4, "timeout", "it ran longer than 2 s (time limit)"),
        ("x = bytearray(10**13)", 4, "killed", "memory"),
        (SEGFAULT, 3, "error", "crashed (segmentation fault)"),
        ("result = {'rows': object()}", 3, "error", "rows"),
        ("finding(entities.first(), 'Wrong')", 1, "success", None),
    ],
)
def test_that_a_script_that_goes_wrong_ends_with_its_status_and_code(
    home: Path,
    house: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    code: int,
    status: str,
    words: str | None,
) -> None:
    """The command in this process (that saves a second each), the worker in its own as always."""
    monkeypatch.setenv("BIMDESK_HOME", str(home))
    script = tmp_path / "wrong.py"
    script.write_text(text)
    limits = ("--timeout", "2", "--memory", "1024")
    assert main(["run", str(script), str(house), *limits, "--json"]) == code
    report = json.loads(capsys.readouterr().out)
    assert report["status"] == status
    if words is None:
        assert report["error"] is None
    else:
        assert words in report["error"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to one process is POSIX")
def test_that_interrupting_a_run_cancels_it_and_exits_with_4(
    bimdesk: Program, house: Path, tmp_path: Path
) -> None:
    script = tmp_path / "forever.py"
    script.write_text("print('started')\nwhile True:\n    pass\n")
    where = ("--project", tmp_path / "Project")
    child = bimdesk.start("run", script, house, *where)
    assert child.stdout is not None
    assert child.stdout.readline() == "started\n"
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 4
    assert "cancelled" in out
    assert err == ""
    assert [row["status"] for row in bimdesk.json("history", *where)] == ["cancelled"]


def test_that_a_flood_of_output_ends_the_run_and_its_log_is_bounded(
    bimdesk: Program, house: Path, tmp_path: Path
) -> None:
    script = tmp_path / "flood.py"
    script.write_text("while True:\n    print('x' * 10000)\n")
    code, out, _err = bimdesk("run", script, house, "--json", "--timeout", "20")
    assert code == 4
    assert json.loads(out)["status"] in ("killed", "timeout")
    assert len(out) < 3_000_000


def test_that_broken_files_give_one_sentence_and_leave_the_project(
    bimdesk: Program, house: Path, tmp_path: Path
) -> None:
    (tmp_path / "report.ifc").write_bytes(b"%PDF-1.7\n" + b"\x00" * 500)
    (tmp_path / "cut.ifc").write_bytes(house.read_bytes()[:200])
    for name in ("report.ifc", "cut.ifc"):
        code, out, err = bimdesk("import", tmp_path / name, "--project", tmp_path / "Project")
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
    staging = tmp_path / "Project" / "models" / ".staging"
    assert not staging.exists() or list(staging.iterdir()) == []
    [good] = bimdesk.json("import", house, "--project", tmp_path / "Project")
    assert good["version"] == 1


def test_that_scripts_are_tried_with_their_defaults(
    bimdesk: Program, house: Path, script: Path, tmp_path: Path
) -> None:
    code, out, _err = bimdesk("scripts", "test", script, "--model", house)
    assert code == 0
    assert out.startswith("Rooms")
    assert "failed" in out and "2 walls" in out
    script.write_text("1 / 0")
    assert bimdesk("scripts", "test", script, "--model", house)[0] == 3


def test_that_all_builtin_scripts_run_on_the_house(bimdesk: Program, house: Path) -> None:
    trials = bimdesk.json("scripts", "test", "--all", "--model", house)
    assert len(trials) >= 3
    assert {trial["status"] for trial in trials} <= {"success", "warning", "failed"}


def test_that_a_picture_is_written_without_a_window(bimdesk: Program, house: Path, tmp_path: Path) -> None:
    picture = tmp_path / "pictures" / "house.png"
    code, out, err = bimdesk("screenshot", house, picture, "--width", "320", "--height", "200")
    assert (code, out) == (0, f"{picture}\n"), err
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_that_the_doctor_tells_versions_renderer_project_and_sandbox(
    bimdesk: Program, tmp_path: Path
) -> None:
    (tmp_path / "project.db").write_text("damaged" * 100)
    facts = bimdesk.json("doctor", "--project", tmp_path, code=1)
    assert set(facts) == {"versions", "gl", "project", "sandbox", "keyring", "disk", "problems"}
    assert facts["versions"]["ifcopenshell"] != "missing"
    assert facts["gl"]["renderer"]
    assert facts["sandbox"]["process"] == "active"
    [problem] = facts["problems"]
    assert "is damaged" in problem
