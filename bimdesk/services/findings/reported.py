"""What a run told, and the digests by which runs and findings are compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bimdesk.domain.execution import Execution
from bimdesk.domain.finding import Finding
from bimdesk.services.findings.examined import ExaminedElements


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a run told. `parameters`: digest of the values as they were given, variables not filled in."""

    findings: Sequence[Finding] = ()
    examined: ExaminedElements = field(default_factory=ExaminedElements)
    parameters: str


def parameters_digest(values: Mapping[str, object]) -> str:
    """Runs with the same digest had the same parameters."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def finding_digest(finding: Finding) -> int:
    """A number of 63 bits that two findings share which say the same."""
    text = json.dumps(
        [finding.severity.value, finding.message, finding.data], sort_keys=True, default=str
    ).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1


def owner_of(execution: Execution) -> str:
    """Whose checks they are: a script of the library, or one that was run by its path, by its name."""
    return execution.script_key or f"file:{execution.script_name}"
