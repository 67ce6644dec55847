"""The history: every execution from the moment it was queued."""

from bimdesk.ui.panels.history.panel import HistoryPanel

__all__ = ["HistoryPanel"]
