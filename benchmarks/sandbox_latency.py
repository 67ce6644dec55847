"""Measures the start of a confined script: `python -m benchmarks.sandbox_latency [--runs N]`.

Warm: a supervisor with its worker waits, as in the window; from the job to the last message. Cold: from
nothing. Beside them, in turns in the same run, the bare cost of loading numpy, pandas and ifcopenshell.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bimdesk.domain.limits import Limits
from bimdesk.protocol.jobs import ScriptJob
from bimdesk.protocol.monitor import Monitor
from bimdesk.services.launch import Launch, WallOptions, confined_launch
from tests.support.small_index import write_small_index

BARE = "import numpy, pandas, ifcopenshell"
IDLE_S = 0.5
"""The worker has loaded its libraries when it has used no processor time for so long."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="bimdesk-latency-") as temporary:
        folder = Path(temporary)
        model = write_small_index(folder / "model")
        figures: dict[str, list[float]] = {"bare": [], "cold": [], "warm": [], "locked": [], "spare_mb": []}
        for number in range(runs):
            figures["bare"].append(bare())
            launch = launch_of(folder, model, number)
            figures["cold"].append(run(start(launch), launch)[0])
            launch = launch_of(folder, model, number + runs)
            process = start(launch)
            figures["spare_mb"].append(settle(process))
            whole, locked = run(process, launch)
            figures["warm"].append(whole)
            figures["locked"].append(locked)
    show(figures)
    return 0


def launch_of(folder: Path, model: Path, number: int) -> Launch:
    output = folder / f"files-{number}"
    output.mkdir()
    job = ScriptJob(
        text="result = len(entities)", script_name="latency", version_folder=str(model), output=str(output)
    )
    return confined_launch(
        job, Limits(), scratch=folder / "runs", output=output, readable=[model], options=WallOptions()
    )


def bare() -> float:
    """Seconds of an interpreter that loads the libraries and ends."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", BARE], check=True)
    return time.perf_counter() - began


def start(launch: Launch) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        launch.argv,
        env=dict(launch.environment),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def settle(process: subprocess.Popen[bytes]) -> float:
    """Wait until the spare is idle; gives its memory (supervisor and worker, proportional set size) in MB."""
    supervisor = psutil.Process(process.pid)
    before, quiet = -1.0, 0.0
    while quiet < IDLE_S:
        time.sleep(0.1)
        workers = supervisor.children()
        used = sum(sum(one.cpu_times()[:2]) for one in workers)
        quiet = quiet + 0.1 if workers and used == before and used > 0 else 0.0
        before = used
    return sum(one.memory_full_info().pss for one in (supervisor, *supervisor.children())) / 2**20


def run(process: subprocess.Popen[bytes], launch: Launch) -> tuple[float, float]:
    """Seconds from the job (cold: from the call) to the supervisor's last word, and to `locked`."""
    assert process.stdin is not None
    assert process.stdout is not None
    began = time.perf_counter()
    monitor, locked = Monitor(supervised=True), 0.0
    process.stdin.write(launch.job)
    process.stdin.flush()
    while monitor.state.ended is None:
        line = process.stdout.readline()
        if not line:
            raise SystemExit("The supervisor ended without a word.")
        monitor.feed_stdout(line)
        if not locked and monitor.state.sandbox:
            locked = time.perf_counter() - began
    took = time.perf_counter() - began
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()
    if monitor.state.result is None:
        raise SystemExit(f"No result: {monitor.failed} {monitor.state.ended}")
    return took, locked


def show(figures: dict[str, list[float]]) -> None:
    names = {
        "bare": "bare: python -c 'import numpy, pandas, ifcopenshell'",
        "cold": "cold: supervisor, worker, lock, script, result",
        "warm": "warm: job to result",
        "locked": "  of that, until the wall was checked",
    }
    for name, words in names.items():
        values = sorted(value * 1000 for value in figures[name])
        print(f"{words:<54}{statistics.median(values):>8.0f} ms   ({values[0]:.0f} to {values[-1]:.0f})")
    memory = figures["spare_mb"]
    print(f"{'idle spare, supervisor and worker':<54}{statistics.median(memory):>8.0f} MB")
    ratio = statistics.median(figures["cold"]) / statistics.median(figures["bare"])
    print(f"cold is {ratio:.2f} times the bare cost")


if __name__ == "__main__":
    sys.exit(main())
