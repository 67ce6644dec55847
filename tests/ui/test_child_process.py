"""ChildProcess (QProcess) does the same as `run_child`: pipes, deadline, the end of the whole tree."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import psutil
import pytest
from child_code import DONE, FAMILY, HELLO, STUBBORN
from pytestqt.qtbot import QtBot

from bimdesk.protocol.messages import Log, Message
from bimdesk.protocol.state import Ending, EndReason
from bimdesk.services.launch import Launch
from bimdesk.ui import child as child_module
from bimdesk.ui.child import PIECE, ChildProcess


class Harness:
    """A child on Python code of the test's own, and what it said."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.children: list[ChildProcess] = []
        self.heard: list[Message] = []
        self.endings: list[Ending] = []

    def start(self, code: str) -> ChildProcess:
        child = ChildProcess("script", command=(sys.executable, "-I", "-c", code))
        child.messages.connect(self.heard.extend)
        child.ended.connect(self.endings.append)
        self.children.append(child)
        child.start()
        return child

    def give(self, child: ChildProcess, *, timeout_s: float = 20.0, job: bytes = b"{}\n") -> None:
        child.give(Launch(kind="script", argv=(), environment={}, job=job, timeout_s=timeout_s))

    def wait_ended(self) -> Ending:
        self._qtbot.waitUntil(lambda: bool(self.endings), timeout=15_000)
        assert len(self.endings) == 1
        return self.endings[0]


@pytest.fixture
def harness(qtbot: QtBot) -> Iterator[Harness]:
    harness = Harness(qtbot)
    yield harness
    for child in harness.children:
        child.kill_now()
        child.deleteLater()


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_that_a_spare_waits_for_its_job_and_then_does_it(harness: Harness, qtbot: QtBot) -> None:
    code = HELLO + "import sys, json\nn = len(sys.stdin.buffer.read())\n"
    code += """print(json.dumps({"type": "log", "level": "info", "text": str(n)}))\n""" + DONE
    child = harness.start(code)
    qtbot.waitUntil(lambda: bool(harness.heard), timeout=10_000)
    assert child.is_alive
    harness.give(child, job=b"x" * 300_000)
    assert harness.wait_ended() == Ending(reason=EndReason.EXITED)
    assert [m.text for m in harness.heard if isinstance(m, Log)] == ["300000"]
    assert child.monitor.done


@pytest.mark.parametrize(
    ("code", "exit_code", "signal"),
    [("raise SystemExit(3)", 3, 0), ("import os; os.kill(os.getpid(), 11)", 0, 11)],
)
def test_that_the_way_a_child_ends_is_told(harness: Harness, code: str, exit_code: int, signal: int) -> None:
    harness.give(harness.start(HELLO + code))
    ending = harness.wait_ended()
    assert (ending.reason, ending.exit_code, ending.signal) == (EndReason.EXITED, exit_code, signal)


def test_that_a_program_that_is_not_there_ends_as_not_started(harness: Harness) -> None:
    child = ChildProcess("script", command=("/nonexistent/python",))
    child.ended.connect(harness.endings.append)
    harness.children.append(child)
    child.start()
    assert harness.wait_ended().reason is EndReason.NOT_STARTED


@pytest.mark.parametrize("ignore", ["", STUBBORN], ids=["meek", "ignores signals"])
@pytest.mark.parametrize("how", ["timeout", "cancel"])
def test_that_the_whole_tree_ends(harness: Harness, qtbot: QtBot, ignore: str, how: str) -> None:
    child = harness.start(HELLO + FAMILY.format(ignore=ignore))
    harness.give(child, timeout_s=1.0 if how == "timeout" else 60.0)
    qtbot.waitUntil(lambda: any(isinstance(m, Log) for m in harness.heard), timeout=10_000)
    if how == "cancel":
        child.cancel()
    expected = EndReason.TIMEOUT if how == "timeout" else EndReason.CANCELLED
    assert harness.wait_ended().reason is expected
    grandchild = next(int(m.text) for m in harness.heard if isinstance(m, Log))
    qtbot.waitUntil(lambda: gone(grandchild), timeout=5000)


def test_that_a_flood_is_stopped_while_the_event_loop_lives(harness: Harness) -> None:
    harness.give(
        harness.start(HELLO + "import sys\nwhile True:\n    sys.stdout.write('x' * 65536 + chr(10))\n")
    )
    ending = harness.wait_ended()
    assert ending.reason is EndReason.LIMIT
    assert "64 MB" in ending.detail


def test_that_a_spare_that_is_not_needed_dies_with_the_window(harness: Harness) -> None:
    child = harness.start("import sys; sys.stdin.read()")
    pid = child._process.processId()
    child.kill_now()
    assert gone(pid)
    assert not harness.endings


def test_that_a_lot_at_once_is_read_in_several_turns_and_nothing_is_lost(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "TURN_S", 0.0)
    line = '{"type":"log","level":"info","text":"' + "x" * 60 + '"}'
    code = HELLO + f"import sys\nsys.stdout.write(({line!r} + chr(10)) * 8000); sys.stdout.flush()\n" + DONE
    child = harness.start(code)
    turns: list[int] = []
    child.messages.connect(lambda messages: turns.append(len(messages)))
    harness.give(child)
    assert harness.wait_ended() == Ending(reason=EndReason.EXITED)
    assert sum(isinstance(message, Log) for message in harness.heard) == 8000
    assert child.monitor.done
    assert max(turns) <= PIECE // len(line) + 1
