"""Answers to questions about places in a text: each takes a snapshot and gives a message."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from bimdesk.protocol.editor import Ask, Find, FromChild, Help, NoAnswer, Word, Words
from bimdesk.worker.editor.analysis import Analysis, described, set_up
from bimdesk.worker.editor.checks import read_block
from bimdesk.worker.editor.libraries import Libraries
from bimdesk.worker.editor.model_words import lookup_words, string_words
from bimdesk.worker.editor.models import ModelNames, meaning, read_names
from bimdesk.worker.editor.place import Place, read_place
from bimdesk.worker.editor.plain_words import plain_words
from bimdesk.worker.editor.scope import scope_names
from bimdesk.worker.editor.texts import Snapshot, Texts

_NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)?")
_IFC_NAME = re.compile(r"(Ifc|Pset_|Qto_)\w*")
_KIND_WORDS = {
    "ifc-class": "elements, subtypes included",
    "property-set": "elements have it",
    "property": "elements have it",
    "storey": "elements",
    "material": "elements",
}
_PLAIN = ("function", "class", "module", "keyword", "value")
"""Kinds of names of Python."""


class Answers:
    """Holds what the next question needs: the names of the models, and the last list."""

    def __init__(self, texts: Texts, cache: Path) -> None:
        set_up(cache)
        self.libraries = Libraries(cache)
        self._texts = texts
        self._folders: tuple[Path, ...] = ()
        self._names: ModelNames | None = None
        self._rows: list[tuple[Word, Any, str]] = []

    def use_models(self, folders: tuple[Path, ...]) -> None:
        """Read again when something is asked."""
        if folders != self._folders:
            self._folders = folders
            self._names = None

    @property
    def names(self) -> ModelNames:
        if self._names is None:
            self._names = read_names(self._folders)
        return self._names

    def answer(self, question: Ask | Find) -> FromChild:
        """By its kind, on the text as it is now."""
        if not isinstance(question, Ask):
            return NoAnswer(id=question.id)
        if question.kind == "describe":
            return self.describe(question)
        snapshot = self._texts.snapshot(question.text)
        if snapshot is None:
            return NoAnswer(id=question.id)
        match question.kind:
            case "complete":
                return self.complete(question, snapshot)
            case "signature":
                return self.signature(question, snapshot)
            case "hover":
                return self.hover(question, snapshot)
        return NoAnswer(id=question.id)

    def complete(self, ask: Ask, snapshot: Snapshot) -> Words:
        before = snapshot.content[: ask.at].decode("utf-8", errors="replace")
        line = before.rpartition("\n")[2]
        place = read_place(line)
        self._rows = []
        taken = len(place.word.encode())
        if place.in_comment:
            return Words(id=ask.id, revision=snapshot.revision, start=ask.at, words=[])
        if place.quoted is not None:
            parameters = list(read_block(snapshot.text).metadata["parameters"].get("properties", {}))
            length, words = string_words(place, self.names, parameters)
            part = place.quoted[len(place.quoted) - length :]
            taken = len(part.encode())
            owner = place.quoted[: len(place.quoted) - length].rstrip(".")
            self._rows = [(word, None, _owner(word, owner)) for word in words]
        elif not _is_number(place.word):
            lookups = lookup_words(place)
            self._rows = [(word, None, "") for word in lookups]
            self._rows += [(word, one, "") for word, one in self._names_at(snapshot.text, before, place)]
        words = [word for word, _own, _owner in self._rows]
        return Words(id=ask.id, revision=snapshot.revision, start=ask.at - taken, words=words)

    def _names_at(self, text: str, before: str, place: Place) -> list[tuple[Word, Any]]:
        """Names of Python, each with jedi's object; a plain name does not wait until libraries are read."""
        line = place.before.lstrip()
        is_plain = not line[: len(line) - len(place.word)].rstrip().endswith(".")
        if is_plain and not line.startswith(("import ", "from ")) and not self.libraries.are_ready:
            return [(word, None) for word in plain_words(before, place.word)]
        words, own = self.libraries.ask(lambda: Analysis(text, before).words(place.word))
        return list(zip(words, own, strict=True))

    def describe(self, ask: Ask) -> Help:
        """What a row of the last list is."""
        if not 0 <= ask.row < len(self._rows):
            return Help(id=ask.id)
        word, own, owner = self._rows[ask.row]
        if own is not None:
            title, text = self.libraries.ask(lambda: described(own))
            return Help(id=ask.id, title=title, text=text)
        if word.kind in _KIND_WORDS:
            return Help(id=ask.id, title=_with_measure(word), text=self._about(word, owner))
        known = scope_names().get(word.name)
        if known is not None and word.kind in _PLAIN:
            return Help(id=ask.id, title=known.title, text=known.text)
        if word.kind in _PLAIN:
            return Help(id=ask.id, title=word.name)
        if word.kind == "field":
            what = "A lookup of a query" if word.detail == "lookup" else "A field that queries can name"
            return Help(id=ask.id, title=word.insert, text=f"{what}.")
        return Help(id=ask.id, title=word.name, text="A parameter of this script.")

    def signature(self, ask: Ask, snapshot: Snapshot) -> Help:
        before = snapshot.content[: ask.at].decode("utf-8", errors="replace")
        title, bold, text = self.libraries.ask(lambda: Analysis(snapshot.text, before).signature())
        return Help(id=ask.id, title=title, bold=bold, text=text)

    def hover(self, ask: Ask, snapshot: Snapshot) -> Help:
        before = snapshot.content[: ask.at].decode("utf-8", errors="replace")
        line_start = before.rpartition("\n")[2]
        line = line_start + snapshot.content[ask.at :].decode("utf-8", errors="replace").partition("\n")[0]
        place = read_place(line_start)
        if place.in_comment:
            return Help(id=ask.id)
        if place.quoted is not None:
            return self._hover_name(ask, line, len(line_start))
        title, text = self.libraries.ask(lambda: Analysis(snapshot.text, before).hover())
        return Help(id=ask.id, title=title, text=text)

    def _hover_name(self, ask: Ask, line: str, column: int) -> Help:
        found = next((one for one in _NAME.finditer(line) if one.start() <= column <= one.end()), None)
        if found is None or not _IFC_NAME.match(found.group()):
            return Help(id=ask.id)
        owner, _, name = found.group().partition(".")
        if name:
            choice = self.names.find("property", found.group())
            text = meaning(self.names, name, owner)
        else:
            choice = self.names.find("ifc-class", owner) or self.names.find("property-set", owner)
            text = meaning(self.names, owner)
        count = "none in the open models" if choice is None else f"{choice.count:,} elements"
        return Help(id=ask.id, title=f"{found.group()} · {count}", text=text)

    def _about(self, word: Word, owner: str) -> str:
        count = f"{word.note} {_KIND_WORDS[word.kind]}."
        text = ""
        if word.kind in ("ifc-class", "property-set"):
            text = meaning(self.names, word.name)
        elif word.kind == "property" and owner:
            text = meaning(self.names, word.name, owner)
        return f"{text}\n\n{count}" if text else count


def _owner(word: Word, before: str) -> str:
    """The set of a property: what stands before the dot, or the set it is shown with."""
    if word.kind != "property":
        return ""
    found = _NAME.findall(before)
    return found[-1] if found else word.detail


def _with_measure(word: Word) -> str:
    return f"{word.name}: {word.detail}" if word.kind == "property" and word.detail else word.name


def _is_number(word: str) -> bool:
    try:
        ast.literal_eval(word)
    except (ValueError, SyntaxError):
        return False
    return word[:1].isdigit()
