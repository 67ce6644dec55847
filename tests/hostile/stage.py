"""The stage: a home with a project, a model and secrets of its own, made anew for each run of the suite."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bimdesk.bootstrap import open_project
from bimdesk.domain.ids import ScriptKey, VersionId
from bimdesk.services.clock import now
from bimdesk.services.models import list_models
from tests.hostile.folders import Folders
from tests.hostile.listeners import Listeners
from tests.hostile.planted import MEMORY_VARIABLE, PREFIX, VARIABLE, KernelSecrets, Secrets
from tests.hostile.surroundings import Root, Surroundings

ROOT = Path(__file__).resolve().parents[2]
OLD_EXECUTION = "0" * 32


class Stage:
    """Folders, secrets, listeners and what is watched. `close` takes all of it away."""

    def __init__(
        self, root: Path, extra: Mapping[str, str] | None = None, *, namespaces: bool = False
    ) -> None:
        self._namespaces = namespaces
        self.folders = folders = Folders(root)
        self.secrets = Secrets.make()
        for folder in (folders.home, folders.scratch, folders.temporary):
            folder.mkdir(parents=True, mode=0o700)
        self.environment = self._environment(extra or {})
        self._fill_home()
        self._import_models()
        self.model, self.other = self._versions()
        self.version_id = VersionId(self.model.id)
        self._plant_in_project()
        self.kernel = KernelSecrets(self.secrets)
        self.listeners = Listeners(folders.temporary)
        self.surroundings = Surroundings(self._roots())

    def close(self) -> None:
        self.listeners.close()
        self.kernel.close()
        shutil.rmtree(self.folders.root, ignore_errors=True)

    def targets(self, pids: list[int]) -> dict[str, Any]:
        """What a hostile script is told: where secrets are, never what they are."""
        folders = self.folders
        old = folders.project / "executions" / OLD_EXECUTION
        settings = folders.paths.settings_file
        files = [self._key_file, folders.project / "project.db", folders.project / "scripts" / "planted.py"]
        return {
            "key_file": str(self._key_file),
            "home": str(folders.home),
            "project": str(folders.project),
            "project_db": str(folders.project / "project.db"),
            "library_script": str(folders.project / "scripts" / "planted.py"),
            "own_version": str(self.model.folder),
            "other_version": str(self.other.folder),
            "executions": str(folders.project / "executions"),
            "other_execution": [str(old / "files" / "secret.txt"), str(old / "result.json")],
            "private_files": [str(settings), str(folders.paths.logs / "bimdesk.log")],
            "scratch": str(folders.scratch),
            "secret_inodes": [(file.stat().st_dev, file.stat().st_ino) for file in files],
            "secret_prefix": PREFIX,
            "variable": VARIABLE,
            "pids": pids,
            "shm_key": self.kernel.key,
            "shm_name": self.kernel.shared_name,
            "queue_name": self.kernel.shared_name,
            "key_name": self.kernel.key_name,
            "key_serial": self.kernel.key_serial,
            **self.listeners.addresses,
        }

    @property
    def _key_file(self) -> Path:
        return self.folders.home / ".ssh" / "id_ed25519"

    def _environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        folders = self.folders
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "DISPLAY") if name in os.environ}
        return {
            **kept,
            "HOME": str(folders.home),
            "BIMDESK_HOME": str(folders.program),
            "TMPDIR": str(folders.temporary),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            VARIABLE: self.secrets.environment,
            MEMORY_VARIABLE: self.secrets.memory,
            **extra,
        }

    def _fill_home(self) -> None:
        self._key_file.parent.mkdir(mode=0o700)
        self._key_file.write_text(f"-----BEGIN KEY-----\n{self.secrets.key_file}\n", encoding="ascii")
        with contextlib.suppress(OSError):  # a file system without attributes
            os.setxattr(self._key_file, "user.secret", self.secrets.key_file.encode())
        (self.folders.home / ".bashrc").write_text("# as it was\n", encoding="ascii")

    def _import_models(self) -> None:
        samples = ROOT / "resources" / "samples"
        command = [
            sys.executable,
            "-m",
            "bimdesk",
            "import",
            "--project",
            str(self.folders.project),
            "--json",
        ]
        for name in ("house.ifc", "house_v2.ifc"):
            subprocess.run(
                [*command, str(samples / name)],
                check=True,
                stdout=subprocess.DEVNULL,
                env=self.environment,
                cwd="/",
            )

    def _versions(self) -> tuple[Any, Any]:
        project = open_project(self.folders.project, self.folders.paths)
        try:
            by_name = {model.name: model.latest for model in list_models(project)}
        finally:
            project.close()
        return by_name["house"], by_name["house_v2"]

    def _plant_in_project(self) -> None:
        folders, secrets = self.folders, self.secrets
        (folders.project / "scripts" / "planted.py").write_text(f"# {secrets.library}\n", encoding="ascii")
        (self.other.folder / "secret.txt").write_text(secrets.version, encoding="ascii")
        old = folders.project / "executions" / OLD_EXECUTION / "files"
        old.mkdir(parents=True)
        (old / "secret.txt").write_text(secrets.execution, encoding="ascii")
        (old.parent / "result.json").write_text(f'{{"result": "{secrets.execution}"}}', encoding="ascii")
        settings = folders.paths.settings_file
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(
            f"# {secrets.settings}\nnamespaces = {str(self._namespaces).lower()}\n", encoding="ascii"
        )
        folders.paths.logs.mkdir(parents=True, exist_ok=True)
        (folders.paths.logs / "bimdesk.log").write_text(f"{secrets.settings}\n", encoding="ascii")
        project = open_project(folders.project, folders.paths)
        try:
            project.scripts.remember_text(
                ScriptKey("planted.py"), f"# {secrets.database}\n", now(), used=True
            )
        finally:
            project.close()

    def _roots(self) -> list[Root]:
        folders = self.folders
        database = str(folders.project / "project.db")
        fonts = folders.paths.cache / "matplotlib"  # made once by the program itself, in the background
        own = (database, str(folders.paths.run_folders), str(fonts))
        runtime = [
            Path(sysconfig.get_paths()["purelib"]),
            ROOT / "bimdesk",
            Path(sysconfig.get_paths()["stdlib"]),
        ]
        shallow = [
            Path(name) for name in ("/", "/root", "/run", "/dev/shm", "/var/tmp", "/dev/mqueue", "/tmp")
        ]
        everything = os.environ.get("BIMDESK_HOSTILE_INSIDE") == "1"
        return [
            Root(path=folders.home, hashed=True, changing=own),
            Root(path=folders.temporary),
            Root(path=folders.scratch, changing=(str(folders.scratch / "run-"),)),
            *(Root(path=path) for path in runtime),
            Root(path=Path("/etc")),
            *(
                Root(path=path, deep=False, only=None if everything else lambda name: "hostile" in name)
                for path in shallow
            ),
        ]
