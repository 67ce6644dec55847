"""What a script left in `result`, as a message; one too long for a message goes into a file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from bimdesk.protocol.lined_json import MAX_LINE, encode_lined
from bimdesk.protocol.messages import MAX_RESULT_BYTES, MAX_RESULT_NODES, RESULT_DATA_FILE, Result
from bimdesk.sdk.convert import to_json

MAX_INLINE = 1024 * 1024
MAX_INLINE_NODES = 100_000
"""Values in a message, counted by commas; the supervisor takes no more than twice that."""
SHOWN_ROWS = 200
_SHOWN_TEXT = 2000
Status = Literal["", "PASS", "WARN", "FAIL"]
_STATUS: Mapping[str, Status] = {
    "PASS": "PASS",
    "PASSED": "PASS",
    "WARN": "WARN",
    "WARNING": "WARN",
    "FAIL": "FAIL",
    "FAILED": "FAIL",
}


class ResultTooLargeError(ValueError):
    """The result is too large to keep."""


def make_result(value: Any, output: Path) -> Result:
    """The message for `result`. Raises NotJsonError, or ResultTooLargeError over 256 MB, 4 million values, or
    4 MB of one text.

    Over 1 MB or 100,000 values the whole is written to `result-data.json` in `output`; the message holds a
    shortened one.
    """
    plain = to_json(value)
    encoded = msgspec.json.encode(plain)
    word, summary = status_of(plain)
    if len(encoded) <= MAX_INLINE and encoded.count(b",") <= MAX_INLINE_NODES:
        return Result(value=plain, status=word, summary=summary)
    if len(encoded) > MAX_RESULT_BYTES:
        size = math.ceil(len(encoded) / 1024 / 1024)
        raise ResultTooLargeError(
            f"result holds {size:,} MB, and {MAX_RESULT_BYTES // 1024 // 1024} MB is the most. "
            "Write large data with save_output() and leave a summary in result."
        )
    nodes = encoded.count(b",")
    if nodes > MAX_RESULT_NODES:
        raise ResultTooLargeError(
            f"result holds about {nodes:,} values, and {MAX_RESULT_NODES:,} is the most. "
            "Write large data with save_output() and leave a summary in result."
        )
    output.mkdir(parents=True, exist_ok=True)
    with (output / RESULT_DATA_FILE).open("wb") as stream:
        for line in encode_lined(plain):
            if len(line) > MAX_LINE:
                raise ResultTooLargeError(
                    f"result holds a text of {len(line) / 1e6:,.1f} MB, and {MAX_LINE // 1024 // 1024} MB is"
                    " the most. Write it with save_output() and leave a summary in result."
                )
            stream.write(line)
    return Result(value=_shortened(plain), status=word, summary=summary, file=RESULT_DATA_FILE)


def status_of(plain: Any) -> tuple[Status, str]:
    """The word in `result["status"]` and the line in `result["summary"]`; '' where there is none."""
    if not isinstance(plain, dict):
        return "", ""
    summary = " ".join(str(plain.get("summary") or "").split())[:_SHOWN_TEXT]
    return _STATUS.get(str(plain.get("status", "")).strip().upper(), ""), summary


def _shortened(value: Any) -> Any:
    """The first rows and the beginnings of long texts, so that it fits into a message."""
    for rows in (SHOWN_ROWS, 20, 1):
        short = _cut(value, rows)
        encoded = msgspec.json.encode(short)
        if len(encoded) <= MAX_INLINE // 2 and encoded.count(b",") <= MAX_INLINE_NODES:
            return short
    return None


def _cut(value: Any, rows: int) -> Any:
    match value:
        case dict():
            return {key[:_SHOWN_TEXT]: _cut(inner, rows) for key, inner in list(value.items())[: rows * 10]}
        case list():
            return [_cut(inner, rows) for inner in value[:rows]]
        case str():
            return value[:_SHOWN_TEXT]
    return value
