"""The history: every execution from the moment it was queued."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.history import ExecutionFilter, Facet, FacetName, OrderName
from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.owners import is_alive
from bimdesk.services.project import Project
from bimdesk.storage.execution_facets import ExecutionFacets

SCRIPT_COPY = "script.py"
"""The text that ran, in the execution's folder."""
LONGEST_NAME = 120
_TYPED_ARGUMENT = re.compile(r'(?:^|(?<=\s))([A-Za-z_]\w*)=("[^"]+"|\S+)')
INTERRUPTED = "The program ended while this was running."


def list_executions(
    project: Project,
    *,
    limit: int = 200,
    offset: int = 0,
    text: str = "",
    status: Status | None = None,
    script_key: ScriptKey | None = None,
    version_id: VersionId | None = None,
) -> list[Execution]:
    """A page of the history, newest first; `text`: see ExecutionFilter."""
    return project.executions.list_page(
        simple_filter(text, status, script_key, version_id), limit=limit, offset=offset
    )


def count_executions(
    project: Project,
    *,
    text: str = "",
    status: Status | None = None,
    script_key: ScriptKey | None = None,
    version_id: VersionId | None = None,
) -> int:
    """How many rows `list_executions` would give without limit."""
    return project.executions.count(simple_filter(text, status, script_key, version_id))


def simple_filter(
    text: str = "",
    status: Status | None = None,
    script_key: ScriptKey | None = None,
    version_id: VersionId | None = None,
) -> ExecutionFilter:
    """A filter of one value each."""
    return ExecutionFilter(
        text=text,
        statuses=frozenset() if status is None else frozenset({status}),
        scripts=frozenset() if script_key is None else frozenset({script_key}),
        version_ids=frozenset() if version_id is None else frozenset({version_id}),
    )


def typed_filter(wanted: ExecutionFilter, typed: str) -> ExecutionFilter:
    """The filter with what was typed: words, and arguments as `name=value` (`storey="Level 1"`)."""
    found = _TYPED_ARGUMENT.findall(typed)
    arguments = tuple((name, value.strip('"')) for name, value in found)
    words = " ".join(_TYPED_ARGUMENT.sub(" ", typed).split())
    return replace(wanted, text=words, arguments=wanted.arguments + arguments)


def order_executions(
    project: Project, wanted: ExecutionFilter, *, order: OrderName = "start", descending: bool = True
) -> list[int]:
    """All rows that are wanted, as numbers in order; their count is the count. For `read_executions`."""
    return project.executions.list_numbers(wanted, order=order, descending=descending)


def read_executions(project: Project, numbers: Sequence[int]) -> list[Execution]:
    """The executions of some of the numbers, in their order."""
    return project.executions.read_numbers(numbers)


def find_executions(project: Project, ids: Iterable[ExecutionId]) -> list[Execution]:
    """Those of the executions that are still there, the newest first."""
    found = project.executions.read(ids)
    return sorted(found, key=lambda one: (one.queued_at, one.id), reverse=True)


def mark_executions(
    project: Project,
    ids: Iterable[ExecutionId],
    *,
    name: str | None = None,
    labels: Iterable[str] | None = None,
    pinned: bool | None = None,
) -> Changes:
    """Give executions a name, labels or a pin; None stays. Raises BadInputError for one that is too long."""
    wanted = frozenset(ids)
    kept = None if labels is None else _clean_labels(labels)
    title = None if name is None else " ".join(name.split())
    for text in (title or "", *(kept or ())):
        if len(text) > LONGEST_NAME:
            raise BadInputError(
                f"A name or label may have {LONGEST_NAME} characters; this one has {len(text):,}."
            )
    if not wanted or (title is None and kept is None and pinned is None):
        return Changes()
    project.executions.set_marks(wanted, name=title, labels=kept, pinned=pinned)
    return Changes(executions=wanted)


def list_facets(project: Project, facet: FacetName) -> list[Facet]:
    """What a filter of this kind can be set to, with how many executions of the whole history have it."""
    facets = ExecutionFacets(project.database)
    match facet:
        case "status":
            found = [Facet(key=key, label=key, count=count) for key, count in facets.statuses()]
        case "started_by":
            found = [Facet(key=key, label=key, count=count) for key, count in facets.starters()]
        case "script":
            found = [
                Facet(key=f"name:{name}" if key is None else f"key:{key}", label=name, count=count)
                for key, name, count in facets.scripts()
            ]
        case "model" | "version":
            found = _of_models(facets.versions(), by_version=facet == "version")
        case "label":
            found = [Facet(key=key, label=key, count=count) for key, count in facets.labels().items()]
        case "argument":
            found = [
                Facet(key=value, label=name, count=count)
                for (name, value), count in facets.arguments().items()
            ]
    return sorted(found, key=lambda one: (one.label.casefold(), -one.count, one.key))


def get_execution(project: Project, execution_id: ExecutionId) -> Execution:
    return project.executions.get(execution_id)


def executed_text(project: Project, execution_id: ExecutionId) -> str:
    """The script's text as it ran, even where its file is another one now."""
    execution = project.executions.get(execution_id)
    try:
        return (execution.folder / SCRIPT_COPY).read_bytes().decode("utf-8", errors="replace")
    except OSError:
        text = project.scripts.find_text(execution.script_sha256)
    if text is None:
        raise NotFoundError(
            f"The text that ran is not in {execution.folder} any more.",
            "The script itself may be in the library.",
        )
    return text


def _clean_labels(labels: Iterable[str]) -> list[str]:
    """Without blanks around them, none twice, in their order."""
    return list(dict.fromkeys(clean for label in labels if (clean := " ".join(label.split()))))


def _of_models(versions: Iterable[tuple[int, str, int]], *, by_version: bool) -> list[Facet]:
    """A facet's key is the ids of versions, parted by commas."""
    if by_version:
        return [Facet(key=str(number), label=label, count=count) for number, label, count in versions]
    models: dict[str, list[tuple[int, int]]] = {}
    for number, label, count in versions:
        models.setdefault(label.rpartition(" ")[0] or label, []).append((number, count))
    return [
        Facet(
            key=",".join(str(number) for number, _count in of_model),
            label=name,
            count=sum(count for _number, count in of_model),
        )
        for name, of_model in models.items()
    ]


def mark_interrupted(project: Project) -> Changes:
    """Close the rows of executions whose program is gone."""
    dead = [
        execution_id for execution_id, owner in project.executions.list_unfinished() if not is_alive(owner)
    ]
    if dead:
        project.executions.set_interrupted(dead, INTERRUPTED)
    return Changes(executions=frozenset(dead))
