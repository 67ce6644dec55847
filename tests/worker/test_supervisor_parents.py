"""A supervisor that dies, hangs or is left by its parent: the run ends, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot
from small_index import write_small_index
from supervisor_bench import is_gone

from bimdesk.domain.execution import Status
from bimdesk.domain.limits import Limits
from bimdesk.protocol.jobs import ScriptJob
from bimdesk.protocol.messages import Locked, Log, Message
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.outcome import script_outcome
from bimdesk.protocol.state import Ending, EndReason
from bimdesk.services.children import run_child
from bimdesk.services.launch import Launch, confined_launch
from bimdesk.ui.child import ChildProcess
from bimdesk.worker.locks.kernel import landlock_abi

pytestmark = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
SLEEP = "print('ready')\nimport time\ntime.sleep(60)"


@dataclass
class Ran:
    """A run that is over: what was heard, and when the worker was gone."""

    ending: Ending
    monitor: Monitor
    worker: int
    took_s: float

    @property
    def outcome(self) -> tuple[Status, str]:
        return script_outcome(self.monitor, self.ending, Limits())


Act = Callable[[int, int], None]
"""Done to a supervisor and its worker once the script runs."""
Run = Callable[[Launch, Act], Ran]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("model"))


def _launch(folder: Path, model: Path, text: str = SLEEP) -> Launch:
    script = ScriptJob(
        text=text, script_name="script", version_folder=str(model), output="", python_layer=False
    )
    (folder / "output").mkdir()
    return confined_launch(
        script, Limits(), scratch=folder / "runs", output=folder / "output", readable=[model]
    )


def _by_cli(launch: Launch, act: Act) -> Ran:
    monitor, worker, at = launch.monitor(), [0], [0.0]

    def on_message(message: Message) -> None:
        if isinstance(message, Locked):
            worker[0] = message.pid
        elif isinstance(message, Log) and message.text == "ready":
            at[0] = time.monotonic()
            act(psutil.Process(worker[0]).ppid(), worker[0])

    ending = run_child(launch, monitor, on_message=on_message)
    return Ran(ending, monitor, worker[0], time.monotonic() - at[0])


@pytest.fixture
def by_window(qtbot: QtBot) -> Run:
    def run(launch: Launch, act: Act) -> Ran:
        child = ChildProcess("confined", command=launch.argv)
        worker, at = [0], [0.0]

        def on_messages(messages: list[Message]) -> None:
            for message in messages:
                if isinstance(message, Locked):
                    worker[0] = message.pid
                elif isinstance(message, Log) and message.text == "ready":
                    at[0] = time.monotonic()
                    act(psutil.Process(worker[0]).ppid(), worker[0])

        child.messages.connect(on_messages)
        with qtbot.waitSignal(child.ended, timeout=30_000) as ended:
            child.start()
            child.give(launch)
        return Ran(ended.args[0], child.monitor, worker[0], time.monotonic() - at[0])

    return run


@pytest.fixture(params=["command line", "window"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "window":
        made: Run = request.getfixturevalue("by_window")
        return made
    return _by_cli


def test_that_a_killed_supervisor_takes_the_script_along(run: Run, model: Path, tmp_path: Path) -> None:
    gone: list[bool] = []

    def act(supervisor: int, worker: int) -> None:
        os.kill(supervisor, signal.SIGKILL)
        gone.append(is_gone(worker))

    ran = run(_launch(tmp_path, model), act)
    assert gone == [True]
    assert ran.ending.reason is EndReason.LOST
    assert ran.outcome == (
        Status.KILLED,
        "The process that watches the script ended (SIGKILL), and the script with it.",
    )
    assert ran.took_s < 3


def test_that_a_supervisor_that_hangs_is_ended_and_the_script_with_it(
    run: Run, model: Path, tmp_path: Path
) -> None:
    ran = run(_launch(tmp_path, model), lambda supervisor, _worker: os.kill(supervisor, signal.SIGSTOP))
    assert is_gone(ran.worker)
    assert ran.outcome == (
        Status.KILLED,
        "The process that watches the script ended (it was silent for 5 s and was killed), "
        "and the script with it.",
    )
    assert 4.5 < ran.took_s < 8


def test_that_a_killed_worker_is_told_as_what_it_is(run: Run, model: Path, tmp_path: Path) -> None:
    ran = run(_launch(tmp_path, model), lambda _supervisor, worker: os.kill(worker, signal.SIGKILL))
    assert ran.outcome == (
        Status.KILLED,
        "The script's process was killed (SIGKILL), most likely because memory ran out.",
    )
    assert list((tmp_path / "runs").iterdir()) == []


def test_that_the_deadline_of_the_parent_cleans_up_too(run: Run, model: Path, tmp_path: Path) -> None:
    """The last resort: a supervisor that gives signs of life and does not end its script."""
    launch = replace(_launch(tmp_path, model), timeout_s=6.0)
    ran = run(launch, lambda _supervisor, _worker: None)
    assert ran.ending.reason is EndReason.LOST
    assert is_gone(ran.worker)
    assert list((tmp_path / "runs").iterdir()) == []


def test_that_who_listens_may_take_his_time(model: Path, tmp_path: Path) -> None:
    """As when the output of the command line is held up: the supervisor is not silent meanwhile."""
    text = "print('ready')\nresult = 1"
    ran = _by_cli(_launch(tmp_path, model, text), lambda _supervisor, _worker: time.sleep(5.5))
    assert ran.outcome == (Status.SUCCESS, "Done.")


def test_that_a_window_that_was_busy_does_not_take_it_for_silence(
    by_window: Run, model: Path, tmp_path: Path
) -> None:
    text = "print('ready')\nimport time\ntime.sleep(6.5)\nresult = 1"
    ran = by_window(_launch(tmp_path, model, text), lambda _supervisor, _worker: time.sleep(5.5))
    assert ran.outcome == (Status.SUCCESS, "Done.")


@pytest.mark.parametrize("running", [True, False])
def test_that_a_window_that_closes_leaves_nothing(
    running: bool, model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    launch = _launch(tmp_path, model)
    child = ChildProcess("confined", command=launch.argv)
    child.start()
    if running:
        child.give(launch)
        qtbot.waitUntil(lambda: bool(child.monitor.state.log), timeout=20_000)
    else:
        qtbot.waitUntil(lambda: any((tmp_path / "runs").glob("[!.]*/run")), timeout=20_000)
    processes = psutil.Process().children(recursive=True)
    began = time.monotonic()
    child.kill_now()
    assert time.monotonic() - began < 1.5
    assert all(is_gone(process.pid) for process in processes if "runs" in " ".join(_words(process)))
    assert not any("confined" in _words(process) for process in psutil.Process().children(recursive=True))
    assert list((tmp_path / "runs").iterdir()) == []


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_that_a_stop_is_asked_for_after_the_whole_job(model: Path, tmp_path: Path) -> None:
    """Both are written to one pipe: the request must not land in the middle of a job of megabytes."""
    launch = _launch(tmp_path, model, f"text = {'x' * 5_000_000!r}\n{SLEEP}")
    cancel = threading.Event()
    cancel.set()
    monitor = launch.monitor()
    ending = run_child(launch, monitor, cancel=cancel)
    assert ending.reason is EndReason.CANCELLED
    assert list((tmp_path / "runs").iterdir()) == []
