"""What the library shows of each script: rows in groups, in an order, those that a search leaves. No Qt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from bimdesk.domain.script import LibraryFolder, Script, ScriptRoot, ScriptUse
from bimdesk.services.library.roots import list_folders
from bimdesk.services.library.scripts import list_scripts, list_uses
from bimdesk.services.project import Project
from bimdesk.ui.models.wording import when
from bimdesk.ui.theme.states import BROKEN, EXECUTION, NEVER_RUN, StateLook

CATEGORY_ORDER = ("validation", "export", "analysis", "automation", "custom")
"""The known categories come in this order, others between the last two by name."""
FAVOURITES = "Favourites"
"""The group before all others."""
ROOT_WORDS: Mapping[ScriptRoot, str] = {
    ScriptRoot.PROJECT: "Project",
    ScriptRoot.PERSONAL: "Personal",
    ScriptRoot.TEAM: "Team",
    ScriptRoot.BUILTIN: "Built in",
}
Sort = Literal["recent", "name", "used", "changed"]
Grouping = Literal["category", "folder", "none"]


@dataclass(frozen=True)
class ScriptFacts:
    """A script and what the project remembers of it."""

    script: Script
    use: ScriptUse = field(default_factory=ScriptUse)

    @property
    def look(self) -> StateLook:
        if self.script.problem is not None:
            return BROKEN
        return NEVER_RUN if self.use.last is None else EXECUTION[self.use.last.status]

    @property
    def differs(self) -> bool:
        """Whether the text is another one now than what ran last."""
        return self.use.last is not None and self.use.last.sha256 != self.script.sha256

    def subtitle(self, now: datetime) -> str:
        """The second line: why it is broken, or when and how often it ran."""
        if self.script.problem is not None:
            return f"line {self.script.problem.line}: {self.script.problem.message}"
        root, last = self.script.root, self.use.last
        shared = root in (ScriptRoot.TEAM, ScriptRoot.PERSONAL)
        parts = [ROOT_WORDS[root].lower()] if shared or (last is None and root is ScriptRoot.BUILTIN) else []
        if last is None:
            parts.append("never run")
        else:
            parts += [when(last.at, now=now), f"used {self.use.uses:,}×"]
            parts += [_counted(self.use.models, "model")] if self.use.models else []
            parts += ["changed since"] if self.differs else []
        return " · ".join(parts)

    def story(self, now: datetime) -> str:
        """How its last run ended, when, how often it ran, and on how many models; for a tooltip."""
        last = self.use.last
        if last is None:
            return NEVER_RUN.text
        times = f"used {_counted(self.use.uses, 'time')}"
        where = f" on {_counted(self.use.models, 'model')}" if self.use.models else ""
        changed = "; its text was changed since" if self.differs else ""
        return f"{EXECUTION[last.status].text}, {when(last.at, now=now)}; {times}{where}{changed}"

    @cached_property
    def words(self) -> str:
        """What a search looks in."""
        meta = self.script.metadata
        parts = (
            meta.name,
            meta.description,
            meta.category,
            *meta.tags,
            self.script.path.name,
            self.script.subfolder,
            self.script.text,
        )
        return "\n".join(parts).casefold()

    @property
    def category(self) -> str:
        return self.script.metadata.category.strip().casefold() or "custom"


@dataclass(frozen=True, kw_only=True)
class Library:
    """All scripts, and the folders that they are in."""

    facts: tuple[ScriptFacts, ...] = ()
    folders: tuple[LibraryFolder, ...] = ()

    @property
    def problems(self) -> list[str]:
        """A sentence for each folder that cannot be read now."""
        return [folder.problem for folder in self.folders if folder.problem]

    @property
    def is_sketch(self) -> bool:
        """Whether some scripts were only glanced at."""
        return any(one.script.sketched for one in self.facts)

    def tags(self) -> list[tuple[str, int]]:
        """All tags by name, each with how many scripts carry it."""
        counts = Counter(tag for one in self.facts for tag in one.script.metadata.tags)
        return sorted(counts.items(), key=lambda item: item[0].casefold())

    def categories(self) -> list[str]:
        """All categories, in the order of the list; the known ones are among them."""
        return sorted({*CATEGORY_ORDER, *(one.category for one in self.facts)}, key=_category_rank)


@dataclass(frozen=True, kw_only=True)
class LibraryView:
    """How the list is shown: order, groups, and what is left out."""

    sort: Sort = "recent"
    grouping: Grouping = "category"
    search: str = ""
    favourites: bool = False
    root: ScriptRoot | None = None
    tag: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the menu hides scripts, beside what the search does."""
        return self.favourites or self.root is not None or bool(self.tag)

    def shows(self, facts: ScriptFacts, words: Sequence[str]) -> bool:
        return (
            (not self.favourites or facts.use.favourite)
            and (self.root is None or facts.script.root is self.root)
            and (not self.tag or self.tag in facts.script.metadata.tags)
            and all(word in facts.words for word in words)
        )


def read_library(project: Project, *, patience_s: float = math.inf) -> Library:
    """All scripts with their use; for a thread of the pool. `patience_s`: see `list_scripts`."""
    uses, nothing = list_uses(project), ScriptUse()
    scripts = list_scripts(project, patience_s=patience_s)
    facts = [ScriptFacts(script, uses.get(script.key, nothing)) for script in scripts]
    return Library(facts=tuple(facts), folders=tuple(list_folders(project)))


def grouped(facts: Iterable[ScriptFacts], view: LibraryView) -> dict[str, list[ScriptFacts]]:
    """Head -> its scripts that the view leaves, in its order; favourites before all groups."""
    words = view.search.casefold().split()
    found: dict[tuple[int, Any], tuple[str, list[ScriptFacts]]] = {}
    for one in sorted((one for one in facts if view.shows(one, words)), key=_ORDERS[view.sort]):
        rank, head = _group(one, view.grouping)
        found.setdefault(rank, (head, []))[1].append(one)
    return dict(found[rank] for rank in sorted(found))


def _group(facts: ScriptFacts, grouping: Grouping) -> tuple[tuple[int, Any], str]:
    if facts.use.favourite:
        return (0, ()), FAVOURITES
    match grouping:
        case "category":
            return (1, _category_rank(facts.category)), facts.category.capitalize()
        case "folder":
            root, within = facts.script.root, facts.script.subfolder
            head = f"{ROOT_WORDS[root]} / {within.replace('/', ' / ')}" if within else ROOT_WORDS[root]
            return (1, (list(ScriptRoot).index(root), within.casefold(), within)), head
        case "none":
            return (1, ()), "Scripts"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _category_rank(name: str) -> tuple[int, str]:
    if name == CATEGORY_ORDER[-1]:
        return len(CATEGORY_ORDER) + 1, name
    if name in CATEGORY_ORDER:
        return CATEGORY_ORDER.index(name), name
    return len(CATEGORY_ORDER), name


def _name(facts: ScriptFacts) -> tuple[str, str]:
    return facts.script.metadata.name.casefold(), facts.script.key


def _newest(at: datetime | None) -> float:
    """Sorts the newest first, what never was last."""
    return 0.0 if at is None else -at.timestamp()


_ORDERS: Mapping[Sort, Callable[[ScriptFacts], Any]] = {
    "recent": lambda one: (_newest(one.use.last_used_at), _name(one)),
    "name": _name,
    "used": lambda one: (-one.use.uses, _name(one)),
    "changed": lambda one: (_newest(one.script.changed_at), _name(one)),
}
