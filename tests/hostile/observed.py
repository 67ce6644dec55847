"""All that was seen of one run, and the texts and files in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.catalogue import Attack
from tests.hostile.clients import Answer
from tests.hostile.planted import Secrets
from tests.hostile.sampler import Peaks


@dataclass(slots=True, kw_only=True)
class Observed:
    """All that was seen of one run, from inside its answer and from outside."""

    attack: Attack
    answer: Answer
    secrets: Secrets
    peaks: Peaks
    noise_ms: float
    report: dict[str, str]
    changes: list[str]
    heard: list[str]
    harm: list[str]
    left: list[str]
    execution: Path | None
    leftovers: list[str]


def sentence(answer: Answer) -> str:
    error = answer.facts.get("error") or answer.facts.get("sentence") or answer.facts.get("rejected") or ""
    return str(error)[:300]


def files_of(execution: Path | None, *, links: bool = False) -> Iterator[Path]:
    if execution is None or not execution.is_dir():
        return
    for path in sorted(execution.rglob("*")):
        if (path.is_file() and not path.is_symlink()) or (links and not path.is_dir()):
            yield path


def shown_texts(answer: Answer) -> Iterator[str]:
    facts = answer.facts
    for name in ("log", "findings", "outputs", "progress"):
        yield from (
            text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
            for text in facts.get(name, [])
        )
    error = facts.get("error") or []
    yield from ([error.replace("\n", " ")] if isinstance(error, str) else error)
    yield from (str(facts.get(name, "")) for name in ("sentence", "summary"))
    yield from (str(file[0] if isinstance(file, list) else file["name"]) for file in facts.get("files", []))


def all_texts(answer: Answer) -> Iterator[str]:
    yield from shown_texts(answer)
    result = answer.facts.get("result")
    if isinstance(result, dict):
        yield from (f"BREACH: {text}" for text in result.get("breaches", []) if isinstance(text, str))
