"""What scripts say of themselves, by their text: kept in a file, so that a large library opens at once.

Reading the blocks of 500 scripts takes a second; reading what is known of them, some milliseconds. Files that
did not change since they were read are not read again.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from bimdesk import __version__
from bimdesk.domain import metadata, metadata_checks
from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.script import MetadataProblem, Script, ScriptMetadata, ScriptRoot

MOST = 5000
"""Texts that are remembered; the ones that were asked for last stay."""

Known = tuple[ScriptMetadata, MetadataProblem | None]
Stamp = tuple[int, int, int, int]
"""Of a file: when it and its entry changed (ns), its size, its number."""
SETTLED_S = 3.0
"""File systems tell times apart by up to two seconds."""


class _File(msgspec.Struct):
    """`stamp`: the program that read the blocks; another one may judge them differently."""

    stamp: str
    known: dict[str, Known]


_FILES = msgspec.json.Decoder(_File)
"""Made here, by one thread: msgspec crashes where two threads of the pool make one for a type at once."""


class MetadataCache:
    """By hash of the text and file name. From any thread; a broken or missing file is an empty one."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._parsing = threading.Lock()
        self._is_new = False
        self._known = self._load()
        self._files: dict[tuple[Path, ScriptRoot, bool], tuple[Stamp, Script]] = {}

    def read(self, text: str, sha256: str, file_name: str, *, until: float = math.inf) -> Known | None:
        """The metadata of a text, parsed where it was never seen; None where `until` (monotonic) is over."""
        key = f"{sha256} {file_name}"
        known = self._known.get(key)
        if known is not None or time.monotonic() > until:
            return known
        with self._parsing:  # two listings at once share the work
            known = self._known.get(key) or read_metadata(text, file_name=file_name)
        with self._lock:
            self._known[key] = known
            self._is_new = True
        return known

    def recall(self, path: Path, root: ScriptRoot, *, locked: bool, stamp: Stamp) -> Script | None:
        """The script as it was read, while its file is the same one."""
        found = self._files.get((path, root, locked))
        return found[1] if found is not None and found[0] == stamp else None

    def remember(self, script: Script, stamp: Stamp) -> None:
        """Unless its file was written just now: it may be again without another time stamp."""
        if not script.sketched and time.time() - max(stamp[:2]) / 1e9 > SETTLED_S:
            self._files[script.path, script.root, script.locked] = (stamp, script)

    def save(self) -> None:
        """Write what was learnt since; a folder that cannot be written costs time at the next start only."""
        with self._lock:
            if not self._is_new:
                return
            self._is_new = False
            self._known = dict(list(self._known.items())[-MOST:])
            content = msgspec.json.encode(_File(stamp=_stamp(), known=self._known))
        temporary = self._file.with_suffix(".new")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
            temporary.replace(self._file)

    def _load(self) -> dict[str, Known]:
        try:
            file = _FILES.decode(self._file.read_bytes())
        except (OSError, msgspec.DecodeError):
            return {}
        return file.known if file.stamp == _stamp() else {}


metadata_cache: Callable[[Path], MetadataCache] = lru_cache(maxsize=8)(MetadataCache)
"""One for a file, however many ask."""


@lru_cache(maxsize=1)
def _stamp() -> str:
    """The version, and the age of what reads the blocks: in a checkout that changes between versions."""
    files = [Path(module.__file__ or "") for module in (metadata, metadata_checks)]
    ages = [str(file.stat().st_mtime_ns) for file in files if file.is_file()]
    return " ".join([__version__, *ages])
