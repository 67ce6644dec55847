"""Hostile and broken workers: the run ends with the right status, a sentence, and no process left."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from supervisor_bench import is_gone

from bimdesk.domain.execution import Status
from bimdesk.domain.limits import Limits
from bimdesk.protocol.messages import Log, Message
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.outcome import script_outcome
from bimdesk.protocol.state import Ending
from bimdesk.services.children import run_child
from bimdesk.services.launch import Launch, child_environment

SLACK_S = 5.0
"""Ask, terminate, kill and drain take two seconds; the rest is for a slow machine."""

HELLO = """
import json, os, signal, subprocess, sys, time
def say(type, **words):
    sys.stdout.write(json.dumps({"type": type, **words}) + "\\n"); sys.stdout.flush()
say("hello", job="script", pid=os.getpid())
"""
STUBBORN = "for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)\n"
GRANDCHILD = (
    "grandchild = subprocess.Popen([sys.executable, '-c', 'import signal, time\\n"
    "for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)\\n"
    "print(1, flush=True); time.sleep(600)'], stdout=subprocess.PIPE)\n"
    "grandchild.stdout.readline()\n"
    "say('log', level='info', text=str(grandchild.pid))\n"
)


def _launch(code: str, *, timeout_s: float) -> Launch:
    return Launch(
        kind="script",
        argv=(sys.executable, "-I", "-c", HELLO + code),
        environment=child_environment("script"),
        job=b"{}\n",
        timeout_s=timeout_s,
    )


def _end(
    code: str, *, timeout_s: float = 60, cancel_on_log: bool = False
) -> tuple[Status, str, Monitor, float]:
    """Status, sentence, what was said, and seconds, of a worker that runs `code`."""
    monitor, cancel = Monitor(), threading.Event()

    def on_message(message: Message) -> None:
        if cancel_on_log and isinstance(message, Log):
            cancel.set()

    began = time.monotonic()
    ending: Ending = run_child(
        _launch(code, timeout_s=timeout_s), monitor, on_message=on_message, cancel=cancel
    )
    took = time.monotonic() - began
    return *script_outcome(monitor, ending, Limits(wall_s=timeout_s)), monitor, took


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    """After each test there are no more children than before."""
    before = psutil.Process().children(recursive=True)
    yield
    assert [child for child in psutil.Process().children(recursive=True) if child not in before] == []


@pytest.mark.parametrize("stubborn", ["", STUBBORN])
def test_that_a_loop_for_ever_ends_at_the_time_limit(stubborn: str) -> None:
    status, sentence, _monitor, took = _end(stubborn + "while True: pass", timeout_s=1)
    assert (status, sentence[:48]) == (Status.TIMEOUT, "Stopped at a limit: it ran longer than 1 s (time")
    assert took < 1 + SLACK_S


def test_that_cancel_ends_a_loop_that_ignores_all_requests() -> None:
    code = STUBBORN + "say('log', level='info', text='ready')\nwhile True: pass"
    status, sentence, _monitor, took = _end(code, cancel_on_log=True)
    assert (status, sentence) == (Status.CANCELLED, "Cancelled.")
    assert took < SLACK_S


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
@pytest.mark.parametrize("way", ["timeout", "cancel", "exit", "crash"])
def test_that_a_grandchild_dies_with_its_worker_however_that_ends(way: str) -> None:
    ends = {"exit": "os._exit(0)", "crash": "os.kill(os.getpid(), signal.SIGSEGV)"}.get(
        way, "time.sleep(600)"
    )
    status, _sentence, monitor, took = _end(
        STUBBORN + GRANDCHILD + ends, timeout_s=1.5 if way == "timeout" else 60, cancel_on_log=way == "cancel"
    )
    assert took < 2 + SLACK_S
    assert status is {"timeout": Status.TIMEOUT, "cancel": Status.CANCELLED}.get(way, Status.ERROR)
    assert is_gone(int(monitor.state.log[0].text))


@pytest.mark.parametrize(
    ("code", "status", "sentence"),
    [
        ("sys.exit(3)", Status.ERROR, "The script called exit(3) or its process ended before it was done."),
        ("os._exit(0)", Status.ERROR, "The script's process ended before it was done (exit code 0)."),
        (
            "import faulthandler; faulthandler._sigsegv()",
            Status.ERROR,
            "The script's process crashed (segmentation fault).",
        ),
        ("os.abort()", Status.ERROR, "The script's process crashed (aborted)."),
        (
            "os.kill(os.getpid(), signal.SIGKILL)",
            Status.KILLED,
            "The script's process was killed (SIGKILL), most likely because memory ran out.",
        ),
        (
            "say('done'); import faulthandler; faulthandler._sigsegv()",
            Status.ERROR,
            "The script's process crashed (segmentation fault).",
        ),
        ("say('done')", Status.SUCCESS, "It ran to its end and left no result."),
        (
            "say('result', value=1); sys.exit(0)",
            Status.ERROR,
            "The script's process ended before it was done (exit code 0).",
        ),
    ],
)
def test_that_each_end_has_its_status_and_sentence(code: str, status: Status, sentence: str) -> None:
    assert _end(code)[:2] == (status, sentence)


@pytest.mark.parametrize("pipe", ["stdout", "stderr"])
@pytest.mark.parametrize("line", ["b'x' * 65536", "b'x' * 1023 + b'\\n'"])
def test_that_a_flood_is_stopped_and_little_of_it_kept(pipe: str, line: str) -> None:
    code = f"out = sys.{pipe}.buffer\nwhile True: out.write({line})"
    status, sentence, monitor, _took = _end(STUBBORN + code)
    assert (status, sentence) == (Status.KILLED, "Stopped: it wrote more than 64 MB to its output.")
    assert monitor.state.log_bytes <= 1024 * 1024


def test_that_garbage_on_the_channel_changes_nothing() -> None:
    code = "sys.stdout.buffer.write(b'\\xff\\x00{]\\n' * 100); sys.stdout.flush()\n"
    code += "say('result', value=4); say('done')"
    status, sentence, monitor, _took = _end(code)
    assert (status, sentence, monitor.state.anomalies) == (Status.SUCCESS, "Done.", 100)


def test_that_a_worker_that_closes_its_pipes_is_still_watched() -> None:
    status, _sentence, _monitor, took = _end("os.close(1); os.close(2); time.sleep(600)", timeout_s=1)
    assert status is Status.TIMEOUT
    assert took < 1 + SLACK_S


def test_that_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    launch = Launch(kind="script", argv=(str(tmp_path / "no-python"),), environment={}, job=b"", timeout_s=1)
    status, sentence = script_outcome(Monitor(), run_child(launch, Monitor()), Limits(wall_s=1))
    assert status is Status.ERROR
    assert sentence.startswith("The script's process could not be started:")
