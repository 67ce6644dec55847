"""Fixtures for all tests: folders of their own, real models where they are, nothing outside the machine."""

from __future__ import annotations

import gc
import ipaddress
import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import psutil
import pytest

from bimdesk.paths import AppPaths, default_paths

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"

hypothesis.settings.register_profile("bimdesk", deadline=None)  # a busy machine is no counter-example
hypothesis.settings.load_profile("bimdesk")


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the folders of the person who runs them."""
    home = tmp_path_factory.mktemp("home")
    changed = {"HOME": str(home), "BIMDESK_HOME": str(home / "bimdesk"), "QT_LOGGING_RULES": ""}
    changed["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    before = {name: os.environ.get(name) for name in (*changed, "PYTHONUNBUFFERED")}
    os.environ.update(changed)
    os.environ.pop("PYTHONUNBUFFERED", None)  # it hides output that was never flushed
    yield home
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session", autouse=True)
def interrupts_arrive() -> None:
    """A shell starts background jobs with SIGINT ignored, and every child would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """A connection to any other machine is an error of the test."""
    real_connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test reached for {address}")
        real_connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def collector_stays_on() -> Iterator[None]:
    """A test that leaves Python's collector off changes what later ones see."""
    yield
    was_on = gc.isenabled()
    gc.enable()
    assert was_on, "the garbage collector was left off"


@pytest.fixture(scope="session", autouse=True)
def no_child_is_left() -> Iterator[None]:
    """Every worker ends before the session does."""
    yield
    _gone, alive = psutil.wait_procs(
        [p for p in psutil.Process().children(recursive=True) if _is_worker(p)], 5
    )
    assert not alive, f"workers were left behind: {[process.cmdline() for process in alive]}"


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "worker" in process.cmdline()
    except psutil.Error:
        return False


@pytest.fixture
def app_paths(tmp_path: Path) -> AppPaths:
    """Folders of a new user."""
    home = tmp_path / "user"
    return replace(
        default_paths(), data=home / "data", config=home / "config", cache=home / "cache", logs=home / "logs"
    )


@pytest.fixture(scope="session")
def samples() -> Path:
    """The project's own models: house.ifc, house_mep.ifc, house_v2.ifc, house_faulty.ifc."""
    return ROOT / "resources" / "samples"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real models, beside the checkout; never part of it."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"the real models are not at {REAL_DATA}")
    return REAL_DATA


@pytest.fixture(scope="session")
def imported_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Imports a file with the real worker, once in a session; gives the model version's folder."""
    from bimdesk.bootstrap import open_project
    from bimdesk.protocol.monitor import Monitor
    from bimdesk.services.children import run_child
    from bimdesk.services.importing import AlreadyHere, finish_import, prepare_import

    home = tmp_path_factory.mktemp("imported")
    paths = replace(default_paths(), data=home, config=home, cache=home, logs=home)

    def imported(file: Path) -> Path:
        project = open_project(home / "project", paths)
        try:
            start = prepare_import(project, file)
            if isinstance(start, AlreadyHere):
                return start.version.folder
            monitor = Monitor()
            version, _changes = finish_import(project, start, monitor, run_child(start.launch, monitor))
            return version.folder
        finally:
            project.close()

    return imported
