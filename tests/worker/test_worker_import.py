"""The import worker as a real child: what it says, leaves, and how it ends."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import psutil
import pytest
from step_text import PROJECT, block, step_file

from bimdesk.meshes import load_mesh
from bimdesk.protocol.jobs import ImportJob
from bimdesk.protocol.messages import Done, GeometryReady, Hello, Imported, Message, Progress
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import EndReason
from bimdesk.services.children import run_child
from bimdesk.services.launch import child_environment, worker_launch

WALL = (
    "#100=IFCWALL('0000000000000000000100',$,'Wall',$,$,$,#200,$,$);\n"
    "#101=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000101',$,$,$,(#100),#12);\n"
) + block(200)


def imported(source: Path, staging: Path) -> tuple[Monitor, list[Message]]:
    """Run the job to its end."""
    monitor, messages = Monitor(), []
    job = ImportJob(source=str(source), staging=str(staging))
    ending = run_child(worker_launch(job, timeout_s=120), monitor, on_message=messages.append)
    assert (ending.reason, ending.signal) == (EndReason.EXITED, 0)
    assert monitor.state.anomalies == 0
    assert monitor.done == (ending.exit_code == 0)
    return monitor, messages


def written(folder: Path, data: bytes, name: str = "house.ifc") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_that_an_import_leaves_source_index_and_mesh(tmp_path: Path) -> None:
    source = written(tmp_path, step_file(PROJECT + WALL))
    _, messages = imported(source, tmp_path / "staging")
    assert sorted(path.name for path in (tmp_path / "staging").iterdir()) == [
        "index.sqlite",
        "mesh",
        "source.ifc",
    ]
    assert (tmp_path / "staging/source.ifc").read_bytes() == source.read_bytes()
    mesh = load_mesh(tmp_path / "staging/mesh")
    vertices, _ = mesh.element_geometry(0)
    assert np.allclose((vertices.min(axis=0), vertices.max(axis=0)), ((-0.5, -0.5, 0), (0.5, 0.5, 1)))
    assert mesh.part_colors[0, 3] < 0
    assert len(mesh.edges) == 12
    with sqlite3.connect(tmp_path / "staging/index.sqlite") as connection:
        assert connection.execute("SELECT id FROM entities WHERE has_geometry").fetchall() == [(100,)]
    summary = next(message for message in messages if isinstance(message, Imported))
    assert (summary.entities, summary.products_with_geometry, summary.storeys) == (4, 1, 1)
    assert {
        "read",
        "copy",
        "geometry",
        "index",
        "geometry_ifcopenshell",
        "edges",
        "hash",
        "finish",
        "total",
    } == set(summary.seconds)


def test_that_the_picture_comes_before_the_properties(tmp_path: Path) -> None:
    _, messages = imported(written(tmp_path, step_file(PROJECT + WALL)), tmp_path / "staging")
    kinds = [type(message) for message in messages]
    texts = [message.message if isinstance(message, Progress) else "" for message in messages]
    assert kinds[0] is Hello and kinds[-1] is Done
    assert kinds.index(GeometryReady) < texts.index("Indexing properties")
    pictures = [message for message in messages if isinstance(message, GeometryReady)]
    assert [picture.final for picture in pictures] == [False, True]


def test_that_what_is_wrong_with_the_name_of_the_schema_is_mended_beside_the_source(tmp_path: Path) -> None:
    data = step_file(PROJECT + WALL, schema="IFC4X3_RC1")
    monitor, _ = imported(written(tmp_path, data), tmp_path / "staging")
    assert monitor.state.imported is not None
    assert (monitor.state.imported.schema, monitor.state.imported.schema_declared) == (
        "IFC4X3_ADD2",
        "IFC4X3_RC1",
    )
    assert [notice.kind for notice in monitor.state.notices] == ["schema"]
    assert (tmp_path / "staging/source.ifc").read_bytes() == data
    assert b"IFC4X3_ADD2" in (tmp_path / "staging/readable.ifc").read_bytes()


def test_that_a_zipped_model_is_stored_unzipped_and_known_by_the_archive(tmp_path: Path) -> None:
    archive = tmp_path / "house.ifczip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("house.ifc", step_file(PROJECT + WALL))
    plain, _ = imported(written(tmp_path, step_file(PROJECT + WALL)), tmp_path / "one")
    packed, _ = imported(archive, tmp_path / "two")
    assert (tmp_path / "two/source.ifc").read_bytes() == step_file(PROJECT + WALL)
    assert plain.state.imported and packed.state.imported
    assert plain.state.imported.sha256 != packed.state.imported.sha256


def test_that_notices_stand_in_the_index_too(tmp_path: Path) -> None:
    lonely = WALL.replace("(#100),#12", "(#900),#12")
    monitor, _ = imported(written(tmp_path, step_file(PROJECT + lonely)), tmp_path / "staging")
    with sqlite3.connect(tmp_path / "staging/index.sqlite") as connection:
        rows = connection.execute("SELECT kind, message FROM notices ORDER BY seq").fetchall()
    assert rows == [(notice.kind, notice.message) for notice in monitor.state.notices]
    assert "container" in dict(rows)


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "is empty"), (b"%PDF-1.4", "PDF document"), (step_file()[:-100], "cut off")]
)
def test_that_what_is_no_model_fails_with_a_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    monitor, _ = imported(written(tmp_path, data), tmp_path / "staging")
    assert monitor.failed is not None
    assert monitor.failed.kind == "input"
    assert words in monitor.failed.message and "house.ifc" in monitor.failed.message


def test_that_a_missing_file_fails_with_a_sentence(tmp_path: Path) -> None:
    monitor, _ = imported(tmp_path / "gone.ifc", tmp_path / "staging")
    assert monitor.failed is not None
    assert (monitor.failed.kind, monitor.failed.message[:8]) == ("input", "gone.ifc")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full plays the full disk")
def test_that_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    staging = tmp_path / "staging"
    staging.mkdir()
    (staging / "source.ifc").symlink_to("/dev/full")
    monitor, _ = imported(written(tmp_path, step_file(PROJECT + WALL)), staging)
    assert monitor.failed is not None
    assert monitor.failed.kind == "input"
    assert monitor.failed.message == "The disk is full: the model could not be stored."


def start_worker() -> subprocess.Popen[bytes]:
    """A spare worker, as the program keeps one."""
    return subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", "worker", "import"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment("import"),
    )


def test_that_a_waiting_worker_ends_quietly_when_nobody_needs_it() -> None:
    with start_worker() as worker:
        out, err = worker.communicate(timeout=60)
    assert (worker.returncode, out, err) == (0, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_that_a_waiting_worker_ends_at_once_on_a_signal(sign: signal.Signals) -> None:
    with start_worker() as worker:
        os.kill(worker.pid, sign)
        worker.communicate(timeout=60)
    assert worker.returncode == -sign


def test_that_a_job_that_cannot_be_read_is_told() -> None:
    with start_worker() as worker:
        out, _ = worker.communicate(b'{"job":"import","nonsense":1}\n', timeout=60)
    monitor = Monitor()
    monitor.feed_stdout(out)
    assert monitor.failed is not None and monitor.failed.kind == "internal"


PARENT = """
import subprocess, sys, time
worker = subprocess.Popen(
    [sys.executable, "-I", "-m", "bimdesk", "worker", "import"],
    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
)
print(worker.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems look for the parent every two seconds")
def test_that_the_death_of_the_parent_is_the_end_of_the_worker() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        assert psutil.wait_procs([worker], timeout=30)[1] == []
