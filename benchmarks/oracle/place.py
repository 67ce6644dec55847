"""Georeferencing, units and header, against ifcopenshell.util.geolocation and util.unit."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import Any

import ifcopenshell.util.geolocation as util
import numpy as np

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.sets import psets
from benchmarks.oracle.source import Source

NAMES = ("Eastings", "Northings", "OrthogonalHeight")
SITE = "the site's latitude and longitude"


def expected(source: Source, params: dict[str, Any]) -> Facts:
    conversion, crs = operation(source)
    sites = [site for site in source.all_of("IfcSite") if site.RefLatitude and site.RefLongitude]
    facts: dict[str, Any] = {
        "metres_per_unit": source.metres,
        "crs": crs.get("Name"),
        "how": "a map conversion" if conversion else SITE if sites else "nothing",
        "schema": source.file.schema_identifier,
    }
    if conversion:
        facts |= dict(zip(("eastings", "northings", "height"), conversion, strict=True))
    for site in sites[:1]:
        facts["latitude"] = round(util.dms2dd(*site.RefLatitude), 6)
        facts["longitude"] = round(util.dms2dd(*site.RefLongitude), 6)
    if any(context.TrueNorth for context in contexts(source)):
        facts["true north"] = round(-util.get_true_north(source.file), 4)  # clockwise
    facts["finding no-georeference"] = not conversion and not sites
    facts["finding site-only"] = bool(not conversion and sites)
    facts["finding far"] = far(source, params["far"])
    return facts


def operation(source: Source) -> tuple[tuple[float, float, float] | None, dict[str, Any]]:
    """(eastings, northings, height) and the coordinate system.

    For IFC2X3, IfcOpenShell asks the project alone; there are files that have the sets at the site.
    """
    if source.file.schema == "IFC2X3":
        for owner in source.all_of("IfcProject") + source.all_of("IfcSite"):
            sets = {name.casefold(): values for name, values in psets(owner).items()}
            found_set = sets.get("epset_mapconversion")
            if found_set:
                values = [float(found_set.get(name) or 0) for name in NAMES]
                return (values[0], values[1], values[2]), sets.get("epset_projectedcrs", {})
        return None, {}
    conversion = util.get_helmert_transformation_parameters(source.file)
    crs: dict[str, Any] = {}
    with contextlib.suppress(AttributeError):  # no context has an operation
        crs = util.get_crs(source.file) or {}
    return (conversion.e, conversion.n, conversion.h) if conversion else None, crs


def contexts(source: Source) -> list[Any]:
    return list(source.file.by_type("IfcGeometricRepresentationContext", include_subtypes=False))


def far(source: Source, limit: float) -> Counter[str]:
    """Elements whose box has its middle further from the origin than `limit` metres."""
    away: Counter[str] = Counter()
    for number, shape in (source.shapes or {}).items():
        middle = (shape.vertices.min(axis=0) + shape.vertices.max(axis=0)) / 2
        if np.linalg.norm(middle) > limit and not source.file.by_id(number).is_a(
            "IfcFeatureElementSubtraction"
        ):
            away[source.file.by_id(number).GlobalId] += 1
    return away


def told(run: Told) -> Facts:
    values = {(row["part"], row["name"]): row["value"] for row in run.result["facts"]}
    checks = {row["check"] for row in run.result["problems"]}
    facts: dict[str, Any] = {
        "metres_per_unit": run.result["metres_per_unit"],
        "crs": run.result["coordinate_system"],
        "how": run.result["georeferenced_by"],
        "schema": values["Header", "Schema"],
        "finding no-georeference": "no-georeference" in checks,
        "finding site-only": "site-only" in checks,
        "finding far": found(run.findings).get("finding far", Counter()),
    }
    named = {"Eastings": "eastings", "Northings": "northings", "OrthogonalHeight": "height"}
    for name, fact in named.items():
        text = values.get(("Map conversion", name))
        if text not in (None, ""):
            facts[fact] = float(text)
    for (part, name), text in values.items():
        if part == "Place" and name.startswith("Site") and "latitude" not in facts:
            facts["latitude"], facts["longitude"] = (float(one.rstrip("°")) for one in text.split(", ")[:2])
        if (part, name) == ("Place", "True north"):
            facts["true north"] = float(text.split("°")[0])
    return facts
