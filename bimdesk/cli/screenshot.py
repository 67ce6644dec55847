"""`bimdesk screenshot MODEL OUT.png`: a picture of a model without a window."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators

from bimdesk.cli.interrupts import cancel_on_interrupt
from bimdesk.cli.models import find_model
from bimdesk.cli.output import say
from bimdesk.cli.projects import project_or_throwaway
from bimdesk.errors import BadInputError, MachineError

_Side = Annotated[int, Parameter(validator=validators.Number(gte=16, lte=8192))]


def screenshot(
    model: str,
    out: Path,
    /,
    *,
    width: _Side = 1600,
    height: _Side = 1000,
    theme: Literal["light", "dark"] = "light",
    project: Path | None = None,
) -> int:
    """Write a picture (.png) of a model.

    Parameters
    ----------
    model
        An IFC file; with --project also the name of a model in it.
    out
        The picture's file.
    width
        In pixels.
    height
        In pixels.
    theme
        The colours of the ground.
    project
        The project's folder; without it nothing is kept.
    """
    if out.suffix.lower() != ".png":
        raise BadInputError(f"{out} does not end in .png.", "Pictures are written as PNG.")
    with project_or_throwaway(project) as opened, cancel_on_interrupt() as cancel:
        version = find_model(opened, model, cancel)
        from bimdesk.scene.offscreen import render_picture

        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            render_picture([version.folder], out, width=width, height=height, theme=theme)
        except OSError as error:
            raise MachineError(
                f"{out} cannot be written: {error.strerror}.", "Choose another folder."
            ) from error
        say(str(out))
    return 0
