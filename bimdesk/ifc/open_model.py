"""Opens a model with IfcOpenShell; what its parser refuses is mended once and tried again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ifcopenshell

from bimdesk.domain.model import ImportNotice
from bimdesk.errors import BadInputError
from bimdesk.ifc.open_log import log_notices
from bimdesk.ifc.opening import Source
from bimdesk.ifc.repair import repair

_INSTANCE = re.compile(rb"^\s*#\d+\s*=", re.MULTILINE)


@dataclass(slots=True)
class OpenModel:
    """An open model, the file it was read from, and what its parser or the repair had to say."""

    model: Any
    path: Path
    notices: list[ImportNotice] = field(default_factory=list)


def open_source(source: Source, path: Path, repaired: Path) -> OpenModel:
    """Open `path`; where that fails, open a mended copy at `repaired`. Raises BadInputError."""
    data = path.read_bytes()
    try:
        model, log = _open(path)
        opened = OpenModel(model, path)
    except ParseError as error:
        model, log, opened = _open_repaired(data, source.header.schema, repaired, error)
    opened.notices += log_notices(log) + _unread(data, model, log)
    return opened


def _open_repaired(data: bytes, schema: str, path: Path, first: ParseError) -> tuple[Any, str, OpenModel]:
    for header in (False, True):
        mended, notices = repair(data, schema, header=header)
        if notices:
            path.write_bytes(mended)
            try:
                model, log = _open(path)
            except ParseError:
                continue
            return model, log, OpenModel(model, path, notices)
    path.unlink(missing_ok=True)
    raise unreadable(first, data) from first


def _unread(data: bytes, model: Any, log: str) -> list[ImportNotice]:
    """A notice where more entities are written than were read, and the parser said nothing of it."""
    told = log.count("Overwriting instance") + log.count("not found in schema") + len(model.entity_names())
    if data.count(b"=") <= told:  # a bound that is found at once
        return []
    missing = len(_INSTANCE.findall(data)) - told
    if missing <= 0:
        return []
    noun = "1 entity" if missing == 1 else f"{missing} entities"
    message = f"{noun} could not be read: a text before may lack its closing quote."
    return [ImportNotice(kind="structure", message=message)]


class ParseError(Exception):
    """IfcOpenShell's parser gave up; the text says where."""


def _open(path: Path) -> tuple[Any, str]:
    """The model as IfcOpenShell reads it, and what its parser complained about. Raises ParseError.

    A crash in native code ends the process: the caller runs in a child whose parent makes a sentence of it.
    """
    read_log: Any = ifcopenshell.get_log
    before = len(read_log())
    try:
        model: Any = ifcopenshell.open(path, format=".ifc")
    except (ifcopenshell.Error, OSError, RuntimeError, UnicodeDecodeError) as error:
        raise ParseError(_first_complaint(read_log()[before:]) or str(error).split("\n")[0]) from error
    return model, str(read_log()[before:])


def unreadable(error: ParseError, data: bytes) -> BadInputError:
    """The sentence for a model that cannot be read even when mended; names the line instead of the offset."""
    text = str(error)
    if found := re.search(r" at offset (\d+)", text):
        line = data.count(b"\n", 0, int(found.group(1))) + 1
        text = f"{text[: found.start()]} in line {line}{text[found.end() :]}"
    return BadInputError(
        f"The model cannot be read: {text}.", "Export it again, or open it in the program that made it."
    )


def _first_complaint(log: str) -> str:
    """The parser's first error without its time stamp."""
    for line in log.splitlines():
        if line.startswith("[error]"):
            return line.rpartition("] ")[2].rstrip(".")[:300]
    return ""
