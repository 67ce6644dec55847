"""The first results and the first library of a process are read by several threads of the pool at once."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys, tempfile, threading
from pathlib import Path
from bimdesk.services.kept_result import Head, read_head, write_head
from bimdesk.services.library.cache import MetadataCache
sys.setswitchinterval(1e-6)
folder = Path(tempfile.mkdtemp())
write_head(folder, Head(format=2, status="success", sentence="Done."))
cache = folder / "scripts.json"
cache.write_text('{"stamp": "", "known": {}}')
start = threading.Barrier(16)
def read():
    start.wait()
    assert read_head(folder).status == "success"
    MetadataCache(cache)
threads = [threading.Thread(target=read) for _ in range(16)]
for one in threads: one.start()
for one in threads: one.join()
print("read", end="")
"""


def test_that_the_first_reads_of_a_process_may_come_at_once() -> None:
    for _ in range(3):
        command = (sys.executable, "-I", "-c", CODE)
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stdout) == (0, "read"), done.stderr
