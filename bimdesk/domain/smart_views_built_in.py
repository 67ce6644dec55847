"""The smart views that every project has."""

from __future__ import annotations

from bimdesk.domain.filters import Facet, Property, Subject
from bimdesk.domain.smart_view import ByValue, Effect, Paint, Rest, Rule, SmartView, SmartViewId

ELEMENTS = "IfcElement, !IfcFeatureElement"
"""What is built: no spaces, no openings."""
NO_SETS = "/(?!Qto_|BaseQuantities)/./.*/=NULL"
"""Quantity sets are no property sets."""
_MISSING = "#d4572a"


def _by_value(number: int, name: str, field: Subject, rest: Rest = Rest.GREY) -> SmartView:
    return SmartView(id=SmartViewId(-number), name=name, rules=(Rule(ELEMENTS, ByValue(field, rest)),))


def _without(number: int, name: str, condition: str) -> SmartView:
    rules = (Rule(ELEMENTS, Effect.GHOST), Rule(f"{ELEMENTS}, {condition}", Paint(_MISSING), name))
    return SmartView(id=SmartViewId(-number), name=name, rules=rules)


BUILT_IN: tuple[SmartView, ...] = (
    _by_value(1, "By class", Facet.CLASS),
    _by_value(2, "By storey", Facet.STOREY),
    _by_value(3, "By system", Facet.SYSTEM, Rest.GHOST),
    _by_value(4, "By material", Facet.MATERIAL),
    _by_value(5, "By external or internal", Property(None, "IsExternal")),
    _by_value(6, "By load-bearing", Property(None, "LoadBearing")),
    _by_value(7, "By fire rating", Property(None, "FireRating")),
    _by_value(8, "By model", Facet.MODEL),
    _without(9, "Without property sets", NO_SETS),
    _without(10, "Without a container", "location=NULL"),
)
"""Names are translated in the context "smart_views"; their ids never change."""
