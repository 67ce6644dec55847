"""The 3D view: pictures drawn in a thread, mouse and keys, and the strips that float on it."""

from bimdesk.ui.viewport.viewport import Viewport

__all__ = ["Viewport"]
