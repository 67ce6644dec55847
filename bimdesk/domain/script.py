"""Scripts of the library: where they live, their metadata, why a broken one is broken, their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ScriptKey


class ScriptRoot(StrEnum):
    """Where a script lives; of scripts with one name, the earlier root goes first.

    PROJECT: with the project. PERSONAL: of this person, in all projects. TEAM: a folder that several
    share. BUILTIN: comes with the program. FILE: a path that was given, outside the library.
    """

    PROJECT = "project"
    PERSONAL = "personal"
    TEAM = "team"
    BUILTIN = "builtin"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFolder:
    """A folder of the library. `problem`: why nothing of it is listed now, '' where it is."""

    root: ScriptRoot
    path: Path
    is_read_only: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptMetadata:
    """What the PEP 723 block says; `parameters` is JSON Schema 2020-12, `limits` those that it names."""

    name: str
    category: str = "custom"
    description: str = ""
    tags: tuple[str, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)
    run_on: str = "success"
    permissions: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataProblem:
    """Why a metadata block cannot be used; `line` is 1-based in the file."""

    message: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One file of the library; its key is its root and its path in there.

    A broken one has `problem` and metadata from its file name alone. `locked`: the file may not be written.
    `changed_at`: when the file was. `sketched`: the block was only glanced at: name, category, description
    and tags are there, and nobody looked for a problem yet.
    """

    key: ScriptKey
    root: ScriptRoot
    path: Path
    text: str
    sha256: str
    metadata: ScriptMetadata
    problem: MetadataProblem | None = None
    locked: bool = False
    changed_at: datetime | None = None
    sketched: bool = False

    @property
    def subfolder(self) -> str:
        """Where it is inside its folder of the library, such as `checks/fire`; '' for most."""
        return "/".join(self.key.split("/")[1:-1])

    @property
    def is_read_only(self) -> bool:
        return self.locked or self.root is ScriptRoot.BUILTIN


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The newest execution of a script; `sha256` of the text that ran."""

    status: Status
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptUse:
    """How often a script ran, when last, how that ended; whether it is a favourite.

    `models`: on how many of the project's models it ran, whichever of their versions.
    """

    uses: int = 0
    models: int = 0
    last_used_at: datetime | None = None
    favourite: bool = False
    last: LastRun | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptVersion:
    """A text that a script had. `number` counts from 1; `author` is '' where nobody knows who wrote it."""

    number: int
    sha256: str
    text: str
    created_at: datetime
    author: str = ""
    note: str = ""
    label: str = ""
