"""Loads pyqtgraph where nobody waits for it: its import takes a second, so a thread of the pool does it."""

from __future__ import annotations


def load() -> None:
    """After this, `bimdesk.ui.charts.card` is imported at once. For a thread of the pool."""
    import pyqtgraph  # type: ignore[import-untyped]  # ships no py.typed

    pyqtgraph.setConfigOptions(antialias=True, exitCleanup=False)
