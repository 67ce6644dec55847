"""The feed of pictures: a quick one is finished before the careful one is asked for."""

from __future__ import annotations

import numpy as np
from box_mesh import Box, box_mesh
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bimdesk.domain.ids import ModelKey
from bimdesk.scene.camera import Camera
from bimdesk.scene.entry import make_entry
from bimdesk.scene.look import LIGHT
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Picture, Tier
from bimdesk.ui.viewport.feed import PictureFeed


def test_that_a_first_picture_that_takes_long_comes_before_the_careful_one(qtbot: QtBot) -> None:
    state = SceneState()
    state.put_model(make_entry(ModelKey("a"), box_mesh([Box(id=1)])))
    camera = Camera(focal=np.zeros(3)).fit_boxes(state.bounds(), (160, 120))
    owner = QObject()
    feed = PictureFeed(lambda: ((160, 120), camera, LIGHT), owner)
    drawn: list[Picture] = []
    feed.drawn.connect(drawn.append)
    feed.show(state.views())
    qtbot.waitUntil(lambda: not feed._rest.isActive())  # as long as a slow machine draws the first frame
    assert not feed.settled
    feed.start()
    qtbot.waitUntil(lambda: feed.settled, timeout=20_000)
    feed.stop()
    assert drawn[0].frame.tier is Tier.MOVING
    assert drawn[-1].frame.tier is Tier.STILL
