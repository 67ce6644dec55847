"""What is wrong with a script: ruff, what it may not import or call, its metadata block. Formatting."""

from __future__ import annotations

import ast
import builtins
import difflib
import json
import re
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from itertools import accumulate

import ruff  # type: ignore[import-untyped]  # ships no py.typed

from bimdesk.domain.metadata import read_metadata
from bimdesk.protocol.editor import BlockFacts, Problem
from bimdesk.sdk.imports import REMOVED, is_allowed
from bimdesk.worker.editor.scope import scope_names

RUFF_S = 15.0
MOST = 500
LINE_LENGTH = 100
_RULES = "E9,F,B,PLE"
_NOT = "B007,B018,B905,F401,F841"
"""Matters of taste in a short script. Unused imports and names (F401, F841) only grey out good drafts."""
_ERRORS = ("invalid-syntax", "E9", "F82", "F70", "F63", "PLE")
_UNDEFINED = re.compile(r"Undefined name `(\w+)`")
_IMPORT = re.compile(r"\s*(import|from)\s+([\w.]+)")
_FILE = ("--isolated", "--no-cache", "--stdin-filename", "script.py")


class Lines:
    """Turns rows and columns in characters into bytes of the text."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        sizes = (len(line.encode("utf-8", errors="replace")) + 1 for line in self.lines)
        self.starts = [0, *accumulate(sizes)]

    def byte(self, row: int, column: int) -> int:
        """Of a place whose row and column count from 0; kept inside the text."""
        row = max(0, min(row, len(self.lines) - 1))
        return self.starts[row] + len(self.lines[row][:column].encode("utf-8", errors="replace"))

    def row(self, byte: int) -> int:
        return bisect_right(self.starts, byte) - 1

    def whole(self, row: int) -> tuple[int, int]:
        """The bytes of a line's text, without its indentation."""
        row = max(0, min(row, len(self.lines) - 1))
        line = self.lines[row]
        return self.byte(row, len(line) - len(line.lstrip())), self.byte(row, len(line.rstrip()))


def check(text: str) -> tuple[list[Problem], BlockFacts]:
    """All problems by place, and what the metadata block says."""
    lines = Lines(text)
    block = read_block(text)
    found = [*_ruff_problems(text, lines), *_refused(text, lines)]
    if block.fault:
        start, end = lines.whole(block.line - 1)
        found.append(
            Problem(
                start=start,
                end=end,
                row=block.line - 1,
                severity="error",
                code="metadata",
                message=block.fault,
            )
        )
    found.sort(key=lambda one: (one.start, one.end))
    return found[:MOST], block


def read_block(text: str) -> BlockFacts:
    """The metadata block; a broken one says what and where."""
    metadata, problem = read_metadata(text, file_name="script.py")
    facts = asdict(metadata)
    if problem is None:
        return BlockFacts(metadata=facts)
    return BlockFacts(metadata=facts, fault=problem.message, line=problem.line)


def format_text(text: str) -> tuple[str, str]:
    """`(formatted, '')`, or `('', why not)`."""
    command = [_ruff(), "format", *_FILE, "--config", f"line-length={LINE_LENGTH}", "-"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=RUFF_S, check=False)
    if done.returncode == 0:
        return done.stdout.decode("utf-8", errors="replace"), ""
    found = re.search(
        r"(?:Failed to parse|error: Failed to parse)[^:]*:(\d+):\d+: (.*)", done.stderr.decode()
    )
    if found:
        return "", f"Line {found[1]}: {found[2].rstrip('.')}. Mend it first; nothing was changed."
    return "", "The text cannot be formatted while it has syntax errors; nothing was changed."


def _ruff_problems(text: str, lines: Lines) -> Iterator[Problem]:
    command = [_ruff(), "check", *_FILE, "--output-format", "json", "--exit-zero"]
    command += ["--target-version", f"py3{sys.version_info.minor}", "--select", _RULES, "--ignore", _NOT]
    command += ["--config", f"builtins={json.dumps(list(scope_names()))}", "-"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=RUFF_S, check=False)
    try:
        found = json.loads(done.stdout)
    except json.JSONDecodeError:
        return
    for one in found:
        start, end = (
            lines.byte(one[which]["row"] - 1, one[which]["column"] - 1)
            for which in ("location", "end_location")
        )
        code = one["code"] or "invalid-syntax"
        yield Problem(
            start=start,
            end=max(end, start + 1),
            row=one["location"]["row"] - 1,
            severity="error" if code.startswith(_ERRORS) else "warning",
            code="syntax" if code == "invalid-syntax" else code,
            message=_in_words(one["message"]),
        )


def _in_words(message: str) -> str:
    undefined = _UNDEFINED.match(message)
    if undefined is None:
        text = message.replace("`", "'").rstrip(".")
        return text[:1].upper() + text[1:]
    name = undefined.group(1)
    close = difflib.get_close_matches(name, [*scope_names(), *dir(builtins)], n=1, cutoff=0.75)
    hint = f"; did you mean '{close[0]}'?" if close else ""
    return f"'{name}' is not defined{hint}"


def _refused(text: str, lines: Lines) -> Iterator[Problem]:
    """Imports that are not on the list, and builtins that scripts do not have."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from _refused_in_lines(lines)  # ruff says where it does not parse
        return
    stored = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    if not is_allowed(alias.name):
                        yield _problem(alias, "import", f"'{alias.name}' is not available to scripts", lines)
            case ast.ImportFrom(module=module, names=names, level=level):
                name = "." * level + (module or "")
                inner = all(is_allowed(f"{name}.{alias.name}") for alias in names)
                if level or not (is_allowed(name) or inner):
                    yield _problem(node, "import", f"'{name}' is not available to scripts", lines)
            case ast.Call(func=ast.Name(id=name) as called) if name in REMOVED - stored:
                yield _problem(called, "builtin", f"'{name}' is not available to scripts", lines)


def _refused_in_lines(lines: Lines) -> Iterator[Problem]:
    """Imports of a text that does not parse, by the look of its lines."""
    for row, line in enumerate(lines.lines):
        found = _IMPORT.match(line)
        if found is not None and not is_allowed(found[2]) and found[2] not in ("xml", "."):
            yield Problem(
                start=lines.byte(row, found.start(2)),
                end=lines.byte(row, found.end(2)),
                row=row,
                severity="error",
                code="import",
                message=f"'{found[2]}' is not available to scripts",
            )


def _problem(node: ast.AST, code: str, message: str, lines: Lines) -> Problem:
    """`ast` counts columns in bytes."""
    row, column = getattr(node, "lineno", 1) - 1, getattr(node, "col_offset", 0)
    start = lines.starts[row] + column
    end = lines.starts[getattr(node, "end_lineno", row + 1) - 1] + getattr(node, "end_col_offset", column)
    return Problem(start=start, end=end, row=row, severity="error", code=code, message=message)


@lru_cache(maxsize=1)
def _ruff() -> str:
    return str(ruff.find_ruff_bin())
