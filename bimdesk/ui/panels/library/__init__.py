"""The script library: by category, searchable, with what became of each script last."""

from bimdesk.ui.panels.library.panel import LibraryPanel

__all__ = ["LibraryPanel"]
