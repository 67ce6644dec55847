"""The form of a script, and the buttons that start and stop it."""

from bimdesk.ui.panels.run_form.panel import RunPanel

__all__ = ["RunPanel"]
