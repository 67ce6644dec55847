"""Every action of the window, declared as data once: menus, keys, cheat sheet and palette follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from bimdesk.ui.editor_commands import EDITOR_COMMANDS
from bimdesk.ui.theme import icons


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One action. `needs`: a fact without which it is off (see `Actions.set_facts`).

    `in_view`, `in_editor`: its keys work only while the 3D view, or the text of a script, has the focus.
    `checkable`: it shows a state.
    """

    id: str
    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    tip: str = ""
    area: str = "Window"
    needs: str = ""
    in_view: bool = False
    in_editor: bool = False
    checkable: bool = False


def _spec(
    id_: str,
    text: str,
    icon: str = "",
    keys: str = "",
    *,
    area: str,
    tip: str = "",
    needs: str = "",
    in_view: bool = False,
    checkable: bool = False,
) -> ActionSpec:
    return ActionSpec(
        id=id_,
        text=text,
        icon=icon,
        keys=tuple(keys.split(" | ")) if keys else (),
        tip=tip,
        area=area,
        needs=needs,
        in_view=in_view,
        checkable=checkable,
    )


_FILE, _VIEW, _GO, _MODEL, _SCRIPT, _HELP = "File", "View", "Go to", "3D view", "Scripts", "Help"
_FINDING = "Findings"
EDITOR_GROUP = "Script text"

SPECS: tuple[ActionSpec, ...] = (
    _spec("open", "Open files…", "folder-open", "Ctrl+O", area=_FILE, tip="Import IFC models, add scripts"),
    _spec(
        "open_sample", "Open the sample", "house", area=_FILE, tip="Import the house that comes with bimdesk"
    ),
    _spec("new_project", "New project…", "folder-plus", "Ctrl+Shift+N", area=_FILE),
    _spec("open_project", "Open project…", "folder", "Ctrl+Shift+O", area=_FILE),
    _spec("save", "Save script", "save", "Ctrl+S", area=_FILE, needs="editor"),
    _spec("close_tab", "Close tab", "x", "Ctrl+W", area=_FILE, needs="closable"),
    _spec("quit", "Quit", "log-out", "Ctrl+Q", area=_FILE),
    _spec("commands", "Search elements, scripts, commands", "search", "Ctrl+K", area=_GO),
    _spec("find", "Find here", "search", "Ctrl+F", area=_GO),
    _spec("page_model", "Model", "box", "Ctrl+1", area=_GO, checkable=True),
    _spec("page_library", "Library", "book-open", "Ctrl+2", area=_GO, checkable=True),
    _spec("page_search", "Search everywhere", "text-search", "Ctrl+Shift+F", area=_GO, checkable=True),
    _spec(
        "page_filters",
        "Filters",
        "list-filter",
        "Ctrl+Shift+E",
        area=_GO,
        tip="Find elements by conditions",
        checkable=True,
    ),
    _spec(
        "page_smart_views",
        "Smart views",
        "palette",
        "Ctrl+Shift+C",
        area=_GO,
        tip="Colour, hide or ghost elements by rules",
        checkable=True,
    ),
    _spec("page_viewpoints", "Viewpoints", "camera", "Ctrl+Shift+P", area=_GO, checkable=True),
    _spec("page_findings", "Findings", "flag", "Ctrl+3", area=_GO, checkable=True),
    _spec("page_history", "History", "history", "Ctrl+4", area=_GO, checkable=True),
    _spec("activity", "Activity", "activity", area=_GO, tip="What happened in the project, newest first"),
    _spec("retention", "Result files…", "archive", area=_GO, tip="How long they stay, and what they take"),
    _spec("next_area", "Next area", "arrow-right", "F6", area=_GO),
    _spec("previous_area", "Previous area", "arrow-left", "Shift+F6", area=_GO),
    _spec("next_tab", "Next tab", "arrow-right", "Ctrl+Tab", area=_GO),
    _spec("left_dock", "Left panel", "panel-left", "Ctrl+B", area=_VIEW, checkable=True),
    _spec("bottom_dock", "Bottom panel", "panel-bottom", "Ctrl+J", area=_VIEW, checkable=True),
    _spec("right_dock", "Inspector", "panel-right", "Ctrl+I", area=_VIEW, checkable=True),
    _spec("theme", "Switch between light and dark", "sun", "Ctrl+Shift+L", area=_VIEW),
    _spec("theme_system", "Theme of the system", "monitor", area=_VIEW),
    _spec("density_compact", "Compact rows", "rows-4", area=_VIEW, checkable=True),
    _spec("density_normal", "Normal rows", "rows-3", area=_VIEW, checkable=True),
    _spec("density_comfortable", "Comfortable rows", "rows-2", area=_VIEW, checkable=True),
    _spec("reduce_motion", "Reduce motion", "wind", area=_VIEW, checkable=True),
    _spec("reset_layout", "Reset layout", "layout-dashboard", area=_VIEW),
    _spec("full_screen", "Full screen", "maximize", "F11", area=_VIEW, checkable=True),
    _spec("fit_all", "Fit all", "maximize", "Home", area=_MODEL, needs="model", in_view=True),
    _spec("fit_selection", "Fit selection", "scan-search", "F", area=_MODEL, needs="selection", in_view=True),
    _spec("hide", "Hide", "eye-off", "H", area=_MODEL, needs="selection", in_view=True),
    _spec("isolate", "Isolate", "focus", "I", area=_MODEL, needs="selection", in_view=True),
    _spec("ghost", "Ghost others", "ghost", "G", area=_MODEL, needs="model", in_view=True, checkable=True),
    _spec("show_all", "Show all", "eye", "Shift+H", area=_MODEL, needs="model", in_view=True),
    _spec("invert", "Invert what is shown", "contrast", area=_MODEL, needs="model"),
    _spec(
        "show_again",
        "Show just these again",
        "rotate-ccw",
        "Shift+I",
        area=_MODEL,
        needs="model",
        in_view=True,
    ),
    _spec("undo", "Undo", "undo-2", "Ctrl+Z", area=_MODEL, needs="undo", in_view=True),
    _spec("redo", "Redo", "redo-2", "Ctrl+Y | Ctrl+Shift+Z", area=_MODEL, needs="redo", in_view=True),
    _spec("section", "Sections", "scissors", "X", area=_MODEL, needs="model", in_view=True, checkable=True),
    _spec("box_selection", "Section box round the selection", "box-select", area=_MODEL, needs="selection"),
    _spec("clear_sections", "Remove all sections", "trash-2", area=_MODEL, needs="model"),
    _spec("edges", "Edges", "box", area=_MODEL, checkable=True, tip="Draw the edges of elements"),
    _spec("save_viewpoint", "Save a viewpoint", "camera", "Ctrl+Shift+V", area=_MODEL, needs="model"),
    _spec("clear_selection", "Clear selection", "x", "Esc", area=_MODEL, needs="selection", in_view=True),
    _spec("view_front", "From the front", "box", "1", area=_MODEL, needs="model", in_view=True),
    _spec("view_back", "From the back", "box", "2", area=_MODEL, needs="model", in_view=True),
    _spec("view_left", "From the left", "box", "3", area=_MODEL, needs="model", in_view=True),
    _spec("view_right", "From the right", "box", "4", area=_MODEL, needs="model", in_view=True),
    _spec("view_top", "From the top", "box", "5", area=_MODEL, needs="model", in_view=True),
    _spec("view_bottom", "From below", "box", "6", area=_MODEL, needs="model", in_view=True),
    _spec("view_home", "Three-quarter view", "box", "7", area=_MODEL, needs="model", in_view=True),
    _spec("measure", "Measure", "ruler", "M", area=_MODEL, needs="model", in_view=True, checkable=True),
    _spec("clear_measurements", "Clear all measurements", "trash-2", area=_MODEL, needs="model"),
    _spec("plan", "Plan of a storey…", "layers", area=_MODEL, needs="model"),
    _spec("leave_plan", "Leave the plan", "door-open", area=_MODEL, needs="plan"),
    _spec(
        "parallel",
        "Orthographic",
        "rectangle-horizontal",
        "O",
        area=_MODEL,
        needs="model",
        in_view=True,
        checkable=True,
        tip="Orthographic or perspective",
    ),
    _spec(
        "camera_back", "Previous camera", "step-back", "Alt+Left", area=_MODEL, needs="model", in_view=True
    ),
    _spec(
        "camera_forward", "Next camera", "step-forward", "Alt+Right", area=_MODEL, needs="model", in_view=True
    ),
    _spec(
        *("place_by_map", "Place models by map coordinates", "map-pin"),
        area=_MODEL,
        tip="Models with the same coordinate system stand where the map says",
        checkable=True,
    ),
    _spec(
        *("other_versions", "Other versions in the view…", "copy-plus"),
        area=_MODEL,
        needs="model",
        tip="Show older versions beside the latest ones",
    ),
    _spec("run", "Run script", "play", "F5", area=_SCRIPT, needs="model", tip="Choose a script and run it"),
    _spec("cancel_run", "Cancel the run", "circle-stop", "Shift+F5", area=_SCRIPT, needs="running"),
    _spec("run_again", "Run again", "rotate-cw", "Ctrl+R", area=_SCRIPT, needs="ran"),
    _spec("report", "Report of the result…", "file-text", area=_SCRIPT, needs="ran"),
    _spec("report_findings", "Report of the findings…", "file-text", area=_SCRIPT),
    _spec("new_script", "New script", "file-plus", "Ctrl+N", area=_SCRIPT),
    *(
        ActionSpec(
            id=f"editor_{command.name}",
            text=command.text,
            icon=command.icon,
            keys=command.key_list,
            area=EDITOR_GROUP,
            needs="editable" if command.changes else "editor",
            in_editor=True,
        )
        for command in EDITOR_COMMANDS
    ),
    _spec("next_finding", "Next finding", "arrow-down", "F8", area=_FINDING),
    _spec("previous_finding", "Previous finding", "arrow-up", "Shift+F8", area=_FINDING),
    _spec("findings_list", "List of findings", "list", area=_FINDING),
    _spec("findings_timeline", "Timeline of findings", "chart-no-axes-column", area=_FINDING),
    _spec("findings_matrix", "Matrix of models and checks", "grid-3x3", area=_FINDING),
    _spec(
        "findings_of_selection", "Findings on the selection", "scan-search", area=_FINDING, needs="selection"
    ),
    _spec("finding_show", "Show the finding in 3D", "box", area=_FINDING, needs="finding"),
    _spec("finding_isolate", "Isolate its elements", "focus", area=_FINDING, needs="finding"),
    _spec("finding_ghost", "Ghost the rest", "ghost", area=_FINDING, needs="finding"),
    _spec("finding_accept", "Accept…", "stamp", "Ctrl+Alt+A", area=_FINDING, needs="finding"),
    _spec("finding_progress", "Say that it is in progress", "hammer", area=_FINDING, needs="finding"),
    _spec("finding_close", "Close the finding", "archive", area=_FINDING, needs="finding"),
    _spec("finding_reopen", "Reopen the finding", "rotate-ccw", area=_FINDING, needs="finding"),
    _spec("keys", "Keys", "keyboard", "F1", area=_HELP, tip="All keys on one page"),
    _spec("about", "About bimdesk", "info", area=_HELP),
)
"""Texts and areas are translated in the context "actions", by `words`."""


def words(text: str) -> str:
    """A text of these tables in the user's language."""
    return QCoreApplication.translate("actions", text)


class Actions(QObject):
    """The QActions of one window, by id; what they do is bound by the parts that do it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._made = {spec.id: self._make(spec, window) for spec in SPECS}
        self._facts: frozenset[str] = frozenset()
        self.set_facts(frozenset())

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        return ((spec, self._made[spec.id]) for spec in SPECS)

    @property
    def facts(self) -> frozenset[str]:
        return self._facts

    def bind(self, name: str, slot: Callable[[], object]) -> None:
        """What the action does when it is chosen."""
        self._made[name].triggered.connect(lambda _checked: slot())

    def set_facts(self, facts: frozenset[str]) -> None:
        """What is true now (see window/facts.py): turns actions on and off."""
        self._facts = facts
        for spec in SPECS:
            self._made[spec.id].setEnabled(not spec.needs or spec.needs in facts)

    def attach_view(self, view: QWidget) -> None:
        """Give the single-letter keys to the 3D view, for as long as it has the focus."""
        for spec in SPECS:
            if spec.in_view:
                view.addAction(self._made[spec.id])

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(words(spec.text), window)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        if spec.icon:
            action.setIcon(icons.icon(spec.icon))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = words(spec.tip) if spec.tip else action.text().rstrip("…")
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        if spec.in_view:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        elif spec.in_editor:  # the text takes its keys itself: here they are only shown
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        else:
            window.addAction(action)
        return action
