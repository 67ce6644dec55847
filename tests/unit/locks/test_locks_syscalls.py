"""The table of system calls, against the kernel's own headers."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bimdesk.worker.locks.syscalls import ANSWERED, CHECKED, PLAIN, REFUSED, numbers

X86_64 = (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm/unistd_64.h"))
GENERIC = Path("/usr/include/asm-generic/unistd.h")


def header_numbers(*files: Path) -> dict[str, int]:
    header = next((file for file in files if file.exists()), None)
    if header is None:
        pytest.skip(f"the kernel's headers (linux-libc-dev) are not here: {files[0]}")
    return {
        name: int(number) for name, number in re.findall(r"#define __NR_(\w+) (\d+)\b", header.read_text())
    }


def test_that_the_numbers_of_x86_64_are_those_of_the_kernel() -> None:
    header = header_numbers(*X86_64)
    assert {name: header.get(name) for name in numbers("x86_64")} == numbers("x86_64")


def test_that_every_call_without_a_number_on_x86_64_is_missing_there() -> None:
    header = header_numbers(*X86_64)
    assert [name for name in (*PLAIN, *CHECKED) if name not in numbers("x86_64") and name in header] == []


def test_that_the_numbers_of_aarch64_are_those_of_the_kernel() -> None:
    """asm-generic/unistd.h is what aarch64 uses; a compiler resolves its 64-bit names."""
    header_numbers(GENERIC)
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler to read asm-generic/unistd.h with")
    wanted = ("RENAMEAT", "NEW_STAT", "SET_GET_RLIMIT", "SYS_CLONE3")
    defines = ["-D__BITS_PER_LONG=64", *(f"-D__ARCH_WANT_{name}" for name in wanted)]
    command = [compiler, "-dM", "-E", "-include", str(GENERIC), *defines, "-x", "c", "/dev/null"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    defined = dict(re.findall(r"#define __(NR\w+) (\w+)\b", text))
    resolved = {name: defined.get(value.removeprefix("__"), value) for name, value in defined.items()}
    header = {name[3:]: int(value) for name, value in resolved.items() if value.isdigit()}
    assert {name: header.get(name) for name in numbers("aarch64")} == numbers("aarch64")


def test_that_no_call_is_in_two_groups() -> None:
    names = [*PLAIN, *CHECKED, *ANSWERED, *REFUSED]
    assert sorted(names) == sorted(set(names))


def test_that_no_number_has_two_names() -> None:
    for architecture in ("x86_64", "aarch64"):
        table = numbers(architecture)
        assert len(set(table.values())) == len(table)


def test_that_an_unknown_architecture_has_no_calls() -> None:
    assert numbers("riscv64") == {}
