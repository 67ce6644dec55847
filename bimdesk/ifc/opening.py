"""Gets the STEP text of a model out of a file: plain .ifc, or an .ifczip with one .ifc inside."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bimdesk.domain.model import ImportNotice
from bimdesk.errors import BadInputError
from bimdesk.ifc.header import Header, read_header

MAX_UNZIPPED = 8 * 1024**3
MAX_RATIO = 200
"""STEP text shrinks to a tenth; a member that promises 200 times its size is no model."""
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of a model as it came (`data`, unzipped) and its header. `raw`: the file itself."""

    data: bytes
    header: Header
    raw: bytes = b""

    @property
    def was_zipped(self) -> bool:
        return self.raw is not self.data

    @property
    def notices(self) -> tuple[ImportNotice, ...]:
        return self.header.notices


def read_source(path: Path) -> Source:
    """Read and check the container and the header. Raises BadInputError or OSError."""
    data = raw = path.read_bytes()
    if raw.startswith(_ZIP_MAGIC):
        data = unzip_model(raw, name=path.name)
    elif path.suffix.lower() == ".ifczip":
        raise BadInputError(
            f"{path.name} is called .ifczip but is no zip archive.", "Copy or export the file again."
        )
    return Source(data=data, header=read_header(data, name=path.name), raw=raw)


def unzip_model(data: bytes, *, name: str) -> bytes:
    """The one .ifc inside a zip archive, with a bound on what it may unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = _model_member(archive, name)
            limit = min(MAX_UNZIPPED, max(member.compress_size, 1) * MAX_RATIO + 1024 * 1024)
            with archive.open(member) as stream:
                content = stream.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadInputError(
            f"{name} is a damaged zip archive: {error}.", "Copy or export the file again."
        ) from error
    except (RuntimeError, NotImplementedError) as error:
        raise BadInputError(
            f"{name} cannot be unpacked: it has a password or an unusual compression.",
            "Unpack it, then import the .ifc.",
        ) from error
    if len(content) > limit:
        raise BadInputError(
            f"{name} unpacks to over {limit // 1024 // 1024} MB, far more than a model of its size holds.",
            "Unpack it by hand if you trust it, then import the .ifc.",
        )
    return content


def _model_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    files = [
        info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")
    ]
    models = [info for info in files if PurePosixPath(info.filename).suffix.lower() == ".ifc"]
    if len(models) == 1:
        return models[0]
    if models:
        names = ", ".join(PurePosixPath(info.filename).name for info in models[:3])
        names += ", ..." if len(models) > 3 else ""
        raise BadInputError(
            f"{name} holds {len(models)} models ({names}); one was expected.",
            "Unpack it and import the .ifc files one by one.",
        )
    if any(PurePosixPath(info.filename).suffix.lower() == ".ifcxml" for info in files):
        raise BadInputError(
            f"{name} holds an ifcXML file, which cannot be read yet.",
            "Export the model as .ifc (STEP) instead.",
        )
    raise BadInputError(f"{name} holds no .ifc file.", "Zip the .ifc itself, or import it without zipping.")
