"""What a worker is told: one JSON object on its standard input, then end of file."""

from __future__ import annotations

from typing import Any

import msgspec


class ImportJob(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="job", tag="import", kw_only=True
):
    """Read `source` into the empty folder `staging` (source.ifc, index.sqlite, mesh/)."""

    source: str
    staging: str


class ScriptJob(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="job", tag="script", kw_only=True
):
    """Run `text` on the model version in `version_folder`; files go to `output`.

    `variables`: values of `${MODEL_NAME}` and the like. `others`: labels and folders of the other
    versions chosen; `previous`: the folder of the version before this one, or ''.
    """

    text: str
    script_name: str
    version_folder: str
    output: str
    parameters: dict[str, Any] = {}
    variables: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    previous: str = ""
    memory_mb: int = 2048


Job = ImportJob | ScriptJob

_decoder: msgspec.json.Decoder[Job] = msgspec.json.Decoder(Job)


def encode_job(job: Job) -> bytes:
    return msgspec.json.encode(job) + b"\n"


def decode_job(data: bytes) -> Job:
    """Raises `msgspec.DecodeError` on anything that is no job."""
    return _decoder.decode(data)
