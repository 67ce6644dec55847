"""Charts: where their marks stand, what they name, hovering, clicks and keys, pictures of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bimdesk.ui.charts import library
from bimdesk.ui.charts.board import Board
from bimdesk.ui.charts.marks import OTHER, bin_edges, marks_of
from bimdesk.ui.models.charts import KINDS, ChartData, read_chart
from bimdesk.ui.theme import fonts, style

library.load()
from bimdesk.ui.charts.card import ChartCard  # noqa: E402 - needs the library


@pytest.fixture(scope="module", autouse=True)
def theme(qapp: QApplication) -> Iterator[None]:
    fonts.install()
    style.apply(qapp, "dark")
    yield


def chart(kind: str, **said: Any) -> ChartData:
    """Two series over three labels, with elements."""
    series = [
        {"name": "a", "values": [3, -1, 2.5], "elements": [[1, 2], [3], []]},
        {"name": "b", "values": [1, None, 4], "elements": [[4], [], [5, 1]]},
    ]
    data = {"labels": ["x", "y", "z"], "series": series[: said.pop("series", 2)]}
    found = read_chart("Title", {"chart": kind, "data": data, "unit": "m", **said})
    assert found is not None
    return found


def show(qtbot: QtBot, shown: ChartData) -> ChartCard:
    card = ChartCard(shown)
    qtbot.addWidget(card)
    card.resize(520, card.sizeHint().height())
    card.show()
    qtbot.waitExposed(card)
    qtbot.waitUntil(lambda: card.plot.widget.viewport().width() > 300)
    QApplication.processEvents()
    return card


def test_that_stacked_bars_follow_one_another_and_negative_ones_go_left() -> None:
    marks = marks_of(chart("stacked"))
    assert marks.boxes[:, [0, 2]].tolist() == [[0, 3], [0, -1], [0, 2.5], [3, 1], [2.5, 4]]
    assert marks.labels == ("x", "y", "z", "x", "z")
    assert marks.totals.tolist() == [4, -1, 6.5, 4, 6.5]


def test_that_bars_of_several_series_stand_beside_each_other() -> None:
    tops = marks_of(chart("bar")).boxes[:, 1]
    assert tops[0] < tops[3] < tops[0] + 0.64


def test_that_a_pie_puts_tiny_slices_together_and_keeps_their_elements() -> None:
    values = [50, 30, 20, *[0.1] * 10]
    series = [{"name": "", "values": values, "elements": [[n] for n in range(13)]}]
    made = read_chart("", {"chart": "pie", "data": {"labels": list("abcdefghijklm"), "series": series}})
    assert made is not None
    marks = marks_of(made)
    assert marks.labels == ("a", "b", "c", f"{OTHER} (10)")
    assert marks.elements[3] == tuple(range(3, 13))
    assert marks.boxes[:, 1].sum() == pytest.approx(1)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_that_a_histogram_counts_every_number_once(numbers: list[float]) -> None:
    edges = bin_edges(np.array(numbers))
    assert edges[0] <= min(numbers)
    assert edges[-1] >= max(numbers)
    assert (np.diff(edges) > 0).all()
    series = [{"name": "", "values": numbers, "elements": [[at] for at in range(len(numbers))]}]
    made = read_chart(
        "", {"chart": "histogram", "data": {"labels": list(range(len(numbers))), "series": series}}
    )
    assert made is not None
    marks = marks_of(made)
    assert marks.values.sum() == len(numbers)
    assert sorted(one for elements in marks.elements for one in elements) == list(range(len(numbers)))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_what_names_an_element_is_known_in_every_kind(kind: str) -> None:
    marks = marks_of(chart(kind))
    named = marks.naming([1])
    assert named.any()
    assert [1 in elements for elements in marks.elements] == named.tolist()
    assert not marks.naming([99]).any()
    assert not marks.naming([]).any()


@pytest.mark.parametrize(
    "data",
    [
        {"labels": ["a"], "series": [{"name": "s", "values": [1, 2, 3], "elements": [[1], [2]]}]},
        {"labels": ["a", "b", "c"], "series": [{"values": [1]}]},
        {"labels": [None, {"x": 1}], "series": [{"name": 3, "values": [1, "no"], "elements": "bad"}]},
        {"labels": ["a"], "series": ["bad", {"name": "s", "values": [True, 1]}, {"values": [2]}]},
    ],
)
def test_that_data_that_no_sdk_wrote_breaks_nothing(data: dict[str, Any], qtbot: QtBot) -> None:
    found = read_chart("x", {"chart": "<no kind>", "data": data})
    if found is not None:
        show(qtbot, found)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_a_mark_is_hit_hovered_and_clicked(kind: str, qtbot: QtBot) -> None:
    card = show(qtbot, chart(kind, series=1))
    mark = next(at for at, elements in enumerate(card.plot.marks.elements) if elements)
    view = card.plot.widget.viewport()

    def is_hovered() -> bool:
        """The axes take their room in turns of their own: where the mark is may still change."""
        qtbot.mouseMove(view, QPoint(2, 2))
        qtbot.mouseMove(view, card.plot.place_of(mark).toPoint())
        return card.hover.isVisible()

    qtbot.waitUntil(is_hovered)
    place = card.plot.place_of(mark)
    assert card.plot.mark_at(place) == mark
    assert card.plot.marks.labels[mark] in card.hover.text
    assert card.hover.text.endswith("Click isolates them in 3D")
    with qtbot.waitSignal(card.elements_chosen) as chosen:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert chosen.args[0] == frozenset(card.plot.marks.elements[mark])
    assert card.plot.mark_at(QPointF(1, 1)) == -1


def test_that_keys_go_through_the_marks_and_choose(qtbot: QtBot) -> None:
    card = show(qtbot, chart("bar"))
    view = card.plot.widget
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert card.plot.drawing.hovered == 1
    with qtbot.waitSignal(card.elements_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args[0] == {3}
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not card.hover.isVisible()


def test_that_a_mark_without_elements_promises_nothing(qtbot: QtBot) -> None:
    card = show(qtbot, chart("bar"))
    assert card.words_of(2) == ("z, a", "2.5 m", "")
    with qtbot.assertNotEmitted(card.elements_chosen):
        card.choose(2)


def test_that_a_chart_is_saved_as_png_and_svg(qtbot: QtBot, tmp_path: Path) -> None:
    card = show(qtbot, chart("stacked"))
    card.save(tmp_path / "out.png")
    card.save(tmp_path / "out.svg")
    assert QImage(str(tmp_path / "out.png")).width() == card.width() * 2
    text = (tmp_path / "out.svg").read_text()
    assert text.count("<path") > 5
    assert "Title" in text
    with qtbot.waitSignal(card.failed):
        card.save(tmp_path / "missing" / "out.png")


def test_that_a_board_makes_its_charts_in_turns_and_marks_late_ones_too(qtbot: QtBot) -> None:
    board = Board([chart(kind) for kind in ("bar", "line", "pie")])
    qtbot.addWidget(board)
    assert len(board.cards) == 1
    board.mark([1])
    qtbot.waitUntil(lambda: board.is_whole)
    assert all(card.plot.drawing.marked.any() for card in board.cards)
    board.resize(1400, 900)
    board.show()
    qtbot.waitUntil(lambda: len({card.x() for card in board.cards}) == 3)


def test_that_charts_follow_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    card = show(qtbot, chart("bar"))
    style.apply(qapp, "light")
    assert card.plot.widget.backgroundBrush().color().name() == "#ffffff"
    style.apply(qapp, "dark")
    assert card.plot.widget.backgroundBrush().color().name() == "#14171c"
