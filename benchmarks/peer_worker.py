"""Our own import in its worker: `python -m benchmarks.peer_worker MODEL`. Prints one line of JSON.

Seconds: *bare*, reading the file and tessellating it with ifclite-geom alone, its library loaded; of a worker
that waited: *first*, until the mesh for the first picture is there; *exact*, likewise, and where that picture
lacks small cuts, what tessellating it with them takes on top; *all*, until the final mesh is (what
ifclite-geom leaves out by IfcOpenShell, edges, the index beside it); *import*, to its end.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.workers import BARE, timed_script, worker_times
from bimdesk.ifc.geometry_first import has_many_cuts


def main(model: Path) -> int:
    bare = timed_script(BARE, model)
    run = worker_times(model, warm=True)
    figures = {
        "bare": bare,
        "first": run.picture,
        "exact": run.picture + (bare if has_many_cuts(model.read_bytes()) else 0.0),
        "all": run.geometry,
        "import": run.whole,
        "elements": run.elements,
        "triangles": run.triangles,
        "peak_mb": run.peak_mb,
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
