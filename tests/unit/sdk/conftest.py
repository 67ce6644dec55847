"""A hand-written model, and a script run on it in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sdk_bench import Bench
from small_index import write_small_index

from bimdesk.sdk.model_view import ModelView


@pytest.fixture(scope="session", autouse=True)
def drawing_without_a_screen(pytestconfig: pytest.Config) -> Iterator[None]:
    """Matplotlib draws into files as in a worker, and keeps its list of fonts for the next session."""
    assert pytestconfig.cache is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "Agg")
        patch.setenv("MPLCONFIGDIR", str(pytestconfig.cache.mkdir("matplotlib")))
        import matplotlib

        matplotlib.use("Agg")
        yield


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("small") / "model")


@pytest.fixture
def view(small_folder: Path) -> Iterator[ModelView]:
    opened = ModelView(small_folder)
    yield opened
    opened.close()


@pytest.fixture
def bench(view: ModelView, tmp_path: Path) -> Bench:
    return Bench(view, tmp_path / "files")
