"""The command line: one module a command, each over the same services as the window."""

from __future__ import annotations


def main(argv: list[str]) -> int:
    """Run one command and give its exit code: 0 success, 1 findings, 2 bad input, 3 crash, 4 stopped."""
    from bimdesk.cli.entry import run_command

    return run_command(argv)
