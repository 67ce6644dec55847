"""Unsaved texts of scripts, kept outside the project until they are saved or discarded: a crash loses none.

One file a script: a line of JSON that says what it is, then the text. Written to a neighbour and moved in.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bimdesk.domain.ids import ScriptKey
from bimdesk.errors import ProjectError
from bimdesk.services.clock import now
from bimdesk.services.owners import current_owner, is_alive
from bimdesk.services.project import Project
from bimdesk.storage.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An unsaved text. `base`: SHA-256 of the saved text that it began from; `owner`: who wrote it."""

    key: ScriptKey
    text: str
    base: str
    at: datetime
    owner: Owner


def save_draft(project: Project, key: ScriptKey, text: str, base: str) -> Draft:
    """Keep the text as it is now; raises ProjectError where it cannot be written."""
    draft = Draft(key=key, text=text, base=base, at=now(), owner=current_owner())
    head = {"key": key, "base": base, "at": draft.at.isoformat(), "owner": asdict(draft.owner)}
    file = _file(project, key)
    temporary = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(json.dumps(head).encode() + b"\n" + text.encode("utf-8", errors="replace"))
        temporary.replace(file)
    except OSError as error:
        raise ProjectError(
            f"The unsaved text of {key} cannot be kept in {file.parent}: {error.strerror}.",
            "Save the script: until then a crash would lose what was typed.",
        ) from error
    return draft


def load_draft(project: Project, key: ScriptKey) -> Draft | None:
    """The draft of a script, if there is a readable one that no other running program is writing."""
    return _read(_file(project, key))


def list_drafts(project: Project) -> list[Draft]:
    """What was left behind, the newest last."""
    folder = _folder(project)
    found = [draft for file in folder.glob("*.draft") if (draft := _read(file)) is not None]
    return sorted(found, key=lambda draft: draft.at)


def discard_draft(project: Project, key: ScriptKey) -> None:
    """Saved, or not wanted: the file goes. One that stays is offered again and harms nobody."""
    try:
        _file(project, key).unlink(missing_ok=True)
    except OSError:
        return


def _read(file: Path) -> Draft | None:
    try:
        head, _, body = file.read_bytes().partition(b"\n")
        facts = json.loads(head)
        draft = Draft(
            key=ScriptKey(facts["key"]),
            text=body.decode("utf-8", errors="replace"),
            base=str(facts["base"]),
            at=datetime.fromisoformat(facts["at"]),
            owner=Owner(**facts["owner"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none there, or a torn file: nothing can be brought back of it
    is_foreign = draft.owner.pid != current_owner().pid and is_alive(draft.owner)
    return None if is_foreign else draft


def _folder(project: Project) -> Path:
    name = hashlib.sha256(str(project.folder.resolve()).encode()).hexdigest()[:16]
    return project.paths.data / "drafts" / name


def _file(project: Project, key: ScriptKey) -> Path:
    return _folder(project) / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.draft"
