"""Files that a script leaves: `save_output(filename, data)` writes them into its own folder, by suffix."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bimdesk.protocol.messages import OVERFLOW_FILE, RESULT_DATA_FILE
from bimdesk.sdk.convert import to_json
from bimdesk.sdk.frames import TABULAR, write_frame

_FIGURES = (".png", ".svg", ".pdf")
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MAX_NAME = 150


class OutputFolder:
    """The output files of one execution. `saved` is told name, size and SHA-256 of each."""

    def __init__(self, folder: Path, saved: Callable[[str, int, str], None]) -> None:
        self._folder = folder
        self._saved = saved

    def save(self, filename: str, data: Any, **options: Any) -> Path:
        """Write `data` and give its path. ValueError: a bad name; TypeError: data that does not fit it."""
        return self.write(filename, lambda path: _write(path, data, options))

    def write(self, filename: str, write: Callable[[Path], object]) -> Path:
        """Let `write` make a file of that name; it is announced as any other."""
        name = clean_name(filename)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        write(path)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self._saved(name, path.stat().st_size, digest)
        return path

    def holds(self, filename: str) -> bool:
        """Whether there is a file of that name."""
        return (self._folder / clean_name(filename)).exists()


def clean_name(filename: str) -> str:
    """A file name that every system takes. Raises ValueError for a path, an empty or a reserved name."""
    name = str(filename).strip()
    if "/" in name or "\\" in name or name in (".", ".."):
        raise ValueError(f"{filename!r} is a path; save_output() takes a file name, the folder is given.")
    name = _FORBIDDEN.sub("_", name).rstrip(". ")
    if not name:
        raise ValueError("save_output() needs a file name, such as 'walls.csv'.")
    if name.lower() in (RESULT_DATA_FILE, OVERFLOW_FILE) or _DEVICES.fullmatch(name):
        raise ValueError(f"{name!r} is a reserved name; choose another.")
    if len(name.encode()) > MAX_NAME:
        raise ValueError(f"The file name is longer than {MAX_NAME} bytes: {name[:40]}...")
    return name


def _write(path: Path, data: Any, options: dict[str, Any]) -> None:
    suffix = path.suffix.lower()
    if isinstance(data, bytes | bytearray | memoryview):
        path.write_bytes(data)
    elif isinstance(data, str):
        path.write_text(data, encoding="utf-8", errors="replace", newline="")
    elif suffix in _FIGURES:
        _write_figure(path, data, options)
    elif suffix == ".json":
        plain = to_json(data, root="data")
        path.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
    elif suffix in TABULAR:
        write_frame(path, data, **options)
    else:
        raise TypeError(_advice(path.name, data))


def _write_figure(path: Path, data: Any, options: dict[str, Any]) -> None:
    """A figure, or anything drawn on one (axes)."""
    figure = data if hasattr(data, "savefig") else getattr(data, "figure", None)
    if figure is None:
        raise TypeError(_advice(path.name, data))
    figure.savefig(path, **{"bbox_inches": "tight", **options})


def _advice(name: str, data: Any) -> str:
    kind = type(data).__name__
    if kind == "DataFrame" or isinstance(data, list | dict):
        fitting = "as .csv, .xlsx, .parquet or .json"
    elif hasattr(data, "savefig") or hasattr(data, "figure"):
        fitting = "as .png, .svg or .pdf"
    else:
        fitting = "as .json where JSON can hold it, or turn it into text or bytes first"
    return f"save_output({name!r}) cannot write a {kind} by that suffix; save it {fitting}."
