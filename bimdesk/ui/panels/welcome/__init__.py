"""The page of an empty project."""

from bimdesk.ui.panels.welcome.page import WelcomePage

__all__ = ["WelcomePage"]
