"""Lines of a file that a script may have written: none is longer than agreed, whatever is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def bounded_lines(file: Path, most: int) -> Iterator[bytes]:
    """Each line; one of more than `most` bytes as an empty one. Raises OSError."""
    with file.open("rb") as stream:
        while line := stream.readline(most):
            if line.endswith(b"\n") or len(line) < most:
                yield line
                continue
            while len(line) == most and not line.endswith(b"\n"):
                line = stream.readline(most)
            yield b""
