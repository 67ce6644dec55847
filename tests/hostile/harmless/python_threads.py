# what: threads of Python, made by what a script may import
import contextlib
import itertools
import io
from collections import deque
import time
threading = contextlib.threading if hasattr(contextlib, "threading") else numpy.testing.threading if hasattr(numpy.testing, "threading") else None
results = deque()
if threading is None:
    from functools import RLock  # a lock works without threads too
    with RLock():
        results.extend(range(8))
else:
    threads = [threading.Thread(target=lambda n=n: (time.sleep(0.01), results.append(n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
assert sorted(results) == list(range(8))
result = {"threads": len(results)}
