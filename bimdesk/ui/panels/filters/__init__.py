"""The query builder: conditions in groups, their text, a live count, what to do with the elements."""

from bimdesk.ui.panels.filters.editor import FilterEditor
from bimdesk.ui.panels.filters.panel import FilterPanel

__all__ = ["FilterEditor", "FilterPanel"]
