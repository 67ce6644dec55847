"""What an ended worker comes to: a status and one sentence (shared/script-api.md, "What comes back").

What was seen from outside (limit, signal, exit code) outranks what the worker said: its words are claims.
"""

from __future__ import annotations

import signal

from bimdesk.domain.execution import Status
from bimdesk.domain.limits import Limits, limit_sentence
from bimdesk.errors import BadInputError, BimdeskError, MachineError
from bimdesk.protocol.messages import Failed
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason

Outcome = tuple[Status, str]

_CRASHES = {
    "SIGSEGV": "segmentation fault",
    "SIGABRT": "aborted",
    "SIGBUS": "bus error",
    "SIGFPE": "arithmetic fault",
    "SIGILL": "illegal instruction",
    "SIGSYS": "forbidden system call",
    "SIGTRAP": "trap",
}
_LIMITS = {
    "SIGKILL": "most likely because memory ran out",
    "SIGXCPU": "the limit of processor time",
    "SIGXFSZ": "the limit of a file's size",
}
_MOST_SENTENCE = 2000
_WINDOWS_FAULT = 0x80000000
"""Exit codes from here on are NTSTATUS faults on Windows, such as 0xC0000005 (access violation)."""


def script_outcome(monitor: Monitor, ending: Ending, limits: Limits) -> Outcome:
    """The status of an execution and the sentence under it, of at most some 2,000 characters."""
    status, sentence = _outcome(monitor, ending, limits)
    return status, sentence if len(sentence) <= _MOST_SENTENCE else f"{sentence[:_MOST_SENTENCE]}..."


def _outcome(monitor: Monitor, ending: Ending, limits: Limits) -> Outcome:
    match ending.reason:
        case EndReason.NOT_STARTED:
            return Status.ERROR, f"The script's process could not be started: {_without_dot(ending.detail)}."
        case EndReason.CANCELLED:
            return Status.CANCELLED, "Cancelled."
        case EndReason.TIMEOUT:
            return Status.TIMEOUT, limit_sentence("wall_s", limits.wall_s)
        case EndReason.LIMIT if ending.limit == "wall_s":
            return Status.TIMEOUT, limit_sentence("wall_s", limits.wall_s)
        case EndReason.LIMIT if ending.limit:
            return Status.KILLED, limit_sentence(ending.limit, getattr(limits, ending.limit))
        case EndReason.LIMIT:
            return Status.KILLED, f"Stopped: {_first_small(ending.detail) or 'a limit was reached.'}"
        case EndReason.REFUSED:
            return Status.KILLED, f"Not run: scripts cannot be confined here. {ending.detail}".strip()
        case EndReason.LOST:
            return Status.KILLED, _lost(ending)
        case EndReason.EXITED:
            return _end_by_signal(ending) or _end_by_itself(monitor, ending, limits)


def import_failure(monitor: Monitor, ending: Ending) -> BimdeskError | None:
    """Why an import gives no model version; None where it worked."""
    match ending.reason:
        case EndReason.NOT_STARTED:
            return MachineError(f"The import's process could not be started: {_without_dot(ending.detail)}.")
        case EndReason.CANCELLED:
            return BimdeskError("The import was cancelled.", "The project is as before.")
        case EndReason.TIMEOUT:
            return BimdeskError(
                "The import took longer than its time limit and was stopped.",
                "Raise the limit of imports in the settings.",
            )
        case EndReason.LIMIT:
            return BimdeskError(f"The import was stopped: {_first_small(ending.detail)}")
        case _:
            return _exited_import(monitor, ending)


def _exited_import(monitor: Monitor, ending: Ending) -> BimdeskError | None:
    name = _signal_name(ending)
    if name in _LIMITS:
        return MachineError(
            f"The import's process was killed ({name}), {_LIMITS[name]}.", "Close other programs."
        )
    if name:
        return BadInputError(
            f"The file could not be read: the process that read it crashed ({_CRASHES.get(name, name)}).",
            "The project is as before. Check the file in the program that wrote it, and export it again.",
        )
    failed = monitor.failed
    if failed is not None and failed.kind == "input":
        return BadInputError(failed.message, failed.hint)
    if failed is not None:
        return BimdeskError(f"The import failed: {_without_dot(failed.message)}.", failed.hint)
    if not monitor.done or monitor.state.imported is None or ending.exit_code != 0:
        return BimdeskError(f"The import ended before it was done (exit code {ending.exit_code}).")
    return None


def _end_by_signal(ending: Ending) -> Outcome | None:
    name = _signal_name(ending)
    if not name:
        return None
    if name in _LIMITS:
        return Status.KILLED, f"The script's process was killed ({name}), {_LIMITS[name]}."
    if name in _CRASHES or name.startswith("0x"):
        return Status.ERROR, f"The script's process crashed ({_CRASHES.get(name, name)})."
    return Status.KILLED, f"The script's process was ended from outside ({name})."


def _signal_name(ending: Ending) -> str:
    if ending.signal:
        try:
            return signal.Signals(ending.signal).name
        except ValueError:
            return f"signal {ending.signal}"
    return f"0x{ending.exit_code:08X}" if ending.exit_code >= _WINDOWS_FAULT else ""


def _lost(ending: Ending) -> str:
    how = ending.detail or _signal_name(ending) or f"exit code {ending.exit_code}"
    return f"The process that watches the script ended ({_without_dot(how)}), and the script with it."


def _end_by_itself(monitor: Monitor, ending: Ending, limits: Limits) -> Outcome:
    if monitor.failed is not None and monitor.failed.kind == "limit":
        return Status.KILLED, limit_sentence("memory_mb", limits.memory_mb)
    if monitor.failed is not None:
        return Status.ERROR, _failed_sentence(monitor.failed)
    code = ending.exit_code
    if not monitor.done and code:
        return Status.ERROR, f"The script called exit({code}) or its process ended before it was done."
    if not monitor.done:
        return Status.ERROR, "The script's process ended before it was done (exit code 0)."
    if code:
        return Status.ERROR, f"The script was done, but its process ended with exit code {code}."
    return _done(monitor)


def _failed_sentence(failed: Failed) -> str:
    where = f"Line {failed.line}: " if failed.line else ""
    match failed.kind:
        case "script" | "limit":
            return f"{where}{_without_dot(failed.message)}."
        case "input":
            return f"{failed.message} {failed.hint}".strip()
        case "internal":
            return f"A fault of bimdesk, not of the script: {_without_dot(failed.message)}."


def _done(monitor: Monitor) -> Outcome:
    state = monitor.state
    result = state.result
    if result is None and state.anomalies:
        return Status.ERROR, (
            "The script ran to its end, but its result could not be read: "
            "it was too long or not in the form agreed."
        )
    found = _count(len(state.findings), "finding")
    if result is None:
        return (
            Status.SUCCESS,
            f"{found} and no result." if state.findings else "It ran to its end and left no result.",
        )
    status = {"FAIL": Status.FAILED, "WARN": Status.WARNING}.get(result.status, Status.SUCCESS)
    if result.summary:
        return status, result.summary
    plain = {Status.FAILED: "The check failed", Status.WARNING: "Done with a warning"}.get(status, "Done")
    return status, f"{plain}: {found}." if state.findings else f"{plain}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _without_dot(text: str) -> str:
    return text.strip().rstrip(".") or "no reason was given"


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:]
