"""The inspector's section of findings on the selected element."""

from __future__ import annotations

from collections.abc import Sequence

from bimdesk.domain.finding_life import FindingFilter, KeptFinding
from bimdesk.domain.ids import ModelKey
from bimdesk.services.findings.listing import list_findings
from bimdesk.services.models import find_version
from bimdesk.services.project import Project
from bimdesk.ui.models.finding_words import check_words, decision_words, tr
from bimdesk.ui.models.inspector_rows import InspectorRow, InspectorSection
from bimdesk.ui.theme.states import FINDING, SEVERITY

MOST = 12


def read_section(project: Project, key: ModelKey, guid: str) -> list[InspectorSection]:
    """Runs in the pool: findings on the element of a model version, the worst first; none is no section."""
    version = find_version(project, key)
    if version is None or not guid:
        return []
    wanted = FindingFilter(guids=frozenset({guid}), model_ids=frozenset({version.model_id}))
    found = list_findings(project, wanted, limit=MOST + 1)
    return finding_section(found)


def finding_section(findings: Sequence[KeptFinding]) -> list[InspectorSection]:
    """A row for each: its state, then what it says."""
    if not findings:
        return []
    rows = [_row(one) for one in findings[:MOST]]
    if len(findings) > MOST:
        rows.append(InspectorRow(name="", text=tr("and more"), tone="tx3"))
    open_count = sum(one.is_open for one in findings[:MOST])
    hint = tr("{0} open").format(open_count) if open_count else tr("none open")
    return [InspectorSection(key="findings", title=tr("Findings"), rows=tuple(rows), hint=hint)]


def _row(finding: KeptFinding) -> InspectorRow:
    decided = decision_words(finding)
    said = " · ".join(part for part in (finding.message, decided) if part)
    tip = "\n".join(
        part
        for part in (
            f"{SEVERITY[finding.severity].text} · {check_words(finding)}",
            finding.message,
            finding.state_reason,
            decided,
        )
        if part
    )
    return InspectorRow(
        name=SEVERITY[finding.severity].text,
        text=said,
        tip=tip,
        copied=finding.message,
        opens=finding.id,
        state=FINDING[finding.state],
    )
