"""Opening models, side by side with others: `xvfb-run -a python -m benchmarks.open_speed [MODELS] [options]`.

For each model: our window (first picture, whole import, second open, memory), our worker, IfcOpenShell's
geometry iterator with two kernels, web-ifc under node, and the drawing by one pyvista actor for each
element. Each competitor runs in a process of its own, in turns, the order reversed from run to run; one that
is cut off at the deadline is not asked again. A large model is made by tiling the one named. At the end:
geometric means, and the goals. Zipped models are unpacked first, for all. It ends within `--minutes`: further
runs of a model are made while its share of them lasts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.competitors import Competitor, Outcome, module, run, web_ifc
from benchmarks.fidelity import import_model
from benchmarks.goals import Figures, Measured, goals_of
from benchmarks.open_report import goal_lines, model_lines, summary_lines
from benchmarks.workers import DATA, missing_model
from tests.samples.large import tile_model

DEFAULT = (
    "fzk-haus/AC14-FZK-Haus.ifc",
    "web-ifc/ISSUE_021_Mini Project.ifc",
    "georef-duplex/Duplex_A_20110907.ifc",
    "web-ifc-viewer/modelo2016.ifc",
    "bim-whale/LargeBuilding.ifc",
    "fed-schependomlaan/suppliers/BERNTS-Staalconstructie.ifc",
    "fed-schependomlaan/suppliers/JORDAHL-Gevelderagers.ifc",
    "fed-pcert-bsi/ifc4-pcert/Building-Architecture.ifc",
    "fed-pcert-bsi/ifc4-pcert/Infra-Bridge.ifc",
    "rev-simple-ifc/22_d230c9c.ifc",
)
TILED = DATA / "web-ifc" / "ISSUE_021_Mini Project.ifc"
KERNELS = {"opencascade": "OpenCASCADE", "hybrid": "hybrid kernel"}
PEERS = ("web-ifc", *KERNELS, "pyvista")
_HYBRID = "hybrid-cgal-simple-opencascade"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 2 where there is nothing to measure."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bimdesk-open-") as temporary:
        folder = Path(temporary)
        models = find_models(options.models or [DATA / name for name in DEFAULT], folder / "unpacked")
        if missing_model(models) or not models:
            return 2
        ours = [
            Competitor("window", module("benchmarks.peer_window", "--warm", str(options.warm))),
            Competitor("worker", module("benchmarks.peer_worker")),
        ]
        peers = make_peers(options.peers, options.web_ifc or folder / "npm", options.iterator_runs)
        with_large = options.large > 1 and options.tiled.is_file()
        bench = Bench(folder, options, len(models) + with_large)
        scene = measure_scene(options, folder)
        if with_large:
            large = folder / f"large-{options.large}.ifc"
            tile_model(options.tiled, options.large, large)
            wide = [peer for peer in peers if peer.name.startswith("web-ifc")]
            bench.measure(large, [*ours, *wide], is_large=True)
        for model in models:
            bench.measure(model, [*ours, *peers])
        bench.conclude(scene)
    return 0


class Bench:
    """The run: what was measured so far."""

    def __init__(self, folder: Path, options: argparse.Namespace, count: int) -> None:
        self._folder = folder
        self._runs: int = options.runs
        self._deadline: float = options.deadline
        self._share = options.minutes * 60.0 / max(count, 1)
        self._begin = time.monotonic()
        self._end = self._begin + options.minutes * 60.0
        self._measured: list[Measured] = []
        self._peers: dict[str, None] = {}

    def measure(self, model: Path, competitors: Sequence[Competitor], *, is_large: bool = False) -> None:
        """All competitors on one model; prints its table."""
        mesh = self._folder / "mesh" / str(len(self._measured))
        if any(competitor.needs_mesh for competitor in competitors):
            import_model(model, mesh)
        kept: dict[str, list[Outcome]] = {competitor.name: [] for competitor in competitors}
        due = self._begin + self._share * (len(self._measured) + 1)
        for number in range(self._runs):
            if number and time.monotonic() > due:
                break
            for competitor in competitors[:: -1 if number % 2 else 1]:
                known = kept[competitor.name]
                ended = known and not known[-1].figures
                if not ended and len(known) < competitor.most_runs:
                    place = str(mesh / "mesh" if competitor.needs_mesh else model)
                    known.append(self._run([*competitor.command, place]))
        measured = Measured(
            name=model.name,
            size_mb=model.stat().st_size / 1e6,
            medians={name: medians([one.figures for one in found]) for name, found in kept.items()},
            late=frozenset(name for name, found in kept.items() if any(one.cut_off for one in found)),
            problems={name: one.problem for name, found in kept.items() for one in found if one.problem},
            deadline=self._deadline,
            is_large=is_large,
        )
        self._measured.append(measured)
        geometry = [one.name for one in competitors if one.name not in ("window", "worker")]
        geometry = [name for name in geometry if name not in ("drawing", "pyvista")]
        self._peers.update(dict.fromkeys(geometry))
        _print(*model_lines(measured, runs=self._runs, peers=geometry))

    def _run(self, command: Sequence[str]) -> Outcome:
        """Within what is left of the time; what that cuts off says nothing."""
        left = self._end - time.monotonic()
        if left <= 0:
            return Outcome(problem="no time was left")
        outcome = run(command, deadline=min(self._deadline, left))
        if outcome.cut_off and left < self._deadline:
            return Outcome(problem="no time was left")
        return outcome

    def conclude(self, scene: Figures) -> None:
        """Print means and goals."""
        peers = list(self._peers)
        named = next((name for name in peers if name.startswith("web-ifc")), "web-ifc")
        small = [one for one in self._measured if not one.is_large]
        _print(*summary_lines(small, peers=peers))
        _print(*goal_lines(goals_of(self._measured, scene, web_ifc=named)))


def medians(runs: Sequence[Figures]) -> dict[str, float]:
    """Of every figure that all finished runs have."""
    done = [one for one in runs if one]
    return {name: statistics.median(one[name] for one in done) for name in (done[0] if done else {})}


def make_peers(names: Sequence[str], npm: Path, iterator_runs: int) -> list[Competitor]:
    """The competitors by their names; says which one is not here."""
    found: list[Competitor] = []
    if "web-ifc" in names:
        peer, why = web_ifc(npm)
        if peer is None:
            print(f"web-ifc is left out: {why}", flush=True)
        else:
            found.append(peer)
    for name, kernel in (("hybrid", _HYBRID), ("opencascade", "opencascade")):
        if name in names:
            command = module("benchmarks.peer_iterator", kernel)
            found.append(Competitor(KERNELS[name], command, most_runs=iterator_runs))
    if "pyvista" in names:
        found.append(Competitor("drawing", module("benchmarks.peer_drawing", "ours"), needs_mesh=True))
        found.append(Competitor("pyvista", module("benchmarks.peer_drawing", "pyvista"), needs_mesh=True))
    return found


def measure_scene(options: argparse.Namespace, folder: Path) -> Figures:
    """Colours and picks, on copies of the model that is tiled too; nothing where that is not here."""
    if options.scene <= 0 or not options.tiled.is_file():
        return {}
    mesh = folder / "scene"
    import_model(options.tiled, mesh)
    sizes = ("--elements", str(options.scene), "--triangles", str(options.scene * 50))
    outcome = run([*module("benchmarks.scene_speed", *sizes), str(mesh)], deadline=options.deadline)
    if not outcome.figures:
        print(f"colours and picks: {outcome.problem or 'cut off'}", file=sys.stderr)
    return outcome.figures


def find_models(places: Sequence[Path], unpacked: Path) -> list[Path]:
    """Files, and all below folders; a zipped one is unpacked."""
    files: list[Path] = []
    for place in places:
        below = [*place.rglob("*.ifc"), *place.rglob("*.ifczip")] if place.is_dir() else [place]
        files += sorted(below)
    return [_unpacked(file, unpacked) if file.suffix.lower() == ".ifczip" else file for file in files]


def _unpacked(file: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{file.stem}.ifc"
    with zipfile.ZipFile(file) as archive:
        inner = next(name for name in archive.namelist() if name.lower().endswith(".ifc"))
        out.write_bytes(archive.read(inner))
    return out


def _print(*lines: str) -> None:
    print("\n".join(lines), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add: Callable[..., object] = parser.add_argument
    add("models", nargs="*", type=Path, help="files or folders; default: ten of ../shared/data/models")
    add("--peers", nargs="*", choices=PEERS, default=PEERS)
    add("--runs", type=int, default=3)
    add("--iterator-runs", type=int, default=1, help="runs of IfcOpenShell's iterators, which are slow")
    add("--deadline", type=float, default=150.0, help="seconds for one competitor and one model")
    add("--minutes", type=float, default=12.0, help="for all of it")
    add(
        "--web-ifc",
        type=Path,
        help="folder that has web-ifc or gets it; else a temporary one",
    )
    add("--tiled", type=Path, default=TILED, help="what the large model and the large scene are made of")
    add("--large", type=int, default=8, help="copies in the large model; 0 for none")
    add("--scene", type=int, default=100_000, help="elements to colour, picks among 50 times the triangles")
    add("--warm", type=float, default=4.0, help="seconds that a window stands before a drop")
    return parser


if __name__ == "__main__":
    sys.exit(main())
