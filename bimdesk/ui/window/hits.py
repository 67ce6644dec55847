"""What the command palette finds: actions, scripts by name, elements by name, tag or GlobalId."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.ui.actions import Actions, words
from bimdesk.ui.context import Context
from bimdesk.ui.models.class_looks import class_icon, short_name
from bimdesk.ui.window.command_palette import Hit

MOST = 8
_NOT_LISTED = {"commands"}
_ELEMENTS = """SELECT id, class, name, tag, guid FROM entities WHERE kind = 'product'
               AND (casefold(name) LIKE :like ESCAPE '\\' OR tag LIKE :start ESCAPE '\\' OR guid = :exact)
               ORDER BY length(name), id LIMIT :most"""


def action_hits(actions: Actions, text: str) -> list[Hit]:
    """Actions that can be chosen now and have all the words of `text`."""
    wanted = text.casefold().split()
    hits = []
    for spec, action in actions:
        title = action.text().rstrip("…")
        described = f"{title} {words(spec.area)} {words(spec.tip)}".casefold()
        if action.isEnabled() and spec.id not in _NOT_LISTED and all(word in described for word in wanted):
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            hits.append(Hit(title, spec.icon or "circle", action.trigger, hint=words(spec.area), end=key))
    return hits if not wanted else hits[:MOST]


def script_hits(scripts: list[Script], choose: Callable[[Script], None], text: str) -> list[Hit]:
    """Scripts of the library; nothing while nothing is typed."""
    wanted = text.casefold()
    found = [script for script in scripts if wanted and wanted in script.metadata.name.casefold()]
    return [
        Hit(script.metadata.name, "file-code", partial(choose, script), end=script.metadata.category)
        for script in found[:MOST]
    ]


def element_hits(context: Context, versions: list[ModelVersion], text: str) -> list[Hit]:
    """Elements of the models shown; from two characters on."""
    if len(text) < 2:
        return []
    safe = text.casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {"like": f"%{safe}%", "start": f"{safe}%", "exact": text, "most": MOST}
    hits: list[Hit] = []
    for version in versions:
        key = ModelKey(version.sha256)
        try:
            rows = context.indexes.get(key).connection.execute(_ELEMENTS, values)
        except BimdeskError:
            continue
        for number, ifc_class, name, tag, guid in rows:
            ref = ElementRef(key, ElementId(number))
            choose = partial(context.hub.select, [ref], origin="palette", reveal=True)
            title = short_name(name or "", tag or "") or f"{ifc_class} #{number}"
            hits.append(Hit(title, class_icon(ifc_class), choose, hint=tag or guid, end=ifc_class))
    return hits[:MOST]
