"""What the library shows of each script: its rows by category, and which of them a search leaves. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bimdesk.domain.execution import Execution
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.services.history import list_executions
from bimdesk.services.library import list_scripts, list_uses
from bimdesk.services.project import Project
from bimdesk.ui.models.wording import when
from bimdesk.ui.theme.states import BROKEN, EXECUTION, NEVER_RUN, StateLook

CATEGORY_ORDER = ("validation", "export", "analysis", "automation", "custom")
"""The known categories come in this order, others between the last two by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFacts:
    """A script and what the project remembers of it. `last`: its newest execution."""

    script: Script
    uses: int = 0
    last: Execution | None = None

    @property
    def look(self) -> StateLook:
        if self.script.problem is not None:
            return BROKEN
        return NEVER_RUN if self.last is None else EXECUTION[self.last.status]

    def subtitle(self, now: datetime) -> str:
        """The second line: why it is broken, or when and how often it ran."""
        if self.script.problem is not None:
            return f"line {self.script.problem.line}: {self.script.problem.message}"
        if self.last is None:
            return "built in" if self.script.is_read_only else "not run yet"
        return f"{when(self.last.queued_at, now=now)} · used {self.uses:,}×"

    def matches(self, words: Sequence[str]) -> bool:
        """Every word stands in the name, description, a tag, the category or the code."""
        meta = self.script.metadata
        text = "\n".join(
            (meta.name, meta.description, meta.category, *meta.tags, self.script.text)
        ).casefold()
        return all(word in text for word in words)


def read_library(project: Project) -> list[ScriptFacts]:
    """All scripts with their use; for a thread of the pool."""
    uses = list_uses(project)
    return [_facts(project, script, uses.get(script.key)) for script in list_scripts(project)]


def by_category(facts: Iterable[ScriptFacts], *, search: str = "") -> dict[str, list[ScriptFacts]]:
    """Category (capitalised) -> its scripts that the search leaves; empty categories are left out."""
    words = search.casefold().split()
    found: dict[str, list[ScriptFacts]] = {}
    for one in facts:
        if one.matches(words):
            found.setdefault(one.script.metadata.category.strip().casefold() or "custom", []).append(one)
    return {name.capitalize(): found[name] for name in sorted(found, key=_category_rank)}


def last_by_key(facts: Iterable[ScriptFacts]) -> Mapping[ScriptKey, ScriptFacts]:
    return {one.script.key: one for one in facts}


def _facts(project: Project, script: Script, use: object | None) -> ScriptFacts:
    if use is None:
        return ScriptFacts(script=script)
    newest = list_executions(project, script_key=script.key, limit=1)
    return ScriptFacts(script=script, uses=getattr(use, "uses", 0), last=newest[0] if newest else None)


def _category_rank(name: str) -> tuple[int, str]:
    if name == CATEGORY_ORDER[-1]:
        return len(CATEGORY_ORDER) + 1, name
    if name in CATEGORY_ORDER:
        return CATEGORY_ORDER.index(name), name
    return len(CATEGORY_ORDER), name
