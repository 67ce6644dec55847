"""Meshes on disk: what was saved is what is mapped."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from box_mesh import Box, box_mesh

from bimdesk.domain.metadata import read_metadata
from bimdesk.meshes import load_mesh, save_mesh


@pytest.mark.parametrize("count", [0, 1, 5])
def test_that_a_saved_mesh_is_mapped_as_it_was(tmp_path: Path, count: int) -> None:
    mesh = box_mesh([Box(id=i + 1) for i in range(count)], origin=(2_600_000.5, 1_200_000, 4))
    save_mesh(mesh, tmp_path)
    mapped = load_mesh(tmp_path)
    for field in fields(mesh):
        before, after = getattr(mesh, field.name), getattr(mapped, field.name)
        assert np.array_equal(before, after)
        assert field.name == "classes" or before.dtype == after.dtype


@pytest.mark.parametrize("content", [b"", b"not an array", None])
def test_that_a_broken_array_is_a_value_error(tmp_path: Path, content: bytes | None) -> None:
    save_mesh(box_mesh([Box(id=1)]), tmp_path)
    broken = tmp_path / "faces.npy"
    broken.write_bytes(broken.read_bytes()[:-40] if content is None else content)
    with pytest.raises(ValueError, match=r"."):
        load_mesh(tmp_path)


def test_that_another_format_is_a_value_error(tmp_path: Path) -> None:
    save_mesh(box_mesh([Box(id=1)]), tmp_path)
    header = json.loads((tmp_path / "mesh.json").read_text())
    (tmp_path / "mesh.json").write_text(json.dumps(header | {"format": 99}))
    with pytest.raises(ValueError, match="mesh format 99"):
        load_mesh(tmp_path)


def test_that_meshes_and_scripts_are_read_in_many_threads_at_once(tmp_path: Path) -> None:
    save_mesh(box_mesh([Box(id=1)]), tmp_path)
    script = '"""Help."""\n' + "\n".join(f"x{i} = [{i}, ({i}, {{{i}: f(a={i})}})]" for i in range(300))

    def read(number: int) -> str:
        if number % 2:
            return load_mesh(tmp_path).classes[0]
        return read_metadata(script, file_name="x.py")[0].help

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(200))) <= {"IfcWall", "Help."}
