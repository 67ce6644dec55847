"""`python -m tests.samples [FOLDER]` writes the sample models."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.samples.write import write_samples

DEFAULT = Path(__file__).resolve().parents[2] / "resources" / "samples"


def main(arguments: Sequence[str]) -> int:
    """Writes into the folder of the first argument, else into resources/samples."""
    folder = Path(arguments[0]) if arguments else DEFAULT
    for path in write_samples(folder):
        print(f"{path} {path.stat().st_size / 1024:.0f} kB")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
