"""Containers: plain files and zip archives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from step_text import step_file

from bimdesk.errors import BadInputError
from bimdesk.ifc.opening import read_source


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_that_the_one_model_in_an_archive_is_read(tmp_path: Path) -> None:
    source = read_source(written(tmp_path, "a.ifczip", zipped(House__IFC=step_file(), readme__txt=b"hello")))
    assert source.data == step_file()
    assert source.was_zipped


def test_that_an_archive_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    assert read_source(written(tmp_path, "a.ifc", zipped(a__ifc=step_file()))).was_zipped


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(a__ifc=step_file(), b__ifc=step_file()), "holds 2 models (a.ifc, b.ifc)"),
        (zipped(readme__txt=b"hello"), "holds no .ifc file"),
        (zipped(a__ifcxml=b"<ifcXML/>"), "ifcXML"),
        (zipped(a__ifc=step_file())[:-30], "damaged zip archive"),
        (zipped(a__ifc=b"%PDF"), "PDF document"),
        (step_file(), "is no zip archive"),
    ],
)
def test_that_other_archives_get_one_clear_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_source(written(tmp_path, "a.ifczip", data))
    assert words in caught.value.message
    assert caught.value.hint


def test_that_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        read_source(written(tmp_path, "a.ifczip", zipped(a__ifc=b" " * 50_000_000)))
    assert "unpacks to over" in caught.value.message
