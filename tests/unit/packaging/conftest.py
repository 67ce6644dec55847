"""The modules of packaging/ are run as files: their folder is put on the path as `start.py` does it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[3] / "packaging"
sys.path.insert(0, str(PACKAGING))


@pytest.fixture(scope="session")
def packaging_folder() -> Path:
    """Where start.py and its helpers are."""
    return PACKAGING
