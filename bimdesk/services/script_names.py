"""Names of scripts: which ones a word may mean, file stems made of names, a new name in a metadata block."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Collection, Sequence

from bimdesk.domain.script import Script, ScriptRoot

_NAME_LINE = re.compile(r"^(#\s*name\s*=\s*)(\"(?:[^\"\\]|\\.)*\"|'[^']*')", re.MULTILINE)
_WINDOWS_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{n}" for n in range(1, 10)),
    *(f"lpt{n}" for n in range(1, 10)),
}
_LONGEST_STEM = 80
_ROOTS = tuple(ScriptRoot)


def matching(scripts: Sequence[Script], word: str) -> list[Script]:
    """The scripts that `word` means: by key, else by stem, else by name; of equals the nearest root's."""
    folded = word.casefold()
    for fits in (
        [script for script in scripts if script.key == word],
        [script for script in scripts if script.path.stem == word],
        [script for script in scripts if script.metadata.name == word],
        [
            script
            for script in scripts
            if folded in (script.path.stem.casefold(), script.metadata.name.casefold())
        ],
    ):
        if fits:
            nearest = min(_ROOTS.index(script.root) for script in fits)
            return [script for script in fits if _ROOTS.index(script.root) == nearest]
    return []


def hint_for(word: str, scripts: Sequence[Script]) -> str:
    """The nearest name, or where to look."""
    names = {name.casefold(): name for script in scripts for name in (script.path.stem, script.metadata.name)}
    close = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.5)
    return f"Did you mean '{names[close[0]]}'?" if close else "See the library: bimdesk scripts list."


def free_stem(name: str, taken: Collection[str]) -> str:
    """`GUID check (my own)` -> `guid_check_my_own`, numbered where that is taken (small letters)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:_LONGEST_STEM] or "script"
    if stem in _WINDOWS_RESERVED:
        stem = f"{stem}_script"
    number, free = 2, stem
    while free in taken:
        free = f"{stem}_{number}"
        number += 1
    return free


def renamed(text: str, name: str) -> str:
    """The text with another name in its metadata block; without a block its file names it."""
    start = text.find("# /// script")
    if start < 0:
        return text
    end = text.find("\n# ///", start + 1)
    block = text[start:end] if end > 0 else text[start:]
    quoted = json.dumps(name, ensure_ascii=False)
    changed = _NAME_LINE.sub(lambda found: found[1] + quoted, block, count=1)
    return text[:start] + changed + text[start + len(block) :]
