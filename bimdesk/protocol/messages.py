"""The messages of a worker: one JSON object a line on its standard output.

Strict: an unknown tag, an unknown field or a wrong type is an anomaly and never changes the state.
The first message is `Hello`, the last `Done` or `Failed`. All ids are STEP ids of the job's model version.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

MAX_LINE = 1024 * 1024 + 64 * 1024
"""Longest line that is read, in bytes; a longer one is dropped and counted."""


StepId = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
"""Fits SQLite and JavaScript; a forged number beyond that is refused here."""

RESULT_DATA_FILE = "result-data.json"
"""Name, in the output folder, of a result that is too long for one message."""
OVERFLOW_FILE = "findings-data.jsonl"
"""Name, in the output folder, of findings and outputs beyond what the pipe takes: messages, one a line."""
MAX_RESULT_NODES = 4_000_000
"""Most values (commas) in a result: each takes some fifty bytes in the window, however short in the file."""
MAX_RESULT_BYTES = 256 * 1024 * 1024
"""Longest result, as JSON. A real model of 239 products with 5,937 property columns came to 75 MB as rows."""


class _Message(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", kw_only=True, gc=False
):
    """Base of all messages. What comes of JSON has no cycles: the garbage collector need not look at it."""


class Hello(_Message, frozen=True, kw_only=True, tag="hello"):
    """First of all: who speaks, where no supervisor does."""

    job: Literal["import", "script"]
    pid: int


class Progress(_Message, frozen=True, kw_only=True, tag="progress"):
    """`done` in 0..1, or negative where the length is not known."""

    done: float
    message: str = ""


class Log(_Message, frozen=True, kw_only=True, tag="log"):
    """A line of the log; `print` marks what the script printed."""

    level: Literal["debug", "info", "warning", "error", "print"]
    text: str


class GeometryReady(_Message, frozen=True, kw_only=True, tag="geometry"):
    """Import: the mesh in `folder` (bimdesk.meshes) can be drawn. Sent again when it became better."""

    folder: str
    elements: int
    triangles: int
    final: bool = False


class Notice(_Message, frozen=True, kw_only=True, tag="notice"):
    """Import: something inside the file is broken; the import goes on."""

    kind: str
    message: str
    elements: list[StepId] = []


class Imported(_Message, frozen=True, kw_only=True, tag="imported"):
    """Import: what was counted (fields of domain.model.ImportSummary, notices apart)."""

    sha256: str
    schema: str
    schema_declared: str
    entities: int
    products_with_geometry: int
    triangles: int
    properties: int
    storeys: int
    seconds: dict[str, float]


class FindingMessage(_Message, frozen=True, kw_only=True, tag="finding"):
    """Script: one finding. `elements` and `guids` run in parallel."""

    message: str
    severity: Literal["error", "warning", "info"] = "error"
    check: str = ""
    elements: list[StepId] = []
    guids: list[str] = []
    data: dict[str, Any] = {}


class Output(_Message, frozen=True, kw_only=True, tag="output"):
    """Script: something for the result panel.

    kind -> data: table {"columns": [str], "rows": [[cell]]}; chart {"chart": kind, "data": ..., ...};
    kpi {"value": ..., "unit": str}; highlight {"elements": [id], "color": "#rrggbb"}; markdown {"text": str}.
    """

    kind: Literal["table", "chart", "kpi", "highlight", "markdown"]
    name: str = ""
    data: dict[str, Any]


class FileSaved(_Message, frozen=True, kw_only=True, tag="file"):
    """Script: a file in the output folder."""

    name: str
    size: int
    sha256: str


class Result(_Message, frozen=True, kw_only=True, tag="result"):
    """Script: what it left in `result`, made fit for JSON.

    `status`: the word in result["status"] or ''.
    `file`: where not '', the whole value is in that file of the output folder, `value` a shortened one.
    """

    value: Any
    status: Literal["", "PASS", "WARN", "FAIL"] = ""
    summary: str = ""
    file: str = ""


class Examined(_Message, frozen=True, kw_only=True, tag="examined"):
    """Script: elements that it obtained (`said` False), or that it named itself for a check ('' for all).

    `ids`: `protocol.id_sets.to_text`. Several messages of one kind add up.
    """

    ids: str
    check: str = ""
    said: bool = False


class Failed(_Message, frozen=True, kw_only=True, tag="failed"):
    """Last: it did not work.

    `kind`: input (a person can mend it), script (it crashed), limit (out of memory), internal (a bug here).
    `line`: 1-based line of the script; `traceback`: the script's own lines only.
    """

    kind: Literal["input", "script", "limit", "internal"]
    message: str
    hint: str = ""
    traceback: str = ""
    line: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 0


class Done(_Message, frozen=True, kw_only=True, tag="done"):
    """Last: it worked."""


class Locked(_Message, frozen=True, kw_only=True, tag="locked"):
    """Supervisor, first of all: the worker is confined, checked from outside, and has no script yet.

    `sandbox`: layer -> "active ..." or "unavailable: why". Nothing in it comes from a script.
    """

    sandbox: dict[str, str]
    pid: int


class Heartbeat(_Message, frozen=True, kw_only=True, tag="heartbeat"):
    """Supervisor, every second: what the script uses now."""

    memory_mb: float = 0.0
    output_mb: float = 0.0
    files: int = 0
    cpu_s: float = 0.0


class CollectedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file that the supervisor took out of the run folder after the worker's death."""

    name: str
    size: int
    sha256: str


class Collected(_Message, frozen=True, kw_only=True, tag="collected"):
    """Supervisor, before the last: files that are too many for one line of `Ended`."""

    files: list[CollectedFile]


class Ended(_Message, frozen=True, kw_only=True, tag="ended"):
    """Supervisor, last of all: how the worker ended, seen from outside.

    `reason`: exited, cancelled, limit (`limit` names the field of domain.limits.Limits), refused (the wall
    could not be put up; `detail` says why) or "not started". `left_out`: files that were not taken, and why.
    """

    reason: Literal["exited", "cancelled", "limit", "refused", "not started"]
    limit: Literal["", "wall_s", "cpu_s", "memory_mb", "output_mb", "files", "log_kb"] = ""
    detail: str = ""
    exit_code: int = 0
    signal: int = 0
    sandbox: dict[str, str] = {}
    files: list[CollectedFile] = []
    left_out: list[str] = []
    log_dropped: int = 0
    anomalies: int = 0
    peak_memory_mb: float = 0.0
    cpu_s: float = 0.0


Message = (
    Hello
    | Progress
    | Log
    | GeometryReady
    | Notice
    | Imported
    | FindingMessage
    | Output
    | FileSaved
    | Result
    | Examined
    | Failed
    | Done
    | Locked
    | Heartbeat
    | Collected
    | Ended
)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def encode(message: Message) -> bytes:
    """One line, newline included."""
    return _encoder.encode(message) + b"\n"


def decode(line: bytes) -> Message:
    """Read one line; raises `msgspec.DecodeError` (a ValueError) on anything that is no message."""
    return _decoder.decode(line)
