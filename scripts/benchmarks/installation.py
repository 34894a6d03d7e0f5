"""An installation for benchmarks: a database, a web process, workers, all to be killed at will.

The processes are real ones with the program's own entry points. They are forked from a server
that has imported and compiled everything, which spares the seconds that this takes, and have one
thread for arithmetic. The workers have a tiny encoder in place of the models; all else of the
method is its own.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import httpx

from service.access.roles import Role
from service.http.access import COOKIE
from service.jobs.queue import upgrade
from service.settings import Settings, load
from service.store.access_tables import AccountRow
from service.store.sessions import Database
from service.usecases.sessions import open_session
from tests.ports import free_port
from tests.service import postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.context import ForkServerProcess

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # what is forked could not use more
os.environ["NUMBA_THREADING_LAYER"] = "workqueue"  # that of GNU cannot be forked
_PLACES: Final = (Path(__file__).parents[2], Path(__file__).parent)
"""Where the forking server finds this program, and ``warm``."""
os.environ["PYTHONPATH"] = os.pathsep.join(map(str, _PLACES))

BACKENDS: Final = ("sqlite", "postgresql")
_PATIENCE: Final = 300  # seconds
_FORKS: Final = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["service.app", "service.cli.serving", "service.jobs.sweep", "warm"])
_READER: Final = b"nlp.reading.worker"


@dataclass
class Installation:
    """What runs.

    Attributes:
        settings: Of all processes.
        folder: For logs.
        secret: Of a session of the coordination.
    """

    settings: Settings
    folder: Path
    secret: str
    processes: dict[str, ForkServerProcess] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the API is served."""
        return f"http://{self.settings.host}:{self.settings.port}"

    def headers(self) -> Mapping[str, str]:
        """Return what a request of the coordination is sent with."""
        return {"Cookie": f"{COOKIE}={self.secret}", "Origin": self.address}

    def start(self, *names: str) -> None:
        """Start processes: ``web``, or workers by name; wait until they are ready."""
        for name in names:
            work = serve if name == "web" else work_tinily
            what = (work, self.folder / f"{name}.log", _environment(self.settings, name))
            process = _FORKS.Process(target=in_child, args=what, daemon=True)
            process.start()
            self.processes[name] = process
        for name in names:
            self._await(name)

    def begin_backup(self) -> tuple[Path, ForkServerProcess]:
        """Begin to write a backup; return its file and the process that writes it."""
        file = self.folder / f"{uuid4()}.zip"
        environment = _environment(self.settings, "backup")
        what = (partial(back_up, file), self.folder / "backup.log", environment)
        process = _FORKS.Process(target=in_child, args=what, daemon=True)
        process.start()
        return file, process

    def kill(self, name: str) -> None:
        """End a process as a failure of power would."""
        self.processes[name].kill()
        self.processes[name].join()

    def stop(self) -> None:
        """End all processes in an orderly way."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.join(timeout=60)
            process.kill()

    def readers(self) -> list[int]:
        """Return the processes that read a file for the web process at this moment."""
        parent = str(self.processes["web"].pid)
        return [
            pid for pid in _pids() if _READER in _of(pid, "cmdline") and _parent(pid) == parent
        ]

    def _await(self, name: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not self._is_ready(name):
            if time.monotonic() > deadline or not self.processes[name].is_alive():
                log = (self.folder / f"{name}.log").read_text(encoding="utf-8")
                sys.exit(f"{name} does not start:\n{log[-4000:]}")
            time.sleep(0.02)

    def _is_ready(self, name: str) -> bool:
        if name != "web":
            log = self.folder / f"{name}.log"
            ready = f'"worker": "{name}", "event": "worker ready"'
            count = log.read_text(encoding="utf-8").count(ready) if log.exists() else 0
            if count <= self._begun.get(name, 0):
                return False
            self._begun[name] = count
            return True
        try:
            return httpx.get(f"{self.address}/api/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    _begun: dict[str, int] = field(default_factory=dict)


@contextmanager
def installed(backend: str, folder: Path, **changed: Any) -> Iterator[Installation]:  # noqa: ANN401 - settings
    """Make an installation with a database of its own; stop what runs in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with _database(backend) as url:
        settings = load(
            data_dir=folder / "data", database_url=url, port=free_port(), nightly=None, **changed
        )
        upgrade(settings)
        installation = Installation(settings, folder, _sign_in(settings))
        try:
            yield installation
        finally:
            installation.stop()


def in_child(work: Callable[[], None], log: Path, environment: Mapping[str, str]) -> None:
    """Do the work of a process of its own."""
    with log.open("ab") as stream:
        os.dup2(stream.fileno(), sys.stdout.fileno())
        os.dup2(stream.fileno(), sys.stderr.fileno())
    os.environ.update(environment)
    work()


def serve() -> None:
    """Serve as ``themenradar serve`` does."""
    from service.cli.serving import serve  # noqa: PLC0415 - in the child only

    serve.main(args=[], standalone_mode=False)


def back_up(file: Path) -> None:
    """Write a backup as ``themenradar backup`` does."""
    from service.cli.operation import backup  # noqa: PLC0415 - in the child only

    backup.main(args=[str(file)], standalone_mode=False)


def work_tinily() -> None:
    """Work as ``themenradar worker`` does, with a tiny encoder and without warming up."""
    from nlp.themes import embedding  # noqa: PLC0415 - in the child only
    from service.jobs import worker  # noqa: PLC0415
    from tests.service.usecases.test_execution import Counted  # noqa: PLC0415

    embedding.load = lambda *_: (Counted(),)  # type: ignore[assignment]
    worker._SWEEP_SECONDS = 1  # type: ignore[assignment, misc]  # noqa: SLF001
    worker._warm_up = lambda *_: None  # type: ignore[assignment]  # noqa: SLF001
    worker.main(load())


@contextmanager
def _database(backend: str) -> Iterator[str]:
    if backend == "sqlite":
        yield ""
        return
    with postgres.server() as server, server.database() as url:
        yield url


def _environment(settings: Settings, name: str) -> dict[str, str]:
    return {
        "THEMENRADAR_DATA_DIR": str(settings.data_dir),
        "THEMENRADAR_DATABASE_URL": settings.database_url,
        "THEMENRADAR_PORT": str(settings.port),
        "THEMENRADAR_THREADS": str(settings.threads),
        "THEMENRADAR_NIGHTLY": "",
        "THEMENRADAR_WORKER_ID": name,
    }


def _sign_in(settings: Settings) -> str:
    database, now = Database(settings.database), datetime.now(UTC)
    account = AccountRow(
        name="bench", role=Role.KOORDINATION, district_id=settings.district, created_at=now
    )
    with database.writing() as session:
        session.add(account)
        session.commit()
    secret = open_session(database, account.id, now=now)
    database.close()
    return secret


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _of(pid: int, name: str) -> bytes:
    """Return what the system tells of a process; nothing if it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/{name}").read_bytes()
    return b""


def _parent(pid: int) -> str:
    lines = _of(pid, "status").decode().splitlines()
    return next((line.split()[1] for line in lines if line.startswith("PPid:")), "")
