"""`run_child`: real processes that misbehave in every way a worker can."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import psutil
import pytest
from child_code import DONE, FAMILY, HELLO, STUBBORN

from bimdesk.protocol.messages import Log, Message, Progress
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason
from bimdesk.services.children import run_child
from bimdesk.services.launch import Launch


def launch(code: str, *, timeout_s: float = 20.0, job: bytes = b"{}\n") -> Launch:
    return Launch(
        kind="script",
        argv=(sys.executable, "-I", "-c", code),
        environment={"PATH": "/usr/bin:/bin"},
        job=job,
        timeout_s=timeout_s,
    )


def run(code: str, *, timeout_s: float = 20.0, job: bytes = b"{}\n") -> tuple[Ending, Monitor]:
    monitor = Monitor()
    return run_child(launch(code, timeout_s=timeout_s, job=job), monitor), monitor


def test_that_the_job_reaches_standard_input_and_messages_come_back() -> None:
    code = HELLO + "import sys, json\nn = len(sys.stdin.buffer.read())\n"
    code += """print(json.dumps({"type": "progress", "done": 0.5, "message": str(n)}))\n""" + DONE
    heard: list[Message] = []
    monitor = Monitor()
    ending = run_child(launch(code, job=b"x" * 500_000), monitor, on_message=heard.append)
    assert ending == Ending(reason=EndReason.EXITED)
    assert monitor.done
    assert [m.message for m in heard if isinstance(m, Progress)] == ["500000"]


def test_that_both_pipes_are_read_when_each_carries_more_than_a_pipe_buffer() -> None:
    code = HELLO + "import sys\n"
    code += "for i in range(3000):\n    sys.stderr.write('e' * 200 + chr(10))\n"
    code += """    print('{"type":"log","level":"info","text":"' + 'o' * 200 + '"}')\n""" + DONE
    ending, monitor = run(code)
    assert ending.reason is EndReason.EXITED
    assert monitor.done
    assert sum(log.level == "print" for log in monitor.state.log) > 0
    assert len(monitor.state.log) + monitor.state.log_dropped == 6000


def test_that_a_line_written_in_pieces_is_one_message() -> None:
    code = HELLO + 'import sys, time\nline = \'{"type":"log","level":"info","text":"whole"}\'\n'
    code += "for c in line:\n    sys.stdout.write(c); sys.stdout.flush()\nprint()\n" + DONE
    _ending, monitor = run(code)
    assert monitor.state.log == [Log(level="info", text="whole")]
    assert monitor.state.anomalies == 0


@pytest.mark.parametrize(
    ("code", "reason", "exit_code", "signal"),
    [
        ("raise SystemExit(3)", EndReason.EXITED, 3, 0),
        ("import os; os.kill(os.getpid(), 11)", EndReason.EXITED, 0, 11),
        ("import os; os._exit(0)", EndReason.EXITED, 0, 0),
    ],
)
def test_that_the_way_a_child_ends_is_told(code: str, reason: EndReason, exit_code: int, signal: int) -> None:
    ending, monitor = run(HELLO + code)
    assert (ending.reason, ending.exit_code, ending.signal) == (reason, exit_code, signal)
    assert not monitor.done


def test_that_a_program_that_is_not_there_is_an_ending_and_no_exception() -> None:
    missing = Launch(kind="script", argv=("/nonexistent/python",), environment={}, job=b"", timeout_s=5)
    ending = run_child(missing, Monitor())
    assert ending.reason is EndReason.NOT_STARTED
    assert "nonexistent" in ending.detail


def wait_until(condition: Callable[[], bool], *, within_s: float = 5.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if condition():
            return True
        threading.Event().wait(0.02)
    return condition()


@pytest.mark.parametrize("ignore", ["", STUBBORN], ids=["meek", "ignores signals"])
def test_that_a_timeout_ends_the_whole_process_tree(ignore: str) -> None:
    ending, monitor = run(HELLO + FAMILY.format(ignore=ignore), timeout_s=1.0)
    assert ending.reason is EndReason.TIMEOUT
    grandchild = int(monitor.state.log[0].text)
    assert wait_until(lambda: not psutil.pid_exists(grandchild) or is_zombie(grandchild))


def test_that_cancel_ends_the_whole_process_tree() -> None:
    cancel = threading.Event()
    monitor = Monitor()

    def stop_at_first_log(message: Message) -> None:
        if isinstance(message, Log):
            cancel.set()

    ending = run_child(
        launch(HELLO + FAMILY.format(ignore="")), monitor, on_message=stop_at_first_log, cancel=cancel
    )
    assert ending.reason is EndReason.CANCELLED
    grandchild = int(monitor.state.log[0].text)
    assert wait_until(lambda: not psutil.pid_exists(grandchild) or is_zombie(grandchild))


def test_that_a_child_which_floods_its_output_is_stopped_and_its_log_stays_bounded() -> None:
    flood = HELLO + "import sys\nwhile True:\n    sys.stdout.write('x' * 65536 + chr(10))\n"
    ending, monitor = run(flood)
    assert ending.reason is EndReason.LIMIT
    assert "64 MB" in ending.detail
    assert monitor.state.log_bytes <= 1024 * 1024


def is_zombie(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
