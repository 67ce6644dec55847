"""What a script told into a file, since its pipe takes only so much: findings, outputs, what it examined."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bimdesk.protocol.cleaning import clean_message, is_too_deep
from bimdesk.protocol.messages import MAX_LINE, OVERFLOW_FILE, Examined, FindingMessage, Output
from bimdesk.protocol.monitor import MAX_CLAIMS
from bimdesk.protocol.state import JobState
from bimdesk.services.bounded_lines import bounded_lines

MAX_BYTES = 64 * 1024 * 1024
"""Most that is read of the file; what is behind that is counted, not kept."""
MAX_LINE_NODES = 200_000
MAX_NODES = 2_000_000
"""Most values (commas) in a line, and in all: three bytes of a file can be fifty of the window's memory."""
Overflowing = FindingMessage | Output | Examined
_decoder: msgspec.json.Decoder[Overflowing] = msgspec.json.Decoder(Overflowing)


def take_overflow(files: Path, state: JobState) -> None:
    """Put them behind those in `state`, as strictly as the monitor does, and delete the file.

    `files`: the execution's folder of files. Does nothing where there is no such file; one that cannot be
    read is an anomaly.
    """
    file = files / OVERFLOW_FILE
    if file.is_symlink() or not file.is_file():
        return
    try:
        _take(file, state)
        file.unlink()
    except OSError:
        state.anomalies += 1


def _take(file: Path, state: JobState) -> None:
    room, nodes = MAX_BYTES, MAX_NODES
    for line in bounded_lines(file, MAX_LINE):
        room -= len(line)
        in_line = line.count(b",")
        has_room = state.claims < MAX_CLAIMS and room >= 0 and in_line <= min(nodes, MAX_LINE_NODES)
        message = _read(line) if has_room else None
        nodes -= in_line if message is not None else 0
        match message:
            case FindingMessage():
                state.findings.append(message)
            case Output():
                state.outputs.append(message)
            case Examined():
                state.examined.append(message)
            case _:
                state.anomalies += 1


def _read(line: bytes) -> Overflowing | None:
    if is_too_deep(line):
        return None
    try:
        message = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    clean = clean_message(message)
    return clean if isinstance(clean, Overflowing) else None
