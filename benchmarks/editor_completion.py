"""How long lists of completion take: `python -m benchmarks.editor_completion`.

A real child, as the editor starts it, asked as a person types: *first installation* with an empty cache and
at once, *next start* at once, *after N s* once the editor stood open for so long, *first, prepared* at once
after the window stood idle on a first installation, which is when it prepares the cache. Seconds from the
question until its list is there, for each place; and the processor's seconds that the child took in all.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil

from bimdesk.paths import default_paths
from bimdesk.protocol.editor import Ask, OpenText, Ready, Words, decode_answer, encode_line
from bimdesk.services.editor_help import helper_command, helper_environment, prepare_command

PLACES = (
    ("a name", "x = enti"),
    ("entities.", "entities."),
    ("wall.", "for wall in entities.filter(name='x'):\n    wall."),
    ("np.", "np."),
    ("df.", "df = pd.DataFrame()\ndf."),
    ("model.", "model."),
)


def main() -> int:
    """One line for each start."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editor_completion", description=__doc__)
    parser.add_argument("--rest", type=float, default=6.0, help="seconds the editor stands open")
    rest = parser.parse_args().rest
    print(f"{'':20}" + "".join(f"{name:>11}" for name, _text in PLACES) + f"{'processor':>11}")
    with tempfile.TemporaryDirectory(prefix="bimdesk-completion-") as folder:
        for title, seconds in (("first installation", 0.0), ("next start", 0.0), (f"after {rest:g} s", rest)):
            print(f"{title:20}" + "".join(f"{one:10.2f}s" for one in _one_start(Path(folder), seconds)))
    with tempfile.TemporaryDirectory(prefix="bimdesk-completion-") as folder:
        command = prepare_command(replace(default_paths(), cache=Path(folder)))
        subprocess.run(command, env=helper_environment(), check=True)
        print(f"{'first, prepared':20}" + "".join(f"{one:10.2f}s" for one in _one_start(Path(folder), 0.0)))
    return 0


def _one_start(folder: Path, rest: float) -> list[float]:
    command = helper_command(replace(default_paths(), cache=folder))
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=helper_environment()) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert isinstance(decode_answer(child.stdout.readline()), Ready)
        time.sleep(rest)
        times = []
        for number, (_name, text) in enumerate(PLACES, start=1):
            begin = time.perf_counter()
            child.stdin.write(encode_line(OpenText(text=1, content=text, revision=number)))
            child.stdin.write(encode_line(Ask(id=number, kind="complete", text=1, at=len(text))))
            child.stdin.flush()
            answer = decode_answer(child.stdout.readline())
            times.append(time.perf_counter() - begin)
            assert isinstance(answer, Words)
            assert answer.words
        used = psutil.Process(child.pid).cpu_times()
        child.kill()
    return [*times, used.user + used.system]


if __name__ == "__main__":
    raise SystemExit(main())
