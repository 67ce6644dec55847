"""The feed of what happened in the project."""

from bimdesk.ui.panels.activity.panel import ActivityPanel

__all__ = ["ActivityPanel"]
