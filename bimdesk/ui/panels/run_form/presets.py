"""Whose values the form shows: the defaults, those of the last run, or a preset; what is done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.preset import Preset
from bimdesk.domain.script import Script
from bimdesk.services.parameters.check import fill_defaults
from bimdesk.services.parameters.secret_values import without_secrets
from bimdesk.services.presets import (
    delete_preset,
    fitting,
    last_values,
    list_presets,
    rename_preset,
    save_preset,
)
from bimdesk.services.project import Project
from bimdesk.ui.context import Context
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.run_form.form_place import FormPlace
from bimdesk.ui.panels.run_form.note import NoteBar
from bimdesk.ui.panels.run_form.preset_bar import PresetBar, fill_presets

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the form's values came from: a name for people, the preset if it is one, and the values."""

    name: str
    preset: Preset | None = None
    values: Values = field(default_factory=dict)


class FormPresets(QObject):
    """`reset_wanted`: back to the defaults, limits too."""

    reset_wanted = Signal()

    def __init__(self, context: Context, place: FormPlace, bar: PresetBar, note: NoteBar) -> None:
        super().__init__(bar)
        self._context = context
        self._place = place
        self._bar = bar
        self._note = note
        self._script: Script | None = None
        self._presets: Sequence[Preset] = ()
        self._last: Values | None = None
        self._naming: Preset | None = None
        self._keeps = False
        self._origin = Origin(name="")
        self._reading = Latest(context.operations, self._take, owner=self)
        place.edited.connect(self._on_edited)
        bar.menu_wanted.connect(self._fill_menu)
        bar.named.connect(self._on_named)
        context.hub.changed.connect(self._on_changes)

    @property
    def origin(self) -> Origin:
        return self._origin

    def open(self, script: Script, values: Values | None, *, of_run: bool) -> Values | None:
        """The values that the form of a script opens with: those given, else what fits of the last run's.

        `of_run`: those given are of an earlier run; else they are of the form as it was before its script
        changed. Raises BimdeskError for parameters that are no schema.
        """
        is_other = self._script is None or self._script.key != script.key
        self._script = script
        self._read()
        if is_other:
            self._presets, self._last = (), None
            self._bar.stop_asking()
        self._keeps = values is not None and not of_run and not is_other
        if self._keeps:
            return values
        self._note.hide()
        if values is not None:
            self._origin = Origin(name=self.tr("Values of a run"))
            return values
        return self._values_of_last_run(script)

    def opened(self) -> None:
        """The form shows what `open` said."""
        form = self._place.form
        self._bar.setVisible(form is not None and bool(form.fields()))
        if self._keeps:
            self._show()
        else:
            self._set_origin(self._origin.name, None)

    def _values_of_last_run(self, script: Script) -> Values | None:
        self._origin = Origin(name=self.tr("Defaults"))
        last = last_values(self._context.project, script.key) if script.problem is None else None
        if last is None:
            return None
        found = fitting(script.metadata.parameters, last)
        self._origin = Origin(name=self.tr("Last values"))
        self._tell_problems(self.tr("Some values of the last run do not fit any more"), found.problems)
        return found.values

    def follow(self, script: Script) -> None:
        """The same script with another text; the form keeps its values, and they keep their origin."""
        self._script = script
        self._show()

    # What the menu offers

    def choose(self, preset: Preset) -> None:
        """Show the values of a preset, as far as they fit; secrets that were typed stay."""
        self._apply(preset.values, preset.name, preset)

    def choose_last(self) -> None:
        """Show the values of the script's last run."""
        if self._last is not None:
            self._apply(self._last, self.tr("Last values"), None)

    def reset(self) -> None:
        """Show the defaults."""
        self.reset_wanted.emit()
        self._note.hide()
        self._set_origin(self.tr("Defaults"), None)

    def save(self, name: str) -> None:
        """Keep the form's values as a preset of this name."""
        script, form = self._script, self._place.form
        if script is None or form is None:
            return
        values = form.values()
        self._context.operations.write(
            partial(
                save_preset,
                self._context.project,
                script.key,
                name,
                values,
                schema=script.metadata.parameters,
            ),
            on_success=partial(self._saved, script.key, values),
        )

    def save_current(self) -> None:
        """Keep the form's values in the preset that they came from."""
        if self._origin.preset is not None:
            self.save(self._origin.preset.name)

    def begin_saving(self) -> None:
        """Ask for a name for the form's values."""
        self._naming = None
        current = self._origin.preset
        self._bar.ask_name("" if current is None else current.name, taken=self._is_taken)

    def begin_renaming(self) -> None:
        """Ask for another name for the current preset."""
        self._naming = self._origin.preset
        if self._naming is not None:
            self._bar.ask_name(self._naming.name, taken=lambda _name: False)

    def delete(self) -> None:
        """Forget the current preset; the form keeps its values, and a notification can bring it back."""
        preset = self._origin.preset
        if preset is not None:
            self._context.operations.write(
                partial(delete_preset, self._context.project, preset),
                on_success=partial(self._deleted, preset),
            )

    # Parts

    def _fill_menu(self) -> None:
        menu, current = self._bar.menu, self._origin.preset
        menu.clear()
        fill_presets(menu, self._presets, current, self.choose)
        menu.addSeparator()
        menu.addAction(self.tr("Last values"), self.choose_last).setEnabled(self._last is not None)
        menu.addAction(self.tr("Reset to defaults"), self.reset)
        menu.addSeparator()
        name = "" if current is None else current.name.replace("&", "&&")
        if name:
            save = menu.addAction(self.tr("Save '{0}'").format(name), self.save_current)
            save.setEnabled(self._bar.is_marked)
        menu.addAction(self.tr("Save as…"), self.begin_saving)
        if name:
            self._add_changes(menu, name)

    def _add_changes(self, menu: QMenu, name: str) -> None:
        menu.addSeparator()
        menu.addAction(self.tr("Rename '{0}'…").format(name), self.begin_renaming)
        menu.addAction(self.tr("Delete '{0}'").format(name), self.delete)

    def _apply(self, values: Values, name: str, preset: Preset | None) -> None:
        script, form = self._script, self._place.form
        if script is None or form is None:
            return
        schema, shown = script.metadata.parameters, form.values()
        found = fitting(schema, values)
        secrets = shown.keys() - without_secrets(schema, shown).keys()
        kept = {one: shown[one] for one in secrets}
        form.set_values({**fill_defaults(schema, found.values), **kept})
        self._note.hide()
        words = self.tr("Some values of '{0}' do not fit any more and were left out")
        self._tell_problems(words.format(name), found.problems)
        self._set_origin(name, preset)

    def _tell_problems(self, words: str, problems: Mapping[str, str]) -> None:
        if problems:
            self._note.warn(words, problems)

    def _set_origin(self, name: str, preset: Preset | None) -> None:
        form = self._place.form
        self._origin = Origin(name=name, preset=preset, values={} if form is None else form.values())
        self._show()

    def _show(self) -> None:
        form = self._place.form
        changed = form is not None and form.values() != self._origin.values
        self._bar.show_name(self._origin.name, changed=changed)

    def _on_edited(self) -> None:
        self._show()

    def _on_named(self, name: str) -> None:
        preset, self._naming = self._naming, None
        if preset is None:
            self.save(name)
        elif name != preset.name:
            self._context.operations.write(
                partial(rename_preset, self._context.project, preset, name), on_success=self._renamed
            )

    def _is_taken(self, name: str) -> bool:
        folded = " ".join(name.split()).casefold()
        return any(preset.name.casefold() == folded for preset in self._presets)

    def _saved(self, key: ScriptKey, values: Values, done: tuple[Preset, Changes]) -> None:
        preset, changes = done
        self._context.hub.publish(changes)
        if self._script is not None and self._script.key == key:
            self._origin = Origin(name=preset.name, preset=preset, values=values)
            self._show()

    def _renamed(self, done: tuple[Preset, Changes]) -> None:
        preset, changes = done
        self._context.hub.publish(changes)
        current = self._origin.preset
        if current is not None and current.id == preset.id:
            self._origin = Origin(name=preset.name, preset=preset, values=self._origin.values)
            self._show()

    def _deleted(self, preset: Preset, changes: Changes) -> None:
        self._context.hub.publish(changes)
        self._context.hub.notify(
            "info",
            self.tr("The preset '{0}' was deleted").format(preset.name),
            action=self.tr("Undo"),
            on_action=partial(self._restore, preset),
        )

    def _restore(self, preset: Preset) -> None:
        self._context.operations.write(
            partial(
                save_preset, self._context.project, preset.script_key, preset.name, preset.values, schema={}
            ),
            on_success=lambda done: self._context.hub.publish(done[1]),
        )

    def _on_changes(self, changes: Changes) -> None:
        script = self._script
        if script is not None and (script.key in changes.presets or script.key in changes.scripts):
            self._read()

    def _read(self) -> None:
        if self._script is not None:
            self._reading.ask(partial(_read, self._context.project, self._script.key))

    def _take(self, found: tuple[Sequence[Preset], Values | None]) -> None:
        self._presets, self._last = found
        current = self._origin.preset
        if current is not None and all(one.id != current.id for one in self._presets):
            self._origin = Origin(name=self.tr("Unsaved values"), values=self._origin.values)
            self._show()


def _read(project: Project, key: ScriptKey) -> tuple[Sequence[Preset], Values | None]:
    return list_presets(project, key), last_values(project, key)
