"""Search over everything: names, GlobalIds, properties, values, in all open models."""

from bimdesk.ui.panels.search.panel import SearchPanel

__all__ = ["SearchPanel"]
