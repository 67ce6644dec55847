"""Pictures of findings in 3D, drawn by a child (`bimdesk draw-shots`): few, in bounded time, never needed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bimdesk.services.reports.gathered import Shot
from bimdesk.services.reports.model import Group, Picture
from bimdesk.services.reports.render.folder import PICTURES
from bimdesk.services.reports.steps import run_step

MODEL_S = 30.0
"""For loading and the first picture."""
PICTURE_S = 8.0
MOST_S = 180.0
SIZE = (1120, 700)
CLOSE_SIZE = (800, 500)
COLORS = {"error": "#d92d20", "warning": "#e59700", "info": "#1f62d6"}

OnPicture = Callable[[int, int], None]
"""How many are drawn, of how many."""


class DrawnShot(msgspec.Struct, kw_only=True):
    """A picture in the child's job."""

    file: str
    folder: str
    elements: list[int]
    color: str
    width: int
    height: int
    overview: bool


class DrawJob(msgspec.Struct, kw_only=True):
    """What the child is to draw: `file` is a path, the folder of pictures is there."""

    shots: list[DrawnShot]


def draw_pictures(
    shots: Sequence[Shot],
    groups: Sequence[Group],
    work: Path,
    *,
    cancel: threading.Event,
    on_picture: OnPicture,
) -> list[str]:
    """Draw `shots` and put them into their `groups`; gives sentences on what could not be drawn.

    Raises Cancelled.
    """
    if not shots:
        return []
    (work / PICTURES).mkdir(exist_ok=True)
    names = [f"finding-{at + 1:02}.png" for at in range(len(shots))]
    answers: dict[str, str] = {}

    def on_line(line: str) -> None:
        answer = _answer(line)
        if answer is not None:
            answers[answer[0]] = answer[1]
            on_picture(len(answers), len(shots))

    job = DrawJob(
        shots=[_drawn(shot, work / PICTURES / name) for shot, name in zip(shots, names, strict=True)]
    )
    models = len({shot.version.sha256 for shot in shots})
    timeout = min(MOST_S, MODEL_S * models + PICTURE_S * len(shots))
    done = run_step(
        ["draw-shots"], job=msgspec.json.encode(job), timeout_s=timeout, cancel=cancel, on_line=on_line
    )
    general = _why(done.complained, late=done.late, seconds=timeout)
    failed = []
    for shot, name in zip(shots, names, strict=True):
        why = answers.get(str(work / PICTURES / name), general or "it was not drawn")
        groups[shot.group].pictures.append(_picture(shot, "" if why else name, why))
        if why:
            failed.append(why)
    if not failed:
        return []
    return [f"{len(failed)} of {len(shots)} pictures could not be drawn: {failed[0].rstrip('.')}."]


def _drawn(shot: Shot, file: Path) -> DrawnShot:
    width, height = SIZE if shot.overview else CLOSE_SIZE
    return DrawnShot(
        file=str(file),
        folder=str(shot.version.folder),
        elements=[int(element) for element in shot.elements],
        color=COLORS[shot.severity],
        width=width,
        height=height,
        overview=shot.overview,
    )


def _picture(shot: Shot, name: str, why: str) -> Picture:
    width, height = SIZE if shot.overview else CLOSE_SIZE
    note = f"No picture: {why.rstrip('.')}." if why else ""
    return Picture(
        file=name, caption=shot.caption, note=note, overview=shot.overview, width=width, height=height
    )


def _answer(line: str) -> tuple[str, str] | None:
    """File, and why it is not there ('' where it is)."""
    try:
        answer: Any = json.loads(line)
    except ValueError:
        return None
    if isinstance(answer, dict) and isinstance(answer.get("file"), str):
        return answer["file"], str(answer.get("why", ""))
    return None


def _why(complained: str, *, late: bool, seconds: float) -> str:
    if late:
        return f"it took more than {seconds:.0f} s"
    lines = [line for line in complained.splitlines() if line.strip()]
    return lines[-1].removeprefix("bimdesk: ") if lines else ""
