"""Where bimdesk has no wall (macOS, Windows) a script runs only after a person trusted this very text."""

from __future__ import annotations

from bimdesk.domain.execution import RunRequest
from bimdesk.errors import BadInputError
from bimdesk.services.project import Project
from bimdesk.services.sandbox import has_wall
from bimdesk.settings import load_settings, save_settings
from bimdesk.storage.scripts import text_sha256

BUILTIN = "builtin/"


class ConsentNeededError(BadInputError):
    """`sha256`: the text that a person has to trust before it runs."""

    def __init__(self, script_name: str, sha256: str) -> None:
        super().__init__(
            f"{script_name} was not run: scripts cannot be confined on this system.",
            "Read it; then trust it in the window, or with bimdesk run --trust.",
        )
        self.sha256 = sha256


def check_consent(project: Project, request: RunRequest) -> None:
    """Raises ConsentNeededError for a script that was not trusted where there is no wall.

    The built-in scripts are part of the program; a run without protection was asked for by name.
    """
    if has_wall() or request.unconfined or (request.script_key or "").startswith(BUILTIN):
        return
    sha256 = text_sha256(request.script_text)
    if sha256 not in load_settings(project.paths.settings_file).trusted_scripts:
        raise ConsentNeededError(request.script_name, sha256)


def trust_script(project: Project, sha256: str) -> None:
    """Remember that a person trusts this text; another text of the same script asks again."""
    settings = load_settings(project.paths.settings_file)
    trusted = dict.fromkeys((*settings.trusted_scripts, sha256))
    save_settings(
        settings.model_copy(update={"trusted_scripts": tuple(trusted)}), project.paths.settings_file
    )
