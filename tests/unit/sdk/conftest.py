"""A hand-written model, and a script run on it in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from small_index import write_small_index

from bimdesk.protocol.messages import Message
from bimdesk.sdk.execute import run_text
from bimdesk.sdk.model_view import ModelView
from bimdesk.sdk.namespace import build_namespace
from bimdesk.sdk.reporter import Reporter


@dataclass
class Bench:
    """Runs scripts; keeps their messages."""

    view: ModelView
    output: Path
    said: list[Message] = field(default_factory=list)

    def run(self, text: str, **params: Any) -> dict[str, Any]:
        """The names that the script leaves."""
        self.said.clear()
        reporter = Reporter(self.said.append, self.view, self.output)
        namespace = build_namespace(self.view, reporter, text=text, params=params)
        run_text(text, namespace)
        reporter.flush()
        return namespace

    def result(self, text: str, **params: Any) -> Any:
        return self.run(text, **params)["result"]


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
