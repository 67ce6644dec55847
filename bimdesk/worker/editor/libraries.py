"""What nearly every script uses, read before anybody asks: the lists of a first script come at once then.

A library is parsed once for an installation and kept in the cache; later starts load what was parsed, module
by module, so that a question waits for one module at most. jedi is asked by one thread at a time.
"""

from __future__ import annotations

import json
import pickle
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import parso.cache
from parso.file_io import FileIO

from bimdesk.worker.editor.analysis import Analysis

LOOKS = (
    "entities.first().",
    "for wall in entities.filter(name=''):\n    wall.",
    "np.",
    "import ifcopenshell\nifcopenshell.",
    "model.",
    "pd.",
    "df = pd.DataFrame()\ndf.",
    "get_properties(entities.first())[0].",
)
"""The ends of texts after which people complete, the commonest first."""
T = TypeVar("T")
_load_module: Callable[..., object] = parso.cache.load_module
"""Reads a parsed module from the cache into the process; nothing where it is not there."""


class Libraries:
    """`cache`: jedi's folder. `are_ready`: the names of a script can be looked up without waiting."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._list = cache / "modules.json"
        self.are_ready = False
        self._turn = threading.Lock()
        self._asked = 0
        self._nobody_asks = threading.Condition()

    def begin(self) -> None:
        """Read them in a thread of their own."""
        threading.Thread(target=self.prepare, daemon=True).start()

    def ask(self, look: Callable[[], T]) -> T:
        """What `look` finds with jedi; goes before the next step.

        Once more with an empty cache, where a process that was killed left half a file in it.
        """
        with self._nobody_asks:
            self._asked += 1
        try:
            with self._turn:
                try:
                    return look()
                except (EOFError, pickle.UnpicklingError):
                    shutil.rmtree(self._cache, ignore_errors=True)
                    return look()
        finally:
            with self._nobody_asks:
                self._asked -= 1
                self._nobody_asks.notify()

    def steps(self) -> Iterator[Callable[[], object]]:
        """In their order; the last one writes down what the next start is to load."""
        for grammar, module in self._known():
            yield partial(self._load, grammar, module)
        for text in LOOKS:
            yield partial(self._look, text)
        yield self._remember

    def prepare(self) -> bool:
        """Take all steps, each when nobody asks; false where one failed."""
        is_whole = True
        for step in self.steps():
            with self._nobody_asks:
                self._nobody_asks.wait_for(lambda: not self._asked)
            try:
                self.ask(step)
            except Exception as error:  # noqa: BLE001  # boundary: the first list comes later then
                is_whole = False
                print(f"not prepared: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return is_whole

    def _known(self) -> list[tuple[str, str]]:
        try:
            return [(grammar, module) for grammar, module in json.loads(self._list.read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return []

    def _load(self, grammar: str, module: str) -> None:
        with suppress(FileNotFoundError):  # a library that went with an update
            _load_module(grammar, FileIO(module), cache_path=self._cache)

    def _look(self, text: str) -> None:
        Analysis(text, text).words("")
        self.are_ready = True

    def _remember(self) -> None:
        loaded = [
            (grammar, str(path))
            for grammar, items in parso.cache.parser_cache.items()
            for path in items
            if path
        ]
        with suppress(OSError):
            self._cache.mkdir(parents=True, exist_ok=True)
            temporary = self._list.with_suffix(".new")
            temporary.write_text(json.dumps(loaded), "utf-8")
            temporary.replace(self._list)
