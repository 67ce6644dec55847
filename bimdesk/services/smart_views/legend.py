"""A smart view in models: which elements get which colour, counted. For a thread: it opens the indexes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from bimdesk.domain.color_scales import series_colors
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import ByValue, Effect, Paint, Ramp, Rule, SmartView
from bimdesk.index.reader import ModelIndex
from bimdesk.services.smart_views.parts import (
    Entry,
    EntryKind,
    Legend,
    Opened,
    Section,
    elements_of,
    layer_of,
    with_elements,
)
from bimdesk.services.smart_views.ramp import ramp_section
from bimdesk.services.smart_views.values import values_section


def make_legend(
    view: SmartView,
    folders: Mapping[ModelKey, Path],
    names: Mapping[ModelKey, str],
    chart: Sequence[str],
    cancel: threading.Event | None = None,
) -> Legend:
    """Ask the models in `folders`; `chart`: the theme's colours for values, in order.

    Raises FilterError for a filter that makes no sense, QueryStoppedError once `cancel` is set.
    """
    sections: list[Section] = []
    used = 0
    with ExitStack() as stack:
        indexes = {key: stack.enter_context(ModelIndex(folder)) for key, folder in folders.items()}
        models = Opened(indexes, names, cancel)
        for rule in view.rules:
            match rule.action:
                case Paint(color=""):
                    sections.append(_plain(models, rule, series_colors(chart, used + 1)[used], None))
                    used += 1
                case Paint(color=color):
                    sections.append(_plain(models, rule, color, None))
                case Effect() as effect:
                    sections.append(_plain(models, rule, "", effect))
                case ByValue() as action:
                    sections.append(values_section(models, rule, action, chart, used=used))
                    used += sum(entry.kind is not EntryKind.NO_VALUE for entry in sections[-1].entries)
                case Ramp() as action:
                    sections.append(ramp_section(models, rule, action))
    return Legend(view=view, sections=tuple(sections))


def _plain(models: Opened, rule: Rule, color: str, effect: Effect | None) -> Section:
    elements = with_elements(elements_of(models, rule))
    entry = Entry(kind=EntryKind.RULE, elements=elements, color=color, effect=effect)
    return Section(rule=rule, entries=(entry,), layers=(layer_of(entry),), total=entry.count)
