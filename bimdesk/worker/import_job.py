"""The import: a file in, a model folder out (source.ifc, mesh/, index.sqlite); the picture comes first."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bimdesk.domain.model import ImportNotice
from bimdesk.errors import BimdeskError
from bimdesk.ifc.geometry_blocks import Block, empty_block, to_mesh
from bimdesk.ifc.geometry_first import FirstGeometry
from bimdesk.ifc.geometry_lite import TessellationError
from bimdesk.ifc.header import rewritten
from bimdesk.ifc.opening import Source, read_source
from bimdesk.ifc.unit_repair import repair_units
from bimdesk.meshes import Mesh, save_mesh
from bimdesk.protocol.jobs import ImportJob
from bimdesk.protocol.messages import Done, Failed, GeometryReady, Hello, Imported, Notice, Progress
from bimdesk.worker.channel import Channel

if TYPE_CHECKING:
    from bimdesk.ifc.index_writer import IndexCounts

SOURCE = "source.ifc"
READABLE = "readable.ifc"
"""Beside source.ifc only where its header, units or texts had to be mended: what IfcOpenShell opens."""
INDEX = "index.sqlite"
MESH = "mesh"
FIRST_MESH = "mesh-first"
SPARE_BYTES = 30_000_000
"""Up to this size IfcOpenShell's child opens the model before it is known whether it has anything to do."""
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def run_import_job(job: ImportJob, channel: Channel) -> int:
    """Do the job; every failure becomes one `Failed` with a sentence."""
    channel.send(Hello(job="import", pid=os.getpid()))
    try:
        _Import(job, channel).run()
    except BimdeskError as error:
        channel.send(Failed(kind="input", message=error.message, hint=error.hint))
        return 1
    except MemoryError:
        channel.send(
            Failed(
                kind="input",
                message="The model needs more memory than this computer has free.",
                hint="Close other programs, or split the model.",
            )
        )
        return 1
    except sqlite3.Error as error:
        channel.send(_sqlite_failure(error))
        return 1
    except OSError as error:
        channel.send(_os_failure(error, Path(job.source)))
        return 1
    except Exception as error:  # noqa: BLE001  # the process's boundary: the parent shows it as a bug
        channel.send(
            Failed(kind="internal", message=f"The import broke: {error!r}.", traceback=traceback.format_exc())
        )
        return 1
    channel.send(Done())
    return 0


def _sqlite_failure(error: sqlite3.Error) -> Failed:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return _os_failure(OSError(errno.ENOSPC, ""), Path())
    return Failed(kind="internal", message=f"The index could not be written: {error}.")


def _os_failure(error: OSError, source: Path) -> Failed:
    if error.errno in _DISK_FULL:
        return Failed(
            kind="input",
            message="The disk is full: the model could not be stored.",
            hint="Free some space, then import it again.",
        )
    what = error.strerror or str(error)
    return Failed(
        kind="input",
        message=f"{source.name} cannot be imported: {what}.",
        hint="Check that the file is there and may be read.",
    )


class _Import:
    """One import: what it knows so far."""

    def __init__(self, job: ImportJob, channel: Channel) -> None:
        self._source = Path(job.source)
        self._staging = Path(job.staging)
        self._channel = channel
        self._seconds: dict[str, float] = {}
        self._notices: list[ImportNotice] = []
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="indexes")
        self._indexes: Future[None] = Future()

    def run(self) -> None:
        started = time.perf_counter()
        source = self._read()
        text, notices = repair_units(rewritten(source.data, source.header))
        for notice in notices:
            self._notify(notice)
        readable = self._copy(source, text)
        first = self._first_geometry(text)
        self._finish(source, readable, first, started)

    @contextmanager
    def _stage(self, name: str, done: float, message: str) -> Iterator[None]:
        self._channel.send(Progress(done=done, message=message))
        begin = time.perf_counter()
        yield
        self._seconds[name] = self._seconds.get(name, 0.0) + time.perf_counter() - begin

    def _notify(self, notice: ImportNotice) -> None:
        self._notices.append(notice)
        self._channel.send(Notice(kind=notice.kind, message=notice.message, elements=list(notice.elements)))

    def _read(self) -> Source:
        with self._stage("read", 0.0, "Reading the file"):
            source = read_source(self._source)
        for notice in source.notices:
            self._notify(notice)
        return source

    def _copy(self, source: Source, text: bytes) -> Path:
        """Write source.ifc, and `text` where it is another; returns the file that IfcOpenShell can open."""
        with self._stage("copy", 0.02, "Copying the file"):
            self._staging.mkdir(parents=True, exist_ok=True)
            (self._staging / SOURCE).write_bytes(source.data)
            if text is source.data:
                return self._staging / SOURCE
            (self._staging / READABLE).write_bytes(text)
            return self._staging / READABLE

    def _first_geometry(self, data: bytes) -> FirstGeometry | None:
        """The picture, before anything else is looked at."""
        with self._stage("geometry", 0.05, "Reading geometry"):
            try:
                first = FirstGeometry(data)
            except TessellationError as error:
                message = f"The fast way to read geometry failed ({error}); all of it is read the slow way."
                self._notify(ImportNotice(kind="geometry", message=message))
                return None
            self._publish(to_mesh(first.block), FIRST_MESH, final=False)
            first.begin()
        return first

    def _publish(self, mesh: Mesh, name: str, *, final: bool) -> None:
        folder = self._staging / name
        save_mesh(mesh, folder)
        self._channel.send(
            GeometryReady(
                folder=str(folder), elements=mesh.element_count, triangles=mesh.triangle_count, final=final
            )
        )

    def _finish(self, source: Source, readable: Path, first: FirstGeometry | None, started: float) -> None:
        """Everything after the picture. The libraries that this takes are imported now, not before it."""
        from bimdesk.ifc.collector import paused_collector
        from bimdesk.ifc.geometry_child import Spare
        from bimdesk.ifc.geometry_rest import RestOfGeometry
        from bimdesk.ifc.index_writer import Indexer, add_indexes
        from bimdesk.ifc.open_model import open_source

        with self._stage("index", 0.4, "Indexing properties"), paused_collector():
            spare = Spare(readable) if len(source.data) <= SPARE_BYTES else None
            opened = open_source(source, readable, self._staging / READABLE)
            indexer = Indexer(opened.model)
            known = first.block if first is not None else empty_block()
            rest = RestOfGeometry(opened.model, indexer, known, opened.path, self._staging, spare=spare)
            index = self._staging / INDEX
            counts = indexer.write(index, schema_declared=source.header.declared, with_indexes=False)
            self._indexes = self._pool.submit(add_indexes, index)
        for notice in (*opened.notices, *counts.notices):
            self._notify(notice)
        if first is not None and not first.is_exact:
            known = self._exact_geometry(first)
        with self._stage("geometry_ifcopenshell", 0.6, rest.message):
            block = rest.finish(known)
        for notice in rest.notices:
            self._notify(notice)
        mesh = self._final_geometry(block)
        self._conclude(source, counts, mesh, started)

    def _exact_geometry(self, first: FirstGeometry) -> Block:
        with self._stage("geometry_exact", 0.5, "Computing small cuts"):
            block, problem = first.exact()
        if problem:
            message = f"Small cuts and roundings are left out: computing them failed ({problem})."
            self._notify(ImportNotice(kind="geometry", message=message))
        return block

    def _final_geometry(self, block: Block) -> Mesh:
        from bimdesk.ifc.geometry_edges import with_edges

        with self._stage("edges", 0.9, "Finding edges"):
            mesh = with_edges(to_mesh(block))
            self._publish(mesh, MESH, final=True)
        return mesh

    def _conclude(self, source: Source, counts: IndexCounts, mesh: Mesh, started: float) -> None:
        from bimdesk.ifc.index_writer import finish_index

        with self._stage("index", 0.95, "Finishing"):
            self._indexes.result()
        with self._stage("hash", 0.97, "Finishing"):
            sha256 = hashlib.sha256(source.raw).hexdigest()
        with self._stage("finish", 0.98, "Finishing"):
            finish_index(
                self._staging / INDEX, with_geometry=mesh.element_ids.tolist(), notices=self._notices
            )
            shutil.rmtree(self._staging / FIRST_MESH, ignore_errors=True)
        self._seconds["total"] = time.perf_counter() - started
        self._channel.send(
            Imported(
                sha256=sha256,
                schema=source.header.schema,
                schema_declared=source.header.declared,
                entities=counts.products,
                products_with_geometry=mesh.element_count,
                triangles=mesh.triangle_count,
                properties=counts.properties,
                storeys=counts.storeys,
                seconds={name: round(value, 4) for name, value in self._seconds.items()},
            )
        )
