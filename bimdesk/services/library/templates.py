"""Templates: scripts that run as they are, for a new script to start from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bimdesk.domain.changes import Changes
from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.metadata_edit import set_metadata
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.paths import AppPaths
from bimdesk.services.library.scripts import create_script
from bimdesk.services.project import Project

ORDER = ("empty", "check", "export", "take_off", "report", "compare", "import_hook")
"""As they are offered; others come behind, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A file of the templates' folder; `stem` names it."""

    stem: str
    name: str
    description: str
    category: str
    text: str


def list_templates(paths: AppPaths) -> list[Template]:
    """Those that come with the program, the empty one first."""
    found = [_read(file) for file in paths.script_templates.glob("*.py")]
    ranks = {stem: rank for rank, stem in enumerate(ORDER)}
    return sorted(found, key=lambda one: (ranks.get(one.stem, len(ORDER)), one.name))


def create_from_template(
    project: Project, stem: str, *, name: str, root: ScriptRoot = ScriptRoot.PROJECT
) -> tuple[Script, Changes]:
    """A new script with a template's text and a name of its own."""
    file = project.paths.script_templates / f"{stem}.py"
    if Path(stem).name != stem or not file.is_file():
        raise NotFoundError(f"There is no template '{stem}'.")
    name = name.strip()
    if not name:
        raise BadInputError("A script needs a name.")
    template = _read(file)
    text = set_metadata(template.text, {"name": name})
    if text is None:
        raise BadInputError(f"'{name}' cannot be the name of a script.", "Leave out control characters.")
    return create_script(project, name=name, text=text, root=root, note=f"From the template {template.name}")


def _read(file: Path) -> Template:
    text = file.read_text(encoding="utf-8")
    metadata, _problem = read_metadata(text, file_name=file.name)
    return Template(
        stem=file.stem,
        name=metadata.name,
        description=metadata.description,
        category=metadata.category,
        text=text,
    )
