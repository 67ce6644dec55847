"""What the window and the editor's child say to each other: one JSON line each, typed, tagged, strict.

Places are bytes of the text in UTF-8, as in Scintilla; rows and columns count from 0. The child keeps a copy
of each open text: the window sends what changed, never the whole text for a keystroke.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec


class _Struct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Immutable, nothing unknown."""


class OpenText(_Struct, frozen=True, kw_only=True, tag="open"):
    """A text to keep a copy of, in place of the one with this number. `revision`: of its first state."""

    text: int
    content: str
    revision: int


class EditText(_Struct, frozen=True, kw_only=True, tag="edit"):
    """`removed` bytes at `at` went, `inserted` came; `revision`: of the text after it."""

    text: int
    at: int
    removed: int
    inserted: str
    revision: int


class CloseText(_Struct, frozen=True, kw_only=True, tag="close"):
    """The copy is not needed any more."""

    text: int


class UseModels(_Struct, frozen=True, kw_only=True, tag="models"):
    """Folders of the model versions whose names are offered; the first one's count."""

    folders: list[str]


class Ask(_Struct, frozen=True, kw_only=True, tag="ask"):
    """A question about a place in a text. `check` and `format` need no place; `describe` the row of a list.

    A newer question of the same kind replaces one that waits; nobody answers that one.
    """

    id: int
    kind: Literal["complete", "describe", "signature", "hover", "check", "format"]
    text: int
    at: int = 0
    row: int = 0


class Find(_Struct, frozen=True, kw_only=True, tag="find"):
    """All matches of a regular expression; `match_case` and multiline as in the find bar."""

    id: int
    text: int
    pattern: str
    match_case: bool = False


ToChild: TypeAlias = OpenText | EditText | CloseText | UseModels | Ask | Find


class Word(_Struct, frozen=True, kw_only=True):
    """One thing to complete with. `insert`: what replaces the part from the list's `start`; `kind`: its icon.

    `detail`: the type; `note`: at the right, such as how many elements have it.
    """

    name: str
    kind: str
    insert: str
    detail: str = ""
    note: str = ""


class Words(_Struct, frozen=True, kw_only=True, tag="words"):
    """The answer to `complete`: `start` is where the part begins that is completed."""

    id: int
    revision: int
    start: int
    words: list[Word]


class Help(_Struct, frozen=True, kw_only=True, tag="help"):
    """The answer to `describe`, `hover` and `signature`. `bold`: the part of `title` that is being filled."""

    id: int
    title: str = ""
    bold: tuple[int, int] = (0, 0)
    text: str = ""


class Problem(_Struct, frozen=True, kw_only=True):
    """Something wrong between two bytes; `code` names the rule, `row` is its line from 0."""

    start: int
    end: int
    row: int
    severity: Literal["error", "warning"]
    code: str
    message: str


class BlockFacts(_Struct, frozen=True, kw_only=True):
    """What the metadata block says: the fields of domain.script.ScriptMetadata; `line` of a fault, or 0."""

    metadata: dict[str, Any]
    fault: str = ""
    line: int = 0


class Checked(_Struct, frozen=True, kw_only=True, tag="checked"):
    """The answer to `check`."""

    id: int
    revision: int
    problems: list[Problem]
    block: BlockFacts


class Formatted(_Struct, frozen=True, kw_only=True, tag="formatted"):
    """The answer to `format`: the new text, or why there is none."""

    id: int
    revision: int
    content: str = ""
    fault: str = ""


class Found(_Struct, frozen=True, kw_only=True, tag="found"):
    """The answer to `find`: byte ranges of all matches that are not empty."""

    id: int
    revision: int
    ranges: list[tuple[int, int]]


class NoAnswer(_Struct, frozen=True, kw_only=True, tag="none"):
    """Nothing can be said: the text was closed, or the analysis failed (`reason`, for the log)."""

    id: int
    reason: str = ""


class Ready(_Struct, frozen=True, kw_only=True, tag="ready"):
    """The first line of the child."""

    pid: int


FromChild: TypeAlias = Words | Help | Checked | Formatted | Found | NoAnswer | Ready

_TO: msgspec.json.Decoder[ToChild] = msgspec.json.Decoder(ToChild)
_FROM: msgspec.json.Decoder[FromChild] = msgspec.json.Decoder(FromChild)
_ENCODER = msgspec.json.Encoder()


def encode_line(message: ToChild | FromChild) -> bytes:
    """One line, its end included."""
    return _ENCODER.encode(message) + b"\n"


def decode_request(line: bytes) -> ToChild:
    """Raises `msgspec.DecodeError`."""
    return _TO.decode(line)


def decode_answer(line: bytes) -> FromChild:
    """Raises `msgspec.DecodeError`."""
    return _FROM.decode(line)
