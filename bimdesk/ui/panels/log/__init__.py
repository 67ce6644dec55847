"""The log of an execution, live or from the history."""

from bimdesk.ui.panels.log.panel import LogPanel

__all__ = ["LogPanel"]
