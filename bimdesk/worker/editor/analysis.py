"""jedi on one text: words, call tips, help. Only reads; a script is never executed."""

from __future__ import annotations

import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import jedi  # type: ignore[import-untyped]  # ships no py.typed

from bimdesk.protocol.editor import Word
from bimdesk.sdk.imports import REMOVED, is_allowed
from bimdesk.worker.editor.scope import scope_names

MOST = 400
KINDS_S = 0.15
"""So long the kinds of words are looked up for their icons: the list is not to wait for them."""
WINDOW = 150_000
"""Characters round the caret that are looked at in a longer text: a megabyte takes the parser seconds."""
_PRELUDE = "from bimdesk.sdk.script_scope import *\n"
_ROOT = Path(__file__).resolve().parents[3]


def set_up(cache: Path) -> None:
    """Where parsed libraries are kept; nothing is imported to look into it."""
    jedi.settings.cache_directory = str(cache)
    jedi.settings.allow_unsafe_interpreter_executions = False


class Analysis:
    """One question's view of a text: the caret is at the end of `before`."""

    def __init__(self, text: str, before: str) -> None:
        text, before = _window(text, before)
        lines = before.split("\n")
        self._at = (len(lines) + 1, len(lines[-1]))
        self._script = jedi.Script(_PRELUDE + text, path=None, environment=_environment(), project=_project())
        self._is_import = lines[-1].lstrip().startswith(("import ", "from "))

    def words(self, prefix: str) -> tuple[list[Word], list[Any]]:
        """What can stand here, and jedi's own objects for the same rows."""
        found = [one for one in self._script.complete(*self._at) if self._is_offered(one, prefix)]
        found.sort(key=_rank)
        found = found[:MOST]
        until = time.monotonic() + KINDS_S
        words = [Word(name=one.name, kind=_kind(one, until), insert=one.name) for one in found]
        return words, found

    def signature(self) -> tuple[str, tuple[int, int], str]:
        """`(signature, the part of it that is being filled, first paragraph of the help)`."""
        for one in self._script.get_signatures(*self._at):
            title = one.to_string()
            bold = (0, 0)
            if one.index is not None and one.index < len(one.params):
                part = one.params[one.index].to_string()
                start = title.find(part)
                bold = (start, start + len(part)) if start >= 0 else (0, 0)
            return title, bold, one.docstring(raw=True).strip().partition("\n\n")[0]
        return "", (0, 0), ""

    def hover(self) -> tuple[str, str]:
        """`(signature or type, help)` of the name at the place."""
        for one in self._script.help(*self._at):
            if one.type == "keyword" or one.name in ("None", "True", "False"):
                continue
            return described(one)
        return "", ""

    def _is_offered(self, one: Any, prefix: str) -> bool:
        name: str = one.name
        if name.startswith("_") and not prefix.startswith("_"):
            return False
        if name in REMOVED or (name[0].isupper() and name.endswith("Warning") and not prefix):
            return False
        return not (self._is_import and one.type == "module") or _may_import(one)


def described(one: Any) -> tuple[str, str]:
    """`(title, text)` of one of jedi's names; those of a script's scope as their stub says."""
    known = scope_names().get(one.name)
    if (
        known is not None
        and one.type != "param"
        and (one.full_name or "").startswith("bimdesk.sdk.script_scope")
    ):
        return known.title, known.text
    text = one.docstring(raw=True).strip()
    whole = one.docstring().strip()
    title = whole[: -len(text)].strip() if text and whole.endswith(text) else whole.partition("\n\n")[0]
    if not title:
        title = one.description
    return title.removeprefix("instance ").strip(), text


def _window(text: str, before: str) -> tuple[str, str]:
    """A long text from a line without indentation some way before the caret to some way after it."""
    if len(text) <= WINDOW:
        return text, before
    start = max(0, len(before) - WINDOW // 2)
    while start:
        start = before.find("\n", start) + 1
        if not start or start >= len(before) or not before[start].isspace():
            break
    return text[start : len(before) + WINDOW // 2], before[start:]


def _kind(one: Any, until: float) -> str:
    """What it is; names that other modules import have to be followed there, which takes its time."""
    if one.name.endswith("="):
        return "param"
    kind: str = one.type if time.monotonic() < until else ""
    return kind if kind in ("function", "class", "module", "keyword", "property", "param") else "value"


def _rank(one: Any) -> tuple[bool, bool, str]:
    """Arguments first, then the names of a script, then all others."""
    return not one.name.endswith("="), one.name not in scope_names(), one.name.casefold()


def _may_import(one: Any) -> bool:
    name = one.full_name or one.name
    return is_allowed(name) or name in ("xml", "ifcopenshell")


@lru_cache(maxsize=1)
def _environment() -> Any:
    return jedi.InterpreterEnvironment()


@lru_cache(maxsize=1)
def _project() -> Any:
    path = [str(_ROOT), *(entry for entry in sys.path if entry)]
    return jedi.Project(
        str(_ROOT / "bimdesk" / "sdk"), sys_path=path, smart_sys_path=False, load_unsafe_extensions=False
    )
