"""The editor's child: words to complete with, help, what is wrong, formatting. jedi and ruff live here.

The window types on while it thinks: it keeps copies of the open texts, answers what was asked last, and may
be killed and started again at any time.
"""
