"""Python code for children that speak the protocol as a worker does, and for some that misbehave."""

from __future__ import annotations

HELLO = """print('{"type":"hello","job":"script","pid":1}', flush=True)\n"""
DONE = """print('{"type":"done"}', flush=True)\n"""
FAMILY = """
import subprocess, sys, time, signal
{ignore}
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
print('{{"type":"log","level":"info","text":"%d"}}' % child.pid, flush=True)
while True:
    time.sleep(0.1)
"""
"""A child with a child, whose number it says; `ignore`: '' or `STUBBORN`."""
STUBBORN = "signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN)"
