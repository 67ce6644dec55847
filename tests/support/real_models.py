"""The real models and broken files beside the checkout; tests that need them skip where they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
WHY = "the real models of ../shared/data are not here"

needs_real_models = pytest.mark.skipif(not (DATA / "models").is_dir(), reason=WHY)


def model_files() -> list[Path]:
    """Every model that can be read, by name; none where the folder is missing."""
    found = [*(DATA / "models").rglob("*.ifc"), *(DATA / "models").rglob("*.ifczip")]
    return sorted(found)


def bad_files() -> list[Path]:
    """The files that are broken in some way, and their sound neighbours."""
    return sorted((DATA / "bad").rglob("*.ifc"))
