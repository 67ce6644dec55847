"""Texts side by side: the widget, the page of a script's versions, what to do with a conflict."""
