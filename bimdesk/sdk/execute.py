"""Runs a script's text top to bottom in its namespace; what goes wrong becomes a `Failed` with its line."""

from __future__ import annotations

import traceback
from itertools import groupby
from types import TracebackType
from typing import Any

from bimdesk.errors import BimdeskError
from bimdesk.protocol.messages import Failed
from bimdesk.sdk.hint_wall import is_out_of_memory
from bimdesk.sdk.hints import hint_for

FILE_NAME = "<script>"
_AROUND = 2
_MAX_FRAMES = 12


class ScriptFailedError(Exception):
    """The script did not run to its end; `failed` is what to tell."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.message)
        self.failed = failed


def run_text(text: str, namespace: dict[str, Any], *, memory_mb: int | None = None) -> None:
    """Run the script; its names end up in `namespace`. Raises ScriptFailedError and nothing else."""
    source = text.removeprefix("\ufeff")
    lines = source.splitlines()
    try:
        code = compile(source, FILE_NAME, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise ScriptFailedError(_syntax_failure(error, lines)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        message = f"The script cannot be read: {str(error) or type(error).__name__}."
        raise ScriptFailedError(Failed(kind="script", message=message)) from None
    try:
        exec(code, namespace)
    except BaseException as error:  # noqa: BLE001 - the boundary of the script: whatever it raises is told
        raise ScriptFailedError(_failure(error, source, namespace, memory_mb)) from None


def _syntax_failure(error: SyntaxError, lines: list[str]) -> Failed:
    line = error.lineno or 1
    shown = _excerpt(lines, line, mark=error.offset or 0)
    message = f"{type(error).__name__}: {error.msg}"
    return Failed(kind="script", message=message, line=line, traceback=f"line {line}\n{shown}\n{message}")


def _failure(error: BaseException, source: str, namespace: dict[str, Any], memory_mb: int | None) -> Failed:
    lines = source.splitlines()
    frames = _script_frames(error.__traceback__)
    line = frames[-1][0] if frames else 0
    shown = _shown_frames(frames, lines)
    if is_out_of_memory(error):
        limit = "" if memory_mb is None else f" than the {memory_mb:,} MB it may use"
        hint = "Raise memory_mb in the script's metadata (or under Limits), or keep less at a time."
        message = f"The script needs more memory{limit or ' than there is'}"
        return Failed(kind="limit", message=message, hint=hint, line=line, traceback=f"{shown}\nMemoryError")
    message = describe(error)
    return Failed(
        kind="script",
        message=message,
        hint=hint_for(error, namespace, source=source, file_name=FILE_NAME),
        line=line,
        traceback="\n".join((*_causes(error, lines), shown, message)),
    )


def describe(error: BaseException) -> str:
    """`ValueError: what is wrong`, one line of it; what exit() was given."""
    if isinstance(error, SystemExit):
        code = error.code
        given = "" if code is None else repr(code) if isinstance(code, str) else str(code)
        return f"The script left by exit({given}) before its end"
    if isinstance(error, KeyboardInterrupt):
        return "The script was interrupted"
    name = type(error).__name__
    text = error.message if isinstance(error, BimdeskError) else _text_of(error)
    return f"{name}: {text}" if text else name


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as second:  # noqa: BLE001 - an exception class of the script may have a __str__ that fails
        return f"(its text cannot be read: {type(second).__name__})"


def _causes(error: BaseException, lines: list[str]) -> list[str]:
    """The exceptions behind this one, oldest first, each with its line."""
    texts: list[str] = []
    seen = {id(error)}
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    while behind is not None and id(behind) not in seen and len(texts) < 5:
        seen.add(id(behind))
        frames = _script_frames(behind.__traceback__)
        if frames:
            texts.insert(
                0, f"{_shown_frames(frames, lines)}\n{describe(behind)}\nDuring this, or because of it:\n"
            )
        behind = behind.__cause__ or behind.__context__
    return texts


def _script_frames(trace: TracebackType | None) -> list[tuple[int, str]]:
    """(line, function) of each of the script's own frames, outermost first."""
    return [
        (number, frame.f_code.co_name)
        for frame, number in traceback.walk_tb(trace)
        if frame.f_code.co_filename == FILE_NAME and number
    ]


def _shown_frames(frames: list[tuple[int, str]], lines: list[str]) -> str:
    """Each call by its line, calls of the same line to themselves once; the last one with its neighbours."""
    runs = [(frame, len(list(same))) for frame, same in groupby(frames)]
    if len(runs) > _MAX_FRAMES:
        half = _MAX_FRAMES // 2
        runs = [*runs[:half], *runs[-half:]]
    parts: list[str] = []
    for place, ((line, name), times) in enumerate(runs):
        often = f" ({times} times)" if times > 1 else ""
        around = _AROUND if place == len(runs) - 1 else 0
        parts.append(f"line {line}, in {name}{often}\n{_excerpt(lines, line, around=around)}")
    return "\n".join(parts)


def _excerpt(lines: list[str], line: int, *, around: int = _AROUND, mark: int = 0) -> str:
    """The line, marked, between its neighbours; `mark` points at a column (from 1) of it."""
    shown: list[str] = []
    for number in range(max(line - around, 1), min(line + around, len(lines)) + 1):
        shown.append(f"{'>' if number == line else ' '} {number:>4} | {lines[number - 1]}")
        if number == line and mark:
            shown.append(" " * (len("> 1234 | ") + mark - 1) + "^")
    return "\n".join(shown)
