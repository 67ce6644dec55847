"""What libraries need so that they get along with the locks."""

from __future__ import annotations

import functools
import mimetypes
import sys
from typing import Any

ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "MPLBACKEND": "Agg",
}
"""Set before the interpreter starts. No library shall start a thread when it is imported: `lock_process`
refuses more than one (pyarrow's jemalloc has one). Each arena of malloc takes 64 MB of address space."""


def prepare_libraries() -> None:
    """Do before the locks, after the imports, what libraries would later be refused.

    `mimetypes` (openpyxl) reads /etc/mime.types; xlsxwriter sets the times of its temporary files, so its
    workbooks are put together in memory.
    """
    mimetypes.init()
    xlsxwriter = sys.modules.get("xlsxwriter.workbook")
    if xlsxwriter is not None:
        xlsxwriter.Workbook.__init__ = _in_memory(xlsxwriter.Workbook.__init__)


def _in_memory(original: Any) -> Any:
    @functools.wraps(original)
    def init(self: Any, filename: Any = None, options: dict[str, Any] | None = None) -> None:
        original(self, filename, {**(options or {}), "in_memory": True})

    return init
