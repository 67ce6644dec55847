"""Python code that stands for a worker: tiny real children that speak the protocol."""

from __future__ import annotations

from collections.abc import Callable

from bimdesk.index.schema import VERSION
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending
from bimdesk.services.launch import Launch

RunWorker = Callable[[Launch, str], tuple[Monitor, Ending]]

SPEAK = """
import hashlib, json, os, pathlib, sqlite3, sys
job = json.loads(sys.stdin.readline())
def say(type, **words):
    print(json.dumps({"type": type, **words}), flush=True)
"""

IMPORTER = (
    SPEAK
    + """
staging, source = pathlib.Path(job["staging"]), pathlib.Path(job["source"]).read_bytes()
(staging / "source.ifc").write_bytes(source)
index = sqlite3.connect(staging / "index.sqlite")
index.execute("CREATE TABLE meta (key, value)")
index.execute("INSERT INTO meta VALUES ('index_version', ?)", ('INDEX_VERSION',))
index.commit(); index.close()
say("hello", job="import", pid=os.getpid())
say("notice", kind="guid", message="Two elements share a GlobalId.", elements=[5, 6])
say("imported", sha256=hashlib.sha256(source).hexdigest(), schema="IFC4", schema_declared="IFC4", entities=3,
    products_with_geometry=2, triangles=12, properties=4, storeys=1, seconds={"total": 0.1})
say("done")
"""
).replace("INDEX_VERSION", str(VERSION))
