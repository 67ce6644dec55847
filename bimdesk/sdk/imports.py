"""What a script may import, and its reduced builtins. This keeps honest scripts honest; it is no wall."""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

_STANDARD = (
    "__future__ abc base64 bisect collections contextlib copy csv dataclasses datetime decimal difflib enum"
    " fractions functools hashlib heapq io itertools json math operator pprint random re statistics string"
    " textwrap time traceback typing unicodedata uuid warnings xml.etree zlib zoneinfo"
)
_LIBRARIES = "ifctester matplotlib numpy pandas ifcopenshell.api ifcopenshell.util"
ALLOWED = frozenset((_STANDARD + " " + _LIBRARIES).split())
"""Packages with all that is in them."""
ALLOWED_ALONE = frozenset({"ifcopenshell"})
"""Packages of which only the named parts may be imported."""
SEE = "docs/scripts.md, Imports"
REMOVED = frozenset(
    {"open", "eval", "exec", "compile", "input", "breakpoint", "help", "copyright", "credits", "license"}
)


def is_allowed(module: str) -> bool:
    """Whether a script may import the module with this full name."""
    parts = module.split(".")
    return module in ALLOWED_ALONE or any(
        ".".join(parts[:end]) in ALLOWED for end in range(1, len(parts) + 1)
    )


def script_builtins() -> dict[str, Any]:
    """Python's builtins without those that reach out, with an import that checks the list.

    Only the script's own imports come here: a module of a library has builtins of its own.
    """
    kept = {name: value for name, value in vars(builtins).items() if name not in REMOVED}
    return kept | {"__import__": checked_import, "exit": _leave, "quit": _leave}


def checked_import(
    name: str,
    globals: Mapping[str, Any] | None = None,  # noqa: A002 - the names of Python's __import__
    locals: Mapping[str, Any] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> Any:
    """`__import__` for scripts: raises ImportError for what is not on the list."""
    if level or not _may_start(name, fromlist or ()):
        raise _refusal("." * level + name)
    if name.partition(".")[0] == "matplotlib":
        os.environ.setdefault("MPLBACKEND", "Agg")
    module = builtins.__import__(name, globals, locals, (), 0)
    if not fromlist:
        return module
    target = importlib.import_module(name)
    for part in fromlist:
        inner = f"{name}.{part}"
        if part != "*" and not hasattr(target, part) and not is_allowed(inner):
            if importlib.util.find_spec(inner) is not None:
                raise _refusal(inner)
            raise ImportError(f"cannot import name '{part}' from '{name}'", name=name)
    return builtins.__import__(name, globals, locals, tuple(fromlist), 0)


def _may_start(name: str, fromlist: Sequence[str]) -> bool:
    """`import xml.etree` and `from xml import etree` are one and the same."""
    return is_allowed(name) or (bool(fromlist) and all(is_allowed(f"{name}.{part}") for part in fromlist))


def _refusal(name: str) -> ImportError:
    return ImportError(f"'{name}' is not available to scripts; see {SEE}", name=name)


def _leave(code: Any = None) -> NoReturn:
    raise SystemExit(code)
