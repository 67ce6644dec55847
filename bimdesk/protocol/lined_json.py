"""Long JSON in lines, so that whoever reads it does so in pieces and lets other threads run in between.

Ordinary JSON that has newlines where a reader may stop: a long list or object stands as a line that opens
it, lines of some of its items, and a line that closes it. A newline cannot stand inside a JSON string.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bimdesk.protocol.cleaning import MAX_DEPTH, is_too_deep

PIECE = 64 * 1024
"""Bytes of items that are written into one line: about a millisecond of reading."""
MAX_LINE = 4 * 1024 * 1024
"""Longest line that is read: one long text."""
MAX_LINE_NODES = 500_000
"""Most values (commas) in a line: some ten milliseconds of reading."""
MAX_LINES = 250_000
"""Most lines: what 64 MB of the deepest containers need; a line costs four microseconds whatever is in it."""

_CLOSING = (b"]", b"}", b"],", b"},")


def encode_lined(value: Any) -> Iterator[bytes]:
    """The lines of what JSON can hold, newlines included."""
    yield from _lines(value, msgspec.json.encode(value), before=b"", after=b"")


def _lines(value: Any, encoded: bytes, *, before: bytes, after: bytes) -> Iterator[bytes]:
    if len(encoded) <= PIECE or not isinstance(value, list | dict):
        yield before + encoded + after + b"\n"
        return
    yield before + encoded[:1] + b"\n"
    yield from _items(value)
    yield encoded[-1:] + after + b"\n"


def _items(container: list[Any] | dict[str, Any]) -> Iterator[bytes]:
    """Lines of its items: short ones together, long ones by themselves."""
    held, size, left = list[bytes](), 0, len(container)
    pairs = container.items() if isinstance(container, dict) else ((None, item) for item in container)
    for name, item in pairs:
        left -= 1
        key = b"" if name is None else msgspec.json.encode(name) + b":"
        after = b"," if left else b""
        encoded = msgspec.json.encode(item)
        if held and size + len(encoded) > PIECE:
            yield b"".join([*held, b"\n"])
            held, size = [], 0
        if len(encoded) > PIECE:
            yield from _lines(item, encoded, before=key, after=after)
        else:
            held.append(key + encoded + after)
            size += len(held[-1])
    if held:
        yield b"".join([*held, b"\n"])


def decode_lined(lines: Iterable[bytes], *, most: int) -> Any:
    """The value of lines as `encode_lined` writes them; `most`: values that it may hold, counted by commas.

    Raises `msgspec.DecodeError` for anything else, and for what is nested deeper than `MAX_DEPTH`.
    """
    root: list[Any] = []
    stack: list[list[Any] | dict[str, Any]] = [root]
    for number, line in enumerate(lines):
        text = line.strip()
        nodes = text.count(b",")
        most -= nodes
        if not text or most < 0 or nodes > MAX_LINE_NODES or number > MAX_LINES:
            raise msgspec.DecodeError("holds too many values, too many lines, or a line that is none")
        if text in _CLOSING:
            _close(stack, text[:1])
        elif text.endswith((b"[", b"{")):
            _open(stack, text)
        else:
            _add(stack[-1], text.removesuffix(b","), nested=len(stack) > 1)
    if len(stack) != 1 or len(root) != 1:
        raise msgspec.DecodeError("is not one whole value")
    return root[0]


def _close(stack: list[list[Any] | dict[str, Any]], bracket: bytes) -> None:
    if len(stack) == 1 or isinstance(stack[-1], list) != (bracket == b"]"):
        raise msgspec.DecodeError("closes what is not open")
    stack.pop()


def _open(stack: list[list[Any] | dict[str, Any]], text: bytes) -> None:
    inner: list[Any] | dict[str, Any] = [] if text.endswith(b"[") else {}
    outer, key = stack[-1], text[:-1]
    if len(stack) > MAX_DEPTH:
        raise msgspec.DecodeError("is nested too deep")
    if isinstance(outer, dict):
        if not key.endswith(b":"):
            raise msgspec.DecodeError("an item of an object has no name")
        outer[msgspec.json.decode(key[:-1], type=str)] = inner
    elif key:
        raise msgspec.DecodeError("an item of a list has a name")
    else:
        outer.append(inner)
    stack.append(inner)


def _add(outer: list[Any] | dict[str, Any], text: bytes, *, nested: bool) -> None:
    """Some items of the container that is open, or the whole value where none is."""
    if is_too_deep(text):
        raise msgspec.DecodeError("is nested too deep")
    if isinstance(outer, dict):
        outer.update(msgspec.json.decode(b"{" + text + b"}", type=dict[str, Any]))
    elif nested:
        outer.extend(msgspec.json.decode(b"[" + text + b"]", type=list[Any]))
    else:
        outer.append(msgspec.json.decode(text))
