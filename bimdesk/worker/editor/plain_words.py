"""Names without a dot, while libraries are still being read: those of a script, of its text, of Python."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterator

from bimdesk.protocol.editor import Word
from bimdesk.sdk.imports import REMOVED
from bimdesk.worker.editor.scope import ScopeName, scope_names

_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_NO_CODE = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#[^\n]*")


def plain_words(before: str, prefix: str) -> list[Word]:
    """What begins as `prefix` does; `before`: the text up to it, in which names were given."""
    wanted = prefix.casefold()
    found: dict[str, str] = {}
    for name, kind in _all_names(before[: len(before) - len(prefix)]):
        if name.casefold().startswith(wanted) and (prefix.startswith("_") or not name.startswith("_")):
            found.setdefault(name, kind)
    return [Word(name=name, kind=kind, insert=name) for name, kind in found.items()]


def _all_names(text: str) -> Iterator[tuple[str, str]]:
    for name, scope in scope_names().items():
        yield name, _kind(scope)
    for name in sorted(set(_NAME.findall(_NO_CODE.sub("", text))), key=str.casefold):
        if not keyword.iskeyword(name):
            yield name, "value"
    for name in sorted(vars(builtins), key=str.casefold):
        if name not in REMOVED and not name.endswith("Warning"):
            yield name, "function" if name[0].islower() else "class"
    for name in keyword.kwlist:
        yield name, "keyword"


def _kind(scope: ScopeName) -> str:
    if scope.text.startswith("The library "):
        return "module"
    return "function" if "(" in scope.title.partition(":")[0] else "value"
