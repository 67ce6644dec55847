"""Smart views: the list, and the editor of their rules."""

from bimdesk.ui.panels.smart_views.panel import SmartViewsPanel

__all__ = ["SmartViewsPanel"]
