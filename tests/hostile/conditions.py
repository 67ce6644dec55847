"""The conditions after every script: each a function from what was seen to a list of complaints."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable

from tests.hostile.observed import Observed, all_texts, files_of, sentence, shown_texts

STALL_MS = 50.0
FAILED_STALL_MS = 100.0
"""A stall over 50 ms is shown; one over 100 ms fails: two busy cores give 50 to 100 ms without any cause."""
OVERRUN_S = 2.0
WINDOW_GROWTH_MB = 500
MEMORY_SLACK_MB = 450
"""What Python and its libraries need before a script's own budget begins."""
DISK_SLACK_MB = 400
FILES_SLACK = 600
"""Bytes are measured by looking, so much more may be there for a moment. Files are counted before they are
made (but by threads, one each); while they are copied out they are there twice."""
DEFAULT_OUTPUT_MB, DEFAULT_FILES = 128, 500
NOT_CHECKED = "unavailable: not checked yet"
_BREACH = re.compile(r"BREACH: (.*)")
_FAULT = re.compile(r"note: [^\n]*: (NameError|SyntaxError|UnboundLocalError)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


Condition = Callable[[Observed], list[str]]


def nothing_forbidden(seen: Observed) -> list[str]:
    """The script did not say that a forbidden act succeeded."""
    found = _BREACH.findall("\n".join(all_texts(seen.answer)))
    return sorted({text.strip() for text in found})


def no_secret(seen: Observed) -> list[str]:
    """No planted secret is in the answer or in any file of the execution."""
    found = [f"{place} in the answer" for place in seen.secrets.found_in(seen.answer.raw)]
    for file in files_of(seen.execution):
        found += [f"{place} in {file.name!r}" for place in seen.secrets.found_in(file.read_bytes())]
    return found


def outside_unchanged(seen: Observed) -> list[str]:
    """Nothing outside the run folder is new, gone or different."""
    return seen.changes


def nothing_sent(seen: Observed) -> list[str]:
    """No listener heard anything."""
    return seen.heard


def window_unharmed(seen: Observed) -> list[str]:
    """The window runs, with the nice value, affinity, limits and scheduler that it had."""
    return seen.harm


def loop_never_stalled(seen: Observed) -> list[str]:
    """No turn of the event loop took over 100 ms, the machine's own noise at that moment apart."""
    worst = seen.answer.stall_ms
    return (
        [f"{worst:.0f} ms (noise {seen.noise_ms:.0f} ms)"] if worst > FAILED_STALL_MS + seen.noise_ms else []
    )


def answered_in_time(seen: Observed) -> list[str]:
    """An answer came within the wall limit and two seconds."""
    if seen.answer.late:
        return [f"no answer after {seen.answer.seconds:.1f} s"]
    over = overrun_s(seen)
    return [f"{over:.1f} s over the limit"] if over > OVERRUN_S else []


def overrun_s(seen: Observed) -> float:
    """How long after the script's deadline the answer came; negative for one that ended before."""
    return seen.answer.seconds - seen.answer.start_s - seen.attack.timeout_s


def no_process_left(seen: Observed) -> list[str]:
    """A second later nothing of it runs."""
    return seen.left


def memory_within(seen: Observed) -> list[str]:
    """Resident memory stayed within the limit and the slack."""
    most = seen.attack.memory_mb + MEMORY_SLACK_MB
    return [f"{seen.peaks.memory_mb:.0f} MB, {most} allowed"] if seen.peaks.memory_mb > most else []


def window_memory_within(seen: Observed) -> list[str]:
    """The window's own memory did not grow by more than a result may take."""
    grown = seen.peaks.window_mb
    return [f"{grown:.0f} MB more, {WINDOW_GROWTH_MB} allowed"] if grown > WINDOW_GROWTH_MB else []


def disk_within(seen: Observed) -> list[str]:
    """Disk and number of files stayed within the limit and the slack."""
    found = []
    if seen.peaks.disk_mb > DEFAULT_OUTPUT_MB * 2 + DISK_SLACK_MB:  # while copied out it is there twice
        found.append(f"{seen.peaks.disk_mb:.0f} MB on the disk")
    if seen.peaks.files > DEFAULT_FILES + FILES_SLACK:
        found.append(f"{seen.peaks.files} files")
    return found


def ended_as_it_should(seen: Observed) -> list[str]:
    """The status is the one that this script must get, and what it had to save is there."""
    attack, status = seen.attack, seen.answer.status
    found = [] if attack.fits(status) else [f"{status}, not {attack.expect}: {sentence(seen.answer)}"]
    names = {
        name[0] if isinstance(name, list) else name["name"] for name in seen.answer.facts.get("files", [])
    }
    return found + [f"{name} is missing" for name in attack.files if name not in names]


def report_untouched(seen: Observed) -> list[str]:
    """The protection report is what it was for a harmless script."""
    report = seen.answer.facts.get("sandbox", {})
    stopped_early = seen.answer.status == "cancelled" and report.get("landlock") == NOT_CHECKED
    if seen.answer.late or report == seen.report or stopped_early:
        return []
    return [
        f"{name}: {report.get(name)!r}"
        for name in {*report, *seen.report}
        if report.get(name) != seen.report.get(name)
    ]


def text_is_valid(seen: Observed) -> list[str]:
    """All text that is shown is UTF-8 without control codes and turned directions."""
    found = {
        match.group().encode("unicode_escape").decode()
        for text in shown_texts(seen.answer)
        for match in [_CONTROL.search(text)]
        if match
    }
    return sorted(f"{code} in a shown text" for code in found)


def files_are_plain(seen: Observed) -> list[str]:
    """Collected files are ordinary ones, readable, not executable, under names that show what they are."""
    found = list(seen.leftovers)
    for file in files_of(seen.execution, links=True):
        state = file.lstat()
        if not stat.S_ISREG(state.st_mode) or state.st_nlink != 1 or state.st_mode & 0o7133:
            found.append(f"{file.name!r}: mode {state.st_mode:o}, {state.st_nlink} links")
        if _CONTROL.search(str(file)):
            found.append(f"{file.name!r}: its name")
    return found


def script_is_sound(seen: Observed) -> list[str]:
    """The attack itself has no mistake that makes it look contained."""
    if not seen.attack.hostile:
        return []
    return sorted(set(_FAULT.findall("\n".join(all_texts(seen.answer)))))


CONDITIONS: dict[str, Condition] = {
    "no forbidden act succeeded": nothing_forbidden,
    "no secret came out": no_secret,
    "outside unchanged": outside_unchanged,
    "listeners got nothing": nothing_sent,
    "window unharmed": window_unharmed,
    f"event loop within {FAILED_STALL_MS:.0f} ms": loop_never_stalled,
    f"answer within limit + {OVERRUN_S:.0f} s": answered_in_time,
    "no process left after 1 s": no_process_left,
    f"memory within limit + {MEMORY_SLACK_MB} MB": memory_within,
    f"window grows by {WINDOW_GROWTH_MB} MB at most": window_memory_within,
    f"disk: + {DISK_SLACK_MB} MB, {FILES_SLACK} files": disk_within,
    "status as expected": ended_as_it_should,
    "protection report untouched": report_untouched,
    "all text valid": text_is_valid,
    "files plain, run folder gone": files_are_plain,
    "attack is sound": script_is_sound,
}
