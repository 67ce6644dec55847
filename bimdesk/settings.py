"""All settings in one model, kept in one TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bimdesk.errors import BadInputError


class Settings(BaseModel):
    """Every option of the program. Unknown keys are refused, so that a typing error is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: Literal["system", "dark", "light"] = "system"
    density: Literal["compact", "normal", "comfortable"] = "normal"
    reduce_motion: bool = False
    recent: tuple[str, ...] = Field(default=(), description="Projects and files, newest first.")
    recent_limit: int = Field(default=10, ge=0, le=50)
    run_timeout_s: float = Field(default=300.0, gt=0)
    run_memory_mb: int = Field(default=2048, ge=128)
    import_timeout_s: float = Field(default=3600.0, gt=0)
    last_project: str = ""
    sample_offered: bool = False


def load_settings(file: Path) -> Settings:
    """Read the settings; a file that is not there gives the defaults, a broken one a clear error."""
    if not file.exists():
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
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
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".new")
    temporary.write_text(tomli_w.dumps(settings.model_dump(mode="json")), encoding="utf-8")
    temporary.replace(file)
