"""The rules by which an ended worker gets its status and its sentence."""

from __future__ import annotations

import signal

import pytest

from bimdesk.domain.execution import Status
from bimdesk.domain.limits import Limits
from bimdesk.errors import BadInputError, BimdeskError, MachineError
from bimdesk.protocol.messages import Done, Failed, FindingMessage, Hello, Imported, Message, Result, encode
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.outcome import import_failure, script_outcome
from bimdesk.protocol.state import Ending, EndReason

EXITED = Ending()
IMPORTED = Imported(
    sha256="00",
    schema="IFC4",
    schema_declared="IFC4",
    entities=1,
    products_with_geometry=0,
    triangles=0,
    properties=0,
    storeys=0,
    seconds={},
)


def started(*messages: Message) -> Monitor:
    """A monitor that has heard the greeting and these."""
    monitor = Monitor()
    for message in (Hello(job="script", pid=1), *messages):
        monitor.feed_stdout(encode(message))
    return monitor


def _outcome(*messages: Message, ending: Ending = EXITED, timeout_s: float = 300) -> tuple[Status, str]:
    return script_outcome(started(*messages), ending, Limits(wall_s=timeout_s))


@pytest.mark.parametrize(
    ("messages", "status", "sentence"),
    [
        ((Result(value={}, status="PASS", summary="All 12 fit"),), Status.SUCCESS, "All 12 fit"),
        ((Result(value=1),), Status.SUCCESS, "Done."),
        ((Result(value=1, status="WARN"),), Status.WARNING, "Done with a warning."),
        (
            (FindingMessage(message="m"), Result(value=1, status="FAIL")),
            Status.FAILED,
            "The check failed: 1 finding.",
        ),
        ((), Status.SUCCESS, "It ran to its end and left no result."),
        ((FindingMessage(message="m"),) * 2, Status.SUCCESS, "2 findings and no result."),
    ],
)
def test_that_a_script_that_ran_to_its_end_gets_the_status_of_its_result(
    messages: tuple[Message, ...], status: Status, sentence: str
) -> None:
    assert _outcome(*messages, Done()) == (status, sentence)


@pytest.mark.parametrize(
    ("ending", "status", "sentence"),
    [
        (
            Ending(reason=EndReason.TIMEOUT, signal=9),
            Status.TIMEOUT,
            "Stopped at a limit: it ran longer than 300 s (time limit). Raise it under Advanced in the form, "
            "with timeout in the script's metadata, or with --timeout.",
        ),
        (Ending(reason=EndReason.CANCELLED, signal=2), Status.CANCELLED, "Cancelled."),
        (
            Ending(reason=EndReason.LIMIT, detail="It wrote more than 64 MB to its output."),
            Status.KILLED,
            "Stopped: it wrote more than 64 MB to its output.",
        ),
        (Ending(signal=signal.SIGSEGV), Status.ERROR, "The script's process crashed (segmentation fault)."),
        (Ending(exit_code=0xC0000005), Status.ERROR, "The script's process crashed (0xC0000005)."),
        (
            Ending(signal=signal.SIGKILL),
            Status.KILLED,
            "The script's process was killed (SIGKILL), most likely because memory ran out.",
        ),
        (
            Ending(signal=signal.SIGXCPU),
            Status.KILLED,
            "The script's process was killed (SIGXCPU), the limit of processor time.",
        ),
        (
            Ending(signal=signal.SIGHUP),
            Status.KILLED,
            "The script's process was ended from outside (SIGHUP).",
        ),
        (
            Ending(exit_code=3),
            Status.ERROR,
            "The script called exit(3) or its process ended before it was done.",
        ),
        (EXITED, Status.ERROR, "The script's process ended before it was done (exit code 0)."),
        (
            Ending(reason=EndReason.NOT_STARTED, detail="No such file."),
            Status.ERROR,
            "The script's process could not be started: No such file.",
        ),
    ],
)
def test_that_an_end_from_outside_has_its_own_sentence(ending: Ending, status: Status, sentence: str) -> None:
    assert _outcome(ending=ending) == (status, sentence)


@pytest.mark.parametrize(
    "ending",
    [
        Ending(reason=EndReason.TIMEOUT),
        Ending(reason=EndReason.LIMIT, detail="Too much."),
        Ending(signal=signal.SIGSEGV),
        Ending(exit_code=1),
    ],
)
def test_that_a_script_cannot_claim_success_against_what_was_seen_from_outside(ending: Ending) -> None:
    status, _sentence = _outcome(Result(value=1, status="PASS", summary="All fine"), Done(), ending=ending)
    assert status not in (Status.SUCCESS, Status.WARNING, Status.FAILED)


def test_that_a_script_that_raised_names_the_line() -> None:
    failed = Failed(kind="script", message="ZeroDivisionError: division by zero", line=7)
    assert _outcome(failed, ending=Ending(exit_code=1)) == (
        Status.ERROR,
        "Line 7: ZeroDivisionError: division by zero.",
    )


def test_that_a_lost_result_is_no_success() -> None:
    monitor = started()
    monitor.feed_stdout(b'{"type":"result"}\n{"type":"done"}\n')
    status, sentence = script_outcome(monitor, EXITED, Limits())
    assert status is Status.ERROR
    assert "could not be read" in sentence


@pytest.mark.parametrize(
    ("messages", "ending", "kind", "words"),
    [
        ((), Ending(signal=signal.SIGSEGV), BadInputError, "crashed (segmentation fault)"),
        ((), Ending(signal=signal.SIGKILL), MachineError, "memory ran out"),
        ((), Ending(reason=EndReason.CANCELLED), BimdeskError, "cancelled"),
        ((), Ending(reason=EndReason.TIMEOUT), BimdeskError, "time limit"),
        ((), Ending(reason=EndReason.LIMIT, detail="It wrote too much."), BimdeskError, "it wrote too much"),
        ((), Ending(reason=EndReason.NOT_STARTED, detail="gone"), MachineError, "could not be started: gone"),
        (
            (Failed(kind="input", message="No IFC.", hint="Look."),),
            Ending(exit_code=1),
            BadInputError,
            "No IFC.",
        ),
        (
            (Failed(kind="internal", message="Bug."),),
            Ending(exit_code=1),
            BimdeskError,
            "The import failed: Bug.",
        ),
        ((IMPORTED,), EXITED, BimdeskError, "before it was done"),
        ((Done(),), EXITED, BimdeskError, "before it was done"),
    ],
)
def test_that_an_import_that_gave_nothing_says_why(
    messages: tuple[Message, ...], ending: Ending, kind: type[BimdeskError], words: str
) -> None:
    failure = import_failure(started(*messages), ending)
    assert type(failure) is kind
    assert words in failure.message


def test_that_an_import_that_was_done_is_no_failure() -> None:
    assert import_failure(started(IMPORTED, Done()), EXITED) is None


def test_that_a_sentence_is_no_book() -> None:
    """It stands in a row of the history, and in the status line."""
    for said in (
        Failed(kind="script", message="x" * 100_000),
        Failed(kind="input", message="m", hint="x" * 9999),
    ):
        _status, sentence = _outcome(said)
        assert len(sentence) <= 2003 and sentence.endswith("...")
    _status, sentence = _outcome(Result(value=1, summary="x" * 100_000), Done())
    assert len(sentence) <= 2003
