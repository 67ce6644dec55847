"""Joins the viewpoints panel with the 3D view: what is shown is kept, and what was kept is shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QImage, QImageWriter

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import SmartView
from bimdesk.domain.viewpoint import Guids, Viewpoint, ViewpointScene
from bimdesk.index.labels import read_guids
from bimdesk.index.reader import ModelIndex
from bimdesk.scene.viewpoint import Taken, take_viewpoint
from bimdesk.scene.viewpoint_show import (
    Found,
    Missing,
    camera_of,
    find_viewpoint,
    selected_in,
    show_viewpoint,
)
from bimdesk.services.project import Project
from bimdesk.services.viewpoints import (
    delete_viewpoint,
    list_viewpoints,
    read_viewpoint,
    save_viewpoint,
    update_viewpoint,
)
from bimdesk.ui.latest import Latest
from bimdesk.ui.window.parts import WindowParts

_PICTURE = 240, 160
"""Pixels of a thumbnail: sharp at 300 %."""


class ViewpointTools(QObject):
    """Elements are looked up in the pool; what is written goes through the services.

    `smart_view_wanted(SmartView)`: one goes to a viewpoint that shows its legend.
    """

    smart_view_wanted = Signal(object)

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self.shown_smart_view: Callable[[], SmartView | None] = lambda: None
        """Whose legend is shown now; set by whoever knows."""
        self._going = Latest(window.context.operations, self._show, owner=self)
        panel = window.panes.viewpoints
        panel.save_requested.connect(self.save)
        panel.update_requested.connect(self.update)
        panel.go_requested.connect(self.go)
        panel.delete_requested.connect(self.delete)
        window.scene.versions_changed.connect(lambda versions: panel.set_can_save(bool(versions)))
        panel.set_can_save(bool(window.scene.versions))

    def save(self) -> None:
        """Keep what is shown now under a new name, which can be edited at once."""
        names, taken, picture = self._names(), self._take(), self._picture()
        if not names:
            return
        project = self._window.context.project
        words = self.tr("View {0}")

        def write() -> tuple[Viewpoint, Changes]:
            count = len(list_viewpoints(project)) + 1
            return save_viewpoint(project, words.format(count), _told(project, taken), picture)

        self._window.context.operations.write(write, on_success=self._saved)

    def update(self, viewpoint: Viewpoint) -> None:
        """Keep what is shown now in place of what the viewpoint showed."""
        project, taken, picture = self._window.context.project, self._take(), self._picture()

        def write() -> tuple[Viewpoint, Changes]:
            return update_viewpoint(project, viewpoint.id, _told(project, taken), picture)

        self._window.context.operations.write(write, on_success=self._updated)

    def go(self, viewpoint: Viewpoint) -> None:
        """Show what the viewpoint shows; what is missing is said."""
        project = self._window.context.project
        keys = {name: key for key, name in self._names().items()}
        self._going.ask(partial(_find, project, viewpoint, keys))

    def delete(self, viewpoint: Viewpoint) -> None:
        """Delete it, and offer to bring it back."""
        project = self._window.context.project

        def write() -> tuple[ViewpointScene, Changes]:
            return read_viewpoint(project, viewpoint.id), delete_viewpoint(project, viewpoint.id)

        self._window.context.operations.write(write, on_success=partial(self._deleted, viewpoint))

    def _saved(self, done: tuple[Viewpoint, Changes]) -> None:
        viewpoint, changes = done
        self._window.context.hub.publish(changes)
        self._window.panes.viewpoints.select(viewpoint.id)
        text = self.tr("“{0}” is saved.").format(viewpoint.name)
        self._window.viewport.overlays.say(text)

    def _updated(self, done: tuple[Viewpoint, Changes]) -> None:
        viewpoint, changes = done
        self._window.context.hub.publish(changes)
        self._window.viewport.overlays.say(self.tr("“{0}” shows this now.").format(viewpoint.name))

    def _deleted(self, viewpoint: Viewpoint, done: tuple[ViewpointScene, Changes]) -> None:
        scene, changes = done
        self._window.context.hub.publish(changes)
        project = self._window.context.project
        again = partial(save_viewpoint, project, viewpoint.name, scene, viewpoint.thumbnail)
        self._window.viewport.overlays.say(
            self.tr("“{0}” is deleted.").format(viewpoint.name),
            action=self.tr("Undo"),
            on_action=lambda: self._window.context.operations.write(again, on_success=self._saved),
        )

    def _show(self, answer: tuple[Viewpoint, Found]) -> None:
        viewpoint, found = answer
        window, view = self._window, self._window.viewport
        window.documents.show_document("model")
        view.plan.leave()
        view.apply(show_viewpoint(view.state, found), self.tr("viewpoint"))
        window.context.hub.select(selected_in(found))
        view.camera.go_to(camera_of(found.scene, view.state.origin))
        if found.scene.smart_view is not None:
            self.smart_view_wanted.emit(found.scene.smart_view)
        if found.missing:
            view.overlays.say(_missing_words(self, viewpoint.name, found.missing))

    def _take(self) -> Taken:
        view = self._window.viewport
        shown = self.shown_smart_view()
        return take_viewpoint(view.state, view.stage.camera, self._names(), smart_view=shown)

    def _names(self) -> Mapping[ModelKey, str]:
        return {ModelKey(one.sha256): one.model_name for one in self._window.scene.versions}

    def _picture(self) -> bytes:
        """The middle of the view as it was drawn last, small, PNG."""
        image = self._window.viewport.picture()
        width, height = _PICTURE
        if image.isNull():
            image = QImage(width, height, QImage.Format.Format_RGB32)
            image.fill(0)
        expanding = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        small = image.scaled(width, height, expanding, Qt.TransformationMode.SmoothTransformation)
        left, top = (small.width() - width) // 2, (small.height() - height) // 2
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(small.copy(left, top, width, height))
        return bytes(buffer.data().data())


def _told(project: Project, taken: Taken) -> ViewpointScene:
    """Runs in the writer thread: GlobalIds of what was taken."""
    known: dict[ModelKey, dict[int, str]] = {}

    def guids_of(key: ModelKey, ids: NDArray[np.int64]) -> Guids:
        if key not in known:
            known[key] = {element: guid for guid, found in _guids(project, key).items() for element in found}
        names = known[key]
        return tuple(names[element] for element in ids.tolist() if element in names)

    return taken.told(guids_of)


def _find(project: Project, viewpoint: Viewpoint, keys: Mapping[str, ModelKey]) -> tuple[Viewpoint, Found]:
    """Runs in the pool: the viewpoint's elements as they are numbered now."""
    known: dict[ModelKey, Mapping[str, list[int]]] = {}

    def ids_of(key: ModelKey, guids: Guids) -> NDArray[np.int64]:
        if key not in known:
            known[key] = _guids(project, key)
        names = known[key]
        return np.array([element for guid in guids for element in names.get(guid, ())], dtype=np.int64)

    scene = read_viewpoint(project, viewpoint.id)
    return viewpoint, find_viewpoint(scene, keys, ids_of)


def _guids(project: Project, key: ModelKey) -> Mapping[str, list[int]]:
    folder: Path = project.models_folder / key
    index = ModelIndex(folder)
    try:
        return {
            guid: [int(element) for element in found] for guid, found in read_guids(index.connection).items()
        }
    finally:
        index.close()


def _missing_words(tools: QObject, name: str, missing: Missing) -> str:
    parts = []
    if len(missing.models) == 1:
        parts.append(tools.tr("the model {0} is not here").format(missing.models[0]))
    elif missing.models:
        parts.append(tools.tr("the models {0} are not here").format(", ".join(missing.models)))
    for model, count in missing.elements.items():
        words = (
            tools.tr("1 element is no longer in {1}")
            if count == 1
            else tools.tr("{0} elements are no longer in {1}")
        )
        parts.append(words.format(f"{count:,}", model))
    return tools.tr("{0}: {1}.").format(name, "; ".join(parts))
