"""Filters that a project keeps under names: list, save, rename, delete."""

from __future__ import annotations

from bimdesk.domain.changes import Changes
from bimdesk.domain.filter_text import parse_filter, print_filter
from bimdesk.domain.saved_filter import FilterId, SavedFilter
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.clock import now
from bimdesk.services.project import Project

LONGEST_NAME = 255
_CHANGED = Changes(filters=True)


def list_filters(project: Project) -> list[SavedFilter]:
    """All filters of the project, by name."""
    return project.filters.list_filters()


def save_filter(project: Project, name: str, text: str) -> tuple[SavedFilter, Changes]:
    """Keep a filter under a name, in place of the one that had it. FilterError for a text that is none."""
    kept = print_filter(parse_filter(text))
    return project.filters.save_filter(_checked(name), kept, now()), _CHANGED


def rename_filter(project: Project, filter_id: FilterId, name: str) -> tuple[SavedFilter, Changes]:
    """Give a filter another name, which no other has."""
    name = _checked(name)
    other = project.filters.find_named(name)
    if other is not None and other.id != filter_id:
        raise BadInputError(f"There is a filter called {other.name} already.", "Choose another name.")
    renamed = project.filters.rename_filter(filter_id, name, now())
    if renamed is None:
        raise NotFoundError("The filter is no longer there.", "Save it anew.")
    return renamed, _CHANGED


def delete_filter(project: Project, filter_id: FilterId) -> Changes:
    """Forget a filter; one that is gone already is no error."""
    return _CHANGED if project.filters.delete_filter(filter_id) else Changes()


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInputError(
            "A filter needs a name of at most 255 characters.", "Type a name, such as Fire doors."
        )
    return name
