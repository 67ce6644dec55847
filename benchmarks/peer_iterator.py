"""IfcOpenShell's geometry iterator on a model: `python -m benchmarks.peer_iterator KERNEL MODEL`.

Prints one line of JSON: seconds to open and to iterate (libraries loaded, all arrays looked at), counts, peak
memory.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np

from benchmarks.memory import peak_mb


def iterate(model: Any, kernel: str) -> tuple[set[int], int]:
    """STEP ids with faces, and the number of triangles."""
    make: Any = ifcopenshell.geom.settings
    settings = make()
    settings.set("use-world-coords", True)
    kind: Any = ifcopenshell.geom.iterator
    iterator = kind(settings, model, os.cpu_count() or 1, geometry_library=kernel)
    elements: set[int] = set()
    triangles = 0
    going = iterator.initialize()
    while going:
        shape = iterator.get()
        faces = np.frombuffer(shape.geometry.faces_buffer, dtype=np.int32)
        if len(faces):
            elements.add(int(shape.id))
            triangles += len(faces) // 3
        going = iterator.next()
    del iterator  # one that is alive when the process ends crashes it
    return elements, triangles


def main(kernel: str, file: Path) -> int:
    begin = time.perf_counter()
    model = ifcopenshell.open(str(file))
    opened = time.perf_counter()
    elements, triangles = iterate(model, kernel)
    done = time.perf_counter()
    figures = {
        "open": opened - begin,
        "geometry": done - opened,
        "elements": len(elements),
        "triangles": triangles,
        "peak_mb": peak_mb(),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
