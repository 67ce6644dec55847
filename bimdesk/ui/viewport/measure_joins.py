"""Joins the measure tool to its strip and to the view's messages."""

from __future__ import annotations

from bimdesk.ui.viewport.canvas import ViewCanvas
from bimdesk.ui.viewport.measuring import Measuring


def make_measuring(view: ViewCanvas) -> Measuring:
    """The measure tool of `view`, its strip and its messages joined to it."""
    made = Measuring(view.stage, view.gestures, view.state)
    bar, overlays = view.overlays.measure, view.overlays

    def show() -> None:
        bar.show_state(
            kind=made.steps.kind, step=made.steps.step, unit=made.unit, count=len(made.measurements)
        )

    made.changed.connect(show)
    made.copied.connect(lambda text: overlays.say(view.tr("Copied {0}").format(text)))
    made.problem.connect(overlays.say)
    bar.kind_chosen.connect(made.choose)
    bar.unit_chosen.connect(made.set_unit)
    bar.clear_chosen.connect(made.clear)
    view.tool_changed.connect(made.follow_tool)
    view.visibility_changed.connect(made.follow_models)
    show()
    return made
