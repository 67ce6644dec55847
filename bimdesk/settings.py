"""All settings in one model, kept in one TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, TypeVar

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bimdesk.domain.limits import FIELDS, by_field, limit_problem
from bimdesk.errors import BadInputError

_Model = TypeVar("_Model", bound=BaseModel)


class LimitSettings(BaseModel):
    """Limits of scripts, named as in a script's metadata block; what is not there keeps its default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timeout: float | None = None
    cpu_seconds: float | None = None
    memory_mb: int | None = None
    output_mb: int | None = None
    output_files: int | None = None
    log_kb: int | None = None

    @model_validator(mode="after")
    def _check(self) -> LimitSettings:
        for name, value in self.by_field().items():
            problem = limit_problem(name, value)
            if problem:
                raise ValueError(f"{FIELDS[name].key} {problem}")
        return self

    def by_field(self) -> dict[str, float]:
        """The limits that are set, by the fields of domain.limits.Limits."""
        return by_field(self.model_dump())


class RetentionValues(BaseModel):
    """How long the files of executions stay (domain.retention.RetentionRule)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int = Field(default=30, ge=1, le=36_500)
    failed_days: int = Field(default=90, ge=1, le=36_500)
    keep_last: int = Field(default=5, ge=0, le=100_000)
    forever: bool = False


class RetentionSettings(RetentionValues):
    """The rule of a project; `scripts`: other ones, by the script's key."""

    scripts: dict[str, RetentionValues] = Field(default_factory=dict)


class ProjectSettings(BaseModel):
    """What a project sets for itself, in its `project.toml`: limits, most a script may take, retention."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limits: LimitSettings = Field(default_factory=LimitSettings)
    most: LimitSettings = Field(default_factory=LimitSettings)
    retention: RetentionSettings = Field(default_factory=RetentionSettings)


class Settings(BaseModel):
    """Every option of the program. Unknown keys are refused, so that a typing error is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: Literal["system", "dark", "light"] = "system"
    density: Literal["compact", "normal", "comfortable"] = "normal"
    reduce_motion: bool = False
    show_edges: bool = Field(default=True, description="Edges of elements in the 3D view.")
    length_unit: Literal["m", "mm"] = Field(default="m", description="Lengths that are measured in the view.")
    place_by: Literal["map", "project"] = Field(
        default="map", description="Models with the same coordinate system beside one another by the map."
    )
    editor_zoom: int = Field(default=0, ge=-8, le=30, description="Size of the editor's text, in steps.")
    editor_form: bool = Field(default=False, description="The form of a script's block beside its text.")
    editor_form_width: int = Field(default=340, ge=200, le=4000)
    recent: tuple[str, ...] = Field(default=(), description="Projects and files, newest first.")
    recent_limit: int = Field(default=10, ge=0, le=50)
    team_scripts: str = Field(default="", description="A folder of scripts that several people share.")
    library_sort: Literal["recent", "name", "used", "changed"] = "recent"
    library_group: Literal["category", "folder", "none"] = "category"
    namespaces: bool = Field(
        default=False, description="Scripts in namespaces of their own too (bubblewrap); they start slower."
    )
    trusted_scripts: tuple[str, ...] = Field(
        default=(), description="SHA-256 of the scripts that run where bimdesk cannot confine them."
    )
    limits: LimitSettings = Field(default_factory=LimitSettings)
    most: LimitSettings = Field(default_factory=LimitSettings, description="Most that a script may ask for.")
    import_timeout_s: float = Field(default=3600.0, gt=0)
    last_project: str = ""
    sample_offered: bool = False


def load_settings(file: Path) -> Settings:
    """Read the settings; a file that is not there gives the defaults, a broken one a clear error."""
    return _load(file, Settings)


def load_project_settings(file: Path) -> ProjectSettings:
    """Read a project's own settings, likewise."""
    return _load(file, ProjectSettings)


def _load(file: Path, model: type[_Model]) -> _Model:
    if not file.exists():
        return model()
    try:
        return model.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(
            f"{file} is not readable as TOML: {error}.", "Mend or delete the file."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInputError(f"{file}: {where}: {first['msg']}.", "Mend or delete that line.") from error


def save_settings(settings: Settings, file: Path) -> None:
    """Write atomically: a crash leaves the old file or the new one."""
    _save(settings, file)


def save_project_settings(settings: ProjectSettings, file: Path) -> None:
    """Likewise, a project's own; what is as usual is left out."""
    _save(settings, file, exclude_defaults=True)


def _save(settings: BaseModel, file: Path, *, exclude_defaults: bool = False) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".new")
    values = settings.model_dump(mode="json", exclude_none=True, exclude_defaults=exclude_defaults)
    temporary.write_text(tomli_w.dumps(values), encoding="utf-8")
    temporary.replace(file)
