"""Reads a script's metadata block (PEP 723, `[tool.bimdesk]`) and says what is wrong with it, and where."""

from __future__ import annotations

import ast
import re
import threading
import tomllib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from bimdesk.domain.limits import by_field
from bimdesk.domain.metadata_checks import ComplaintError, check_tool, plain_values
from bimdesk.domain.script import MetadataProblem, ScriptMetadata

_PARSING = threading.Lock()
"""CPython before 3.11.8 cannot build two syntax trees at once (python/cpython#106905)."""
_OPENING = re.compile(r"^# /// (?P<kind>[a-zA-Z0-9-]+)\s*$")
_CLOSING = re.compile(r"^# ///\s*$")
_TOML_PLACE = re.compile(r" ?\(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_BEFORE_CODE = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\r?\n)+")
_LITERAL = re.compile(
    r"""([rRuU]?(?:"{3}(?:[^\\]|\\.)*?"{3}|'{3}(?:[^\\]|\\.)*?'{3}))[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)""",
    re.DOTALL,
)
"""A string in three quotes with nothing behind it in its line."""
_GLANCE = re.compile(
    r"""^# (?P<key>name|category|description|tags) *= *(?P<value>"[^"\n]*"|'[^'\n]*'|\[[^\]\n]*\])""",
    re.MULTILINE,
)
_GLANCE_TAG = re.compile(r"""["']([^"']+)["']""")
_HEADER = re.compile(r"^\s*\[+\s*(?P<path>[^\]]+?)\s*\]+")


class _BlockError(Exception):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.problem = MetadataProblem(message=message, line=line)


def read_metadata(text: str, *, file_name: str) -> tuple[ScriptMetadata, MetadataProblem | None]:
    """Read what a script says of itself; a broken block gives metadata from the file name, and the problem.

    A script without a block has no problem. A syntax error in its Python is none of the metadata's business.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    help_text = _docstring(text)
    fallback = ScriptMetadata(name=name_from_file(file_name), help=help_text)
    try:
        start, block = _find_block(lines)
        if not block:
            return fallback, None
        document = _parse(block, start)
    except _BlockError as error:
        return fallback, error.problem
    try:
        tool = check_tool(document)
    except ComplaintError as complaint:
        line = start + _line_of(block, complaint.path)
        return fallback, MetadataProblem(message=str(complaint), line=line)
    return _metadata(tool, fallback), None


def sketch_metadata(text: str, *, file_name: str) -> ScriptMetadata:
    """Name, category, description and tags at a glance; no word of what is wrong, and no parameters.

    A hundred times quicker than `read_metadata`: for a list that is shown while the blocks are being read.
    """
    start = text.find("# /// script")
    end = text.find("\n# ///", start + 1)
    block = text[start:end].partition("[tool.bimdesk.")[0] if 0 <= start < end else ""
    found = {match["key"]: match["value"][1:-1] for match in _GLANCE.finditer(block)}
    return ScriptMetadata(
        name=found.get("name", "").strip() or name_from_file(file_name),
        category=found.get("category", "").strip() or "custom",
        description=found.get("description", ""),
        tags=tuple(_GLANCE_TAG.findall(found.get("tags", ""))),
    )


def name_from_file(file_name: str) -> str:
    """`guid_validation.py` -> `Guid validation`."""
    words = re.sub(r"[_\-\s]+", " ", PurePath(file_name).stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"


def _metadata(tool: Mapping[str, Any], fallback: ScriptMetadata) -> ScriptMetadata:
    return ScriptMetadata(
        name=tool.get("name", fallback.name).strip() or fallback.name,
        category=tool.get("category", fallback.category).strip() or fallback.category,
        description=tool.get("description", ""),
        tags=tuple(tool.get("tags", ())),
        limits=by_field(tool),
        run_on=tool.get("run_on", fallback.run_on),
        permissions=tuple(tool.get("permissions", ())),
        parameters=plain_values(tool.get("parameters", {})),
        help=fallback.help,
    )


def _find_block(lines: list[str]) -> tuple[int, list[str]]:
    """The 1-based line of `# /// script`, and the lines between it and its end without their `# `."""
    starts = [number for number, line in enumerate(lines) if _kind(line) == "script"]
    if not starts:
        return 0, []
    if len(starts) > 1:
        raise _BlockError(
            f"A second '# /// script' block; the first is in line {starts[0] + 1}.", starts[1] + 1
        )
    content: list[str] = []
    for number in range(starts[0] + 1, len(lines)):
        line = lines[number]
        if _CLOSING.match(line):
            return starts[0] + 1, content
        if line != "#" and not line.startswith("# "):
            break
        content.append(line[2:])
    raise _BlockError("The metadata block that starts here has no closing line '# ///'.", starts[0] + 1)


def _kind(line: str) -> str:
    match = _OPENING.match(line)
    return match["kind"] if match else ""


def _parse(block: list[str], start: int) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(block) + "\n")
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        inside = int(place["line"]) if place and place["line"] else len(block)
        reason = _TOML_PLACE.sub("", str(error)).rstrip(".")
        raise _BlockError(f"The metadata is not valid TOML: {reason}.", start + inside) from error


def _line_of(block: list[str], path: tuple[str, ...]) -> int:
    """The 1-based line of the block where `path` is set; its table's header or the first line otherwise."""
    best, best_length = 1, 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(block, start=1):
        header = _HEADER.match(line)
        if header:
            table = _keys(header["path"])
            here = table
        elif "=" in line and not line.lstrip().startswith("#"):
            here = table + _keys(line.partition("=")[0])
        else:
            continue
        shared = len(here) if here == path[: len(here)] else 0
        if shared > best_length:
            best, best_length = number, shared
    return best


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip().strip("\"'") for key in dotted.split("."))


def _docstring(text: str) -> str:
    """The module's docstring; '' where there is none or it does not parse.

    Only the string itself is parsed where it is the first thing in the file: a library has hundreds of them.
    """
    text = text.removeprefix("\ufeff")
    start = _BEFORE_CODE.match(text)
    code = text[start.end() :] if start else text
    if not code or code[0] not in "rRuU\"'(":
        return ""
    literal = _LITERAL.match(code)
    try:
        with _PARSING:
            return ast.get_docstring(ast.parse(literal[1] if literal else text)) or ""
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
