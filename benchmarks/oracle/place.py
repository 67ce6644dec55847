"""Georeferencing, units and header, against ifcopenshell.util.geolocation and util.unit."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import Any

import ifcopenshell.util.geolocation as util
import numpy as np

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Source


def expected(source: Source, params: dict[str, Any]) -> Facts:
    conversion = util.get_helmert_transformation_parameters(source.file)
    crs = {}
    with contextlib.suppress(IndexError, AttributeError, KeyError, TypeError):
        crs = util.get_crs(source.file) or {}
    sites = [site for site in source.all_of("IfcSite") if site.RefLatitude and site.RefLongitude]
    facts: dict[str, Any] = {
        "metres_per_unit": source.metres,
        "crs": crs.get("Name"),
        "how": "a map conversion"
        if conversion
        else "the site's latitude and longitude"
        if sites
        else "nothing",
        "schema": source.file.schema_identifier,
    }
    if conversion:
        facts |= {"eastings": conversion.e, "northings": conversion.n, "height": conversion.h}
    for site in sites[:1]:
        facts["latitude"] = round(util.dms2dd(*site.RefLatitude), 6)
        facts["longitude"] = round(util.dms2dd(*site.RefLongitude), 6)
    if any(context.TrueNorth for context in contexts(source)):
        facts["true north"] = round(util.get_true_north(source.file), 4)
    facts["finding no-georeference"] = not conversion and not sites
    facts["finding site-only"] = bool(not conversion and sites)
    facts["finding far"] = far(source, params["far"])
    return facts


def contexts(source: Source) -> list[Any]:
    return list(source.file.by_type("IfcGeometricRepresentationContext", include_subtypes=False))


def far(source: Source, limit: float) -> Counter[str]:
    """Elements whose box has its middle further from the origin than `limit` metres."""
    away: Counter[str] = Counter()
    for number, shape in (source.shapes or {}).items():
        middle = (shape.vertices.min(axis=0) + shape.vertices.max(axis=0)) / 2
        if np.linalg.norm(middle) > limit and not source.file.by_id(number).is_a("IfcFeatureElement"):
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
