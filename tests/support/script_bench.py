"""Runs a script in a real worker process, as the window and the CLI do, or the worker's code in this one."""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bimdesk.domain.execution import Status
from bimdesk.domain.limits import merged
from bimdesk.domain.metadata import read_metadata
from bimdesk.protocol.jobs import ImportJob, ScriptJob
from bimdesk.protocol.messages import Hello, encode
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.outcome import script_outcome
from bimdesk.protocol.state import Ending, JobState
from bimdesk.services.children import run_child
from bimdesk.services.launch import confined_launch, worker_launch
from bimdesk.services.parameters.check import check_values, fill_defaults
from bimdesk.worker.channel import Channel
from bimdesk.worker.script_job import run_script_job

ROOT = Path(__file__).resolve().parents[2]
BUILTIN = ROOT / "builtin_scripts"
EXAMPLES = ROOT / "tests" / "data" / "scripts"


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A run that is over."""

    status: Status
    sentence: str
    monitor: Monitor
    output: Path

    @property
    def state(self) -> JobState:
        return self.monitor.state

    @property
    def result(self) -> Any:
        return None if self.state.result is None else self.state.result.value

    @property
    def printed(self) -> list[str]:
        return [log.text for log in self.state.log if log.level == "print"]


def run_in_worker(
    text: str,
    model: Path,
    output: Path,
    *,
    memory_mb: int = 2048,
    timeout_s: float = 60.0,
    previous: Path | None = None,
    parameters: dict[str, Any] | None = None,
) -> Ended:
    """Run `text` on the imported `model`, inside the wall; its own schema fills and checks the parameters."""
    job = _job(text, model, output, memory_mb, previous, parameters)
    limits = merged({"wall_s": timeout_s, "memory_mb": memory_mb})
    output.mkdir(parents=True, exist_ok=True)
    launch = confined_launch(
        job,
        limits,
        scratch=output.parent / "runs",
        output=output,
        readable=[model, *([previous] if previous else [])],
    )
    monitor = launch.monitor()
    ending = run_child(launch, monitor)
    status, sentence = script_outcome(monitor, ending, limits)
    return Ended(status=status, sentence=sentence, monitor=monitor, output=output)


def run_here(
    text: str,
    model: Path,
    output: Path,
    *,
    memory_mb: int = 2048,
    previous: Path | None = None,
    parameters: dict[str, Any] | None = None,
) -> Ended:
    """The same by the worker's own code in this process: no wall and no limits, in a tenth of the time."""
    job = _job(text, model, output, memory_mb, previous, parameters)
    output.mkdir(parents=True, exist_ok=True)
    monitor = Monitor()
    monitor.feed_stdout(encode(Hello(job="script", pid=1)))
    with tempfile.TemporaryFile() as said, warnings.catch_warnings():
        warnings.simplefilter("default")
        run_script_job(job, Channel(said.fileno()), confined=True)
        said.seek(0)
        monitor.feed_stdout(said.read())
    monitor.close()
    status, sentence = script_outcome(monitor, Ending(), merged({"memory_mb": memory_mb}))
    return Ended(status=status, sentence=sentence, monitor=monitor, output=output)


def _job(
    text: str,
    model: Path,
    output: Path,
    memory_mb: int,
    previous: Path | None,
    parameters: dict[str, Any] | None,
) -> ScriptJob:
    """The job of a script whose own schema fills and checks the parameters."""
    metadata, problem = read_metadata(text, file_name="script.py")
    assert problem is None, problem
    values = fill_defaults(metadata.parameters, parameters or {})
    assert check_values(metadata.parameters, values) == {}
    return ScriptJob(
        text=text,
        script_name="script",
        version_folder=str(model),
        output=str(output),
        parameters=values,
        others=[("Other", str(previous))] if previous else [],
        previous=str(previous or ""),
        memory_mb=memory_mb,
        permissions=list(metadata.permissions),
    )


def import_in_worker(source: Path, folder: Path) -> Monitor:
    """Import an IFC file into `folder` by a real worker."""
    folder.mkdir(parents=True)
    monitor = Monitor()
    run_child(worker_launch(ImportJob(source=str(source), staging=str(folder)), timeout_s=300), monitor)
    return monitor
