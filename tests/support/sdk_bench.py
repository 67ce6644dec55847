"""Runs scripts on a model in this process and keeps their messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
