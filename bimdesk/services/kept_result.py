"""How the result of an execution is kept in its folder: a short head, and beside it what may be long.

`result.json` is the head. `said.jsonl` has findings, outputs and log, a message a line; `value.json` the
value where it is long, in lines (protocol.lined_json). Long files are written and read in pieces: JSON of
64 MB in one go holds the lock that all threads share for a quarter of a second, and the window with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from bimdesk.domain.execution import OutputFile
from bimdesk.protocol.lined_json import MAX_LINE, decode_lined
from bimdesk.protocol.lined_pages import open_lined
from bimdesk.protocol.messages import (
    MAX_RESULT_BYTES,
    MAX_RESULT_NODES,
    Failed,
    FindingMessage,
    Log,
    Message,
    Output,
    decode,
    encode,
)
from bimdesk.services.bounded_lines import bounded_lines

RESULT_FILE = "result.json"
SAID_FILE = "said.jsonl"
VALUE_FILE = "value.json"
LOG_FILE = "log.txt"
MAX_SAID_LINE = 8 * 1024 * 1024
"""More than any message that was accepted."""


class Head(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The form of result.json. `result`: the value, a shortened one where VALUE_FILE has the whole.

    Format 1 had findings, outputs and log in it too.
    """

    format: int
    status: str
    sentence: str
    result: Any = None
    summary: str = ""
    findings: list[FindingMessage] = []
    outputs: list[Output] = []
    files: list[OutputFile] = []
    log: list[tuple[str, str]] = []
    error: Failed | None = None
    log_dropped: int = 0
    anomalies: int = 0


_HEADS = msgspec.json.Decoder(Head)
"""Made here, by one thread: msgspec crashes where two threads of the pool make one for a type at once."""


def write_head(folder: Path, head: Head) -> None:
    """Last of all: with it the result is whole. Raises OSError."""
    temporary = folder / f"{RESULT_FILE}.new"
    temporary.write_bytes(msgspec.json.encode(head))
    temporary.replace(folder / RESULT_FILE)


def read_head(folder: Path) -> Head:
    """Raises OSError, `msgspec.DecodeError`."""
    return _HEADS.decode((folder / RESULT_FILE).read_bytes())


def write_said(folder: Path, messages: Iterable[Message]) -> None:
    """Raises OSError."""
    with (folder / SAID_FILE).open("wb") as stream:
        stream.writelines(map(encode, messages))


def read_said(folder: Path) -> Iterator[Message]:
    """Raises OSError, `msgspec.DecodeError`."""
    if (folder / SAID_FILE).is_file():
        yield from map(decode, bounded_lines(folder / SAID_FILE, MAX_SAID_LINE))


def write_log(folder: Path, log: Iterable[Log], dropped: int) -> None:
    """The log as a text for people. Raises OSError."""
    with (folder / LOG_FILE).open("w", encoding="utf-8", errors="replace") as stream:
        for one in log:
            stream.write(one.text if one.level == "print" else f"[{one.level}] {one.text}")
            stream.write("\n")
        if dropped:
            stream.write(f"[bimdesk] {dropped:,} more lines were not kept\n")


def take_value(folder: Path, file: Path) -> None:
    """Keep a long value as it is, if it is an ordinary file of a size that was agreed. Raises OSError."""
    if not file.is_symlink() and file.is_file() and file.stat().st_size <= MAX_RESULT_BYTES:
        file.replace(folder / VALUE_FILE)


def open_value(folder: Path, head: Head) -> Any:
    """The same as `read_value`, long lists and objects left in the file (protocol.lined_pages)."""
    if not (folder / VALUE_FILE).is_file():
        return head.result
    try:
        return open_lined(folder / VALUE_FILE, most=MAX_RESULT_NODES)
    except (msgspec.DecodeError, RecursionError):
        return head.result


def read_value(folder: Path, head: Head) -> Any:
    """The whole value, or the shortened one where the file is none that a script's own side writes."""
    if not (folder / VALUE_FILE).is_file():
        return head.result
    try:
        return decode_lined(bounded_lines(folder / VALUE_FILE, MAX_LINE), most=MAX_RESULT_NODES)
    except (msgspec.DecodeError, RecursionError):
        return head.result
