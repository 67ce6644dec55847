"""Times, sizes and counts in words, as ui.md wants them. No Qt."""

from __future__ import annotations

from datetime import datetime, timedelta


def when(at: datetime, *, now: datetime) -> str:
    """`12 min ago`, `today 10:42`, `yesterday 17:20`, `Mon 02:00`, then the date; in the zone of `now`."""
    local, here = at.astimezone(), now.astimezone()
    age = here - local
    clock = f"{local:%H:%M}"
    if timedelta(0) <= age < timedelta(minutes=1):
        return "just now"
    if timedelta(0) <= age < timedelta(minutes=60):
        return f"{int(age.total_seconds() // 60)} min ago"
    days = (here.date() - local.date()).days
    if days == 0:
        return f"today {clock}"
    if days == 1:
        return f"yesterday {clock}"
    if 1 < days < 7:
        return f"{local:%a} {clock}"
    return f"{local:%Y-%m-%d}" if local.year != here.year else f"{local.day} {local:%b} {clock}"


def start_time(at: datetime, *, now: datetime) -> str:
    """A table's start column: `10:52`, `Yesterday 17:20`, `Mon 02:00`, then the date."""
    local, here = at.astimezone(), now.astimezone()
    if local.date() == here.date():
        return f"{local:%H:%M}"
    text = when(at, now=now)
    return text[:1].upper() + text[1:]


def duration(milliseconds: int | None) -> str:
    """`0.41 s`, `12.4 s`, `3 min 20 s`."""
    if milliseconds is None:
        return ""
    seconds = milliseconds / 1000
    if seconds < 10:
        return f"{seconds:.2f} s"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def size(number: int) -> str:
    """`812 B`, `2.3 MB`."""
    if number < 1000:
        return f"{number} B"
    value = float(number)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 999.5 or unit == "GB":
            return f"{value:.1f} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return f"{number} B"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 finding`, `1,284 findings`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
