"""How long until the first picture, and until all is imported: `python -m benchmarks.import_speed [MODELS]`.

Side by side, for each model: *bare*, reading the file and tessellating it with ifclite-geom in a process
that has the library loaded; *warm* and *cold*, from handing a job to a waiting worker, or from starting one,
until its GeometryReady has arrived; *import*, the latter until Done; *iterator*, IfcOpenShell's default
geometry iterator (2 threads) alone, without loading the library or opening the file. Medians of several runs,
each in a process of its own, in turns, so that a busy machine troubles all of them alike.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from bimdesk.protocol.jobs import ImportJob
from bimdesk.protocol.messages import Done, Failed, GeometryReady
from bimdesk.protocol.monitor import Monitor
from bimdesk.services.launch import Launch, worker_launch

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "models"
DEFAULT = ("web-ifc/ISSUE_021_Mini Project.ifc", "fzk-haus/AC14-FZK-Haus.ifc")
IDLE_S = 0.4
"""A worker that used no processor for so long has loaded all it can."""

BARE = """
import sys, time, pathlib, ifclite_geom
begin = time.perf_counter()
ifclite_geom.geometry_data_buffers(pathlib.Path(sys.argv[1]).read_bytes())
print(time.perf_counter() - begin)
"""
ITERATOR = """
import sys, time, ifcopenshell, ifcopenshell.geom
model = ifcopenshell.open(sys.argv[1])
begin = time.perf_counter()
iterator = ifcopenshell.geom.iterator(ifcopenshell.geom.settings(), model, 2)
if iterator.initialize():
    while iterator.next():
        pass
del iterator
print(time.perf_counter() - begin)
"""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement but the iterator (5)")
    parser.add_argument(
        "--iterator-runs", type=int, default=1, help="runs of the iterator, which is slow (1)"
    )
    arguments = parser.parse_args()
    models = arguments.models or [DATA / name for name in DEFAULT]
    missing = [model for model in models if not model.is_file()]
    if missing:
        print(f"{missing[0]} is not there; name the models to measure.", file=sys.stderr)
        return 2
    for model in models:
        report(model, runs=arguments.runs, iterator_runs=arguments.iterator_runs)
    return 0


def report(model: Path, *, runs: int, iterator_runs: int) -> None:
    """Print one model's figures."""
    measures: dict[str, list[float]] = {"bare": [], "warm": [], "cold": [], "import": []}
    for _ in range(runs):
        measures["bare"].append(timed_script(BARE, model))
        picture, _whole = worker_times(model, warm=True)
        measures["warm"].append(picture)
        picture, whole = worker_times(model, warm=False)
        measures["cold"].append(picture)
        measures["import"].append(whole)
    measures["iterator"] = [timed_script(ITERATOR, model) for _ in range(iterator_runs)]
    median = {name: statistics.median(values) for name, values in measures.items()}
    print(f"\n{model.name}  ({model.stat().st_size / 1e6:.1f} MB, medians of {runs} runs, seconds)")
    print(f"  read + ifclite-geom, bare          {median['bare']:8.2f}")
    for name, text in (("warm", "waiting worker"), ("cold", "worker started anew")):
        ratio = median[name] / median["bare"]
        print(f"  first picture, {text:<20}{median[name]:7.2f}   {ratio:5.2f} x bare   (target: under 3)")
    print(f"  IfcOpenShell's default iterator    {median['iterator']:8.2f}")
    ratio = median["import"] / median["iterator"]
    whole = median["import"]
    print(f"  whole import, worker started anew  {whole:8.2f}   {ratio:5.2f} x iterator (target: under 1)")


def timed_script(text: str, model: Path) -> float:
    """Seconds that a script of ours measures of itself, in a process of its own."""
    command = [sys.executable, "-I", "-c", text, str(model)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def worker_times(model: Path, *, warm: bool) -> tuple[float, float]:
    """Seconds until GeometryReady and until Done. Warm: from handing over the job; cold: from the start."""
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
        cwd=Path(__file__).resolve().parents[1],
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


def follow(process: subprocess.Popen[bytes], job: bytes, clock: Callable[[], float]) -> tuple[float, float]:
    """Hand over the job and read messages to the end."""
    assert process.stdin and process.stdout
    process.stdin.write(job)
    process.stdin.close()
    monitor = Monitor()
    picture = 0.0
    for line in process.stdout:
        for message in monitor.feed_stdout(line):
            match message:
                case GeometryReady() if not picture:
                    picture = clock()
                case Failed():
                    raise SystemExit(message.message)
                case Done():
                    whole = clock()
    process.wait()
    return picture, whole


if __name__ == "__main__":
    sys.exit(main())
