"""Two executions beside each other."""

from bimdesk.ui.panels.compare.pane import ComparePane

__all__ = ["ComparePane"]
