"""What benchmarks share about workers: bare tessellation, an import worker warm or cold, and what it took."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.memory import peak_mb
from bimdesk.protocol.jobs import ImportJob
from bimdesk.protocol.messages import Done, Failed, GeometryReady
from bimdesk.protocol.monitor import Monitor
from bimdesk.services.launch import Launch, worker_launch

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "models"
DEFAULT = ("web-ifc/ISSUE_021_Mini Project.ifc", "fzk-haus/AC14-FZK-Haus.ifc")
IDLE_S = 0.4
"""A worker that used no processor for so long has loaded all it can."""

BARE = """
import sys, time, pathlib, ifclite_geom
begin = time.perf_counter()
ifclite_geom.geometry_data_buffers(pathlib.Path(sys.argv[1]).read_bytes())
print(time.perf_counter() - begin)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRun:
    """One import by a worker: seconds until the first and the final GeometryReady and until Done.

    `peak_mb`: the most memory it had, its own child apart.
    """

    picture: float
    geometry: float
    whole: float
    elements: int
    triangles: int
    peak_mb: float


def timed_script(text: str, model: Path) -> float:
    """Seconds that a script of ours measures of itself, in a process of its own."""
    command = [sys.executable, "-I", "-c", text, str(model)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def worker_times(model: Path, *, warm: bool) -> WorkerRun:
    """Import `model`. Warm: timed from handing over the job; cold: from the worker's start."""
    with tempfile.TemporaryDirectory() as folder:
        job = ImportJob(source=str(model.resolve()), staging=str(Path(folder) / "staging"))
        launch = worker_launch(job, timeout_s=3600)
        begin = time.perf_counter()
        process = start(launch)
        if warm:
            wait_idle(process.pid)
            begin = time.perf_counter()
        return follow(process, launch.job, lambda: time.perf_counter() - begin)


def start(launch: Launch) -> subprocess.Popen[bytes]:
    """Start the worker as the program does; its chatter is dropped."""
    return subprocess.Popen(
        launch.argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(launch.environment),
        cwd=ROOT,
    )


def wait_idle(pid: int) -> None:
    """Wait until the process does nothing but wait."""
    process = psutil.Process(pid)
    used, since = -1.0, time.perf_counter()
    while time.perf_counter() - since < IDLE_S or used < IDLE_S:
        now = sum(process.cpu_times()[:2])
        if now != used:
            used, since = now, time.perf_counter()
        time.sleep(0.02)


def follow(process: subprocess.Popen[bytes], job: bytes, clock: Callable[[], float]) -> WorkerRun:
    """Hand over the job and read messages to the end."""
    assert process.stdin and process.stdout
    process.stdin.write(job)
    process.stdin.close()
    monitor = Monitor()
    picture = geometry = whole = peak = 0.0
    elements = triangles = 0
    for line in process.stdout:
        for message in monitor.feed_stdout(line):
            match message:
                case GeometryReady():
                    geometry = clock()
                    picture = picture or geometry
                    elements, triangles = message.elements, message.triangles
                    peak = peak_mb(process.pid)
                case Failed():
                    raise SystemExit(message.message)
                case Done():
                    whole = clock()
    process.wait()
    return WorkerRun(
        picture=picture,
        geometry=geometry,
        whole=whole,
        elements=elements,
        triangles=triangles,
        peak_mb=peak,
    )


def missing_model(models: list[Path]) -> bool:
    """Whether one of `models` is not there; says so."""
    missing = [model for model in models if not model.is_file()]
    if missing:
        print(f"{missing[0]} is not there; name the models to measure.", file=sys.stderr)
    return bool(missing)
