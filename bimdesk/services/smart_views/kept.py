"""Smart views that a project keeps: list, save, order, delete, and files that other projects read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bimdesk.domain.changes import Changes
from bimdesk.domain.smart_view import SmartView, SmartViewId, unique_name
from bimdesk.domain.smart_view_file import read_rules, read_views, write_rules, write_views
from bimdesk.errors import BadInputError, BimdeskError, MachineError
from bimdesk.services.clock import now
from bimdesk.services.project import Project
from bimdesk.storage.smart_views import KeptView

LARGEST_FILE = 10_000_000
_CHANGED = Changes(smart_views=True)


def list_smart_views(project: Project) -> list[SmartView]:
    """The project's own, in their order; one that cannot be read any more is left out."""
    found = []
    for kept in project.smart_views.list_views():
        try:
            found.append(_view(kept))
        except BadInputError:  # written by a newer program: it is still there when that one comes back
            continue
    return found


def save_smart_view(project: Project, view: SmartView) -> tuple[SmartView, Changes]:
    """Keep a view: a new one where its id is 0 or it is built in. BadInputError for a name that is taken."""
    others = {
        one.name.casefold()
        for one in list_smart_views(project)
        if one.group.casefold() == view.group.casefold() and one.id != view.id
    }
    if view.name.casefold() in others:
        raise BadInputError(
            f"There is a smart view called {view.name} in this group already.", "Choose another name."
        )
    rules = write_rules(view.rules)
    if view.id > 0:
        kept = project.smart_views.update_view(view.id, view.name, view.group, rules, now())
    else:
        kept = project.smart_views.add_view(view.name, view.group, rules, now())
    return _view(kept), _CHANGED


def duplicate_smart_view(project: Project, view: SmartView) -> tuple[SmartView, Changes]:
    """A copy of a view, built in or own, under a name that is free."""
    return _add(project, view), _CHANGED


def arrange_smart_views(project: Project, order: Sequence[tuple[SmartViewId, str]]) -> Changes:
    """Put views (id and group) in this order. BadInputError where a group would hold a name twice."""
    groups = dict(order)
    taken: set[tuple[str, str]] = set()
    for view in list_smart_views(project):
        place = groups.get(view.id, view.group).casefold(), view.name.casefold()
        if place in taken:
            raise BadInputError(
                f"There is a smart view called {view.name} in that group already.", "Rename one of them."
            )
        taken.add(place)
    project.smart_views.arrange(order)
    return _CHANGED


def delete_smart_view(project: Project, view_id: SmartViewId) -> Changes:
    """Forget a view; one that is gone already is no error."""
    return _CHANGED if project.smart_views.delete_view(view_id) else Changes()


def export_smart_views(views: Sequence[SmartView], file: Path) -> None:
    """Write views as JSON. Raises MachineError where the file cannot be written."""
    text = json.dumps(write_views(views), indent=2, ensure_ascii=False) + "\n"
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MachineError(
            f"{file} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error


def import_smart_views(project: Project, file: Path) -> tuple[list[SmartView], Changes]:
    """Add the views of a file, all or none; names that are taken get a number behind them."""
    views = read_smart_view_file(file)
    return [_add(project, view) for view in views], _CHANGED if views else Changes()


def read_smart_view_file(file: Path) -> list[SmartView]:
    """The views in a file. BadInputError that says what is wrong, and where."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise BadInputError(f"{file.name} is too large for smart views.", "Choose a file of under 10 MB.")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInputError(
            f"{file.name} cannot be read: {error.strerror}.", "Choose another file."
        ) from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{file.name} is no text in UTF-8.", "Choose a .json file.") from error
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInputError(
            f"{file.name} is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.",
            "Choose a file that bimdesk wrote.",
        ) from error
    except RecursionError as error:
        raise BadInputError(
            f"{file.name} is nested too deep.", "Choose a file that bimdesk wrote."
        ) from error
    try:
        return read_views(document)
    except BimdeskError as error:
        raise BadInputError(f"{file.name}: {error.message}", error.hint) from error


def _add(project: Project, view: SmartView) -> SmartView:
    group = view.group.casefold()
    taken = {one.name.casefold() for one in list_smart_views(project) if one.group.casefold() == group}
    named = replace(view, id=SmartViewId(0), name=unique_name(view.name, taken))
    return save_smart_view(project, named)[0]


def _view(kept: KeptView) -> SmartView:
    return SmartView(id=SmartViewId(kept.id), name=kept.name, group=kept.group, rules=read_rules(kept.rules))
