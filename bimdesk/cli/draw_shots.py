"""`bimdesk draw-shots`: pictures of findings for a report, in a process that a graphics driver may crash."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bimdesk.cli.codes import USAGE
from bimdesk.cli.output import tell
from bimdesk.domain.ids import ElementId
from bimdesk.errors import BimdeskError
from bimdesk.services.reports.pictures import DrawJob, DrawnShot

if TYPE_CHECKING:
    from bimdesk.scene.shots import ShotMaker

NO_GEOMETRY = "its elements have no geometry"


def draw_shots() -> int:
    """Read a job (JSON) from standard input; a line of JSON for each picture: its file, and why not."""
    try:
        job = msgspec.json.decode(sys.stdin.buffer.read(), type=DrawJob)
    except msgspec.DecodeError as error:
        tell(f"bimdesk: The job cannot be read: {error}.")
        return USAGE
    for folder, shots in groupby(job.shots, key=lambda shot: shot.folder):
        _draw_model(Path(folder), list(shots))
    return 0


def _draw_model(folder: Path, shots: list[DrawnShot]) -> None:
    from bimdesk.scene.shots import ShotMaker

    try:
        maker = ShotMaker(folder)
    except BimdeskError as error:
        for shot in shots:
            _answer(shot, error.message)
        return
    try:
        for shot in shots:
            _answer(shot, _draw(maker, shot))
    finally:
        maker.close()


def _draw(maker: ShotMaker, shot: DrawnShot) -> str:
    """'' where the picture was written, else why it was not."""
    from bimdesk.scene.offscreen import write_png
    from bimdesk.scene.shots import ShotWanted

    wanted = ShotWanted(
        elements=[ElementId(element) for element in shot.elements],
        color=shot.color,
        size=(shot.width, shot.height),
        overview=shot.overview,
    )
    try:
        pixels = maker.draw(wanted)
        if pixels is None:
            return NO_GEOMETRY
        write_png(pixels, Path(shot.file))
    except BimdeskError as error:
        return error.message
    except OSError as error:
        return f"it cannot be written: {error.strerror}"
    return ""


def _answer(shot: DrawnShot, why: str) -> None:
    """At once, since the parent waits for it."""
    sys.stdout.write(json.dumps({"file": shot.file, "why": why}) + "\n")
    sys.stdout.flush()
