"""Scripts of the library: their metadata, and why a broken one is broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from bimdesk.domain.ids import ScriptKey


class ScriptRoot(StrEnum):
    """Where a script lives; FILE: a path that was given, outside the library."""

    BUILTIN = "builtin"
    PROJECT = "project"
    FILE = "file"


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
    """One file of the library. A broken one has `problem` and metadata from its file name alone."""

    key: ScriptKey
    root: ScriptRoot
    path: Path
    text: str
    sha256: str
    metadata: ScriptMetadata
    problem: MetadataProblem | None = None

    @property
    def is_read_only(self) -> bool:
        return self.root is ScriptRoot.BUILTIN
