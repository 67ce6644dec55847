"""`worker fonts FOLDER`: matplotlib's list of fonts, made once and outside the wall, by trusted code alone.

Finding all fonts takes matplotlib a second or more, each time that its folder is new, as a script's is.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from bimdesk.worker.readable import SYSTEM, runtime_folders


def build_font_list(folder: Path) -> int:
    """Let matplotlib write its list into `folder`; leave in it what a confined script can read."""
    os.environ["MPLCONFIGDIR"] = str(folder)
    try:
        from matplotlib import font_manager
    except ImportError as error:
        print(f"matplotlib cannot be loaded: {error}", file=sys.stderr)  # noqa: T201
        return 1
    font_manager.fontManager.get_default_weight()  # its import has made the list
    for file in folder.glob("fontlist-*.json"):
        fonts = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(only_readable(fonts)), encoding="utf-8")
    return 0


def only_readable(fonts: dict[str, Any]) -> dict[str, Any]:
    """The list without the fonts of a person's own folders: a name that leads there fails inside the wall."""
    readable = [Path(folder) for folder in (*SYSTEM, *runtime_folders())]

    def is_readable(entry: dict[str, Any]) -> bool:
        path = Path(entry.get("fname", ""))
        return not path.is_absolute() or any(path.is_relative_to(folder) for folder in readable)

    return {
        name: [entry for entry in value if is_readable(entry)] if name in ("afmlist", "ttflist") else value
        for name, value in fonts.items()
    }
