"""kill -9 at random moments: is anything lost, or half there, that was acknowledged?

    scripts/bench crash [--rounds 100] [--database sqlite postgresql] [--kinds upload …] [--seed 0]

A web process and a worker (on PostgreSQL two) are real processes with the program's own entry
points; the workers have a tiny encoder, so that a run takes seconds. In every round one thing
is at work, and a process is killed at a moment drawn at random:

- *upload*: several clients upload notes; the web process is killed.
- *reading*: likewise; the child process that reads a file is killed, or the web process with it.
- *run*: a run works while notes come in; the worker is killed, or both.
- *deletion*: clients delete notes one by one; the web process is killed.
- *order*: all notes of a municipality are being deleted; the worker is killed.
- *export*: a backup, which is all that leaves as a file, is written while notes come in; the
  process that writes it is killed.

After each kill what was killed is started again, and everything is compared: what was
acknowledged is there, as it was; what was refused or deleted is not; what got no answer is
there whole or not at all, a file like a note; no reader outlives its process; ``themenradar db
check`` and ``audit verify`` find nothing; every job ends. Neither PostgreSQL nor the machine is
killed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, Self

from crash_client import AWAY, Client, Ledger, unfinished, verify
from crash_export import faults_of
from installation import BACKENDS, Installation, installed

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENTS: Final = 3
NOTES: Final = (12, 24)  # there are at least and at most so many, more or less
_KINDS: Final = (
    "upload", "reading", "run", "deletion", "export",
    "upload", "reading", "run", "order", "export",
)  # fmt: skip
_LONGEST_WAIT: Final = 600  # seconds until a job has ended
_BOTH: Final = 0.25  # share of the rounds in which the web process dies with the other one


class Rounds:
    """Rounds on one installation.

    Args:
        installation: It runs.
        workers: Names of its workers.
        seed: Of all that is drawn.
    """

    def __init__(self, installation: Installation, workers: tuple[str, ...], seed: int) -> None:
        self.installation = installation
        self.workers = workers
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.ledger = Ledger()
        self.killed: Counter[tuple[str, str]] = Counter()
        self.run_seconds = 10.0
        self.export_seconds = 1.0
        self.client = self._new_client()

    def play(self, kind: str) -> None:
        """Play a round: work, kill, start again, compare."""
        self._provide()
        doomed = {
            "upload": self._upload,
            "reading": self._read,
            "run": self._run,
            "deletion": self._delete,
            "order": self._order,
            "export": self._export,
        }[kind]()
        for name in doomed:
            self.killed[kind, name.rstrip("-12")] += 1
        self.installation.start(*(name for name in doomed if name in self.installation.processes))
        if kind in {"run", "order"}:
            self.settle()
        verify(self.client)

    def settle(self) -> None:
        """Wait until every job has ended."""
        deadline = time.monotonic() + _LONGEST_WAIT
        while open_jobs := unfinished(self.client):
            if time.monotonic() > deadline:
                self.ledger.faults += [f"does not end: job {job}" for job in open_jobs]
                return
            time.sleep(0.2)

    # --- What is at work when something dies -----------------------------------------

    def _upload(self) -> list[str]:
        return self._kill_web_amid(lambda client: client.upload(), longest=1.5)

    def _delete(self) -> list[str]:
        return self._kill_web_amid(lambda client: client.delete(), longest=1.0)

    def _kill_web_amid(self, work: Callable[[Client], object], *, longest: float) -> list[str]:
        with _Crowd(self, work):
            time.sleep(self.chance.uniform(0, longest))
            self.installation.kill("web")
        return ["web"]

    def _read(self) -> list[str]:
        both = self.chance.random() < _BOTH
        with _Crowd(self, lambda client: client.upload()) as crowd:
            time.sleep(self.chance.uniform(0, 0.5))
            while not (readers := self.installation.readers()):
                pass
            if both:
                self.installation.kill("web")
                crowd.stop.set()
                self._assert_gone(readers)
                return ["web"]
            reader = self.chance.choice(readers)
            _kill(reader)
        return ["reader"]

    def _run(self) -> list[str]:
        self.client.start_run()
        doomed = [self.chance.choice(self.workers)]
        doomed += ["web"] if self.chance.random() < _BOTH else []
        with _Crowd(self, lambda client: client.upload(), pause=0.5):
            time.sleep(self.chance.uniform(0, 1.2 * self.run_seconds))
            for name in doomed:
                self.installation.kill(name)
        return doomed

    def _order(self) -> list[str]:
        for _ in range(4):
            self.client.upload(AWAY)
        doomed = [self.chance.choice(self.workers)]
        self.client.delete_all()
        time.sleep(self.chance.uniform(0, 1.5))
        self.installation.kill(doomed[0])
        return doomed

    def _export(self) -> list[str]:
        stored = set(self.ledger.kept)
        with _Crowd(self, lambda client: client.upload(), pause=0.5):
            file, process = self.installation.begin_backup()
            time.sleep(self.chance.uniform(0, 1.2 * self.export_seconds))
            process.kill()
            process.join()
        acknowledged = process.exitcode == 0
        self.ledger.faults += faults_of(file, stored=stored, acknowledged=acknowledged)
        self.ledger.told[_export_ended(file, process.exitcode)] += 1
        return [] if acknowledged else ["export"]

    # --- The rest ---------------------------------------------------------------------

    def measure(self) -> None:
        """Let one run and one export work to their ends, to know how long that takes."""
        self._provide()
        begun = time.monotonic()
        self.client.start_run()
        self.settle()
        self.run_seconds = time.monotonic() - begun
        stored, begun = set(self.ledger.kept), time.monotonic()
        with _Crowd(self, lambda client: client.upload(), pause=0.5):
            file, process = self.installation.begin_backup()
            process.join()
        self.export_seconds = time.monotonic() - begun
        self.ledger.faults += faults_of(file, stored=stored, acknowledged=True)

    def _provide(self) -> None:
        """Let there be enough notes, and not too many."""
        least, most = NOTES
        while len(self.ledger.kept) < least:
            self.client.upload()
        while len(self.ledger.kept) > most:
            self.client.delete()

    def _assert_gone(self, readers: list[int]) -> None:
        deadline = time.monotonic() + 30
        while any(Path(f"/proc/{reader}").exists() for reader in readers):
            if time.monotonic() > deadline:
                self.ledger.faults.append("a reader outlives its process")
                return
            time.sleep(0.1)

    def _new_client(self) -> Client:
        chance = random.Random(self.chance.random())  # noqa: S311 - no secret
        return Client(self.installation, self.ledger, chance)

    def crowd(self) -> list[Client]:
        """Return clients, each with its own chance."""
        return [self._new_client() for _ in range(CLIENTS)]


class _Crowd:
    """Clients that do the same again and again, until they get no answer or the block ends."""

    def __init__(self, rounds: Rounds, work: Callable[[Client], object], pause: float = 0) -> None:
        self.stop = Event()
        self._threads = [
            Thread(target=self._act, args=(client, work, pause)) for client in rounds.crowd()
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join()

    def _act(self, client: Client, work: Callable[[Client], object], pause: float) -> None:
        while client.answered and not self.stop.is_set():
            work(client)
            self.stop.wait(pause)


def _export_ended(file: Path, exit_code: int | None) -> str:
    """Say in words what became of an export."""
    if exit_code == 0:
        return "export"
    if exit_code != -signal.SIGKILL:
        return f"export that ended with {exit_code}"
    return "export without an answer, whole" if file.exists() else "export without an answer, none"


def _kill(pid: int) -> None:
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return


def crash(backend: str, arguments: argparse.Namespace, folder: Path) -> bool:
    """Play all rounds on one kind of database, tell what came out; return whether all held."""
    begun = time.monotonic()
    workers = ("worker-1",) if backend == "sqlite" else ("worker-1", "worker-2")
    with installed(backend, folder / backend) as installation:
        installation.start("web", *workers)
        rounds = Rounds(installation, workers, arguments.seed)
        rounds.measure()
        for number in range(arguments.rounds):
            kind = arguments.kinds[number % len(arguments.kinds)]
            rounds.play(kind)
            faults = len(rounds.ledger.faults)
            print(f"{backend} {number + 1}/{arguments.rounds} {kind}: {faults}", file=sys.stderr)
        rounds.settle()
        verify(rounds.client)
    report(backend, rounds, time.monotonic() - begun)
    return not rounds.ledger.faults


def report(backend: str, rounds: Rounds, seconds: float) -> None:
    """Print what was killed, what was told, what did not hold."""
    print(f"\n## {backend}: {sum(rounds.killed.values())} kills in {seconds / 60:.0f} minutes\n")
    print("| at work | killed | times |\n|---|---|---|")
    for (kind, what), times in sorted(rounds.killed.items()):
        print(f"| {kind} | {what} | {times} |")
    print("\n| acknowledged, or not | times |\n|---|---|")
    states = Counter(f"run that ended as {state}" for state in rounds.ledger.runs.values())
    for what, times in sorted((rounds.ledger.told + states).items()):
        print(f"| {what} | {times} |")
    print(f"\nfaults: {len(rounds.ledger.faults)}")
    for fault in rounds.ledger.faults:
        print(f"- {fault}")


def main() -> None:
    """Play the rounds on each kind of database; exit with 1 if anything did not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100, help="of each kind of database")
    parser.add_argument("--database", nargs="+", choices=BACKENDS, default=BACKENDS)
    parser.add_argument("--kinds", nargs="+", choices=sorted({*_KINDS}), default=_KINDS)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        held = [crash(backend, arguments, Path(folder)) for backend in arguments.database]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
