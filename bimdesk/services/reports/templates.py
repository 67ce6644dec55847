"""Which templates a report is made with: the built-in ones, and what a person or a project puts over them.

`report_templates/` in the project's folder goes over the one beside the person's settings, that over the
built-in one, file by file: `html/report.html` alone replaces the page, `html/style.css` alone its look.
`report.toml` (company, footer, accent) and `logo.png|svg|jpg` beside them need no template at all.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bimdesk.errors import BadInputError, MachineError
from bimdesk.paths import AppPaths
from bimdesk.services.reports.model import Brand
from bimdesk.services.reports.render.folder import HTML, PICTURES, TEMPLATES, TYPST

FOLDER = "report_templates"
BRAND_FILE = "report.toml"
LOGOS = ("logo.svg", "logo.png", "logo.jpg")
MOST_FILES = 200
MOST_BYTES = 20 * 1024 * 1024
MOST_WORDS = 300
_ACCENT = re.compile(r"#[0-9a-fA-F]{6}")
_KEYS = ("company", "footer", "accent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """What was put together. `origins`: place below the folder (`html/report.html`) -> where it came from."""

    brand: Brand
    origins: dict[str, Path] = field(default_factory=dict)


def template_folders(paths: AppPaths, project: Path, chosen: Path | None) -> list[Path]:
    """Lowest first; those that are not there are left out. `chosen` stands in for both others.

    Raises BadInputError where `chosen` is no folder.
    """
    built_in = paths.resources / FOLDER
    if chosen is not None:
        if not chosen.is_dir():
            raise BadInputError(
                f"{chosen} is no folder of templates.", "Name the folder that has html/ or typst/."
            )
        return [built_in, chosen]
    return [folder for folder in (built_in, paths.config / FOLDER, project / FOLDER) if folder.is_dir()]


def put_together(folders: Sequence[Path], work: Path) -> Templates:
    """Copy the templates into `work`/templates, later folders over earlier ones; logo into its pictures.

    Raises BadInputError where a folder is too large, or its `report.toml` cannot be read.
    """
    origins: dict[str, Path] = {}
    brand = Brand()
    try:
        for folder in folders:
            origins |= _copy(folder, work / TEMPLATES)
            brand = _branded(brand, folder, work / PICTURES)
    except OSError as error:
        raise MachineError(f"The report's templates cannot be read: {error}.") from error
    return Templates(brand=brand, origins=origins)


def _copy(folder: Path, target: Path) -> dict[str, Path]:
    copied: dict[str, Path] = {}
    size = 0
    for file in _ordinary_files(folder):
        place = file.relative_to(folder)
        size += file.stat().st_size
        if len(copied) == MOST_FILES or size > MOST_BYTES:
            raise BadInputError(
                f"{folder} has more than {MOST_FILES} files or {MOST_BYTES // 1024**2} MB of templates.",
                "Leave what is no template out of its html/ and typst/.",
            )
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / place)
        copied[place.as_posix()] = file
    return copied


def _ordinary_files(folder: Path) -> Iterator[Path]:
    """Files below html/ and typst/; links are not followed: a template's folder may come from elsewhere."""
    for part in (HTML, TYPST):
        top = folder / part
        if top.is_symlink() or not top.is_dir():
            continue
        for file in sorted(top.rglob("*")):
            parents = file.relative_to(folder).parents
            is_linked = any((folder / parent).is_symlink() for parent in parents)
            if file.is_file() and not file.is_symlink() and not is_linked:
                yield file


def _branded(brand: Brand, folder: Path, pictures: Path) -> Brand:
    values = _read_brand(folder / BRAND_FILE)
    logo = next((folder / name for name in LOGOS if (folder / name).is_file()), None)
    if logo is not None:
        if logo.stat().st_size > MOST_BYTES:
            raise BadInputError(f"{logo} is larger than {MOST_BYTES // 1024**2} MB.", "Make it smaller.")
        pictures.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(logo, pictures / logo.name)
    return Brand(
        company=values.get("company", brand.company),
        footer=values.get("footer", brand.footer),
        accent=values.get("accent", brand.accent),
        logo=logo.name if logo is not None else brand.logo,
    )


def _read_brand(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(
            f"{file} is not readable as TOML: {error}.", "Mend or delete the file."
        ) from error
    for key, value in values.items():
        if key not in _KEYS or not isinstance(value, str) or len(value) > MOST_WORDS:
            known = ", ".join(_KEYS)
            raise BadInputError(
                f"{file}: '{key}' is not one of {known} with a short text.", "Mend that line."
            )
    accent = values.get("accent", "")
    if accent and not _ACCENT.fullmatch(accent):
        raise BadInputError(
            f"{file}: accent is '{accent}', a colour like #1f62d6 expected.", "Mend that line."
        )
    return values
