"""Which pictures the findings of a check want: their elements in the newest version of their model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bimdesk.domain.finding_life import FindingFilter, KeptFinding
from bimdesk.domain.ids import ElementId, FindingId
from bimdesk.domain.model import Model, ModelVersion
from bimdesk.services.findings.listing import elements_of, finding_ids
from bimdesk.services.project import Project
from bimdesk.services.reports.gathered import CLOSE_UPS, MOST_ELEMENTS, Shot
from bimdesk.services.reports.words import counted


def findings_shots(
    project: Project,
    own_filter: FindingFilter,
    findings: Sequence[KeptFinding],
    models: Sequence[Model],
    *,
    group: int,
) -> list[Shot]:
    """One picture of all that `own_filter` names, then of the first from near by; of the model with most."""
    with_elements = [one for one in findings if one.element_count]
    by_model = Counter(one.model_id for one in with_elements)
    most = by_model.most_common(1)
    model = next((one for one in models if most and one.id == most[0][0]), None)
    if model is None:
        return []
    own = [one for one in with_elements if one.model_id == model.id]
    version = model.latest
    of_model = replace(own_filter, model_ids=frozenset({model.id}))
    elements = _elements(project, finding_ids(project, of_model)[:MOST_ELEMENTS], version)
    if not elements:
        return []
    shots = [_shot(group, version, elements, own[0], overview=True)]
    for one in own[:CLOSE_UPS] if len(elements) > 1 else ():
        single = _elements(project, [one.id], version)
        if 0 < len(single) < len(elements):
            shots.append(_shot(group, version, single, one, overview=False))
    return shots


def _elements(project: Project, ids: Sequence[FindingId], version: ModelVersion) -> list[ElementId]:
    found = elements_of(project, ids, version.id)
    return sorted(element for _model, element in found)


def _shot(
    group: int, version: ModelVersion, elements: list[ElementId], finding: KeptFinding, *, overview: bool
) -> Shot:
    name = finding.element_name or finding.element_class
    return Shot(
        group=group,
        version=version,
        elements=elements[:MOST_ELEMENTS],
        severity=finding.severity.value,
        caption=f"{counted(len(elements), 'element')} of {version.label}" if overview else name,
        overview=overview,
    )
