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
    versions chosen; `previous`: the folder of the version before this one, or ''. `import_result`: in an
    import hook what the import did. `python_layer`: the import allow-list and the reduced builtins.
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
    permissions: list[str] = []
    import_result: dict[str, Any] | None = None
    python_layer: bool = True
    secrets: list[str] = []


class LimitValues(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The fields of domain.limits.Limits."""

    wall_s: float
    cpu_s: float
    memory_mb: int
    output_mb: int
    files: int
    log_kb: int


class ConfinedJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a supervisor is told: run `job` inside the wall, and bring its files to `output`.

    `script` None: put the wall up, report, end (a probe). `readable`: files and folders that the script may
    read beside the runtime. `landlock_abi` (0: the kernel's own) and `without` make the wall act as on a
    lesser kernel; what is missing then leads to the fallback or to a refusal, never to a weaker run.
    `namespaces`: put bubblewrap around it too. `fonts`: folder with matplotlib's list of fonts, or ''.
    """

    script: ScriptJob | None
    limits: LimitValues
    output: str = ""
    readable: list[str] = []
    landlock_abi: int = 0
    without: list[str] = []
    namespaces: bool = False
    fonts: str = ""


Job = ImportJob | ScriptJob

_decoder: msgspec.json.Decoder[Job] = msgspec.json.Decoder(Job)


def encode_job(job: Job | ConfinedJob) -> bytes:
    """One line, newline included."""
    return msgspec.json.encode(job) + b"\n"


def decode_job(data: bytes) -> Job:
    """Raises `msgspec.DecodeError` on anything that is no job."""
    return _decoder.decode(data)
