"""Gathers the report of the findings of a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bimdesk import __version__
from bimdesk.domain.finding_life import FindingFilter, GroupName, KeptFinding
from bimdesk.domain.ids import FindingId, ModelId, ScriptKey
from bimdesk.domain.model import Model
from bimdesk.services.clock import now
from bimdesk.services.findings.listing import count_by, count_findings, list_findings
from bimdesk.services.findings.timeline import timeline
from bimdesk.services.models import list_models
from bimdesk.services.project import Project
from bimdesk.services.reports.findings_shots import findings_shots
from bimdesk.services.reports.gathered import Gathered, Shot
from bimdesk.services.reports.grouping import (
    MOST_GROUPS,
    MOST_SHOWN,
    count_severities,
    make_group,
    severity_order,
    severity_sentence,
    shares,
)
from bimdesk.services.reports.model import Chart, Count, Cover, Group, Pair, Report, Series, Sheet, Tile
from bimdesk.services.reports.rows import SHEET_COLUMNS, row_of_kept, sheet_row
from bimdesk.services.reports.scope import FindingsScope, ReportOptions
from bimdesk.services.reports.words import DECISIONS, SEVERITIES, STATES, counted, moment, style_key

PAGE = 5_000
MOST_IN_SHEET = 1_000_000
MOST_BARS = 12
_CHARTS: tuple[tuple[str, GroupName], ...] = (
    ("Findings by check", "check"),
    ("Findings by model", "model"),
    ("Findings by storey", "storey"),
    ("Findings by class", "class"),
)


def gather_findings(project: Project, scope: FindingsScope, options: ReportOptions) -> Gathered:
    """Read all that the report of the findings says; of very many the worst of each check."""
    wanted, models = scope.wanted, _models(project, scope.wanted)
    total = count_findings(project, wanted)
    groups, shots = _groups(project, wanted, models, options.pictures)
    shown = sum(len(group.findings) for group in groups)
    severities = count_severities(_counts(project, wanted, "severity"))
    open_now = count_findings(project, replace(wanted, only_open=True))
    report = Report(
        kind="findings",
        cover=_cover(project, scope, models, options),
        sentence=_sentence(severities, open_now, total),
        tiles=_tiles(project, wanted, total, open_now),
        severities=severities,
        states=_ordered(_counts(project, wanted, "state"), STATES),
        decisions=_decisions(project, wanted),
        charts=[*_timelines(project, wanted, models), *_charts(project, wanted)],
        groups=groups,
        findings_total=total,
        findings_shown=shown,
        parameters=_filter_words(wanted, models),
        made=_made(project, wanted, models),
        notes=_notes(total, shown),
    )
    sheets = [Sheet(name="Findings", columns=SHEET_COLUMNS, rows=_all_rows(project, wanted))]
    return Gathered(report=report, sheets=sheets if total else [], shots=shots)


def _models(project: Project, wanted: FindingFilter) -> list[Model]:
    """The models that the report is about."""
    ids = wanted.model_ids or frozenset(
        ModelId(int(one.key)) for one in count_by(project, wanted, "model") if one.key.isdecimal()
    )
    return [model for model in list_models(project) if model.id in ids]


def _groups(
    project: Project, wanted: FindingFilter, models: Sequence[Model], pictures: int
) -> tuple[list[Group], list[Shot]]:
    """The first findings of each check, in equal parts where there are more than people read; worst first."""
    counted_checks = count_by(project, wanted, "check")[:MOST_GROUPS]
    found: list[tuple[list[KeptFinding], int, FindingFilter]] = []
    for one, most in zip(
        counted_checks, shares([one.count for one in counted_checks], MOST_SHOWN), strict=True
    ):
        own = replace(wanted, checks=frozenset({_check_of(one.key)}))
        items = list_findings(project, own, order="severity", limit=most, offset=0)
        if items:
            found.append((items, one.count, own))
    found.sort(key=lambda one: (severity_order(one[0][0].severity.value), -one[1]))
    groups: list[Group] = []
    shots: list[Shot] = []
    for items, total, own in found:
        if len(groups) < pictures:
            shots += findings_shots(project, own, items, models, group=len(groups))
        rows = [row_of_kept(one, with_model=len(models) != 1) for one in items]
        first = items[0]
        script = first.script_name if first.check else ""
        groups.append(make_group(first.check or first.script_name, rows, total=total, script=script))
    return groups, shots


def _check_of(key: str) -> tuple[ScriptKey | None, str]:
    """What `count_by` named: `script key|check`."""
    script, _bar, check = key.partition("|")
    return ScriptKey(script) if script else None, check


def _counts(project: Project, wanted: FindingFilter, group: GroupName) -> dict[str, int]:
    return {style_key(one.key): one.count for one in count_by(project, wanted, group)}


def _ordered(counts: dict[str, int], words: dict[str, str] | Any) -> list[Count]:
    return [Count(key=key, label=label, count=counts[key]) for key, label in words.items() if counts.get(key)]


def _decisions(project: Project, wanted: FindingFilter) -> list[Count]:
    """Nothing where nobody has decided anything yet."""
    found = _ordered(_counts(project, wanted, "decision"), DECISIONS)
    return found if any(one.key != "open" for one in found) else []


def _charts(project: Project, wanted: FindingFilter) -> list[Chart]:
    """By what tells findings apart; a chart of one bar says nothing and is left out."""
    charts = []
    for name, group in _CHARTS:
        counts = sorted(count_by(project, wanted, group), key=lambda one: -one.count)
        if len(counts) < 2:
            continue
        shown = counts[:MOST_BARS]
        charts.append(
            Chart(
                name=name,
                kind="bar",
                labels=[one.label or "none" for one in shown],
                series=[Series(name="", values=[float(one.count) for one in shown])],
                note=f"The {MOST_BARS} largest of {len(counts)}." if len(counts) > MOST_BARS else "",
            )
        )
    return charts


def _timelines(project: Project, wanted: FindingFilter, models: Sequence[Model]) -> list[Chart]:
    """Open findings over the versions of each model that has several."""
    charts = []
    for model in models[:3]:
        points = timeline(project, wanted, model.id) if len(model.versions) > 1 else []
        if len(points) < 2:
            continue
        series = []
        for key, label in SEVERITIES.items():
            values = [
                float(
                    sum(
                        count
                        for (state, severity), count in point.counts.items()
                        if severity.value == key and state.value != "resolved"
                    )
                )
                for point in points
            ]
            if any(values):
                series.append(Series(name=label, values=list(values)))
        if series:
            labels = [point.label for point in points]
            charts.append(
                Chart(
                    name=f"{model.name}: findings of its versions", kind="line", labels=labels, series=series
                )
            )
    return charts


def _tiles(project: Project, wanted: FindingFilter, total: int, open_now: int) -> list[Tile]:
    overdue = count_findings(project, replace(wanted, overdue=True))
    tiles = [Tile(name="Findings", value=f"{total:,}"), Tile(name="Open", value=f"{open_now:,}")]
    return [*tiles, Tile(name="Overdue", value=f"{overdue:,}")] if overdue else tiles


def _sentence(severities: Sequence[Count], open_now: int, total: int) -> str:
    words = severity_sentence(severities)
    return f"{words} {open_now:,} of {total:,} are open." if total else words


def _cover(project: Project, scope: FindingsScope, models: Sequence[Model], options: ReportOptions) -> Cover:
    latest = models[0].latest if len(models) == 1 else None
    names = ", ".join(model.latest.label for model in models[:6])
    return Cover(
        title=scope.title or "Findings",
        subtitle=names + (f" and {len(models) - 6} more" if len(models) > 6 else ""),
        project=project.name,
        model=models[0].name if latest is not None else counted(len(models), "model"),
        version=f"v{latest.number}" if latest is not None else "",
        file=latest.file_name if latest is not None else "",
        schema=latest.summary.schema if latest is not None else "",
        date=moment(now()),
        author=options.author,
    )


def _filter_words(wanted: FindingFilter, models: Sequence[Model]) -> list[Pair]:
    """What the list was filtered by."""
    sets = {
        "Severity": [one.value for one in wanted.severities],
        "State": [one.value for one in wanted.states],
        "Decision": [one.value for one in wanted.decisions],
        "Check": [check for _key, check in wanted.checks],
        "Model": [model.name for model in models] if wanted.model_ids else [],
        "Storey": list(wanted.storeys),
        "Class": list(wanted.classes),
        "Assignee": list(wanted.assignees),
        "Label": list(wanted.labels),
    }
    pairs = [Pair(name=name, value=", ".join(sorted(values))) for name, values in sets.items() if values]
    if wanted.text:
        pairs.insert(0, Pair(name="Text", value=wanted.text))
    if wanted.only_open:
        pairs.append(Pair(name="Open", value="only"))
    if wanted.overdue:
        pairs.append(Pair(name="Overdue", value="only"))
    return pairs


def _made(project: Project, wanted: FindingFilter, models: Sequence[Model]) -> list[Pair]:
    """By which scripts, on which files."""
    scripts = [one.label for one in count_by(project, wanted, "script")]
    by = [Pair(name="Scripts", value=", ".join(scripts))] if scripts else []
    files = [
        Pair(name=f"{model.latest.label}, SHA-256", value=model.latest.sha256, mono=True)
        for model in models[:20]
    ]
    return [*by, *files, Pair(name="bimdesk", value=__version__)]


def _notes(total: int, shown: int) -> list[str]:
    if shown >= total:
        return []
    return [
        f"{shown:,} of {counted(total, 'finding')} are shown, the worst of each check first."
        " A report as workbook has all."
    ]


def _all_rows(project: Project, wanted: FindingFilter) -> Iterator[Sequence[Any]]:
    """Every finding once, whatever changes meanwhile."""
    seen: set[FindingId] = set()
    for offset in range(0, MOST_IN_SHEET, PAGE):
        page = list_findings(project, wanted, order="severity", limit=PAGE, offset=offset)
        for one in page:
            if one.id not in seen:
                seen.add(one.id)
                yield sheet_row(row_of_kept(one, with_model=True), one.data)
        if len(page) < PAGE:
            break
