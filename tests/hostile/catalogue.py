"""The scripts on disk: what each tries, how it should end, and its text as it is given to the product."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PRELUDE = HERE / "prelude.py"
HOSTILE = HERE / "scripts"
HARMLESS = HERE / "harmless"
EXPECTATIONS = ("success", "warning", "timeout", "cancelled", "killed", "not-success", "contained")
"""`contained`: any end will do, as long as nothing forbidden worked. Else the status, or any but success."""

_SAMPLE = """
harmless/counted_by_type harmless/numpy_matrices harmless/workbook_by_both_engines harmless/result_panel
reading/key_file reading/project_database reading/parent_memory_files reading/own_memory
writing/snapshot_opened writing/links_in_output writing/odd_names network/tcp network/every_family
processes/fork processes/signals_to_others processes/priorities_of_others kernel/every_call
kernel/other_architectures language/frames time/deaf_to_signals time/cancelled_when_deaf memory/numpy
disk/many_files output/control_codes protocol/forged_on_every_descriptor protocol/odd_numbers
"""
SAMPLE = frozenset(_SAMPLE.split())
"""Stands for the rest in the ordinary tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One script. `cancel_s`: when a person presses Stop. `files`: what it must have saved."""

    group: str
    name: str
    body: str
    hostile: bool
    what: str = ""
    expect: str = "success"
    timeout_s: float = 10.0
    memory_mb: int = 512
    cancel_s: float | None = None
    files: tuple[str, ...] = ()
    metadata: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        return f"{self.group}/{self.name}"

    def text(self, targets: Mapping[str, Any]) -> str:
        """Metadata block, for a hostile one the tools and targets, and the script."""
        block = [
            "# /// script",
            "# [tool.bimdesk]",
            f'# name = "{self.title}"',
            f"# timeout = {self.timeout_s:g}",
            f"# memory_mb = {self.memory_mb}",
            *(f"# {line.replace('{key_file}', str(targets.get('key_file')))}" for line in self.metadata),
            "# ///",
        ]
        if not self.hostile:
            return "\n".join([*block, self.body])
        return "\n".join([*block, f"T = {dict(targets)!r}", PRELUDE.read_text(encoding="utf-8"), self.body])

    def fits(self, status: str) -> bool:
        """Whether an execution may end so."""
        if self.expect == "contained":
            return True
        if self.expect == "not-success":
            return status not in ("success", "warning", "failed")
        return status == self.expect


def load_attacks() -> list[Attack]:
    """All hostile scripts for this machine, by group and name."""
    found = [_load(file, hostile=True) for file in sorted(HOSTILE.glob("*/*.py"))]
    return [attack for attack, where in found if where in ("", platform.machine())]


def load_harmless() -> list[Attack]:
    """All scripts that must work."""
    return [_load(file, hostile=False)[0] for file in sorted(HARMLESS.glob("*.py"))]


def _load(file: Path, *, hostile: bool) -> tuple[Attack, str]:
    text = file.read_text(encoding="utf-8")
    facts: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, colon, value = line.removeprefix("# ").partition(": ")
        if not line.startswith("# ") or not colon:
            break
        facts.setdefault(key, []).append(value.strip())
    one = {key: values[-1] for key, values in facts.items()}
    expect = one.get("expect", "success")
    if expect not in EXPECTATIONS or not one.get("what"):
        raise ValueError(f"{file}: `# what:` is missing, or `# expect:` is none of {EXPECTATIONS}")
    attack = Attack(
        group=file.parent.name,
        name=file.stem,
        body=(ROOT / one["body"]).read_text(encoding="utf-8") if "body" in one else text,
        hostile=hostile,
        what=one["what"],
        expect=expect,
        timeout_s=float(one.get("timeout", 10.0 if hostile else 60.0)),
        memory_mb=int(one.get("memory", 512 if hostile else 1024)),
        cancel_s=float(one["cancel"]) if "cancel" in one else None,
        files=tuple(one.get("files", "").split()),
        metadata=tuple(facts.get("meta", ())),
    )
    return attack, one.get("where", "")
