"""What came of an execution: findings, tables, figures, files, and where the script broke."""

from bimdesk.ui.panels.results.panel import ResultsPanel

__all__ = ["ResultsPanel"]
