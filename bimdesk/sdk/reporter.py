"""What a script tells while it runs: progress, findings, tables, charts, figures to show."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from bimdesk.domain.finding import Severity
from bimdesk.protocol.id_sets import as_ids, to_text
from bimdesk.protocol.lined_json import encode_lined
from bimdesk.protocol.messages import Examined, FileSaved, FindingMessage, Message, Output, Progress, encode
from bimdesk.sdk import chart_elements
from bimdesk.sdk.charts import chart_data
from bimdesk.sdk.colors import hex_color
from bimdesk.sdk.convert import to_json
from bimdesk.sdk.entities import Entity, Root
from bimdesk.sdk.log import ScriptLog
from bimdesk.sdk.model_view import ElementNotFoundError, ModelView, element_number
from bimdesk.sdk.nearest import choose
from bimdesk.sdk.outputs import OutputFolder
from bimdesk.sdk.tables import MAX_MESSAGE, as_table, shortened_table
from bimdesk.sdk.valve import Valve

_PROGRESS_S = ((2_000, 0.05), (3_000, 1.0))
"""At most 20 progress messages a second, until so many were sent; then fewer, for scripts of hours."""
_PROGRESS_TEXT = 500
_ASKED = 500
"""Ids that are looked up in one question."""
MAX_ELEMENTS = 20_000
"""Elements in one message; more are spread over several."""
MAX_EXAMINED = 100_000
"""Likewise, of those that were examined: some 130 KB."""
OutputKind = Literal["table", "chart", "kpi", "highlight", "markdown"]


class Reporter:
    """The functions of a script's namespace that send messages. `emit` takes them.

    `is_piped`: the way is narrow, what is too much goes by a file (sdk/valve.py).
    """

    def __init__(
        self, emit: Callable[[Message], None], view: ModelView, output: Path, *, is_piped: bool = True
    ) -> None:
        self._emit = Valve(emit, output) if is_piped else emit
        self._view = view
        self.output = OutputFolder(output, self._file_saved)
        self._progress_at = -math.inf
        self._progress_sent = 0
        self._held: Progress | None = None
        self._examined: dict[str, set[int]] = {}
        self.log = ScriptLog(emit)

    def progress(self, done: float, message: str = "") -> None:
        """How far the script is, 0 to 1."""
        share = float(done)
        if math.isnan(share):
            raise ValueError("progress() takes a number from 0 to 1, not NaN.")
        self._held = Progress(done=min(max(share, 0.0), 1.0), message=_text(message)[:_PROGRESS_TEXT])
        now = time.monotonic()
        if now - self._progress_at >= _progress_interval(self._progress_sent):
            self._progress_at = now
            self._progress_sent += 1
            self._send_progress()

    def flush(self) -> None:
        """Send the last progress that was held back, and write what goes by a file."""
        self._send_progress()
        if isinstance(self._emit, Valve):
            self._emit.close()

    def _send_progress(self) -> None:
        if self._held is not None:
            self._emit(self._held)
            self._held = None

    def finding(
        self, entity: Any, message: str, severity: str = "error", check: str = "", **data: Any
    ) -> None:
        """One problem on one element, on several (any iterable of them), or on none (None)."""
        level = Severity(choose(severity, tuple(Severity), what="severity", aliases={"warn": "warning"}))
        elements = self._elements(entity)
        plain = to_json(data, root="data")
        for start in range(0, max(len(elements), 1), MAX_ELEMENTS):
            part = elements[start : start + MAX_ELEMENTS]
            self._send(
                FindingMessage(
                    message=_text(message),
                    severity=level.value,
                    check=_text(check),
                    elements=[number for number, _ in part],
                    guids=[guid for _, guid in part],
                    data=plain,
                ),
                f"finding({message!r})",
            )

    def examined(self, elements: Any, check: str = "") -> None:
        """Say that these elements were examined: by one check, or by all checks of the script."""
        numbers = (number for number, _ in self._elements(elements))
        self._examined.setdefault(_text(check), set()).update(numbers)

    def send_examined(self) -> None:
        """Tell what was examined: what the script obtained, and what it named itself."""
        said = [(check, True, ids) for check, ids in self._examined.items()]
        for check, is_said, found in (("", False, self._view.examined), *said):
            ids = as_ids(found)
            for start in range(0, max(len(ids), 1 if is_said else 0), MAX_EXAMINED):
                self._emit(
                    Examined(ids=to_text(ids[start : start + MAX_EXAMINED]), check=check, said=is_said)
                )

    def table(self, name: str, rows: Any) -> None:
        """A table in the result panel: rows as dicts or lists, a DataFrame, or a query.

        What is too long for the panel is cut there, and the whole of it saved as a CSV file.
        """
        columns, cells = as_table(rows)
        data = shortened_table(columns, cells)
        if "total" in data:
            whole = [dict(zip(columns, row, strict=True)) for row in cells]
            data["file"] = self.save_output(f"{name or 'table'}.csv", whole).name
            data["rows_file"] = self.output.write(
                f"{name or 'table'}.rows.json", lambda path: path.write_bytes(b"".join(encode_lined(whole)))
            ).name
            self.log.info(
                f"Table {name}: {len(cells):,} rows and {len(columns):,} columns are too long for a message;"
                f" all are in {data['file']}."
            )
        self._show("table", name, data)

    def chart(
        self,
        kind: str,
        data: Any,
        *,
        title: str = "",
        x: str = "",
        y: str | Sequence[str] = "",
        unit: str = "",
        name: str = "",
        elements: Any = None,
    ) -> None:
        """A chart: bar, stacked, line, area, pie, scatter or histogram (docs/scripts.md, "Charts")."""
        made = chart_data(
            kind, data, title=title, x=x, y=y, unit=unit, elements=elements, resolve=self._numbers
        )
        title = str(name or title)
        is_long = len(encode(Output(kind="chart", name=_text(title), data=made))) > MAX_MESSAGE
        if is_long and chart_elements.drop(made["data"]["series"]):
            self.log.warning(f"Chart {title}: too many elements stand behind it, so it names none of them.")
        self._show("chart", title, made)

    def kpi(self, name: str, value: Any, unit: str = "") -> None:
        """One figure, large."""
        plain = to_json(value, root="value")
        if isinstance(plain, list | dict):
            raise TypeError("kpi() takes one number or text; table() shows several.")
        self._show("kpi", name, {"value": plain, "unit": str(unit)})

    def highlight(self, entities: Any, color: str = "#e6a23c") -> None:
        """Colour elements in 3D; `color` is #rrggbb or a name such as red."""
        wanted = hex_color(color)
        numbers = self._numbers(entities)
        for start in range(0, len(numbers), MAX_ELEMENTS):
            part = numbers[start : start + MAX_ELEMENTS]
            self._show("highlight", "", {"elements": part, "color": wanted})

    def markdown(self, text: str) -> None:
        """Text with headings, lists and links."""
        self._show("markdown", "", {"text": str(text)})

    def save_output(self, filename: str, data: Any, **options: Any) -> Path:
        """Write a file into this execution's folder; its suffix says how (docs/scripts.md, "Files")."""
        return self.output.save(filename, data, **options)

    def _numbers(self, entity: Any) -> list[int]:
        """STEP ids of everything that an argument means; many ids are looked up together."""
        if isinstance(entity, list) and len(entity) > 1 and all(type(one) is int for one in entity):
            return self._known(list(dict.fromkeys(entity)))
        return [number for number, _ in self._elements(entity)]

    def _elements(self, entity: Any) -> list[tuple[int, str]]:
        """(STEP id, GlobalId) of everything that an argument means, each element once."""
        if entity is None:
            return []
        if isinstance(entity, str | Entity | Root) or element_number(entity) is not None:
            return [self._reference(entity)]
        if not isinstance(entity, Iterable):
            raise TypeError(f"{entity!r} is no element, no id, no GlobalId, and no list of them.")
        return list(dict.fromkeys(self._reference(one) for one in entity))

    def _known(self, numbers: list[int]) -> list[int]:
        for start in range(0, len(numbers), _ASKED):
            part = numbers[start : start + _ASKED]
            found = set(self._view.roots.filter(id__in=part).values_list("id", flat=True))
            for number in part:
                if number not in found:
                    raise ElementNotFoundError(f"The model has no element with the id {number}.")
        return numbers

    def _reference(self, entity: Any) -> tuple[int, str]:
        if isinstance(entity, Entity | Root):
            return entity.id, entity.ifc_guid
        number = element_number(entity)
        if number is None:
            found = self._view.resolve(entity)
            return found.id, found.ifc_guid
        root = self._view.roots.filter(id=number).first()
        if root is None:
            raise ElementNotFoundError(f"The model has no element with the id {number}.")
        return root.id, root.ifc_guid

    def _show(self, kind: OutputKind, name: str, data: dict[str, Any]) -> None:
        self._send(Output(kind=kind, name=_text(name), data=data), f"{kind}({name!r})")

    def _send(self, message: Message, label: str) -> None:
        size = len(encode(message))
        if size > MAX_MESSAGE:
            raise ValueError(
                f"{label} holds {size / 1e6:.1f} MB; 1 MB can be shown. save_output() takes large data."
            )
        self._emit(message)

    def _file_saved(self, name: str, size: int, sha256: str) -> None:
        self._emit(FileSaved(name=name, size=size, sha256=sha256))


def _progress_interval(sent: int) -> float:
    return next((seconds for until, seconds in _PROGRESS_S if sent < until), 30.0)


def _text(value: Any) -> str:
    """Text without lone surrogates, which no message can carry."""
    return str(value).encode("utf-8", errors="replace").decode("utf-8")
