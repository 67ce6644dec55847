"""What the tests of supervisors share: a small model, an output folder, a supervisor that leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_index import write_small_index
from supervisor_bench import LIGHT, Bench


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("model"))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    (tmp_path / "output").mkdir()
    return tmp_path / "output"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A supervisor over a worker without libraries."""
    yield from _bench(tmp_path, LIGHT)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Bench]:
    """A supervisor over the real worker."""
    yield from _bench(tmp_path, None)


def _bench(tmp_path: Path, code: str | None) -> Iterator[Bench]:
    with Bench(tmp_path / "runs", code=code) as made:
        yield made
        assert made.process.poll() is not None, "the supervisor lives"
        assert made.left == []
        assert made.errors() == ""
