"""A long value that stays in its file (protocol.lined_json): only the pieces that are looked at are read.

`open_lined` reads the file once and keeps where its pieces stand; long lists and objects become `PagedList`
and `PagedDict`, which read a piece of some 64 KB when one of its items is wanted, and keep the last few.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, overload

import msgspec

from bimdesk.protocol.cleaning import MAX_DEPTH, is_too_deep
from bimdesk.protocol.lined_json import MAX_LINE, MAX_LINE_NODES

KEPT_PIECES = 48
_CLOSING = (b"]", b"}", b"],", b"},")
_RAW_LIST: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])
_RAW_DICT: msgspec.json.Decoder[dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw])
"""Made here, by one thread: msgspec crashes where two threads make one for a type at once."""


class LinedFile:
    """The file that pieces are read from; several threads may read. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._stream: BinaryIO = path.open("rb")
        self._lock = Lock()
        self._kept: OrderedDict[int, Any] = OrderedDict()

    def close(self) -> None:
        """Nothing can be read any more."""
        with self._lock:
            self._kept.clear()
            self._stream.close()

    def __del__(self) -> None:
        self._stream.close()

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Offset and text of each line; DecodeError for one that is too long."""
        self._stream.seek(0)
        offset = 0
        while line := self._stream.readline(MAX_LINE + 2):
            if len(line) > MAX_LINE + 1:
                raise msgspec.DecodeError("holds a line that is too long")
            yield offset, line
            offset += len(line)

    def piece(self, offset: int, length: int, *, brackets: bytes, keep: bool) -> Any:
        """The list (`[]`) or object (`{}`) of the items there. `keep`: it is likely to be wanted again."""
        with self._lock:
            if offset in self._kept:
                self._kept.move_to_end(offset)
                return self._kept[offset]
            self._stream.seek(offset)
            text = self._stream.read(length)
        found = msgspec.json.decode(brackets[:1] + text + brackets[1:])
        if keep:
            with self._lock:
                self._kept[offset] = found
                while len(self._kept) > KEPT_PIECES:
                    self._kept.popitem(last=False)
        return found


class _Paged:
    """Where the pieces of a container stand, and the long items between them; `firsts`: number of the first
    item of each part."""

    brackets = b""

    def __init__(self, file: LinedFile) -> None:
        self.file = file
        self.firsts: list[int] = []
        self._parts: list[tuple[int, int] | tuple[str, Any]] = []
        self._count = 0

    def add_piece(self, offset: int, length: int, count: int) -> None:
        """`count` items that stand in one line."""
        self._add((offset, length), count)

    def add_item(self, name: str, item: Any) -> None:
        """One long item; `name` in an object."""
        self._add((name, item), 1)

    def __len__(self) -> int:
        return self._count

    def __bool__(self) -> bool:
        return self._count > 0

    def read(self, part: int, *, keep: bool) -> Any:
        """The items of a part as a list or dict. Raises OSError."""
        first, second = self._parts[part]
        if isinstance(first, str):
            return [second] if self.brackets == b"[]" else {first: second}
        return self.file.piece(first, second, brackets=self.brackets, keep=keep)

    def parts(self) -> Iterator[Any]:
        """The items of one part after another; nothing is kept."""
        for part in range(len(self._parts)):
            yield self.read(part, keep=False)

    def _add(self, part: tuple[int, int] | tuple[str, Any], count: int) -> None:
        self.firsts.append(self._count)
        self._parts.append(part)
        self._count += count


class PagedList(_Paged, Sequence[Any]):
    """A long list, read as it is looked at."""

    brackets = b"[]"

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        place = at % len(self)
        part = bisect_right(self.firsts, place) - 1
        return self.read(part, keep=True)[place - self.firsts[part]]

    def __iter__(self) -> Iterator[Any]:
        for items in self.parts():
            yield from items

    def take(self, places: Iterable[int]) -> list[Any]:
        """The items at some places, quick where these ascend: each piece is read once."""
        found: list[Any] = []
        first, items = 0, list[Any]()
        for place in places:
            if not first <= place < first + len(items):
                part = bisect_right(self.firsts, place) - 1
                first, items = self.firsts[part], self.read(part, keep=True)
            found.append(items[place - first])
        return found


class PagedDict(_Paged):
    """A long object, read as it is looked at; its items in their order."""

    brackets = b"{}"

    def items(self) -> Iterator[tuple[str, Any]]:
        for found in self.parts():
            yield from found.items()


def open_lined(path: Path, *, most: int) -> Any:
    """The value in a file of `encode_lined`, long containers left there; `most` as for `decode_lined`.

    Raises OSError, and `msgspec.DecodeError` for anything that `decode_lined` refuses too.
    """
    file = LinedFile(path)
    try:
        found = _Opening(file, most).read()
    except BaseException:
        file.close()
        raise
    if not isinstance(found, _Paged):
        file.close()
    return found


def close_lined(value: Any) -> None:
    """Close the file behind a value of `open_lined`."""
    if isinstance(value, _Paged):
        value.file.close()


class _Opening:
    """One pass over the lines: containers that are open, and what they hold."""

    def __init__(self, file: LinedFile, most: int) -> None:
        self._file = file
        self._most = most
        self._root: list[Any] = []
        self._stack: list[tuple[PagedList | PagedDict, str]] = []

    def read(self) -> Any:
        for offset, line in self._file.lines():
            self._take(offset, line)
        if self._stack or len(self._root) != 1:
            raise msgspec.DecodeError("is not one whole value")
        return self._root[0]

    def _take(self, offset: int, line: bytes) -> None:
        text = line.strip()
        nodes = text.count(b",")
        self._most -= nodes
        if not text or self._most < 0 or nodes > MAX_LINE_NODES:
            raise msgspec.DecodeError("holds too many values, or a line that is none")
        if text in _CLOSING:
            self._close(text[:1])
        elif text.endswith((b"[", b"{")):
            self._open(text)
        else:
            self._add(offset + line.index(text[:1]), text.removesuffix(b","))

    def _open(self, text: bytes) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise msgspec.DecodeError("is nested too deep")
        key, name = text[:-1], ""
        in_object = bool(self._stack) and isinstance(self._stack[-1][0], PagedDict)
        if in_object != key.endswith(b":") or (key and not in_object):
            raise msgspec.DecodeError("an item has a name where it needs none, or none where it does")
        if key:
            name = msgspec.json.decode(key[:-1], type=str)
        self._stack.append((PagedList(self._file) if text.endswith(b"[") else PagedDict(self._file), name))

    def _close(self, bracket: bytes) -> None:
        if not self._stack or self._stack[-1][0].brackets[1:] != bracket:
            raise msgspec.DecodeError("closes what is not open")
        made, name = self._stack.pop()
        if self._stack:
            self._stack[-1][0].add_item(name, made)
        else:
            self._root.append(made)

    def _add(self, offset: int, text: bytes) -> None:
        if is_too_deep(text):
            raise msgspec.DecodeError("is nested too deep")
        if not self._stack:
            self._root.append(msgspec.json.decode(text))
            return
        made = self._stack[-1][0]
        if isinstance(made, PagedDict):
            count = len(_RAW_DICT.decode(b"{" + text + b"}"))
        else:
            count = len(_RAW_LIST.decode(b"[" + text + b"]"))
        made.add_piece(offset, len(text), count)


def first_items(value: Any, most: int) -> list[tuple[str, Any]]:
    """Names and values of the first items of a list or object, paged or not."""
    match value:
        case dict() | PagedDict():
            pairs: Iterable[tuple[Any, Any]] = value.items()
        case _:
            pairs = enumerate(value)
    return [(str(name), item) for name, item in islice(pairs, most)]
