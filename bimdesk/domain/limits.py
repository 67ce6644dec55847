"""The limits of an execution: their defaults, how they combine, and the sentence when one was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LimitField:
    """How a limit is called: in words, in a script's metadata block, and on the command line; its range."""

    label: str
    unit: str
    key: str
    option: str
    least: float
    most: float
    fractions: bool = False

    @property
    def help(self) -> str:
        """What it counts, in one sentence."""
        return _HELP[self.key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one execution may use. Seconds, megabytes (2**20 bytes), number of files, kilobytes of log."""

    wall_s: float = 300.0
    cpu_s: float = 600.0
    memory_mb: int = 2048
    output_mb: int = 128
    files: int = 500
    log_kb: int = 1024


FIELDS: Mapping[str, LimitField] = {
    "wall_s": LimitField("Time limit", "s", "timeout", "--timeout", 0.1, 604_800, fractions=True),
    "cpu_s": LimitField("Processor time", "s", "cpu_seconds", "--cpu", 1, 6_048_000, fractions=True),
    "memory_mb": LimitField("Memory", "MB", "memory_mb", "--memory", 64, 1_048_576),
    "output_mb": LimitField("Output", "MB", "output_mb", "--output-mb", 1, 102_400),
    "files": LimitField("Output files", "files", "output_files", "--files", 1, 100_000),
    "log_kb": LimitField("Log kept", "KB", "log_kb", "--log-kb", 1, 65_536),
}
"""Field of `Limits` -> how it is called, in the order of the form."""

MOST: Mapping[str, float] = {
    "wall_s": 86_400,
    "cpu_s": 345_600,
    "memory_mb": 16_384,
    "output_mb": 4096,
    "files": 10_000,
    "log_kb": 16_384,
}
"""What a script may give itself in its metadata where the settings say nothing else."""

FLOOD = 64
"""A script that writes this many times the log that is kept is stopped."""


def merged(*layers: Mapping[str, float | int | None]) -> Limits:
    """Limits from several sources, the later ones over the earlier; None and unknown names do not count."""
    values: dict[str, float | int] = asdict(Limits())
    for layer in layers:
        values.update({name: value for name, value in layer.items() if name in values and value is not None})
    return Limits(
        wall_s=float(values["wall_s"]),
        cpu_s=float(values["cpu_s"]),
        memory_mb=int(values["memory_mb"]),
        output_mb=int(values["output_mb"]),
        files=int(values["files"]),
        log_kb=int(values["log_kb"]),
    )


def resolved(
    *,
    defaults: Mapping[str, float],
    script: Mapping[str, float],
    most: Mapping[str, float],
    run: Mapping[str, float],
) -> Limits:
    """The limits of one run: what a script asks for goes over the defaults but not over `most`; what a person
    gives for this run goes over everything."""
    asked = {name: min(value, most.get(name, value)) for name, value in script.items()}
    return merged(defaults, asked, run)


def by_field(values: Mapping[str, Any]) -> dict[str, float]:
    """Limits named as in a metadata block (`timeout`, `memory_mb` ...), by the fields of `Limits`."""
    return {name: values[field.key] for name, field in FIELDS.items() if values.get(field.key) is not None}


def limit_problem(name: str, value: Any) -> str:
    """Why `value` is no limit for the field `name`, or ''."""
    field = FIELDS[name]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and field.least <= value <= field.most and (field.fractions or value == int(value)):
        return ""
    kind = "a number" if field.fractions else "a whole number"
    return f"must be {kind} from {field.least:g} to {field.most:,.0f} ({field.unit})"


def limit_sentence(name: str, value: float) -> str:
    """Which limit ended an execution, its value, and how to raise it."""
    field = FIELDS[name]
    what = _REACHED[name].format(value=f"{value:,.6g}", flood=f"{value * FLOOD / 1024:,.6g}")
    return (
        f"Stopped at a limit: {what} Raise it under Advanced in the form, "
        f"with {field.key} in the script's metadata, or with {field.option}."
    )


_HELP = {
    "timeout": "Wall clock from the start of the script to its end.",
    "cpu_seconds": "Seconds of computing, added up over all cores.",
    "memory_mb": "Memory for the script's own data, beyond what the libraries need.",
    "output_mb": "All files of the execution together.",
    "output_files": "Number of files and folders that the execution may leave.",
    "log_kb": "What is kept of the log; a script that writes 64 times as much is stopped.",
}

_REACHED = {
    "wall_s": "it ran longer than {value} s (time limit).",
    "cpu_s": "it computed for more than {value} s (processor time).",
    "memory_mb": "it needed more than {value} MB of memory.",
    "output_mb": "it wrote more than {value} MB of files (output).",
    "files": "it made more than {value} files.",
    "log_kb": "it wrote more than {flood} MB to its log, of which {value} KB are kept.",
}
