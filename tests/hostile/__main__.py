"""`python -m tests.hostile`: every script through the product, a line each, and the table of conditions."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.hostile import isolation
from tests.hostile.catalogue import SAMPLE, Attack, load_attacks, load_harmless
from tests.hostile.cli_client import CliClient
from tests.hostile.clients import Client, WindowClient
from tests.hostile.gate import WallMissingError, open_gate
from tests.hostile.options import Options, read_options
from tests.hostile.processes import adopt_orphans
from tests.hostile.refusal import run_refused
from tests.hostile.report import HEAD, line, table, write_json
from tests.hostile.stage import Stage
from tests.hostile.suite import Suite, Verdict

NO_WALL_EXIT = 3


def main(arguments: Sequence[str]) -> int:
    """0 where every condition held, 1 where one did not, 3 where there is no wall to test."""
    options = read_options(arguments)
    if options.listed:
        say("\n".join(f"{attack.title:<44} {attack.expect:<12} {attack.what}" for attack in chosen(options)))
        return 0
    if options.isolation and not isolation.is_inside() and isolation.can_isolate():
        return isolation.start_inside(options, arguments)
    if isolation.is_inside() and os.geteuid() == 0 and not isolation.is_ready():
        isolation.make_room()
        if options.frozen:
            isolation.freeze(options.frozen)
        if "namespaces" in options.without:
            isolation.hide_bubblewrap()
        if options.user:
            return isolation.become(options, arguments)
        return isolation.start_again(options, arguments)
    adopt_orphans()
    root = Path(tempfile.mkdtemp(prefix="bh-")) / "stage"
    with contextlib.closing(Stage(root, options.environment(), namespaces=options.namespaces)) as stage:
        client: Client = CliClient(stage) if options.cli else WindowClient(stage)
        with contextlib.closing(Suite(stage, client)) as suite:
            return run_refused(suite) if options.refused else run(suite, options)


def chosen(options: Options) -> list[Attack]:
    """The harmless scripts first, then the hostile ones."""
    attacks = [*(load_harmless() if options.harmless else []), *load_attacks()]
    return [
        attack
        for attack in attacks
        if (not options.groups or attack.group in options.groups)
        and any(part in attack.title for part in options.only.split(","))
        and (not options.sample or attack.title in SAMPLE)
    ]


def run(suite: Suite, options: Options) -> int:
    """The gate, then everything that was chosen."""
    try:
        gate = open_gate(suite)
    except WallMissingError as error:
        say(f"NO WALL, nothing was run: {error}")
        return NO_WALL_EXIT
    say(f"user {os.geteuid()}, {'CLI' if options.cli else 'window'}, {options.environment() or 'as it is'}")
    say("; ".join(f"{layer}: {words}" for layer, words in suite.report.items()))
    say(HEAD)
    say(line(gate))
    verdicts: list[Verdict] = []
    for attack in chosen(options):
        verdicts.append(suite.run(attack))
        say(line(verdicts[-1]))
    say("\n" + table(verdicts))
    if options.json_fd >= 0:
        write_json(verdicts, options.json_fd)
    elif options.json is not None:
        write_json(verdicts, options.json)
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
