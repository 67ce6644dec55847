"""How long until the first picture, and until all is imported: `python -m benchmarks.import_speed [MODELS]`.

Side by side, for each model: *bare*, reading the file and tessellating it with ifclite-geom in a process
that has the library loaded; *warm* and *cold*, from handing a job to a waiting worker, or from starting one,
until its GeometryReady has arrived; *import*, the latter until Done; *iterator*, IfcOpenShell's default
geometry iterator (2 threads) alone, without loading the library or opening the file. Medians of several runs,
each in a process of its own, in turns, so that a busy machine troubles all of them alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from benchmarks.workers import BARE, DATA, DEFAULT, missing_model, timed_script, worker_times

ITERATOR = """
import sys, time, ifcopenshell, ifcopenshell.geom
model = ifcopenshell.open(sys.argv[1])
begin = time.perf_counter()
iterator = ifcopenshell.geom.iterator(ifcopenshell.geom.settings(), model, 2)
if iterator.initialize():
    while iterator.next():
        pass
del iterator
print(time.perf_counter() - begin)
"""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement but the iterator (5)")
    parser.add_argument(
        "--iterator-runs", type=int, default=1, help="runs of the iterator, which is slow (1)"
    )
    arguments = parser.parse_args()
    models = arguments.models or [DATA / name for name in DEFAULT]
    if missing_model(models):
        return 2
    for model in models:
        report(model, runs=arguments.runs, iterator_runs=arguments.iterator_runs)
    return 0


def report(model: Path, *, runs: int, iterator_runs: int) -> None:
    """Print one model's figures."""
    measures: dict[str, list[float]] = {"bare": [], "warm": [], "cold": [], "import": []}
    for _ in range(runs):
        measures["bare"].append(timed_script(BARE, model))
        measures["warm"].append(worker_times(model, warm=True).picture)
        cold = worker_times(model, warm=False)
        measures["cold"].append(cold.picture)
        measures["import"].append(cold.whole)
    measures["iterator"] = [timed_script(ITERATOR, model) for _ in range(iterator_runs)]
    median = {name: statistics.median(values) for name, values in measures.items()}
    print(f"\n{model.name}  ({model.stat().st_size / 1e6:.1f} MB, medians of {runs} runs, seconds)")
    print(f"  read + ifclite-geom, bare          {median['bare']:8.2f}")
    for name, text in (("warm", "waiting worker"), ("cold", "worker started anew")):
        ratio = median[name] / median["bare"]
        print(f"  first picture, {text:<20}{median[name]:7.2f}   {ratio:5.2f} x bare   (target: under 3)")
    print(f"  IfcOpenShell's default iterator    {median['iterator']:8.2f}")
    ratio = median["import"] / median["iterator"]
    whole = median["import"]
    print(f"  whole import, worker started anew  {whole:8.2f}   {ratio:5.2f} x iterator (target: under 1)")


if __name__ == "__main__":
    sys.exit(main())
