"""The open-speed benchmark on paper: a table for each model, a summary, the goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.goals import Goal, Measured, geometric_mean, ratios

_COLUMNS = f"{'':<44}{'seconds':>10}{'ratio':>9}{'MB':>8}{'elements':>10}{'triangles':>12}"
_OURS = (
    ("window", "bimdesk: drop to first picture", ("picture",)),
    ("window", "bimdesk: drop to the whole import", ("import",)),
    ("window", "bimdesk: second open, to its picture", ("second",)),
    ("worker", "worker: geometry of the first picture", ("first",)),
    ("worker", "worker: likewise with all small cuts", ("exact",)),
    ("worker", "worker: all geometry, edges, index beside", ("all",)),
    ("worker", "bare: read + ifclite-geom alone", ("bare",)),
)
_DRAWING = (
    ("drawing", "drawing: mesh to first frame", "open"),
    ("drawing", "drawing: a frame while turning", "turn"),
    ("drawing", "drawing: the careful frame at rest", "rest"),
    ("pyvista", "pyvista actors: mesh to first frame", "open"),
    ("pyvista", "pyvista actors: a frame while turning", "turn"),
)


def model_lines(model: Measured, *, runs: int, peers: Sequence[str]) -> Iterator[str]:
    """One model: ratios are to our first picture, those of drawing to our frames."""
    yield f"\n{model.name}  ({model.size_mb:.1f} MB, medians of up to {runs} runs, alternating)"
    yield _COLUMNS
    base = model.get("window", "picture")
    for competitor, words, figures in _OURS:
        yield _line(model, competitor, words, model.get(competitor, *figures), base)
    for peer in peers:
        yield _line(model, peer, f"{peer}: open + geometry", model.get(peer, "open", "geometry"), base)
    for competitor, words, figure in _DRAWING:
        if competitor in model.medians or competitor in model.late or competitor in model.problems:
            ours = model.get("drawing", figure)
            yield _line(model, competitor, words, model.get(competitor, figure), ours)


def _line(model: Measured, competitor: str, words: str, seconds: float | None, base: float | None) -> str:
    head = f"  {words:<42}"
    if competitor in model.late:
        return f"{head}cut off after {model.deadline:.0f} s"
    if seconds is None:
        return head + model.problems.get(competitor, "not measured")
    ratio = f"{seconds / base:8.2f}x" if base else f"{'':>9}"
    memory, elements, triangles = (
        model.get(competitor, name) for name in ("peak_mb", "elements", "triangles")
    )
    counts = "".join(
        f"{value:>{width},.0f}" if value is not None else " " * width
        for value, width in ((memory, 8), (elements, 10), (triangles, 12))
    )
    return f"{head}{seconds:10.3f}{ratio}{counts}"


def summary_lines(models: Sequence[Measured], *, peers: Sequence[str]) -> Iterator[str]:
    """Each peer over ours, geometric means over the models that have both."""
    yield "\nGeometric means over models"
    for peer in peers:
        against = (
            ("open + geometry / our first picture", ("open", "geometry"), ("window", "picture")),
            ("geometry / our geometry, first picture", ("geometry",), ("worker", "first")),
            ("geometry / our geometry, all cuts made", ("geometry",), ("worker", "exact")),
            ("geometry / all of our geometry", ("geometry",), ("worker", "all")),
            ("memory / our window's", ("peak_mb",), ("window", "peak_mb")),
        )
        for words, theirs, ours in against:
            yield _mean(f"{peer}: {words}", ratios(models, (peer, *theirs), ours))
    for figure, words in (("open", "first frame"), ("turn", "a turning frame")):
        found = ratios(models, ("pyvista", figure), ("drawing", figure))
        yield _mean(f"pyvista actors: {words} / ours", found)


def _mean(words: str, found: Sequence[float]) -> str:
    mean = geometric_mean(found)
    said = f"{mean:8.2f}x  ({len(found)} models)" if mean is not None else "  not measured"
    return f"  {words:<66}{said}"


def goal_lines(goals: Sequence[Goal]) -> Iterator[str]:
    """All goals, and how many are met."""
    yield "\nGoals"
    yield from (goal.line() for goal in goals)
    yield f"  {sum(goal.is_met for goal in goals)} of {len(goals)} met"
