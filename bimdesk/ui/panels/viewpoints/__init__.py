"""The viewpoints of the project: a list with pictures."""

from bimdesk.ui.panels.viewpoints.panel import ViewpointsPanel

__all__ = ["ViewpointsPanel"]
