"""The page: jinja2 in its sandbox, given nothing but plain data; everything in one file."""

from __future__ import annotations

import base64
import traceback
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bimdesk.services.reports.charts import chart_svg
from bimdesk.services.reports.model import Report
from bimdesk.services.reports.render.folder import HTML, MAIN_HTML, PICTURES, TEMPLATES
from bimdesk.services.reports.render.problem import TemplateProblem
from bimdesk.services.reports.svg import THEMED

_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}


def render_html(folder: Path, report: Report) -> str:
    """The whole page. Raises TemplateProblem with the template's file and line."""
    templates = folder / TEMPLATES / HTML
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.filters["grouped"] = lambda value: f"{value:,}"
    data = msgspec.to_builtins(report)
    _embed(folder, data, report)
    try:
        page = environment.get_template(MAIN_HTML).render(report=data)
    except jinja2.TemplateNotFound as error:
        raise TemplateProblem(f"There is no template {error.name}.", file=f"{HTML}/{MAIN_HTML}") from error
    except jinja2.TemplateSyntaxError as error:
        raise TemplateProblem(
            f"{error.message}.", file=f"{HTML}/{error.name or MAIN_HTML}", line=error.lineno
        ) from error
    except MemoryError:
        raise
    except Exception as error:  # a template is a program that others wrote: any may come
        file, line = _place(error, templates)
        raise TemplateProblem(f"{_words(error)}.", file=file, line=line) from error
    check_alone(page)
    return page


def _embed(folder: Path, data: dict[str, Any], report: Report) -> None:
    """Put pictures and charts where templates need no file: `uri`, `svg`."""
    for made, known in zip(data["charts"], report.charts, strict=True):
        made["svg"] = Markup(chart_svg(known, THEMED))  # written by us, every text escaped
    for group in data["groups"]:
        for picture in group["pictures"]:
            picture["uri"] = _uri(folder / PICTURES, picture["file"])
    data["brand"]["logo_uri"] = _uri(folder / PICTURES, report.brand.logo)


def _uri(folder: Path, name: str) -> str:
    kind = _TYPES.get(Path(name).suffix.lower()) if name else None
    if kind is None:
        return ""
    return f"data:{kind};base64,{base64.b64encode((folder / name).read_bytes()).decode('ascii')}"


def _words(error: Exception) -> str:
    text = str(error).rstrip(".") or type(error).__name__
    if isinstance(error, jinja2.exceptions.SecurityError):
        return f"A template may not do this: {text}"
    return text if isinstance(error, jinja2.UndefinedError) else f"{type(error).__name__}: {text}"


def _place(error: Exception, templates: Path) -> tuple[str, int]:
    """File and line of the innermost template that was at work."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(templates):
            return f"{HTML}/{path.relative_to(templates).as_posix()}", frame.lineno or 0
    return f"{HTML}/{MAIN_HTML}", 0


def check_alone(page: str) -> None:
    """Raises TemplateProblem where a page would load something from elsewhere or run a script."""
    _Check().feed(page)


class _Check(HTMLParser):
    """Looks at every tag that a browser would follow by itself."""

    _LOADS = frozenset(
        {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href"}
    )
    _REFUSED = frozenset({"script", "iframe", "frame", "object", "embed", "base", "link", "form"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag in self._REFUSED:
            raise TemplateProblem(f"The page has a <{tag}> in its line {line}: reports run and load nothing.")
        for name, value in attrs:
            words = (value or "").strip().lower()
            if name.startswith("on") or words.startswith(("javascript:", "vbscript:")):
                raise TemplateProblem(
                    f"The page has a script at {name}= in its line {line}: reports run none."
                )
            is_loaded = name in self._LOADS or (name == "href" and tag not in ("a", "area"))
            if is_loaded and words and not words.startswith(("data:image/", "#")):
                raise TemplateProblem(
                    f"The page loads {words[:60]} in its line {line}: a report is one file."
                )
