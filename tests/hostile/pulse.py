"""A process that does nothing but wake every 5 ms: how late it wakes is the machine's own noise.

A line on standard input is answered with the worst delay since the last one, in milliseconds.
"""

from __future__ import annotations

import select
import sys
import time

EVERY_S = 0.005


def main() -> None:
    worst = 0.0
    last = time.perf_counter()
    while True:
        asked = bool(select.select([sys.stdin], [], [], EVERY_S)[0])
        now = time.perf_counter()
        worst = max(worst, now - last - EVERY_S)
        last = now
        if asked:
            if not sys.stdin.readline():
                return
            print(f"{worst * 1000:.1f}", flush=True)  # noqa: T201
            worst = 0.0


if __name__ == "__main__":
    main()
