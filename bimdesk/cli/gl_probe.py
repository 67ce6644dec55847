"""`bimdesk probe-gl`: asks VTK for its renderer in a process that may die of it; `doctor` starts it."""

from __future__ import annotations

from bimdesk.cli.output import say


def probe_gl() -> int:
    """Print the renderer."""
    from bimdesk.scene.gl import describe_renderer

    say(describe_renderer())
    return 0
