"""One worker or two on one PostgreSQL: how much faster are the runs of many Kreise?

    scripts/bench workers [--kreise 20] [--statements 80] [--draws 2]

Every Kreis has the same notes, and asks for a run; all ask at once. The workers are real
processes with the program's own entry point and one thread for arithmetic each, but with a tiny
encoder in place of the models, and look for jobs of workers that are gone every second (not every
15). Each line of the table begins with an empty database on a server of its own: one worker, two,
and two of which one is killed with signal 9 amid a run when half of the runs have ended, and not
started again. Seconds are from the first request to the end of the last run: the least of the
draws, since other work on the machine can only add some, with the range. Those of the cores are
what the workers computed.

Exits with 1 if a run did not end, if one has a result that is not whole or not what one worker
found, or if anything is there twice.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from installation import installed
from sqlalchemy import text
from sqlmodel import col, func, select

from nlp.text import text_hash
from nlp.types import StatementKind
from service import logs
from service.jobs.queue import Queue
from service.store.sessions import Database
from service.store.tables import (
    UNFINISHED,
    AssignmentRow,
    CandidateThemeRow,
    District,
    MunicipalityRow,
    NoteRow,
    RunRow,
    RunState,
    StatementRow,
    ThemeIdRow,
)
from service.usecases.check import check
from service.usecases.runs import start_run
from tests.service.helpers import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from installation import Installation

_PER_NOTE: Final = 10
_FIRST_DAY: Final = date(2025, 1, 13)
_NAMES: Final = UUID(int=0)  # ids follow from names: every database holds the same
_LONGEST_WAIT: Final = 1800  # seconds

Result = dict[str, list[tuple[str, int]]]
"""The themes of each Kreis: label and number of statements."""


@dataclass(frozen=True)
class Case:
    """A line of the table."""

    title: str
    workers: tuple[str, ...]
    killed: str = ""


@dataclass(frozen=True)
class Seen:
    """What came of one draw of a case.

    Attributes:
        seconds: From the first request to the end of the last run.
        computed: Seconds that the workers had a core, the killed one's among them.
        shares: Runs by the worker that ended them.
        again: Runs that were begun again.
        result: The themes of each Kreis.
        faults: What was wrong.
    """

    seconds: float
    computed: float
    shares: Counter[str]
    again: int
    result: Result
    faults: list[str]


CASES: Final = (
    Case("one worker", ("worker-1",)),
    Case("two workers", ("worker-1", "worker-2")),
    Case("two, one killed", ("worker-1", "worker-2"), killed="worker-2"),
)


# --- The Kreise --------------------------------------------------------------------


def fill(database: Database, kreise: int, count: int) -> list[str]:
    """Store Kreise, each with the same statements in notes; return their keys."""
    keys = [f"059{number:02d}" for number in range(kreise)]
    texts = list(islice(statements(), count))
    with database.writing() as session:
        session.add_all(District(id=key, name=f"Kreis {key}") for key in keys)
        session.flush()
        session.add_all(
            MunicipalityRow(ags=f"{key}{place:03d}", district_id=key, name=f"Stadt {place}")
            for key in keys
            for place in range(4)
        )
        session.flush()
        notes = [_note(key, number) for key in keys for number in range(-(-count // _PER_NOTE))]
        session.add_all(notes)
        session.flush()
        for place, note in enumerate(notes):
            first = place * _PER_NOTE % (len(notes) // kreise * _PER_NOTE)
            session.add_all(_statements(note, texts[first : first + _PER_NOTE]))
        session.commit()
    return keys


def _note(key: str, number: int) -> NoteRow:
    return NoteRow(
        id=uuid5(_NAMES, f"{key} {number}"),
        district_id=key,
        municipality_ags=f"{key}{number % 4:03d}",
        held_on=_FIRST_DAY + timedelta(weeks=number),
        format="txt",
        uploaded_at=datetime.now(UTC),
        digest=text_hash(f"{key} {number}"),
    )


def _statements(note: NoteRow, texts: Sequence[str]) -> list[StatementRow]:
    return [
        StatementRow(
            id=uuid5(note.id, f"{position}"),
            district_id=note.district_id,
            note_id=note.id,
            kind=StatementKind.PROBLEM,
            text=said,
            section="",
            start=0,
            end=len(said),
            position=position,
            text_hash=text_hash(said),
        )
        for position, said in enumerate(texts)
    ]


# --- The runs ----------------------------------------------------------------------


def play(case: Case, arguments: argparse.Namespace, folder: Path) -> Seen:
    """Let all Kreise ask for a run, wait until all have ended, look at what they found."""
    with installed("postgresql", folder, threads=1) as installation:
        database = Database(installation.settings.database)
        kreise = fill(database, arguments.kreise, arguments.statements)
        installation.start(*case.workers)
        computed = -sum(_computed(installation, name) for name in case.workers)
        begun = time.monotonic()
        _ask(database, installation, kreise)
        if case.killed:
            _wait(lambda: _open(database) <= len(kreise) // 2)
            _wait(lambda: _works(database, case.killed))
            computed += _computed(installation, case.killed)
            installation.kill(case.killed)
        _wait(lambda: not _open(database))
        seconds = time.monotonic() - begun
        alive = [name for name in case.workers if name != case.killed]
        computed += sum(_computed(installation, name) for name in alive)
        time.sleep(2)  # a worker that was taken for dead would show itself
        shares, again = _jobs(database)
        result, faults = _look(database, kreise)
        database.close()
    return Seen(seconds, computed, shares, again, result, faults)


def _computed(installation: Installation, worker: str) -> float:
    """Return for how many seconds a worker had a core so far."""
    told = Path(f"/proc/{installation.processes[worker].pid}/stat").read_text(encoding="ascii")
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _ask(database: Database, installation: Installation, kreise: Sequence[str]) -> None:
    queue = Queue(installation.settings)
    for key in kreise:
        start_run(database, district=key, actor="bench", seed=0, enqueue=queue.enqueue)
    queue.close()


def _wait(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT
    while not reached():
        if time.monotonic() > deadline:
            sys.exit("runs do not end")
        time.sleep(0.2)


def _open(database: Database) -> int:
    """Count the runs that have not ended."""
    with database.reading() as session:
        query = select(func.count()).select_from(RunRow).where(col(RunRow.state).in_(UNFINISHED))
        return session.exec(query).one()


def _works(database: Database, worker: str) -> bool:
    """Tell whether a worker is amid a run."""
    query = text(
        "SELECT 1 FROM dbos.workflow_status JOIN run ON run.id::text = workflow_uuid "
        "WHERE status = 'PENDING' AND executor_id = :worker AND state = 'running' AND share > 0"
    )
    with database.engine.connect() as connection:
        return connection.execute(query, {"worker": worker}).first() is not None


def _jobs(database: Database) -> tuple[Counter[str], int]:
    """Return the jobs by the worker that ended them, and how many were begun again."""
    query = text("SELECT executor_id, status, recovery_attempts FROM dbos.workflow_status")
    with database.engine.connect() as connection:
        rows = connection.execute(query).all()
    shares = Counter(row.executor_id for row in rows if row.status == "SUCCESS")
    return shares, sum(row.recovery_attempts > 1 for row in rows)


def _look(database: Database, kreise: Sequence[str]) -> tuple[Result, list[str]]:
    """Return what the Kreise have, and what of it is lost, half there or there twice."""
    faults = [f"database: {one.code}" for one in check(database).checks if one.faults]
    result: Result = {}
    with database.reading() as session:
        for key in kreise:
            runs = session.exec(select(RunRow).where(RunRow.district_id == key)).all()
            if [run.state for run in runs] != [RunState.DONE]:
                faults.append(f"{key}: {[run.state for run in runs]}")
                continue
            counts = [
                session.exec(
                    select(func.count()).select_from(table).where(table.district_id == key)
                ).one()
                for table in (AssignmentRow, CandidateThemeRow, ThemeIdRow)
            ]
            if counts != [runs[0].statements, runs[0].themes, runs[0].themes]:
                faults.append(f"{key}: not whole, or twice")
            themes = session.exec(
                select(CandidateThemeRow).where(CandidateThemeRow.district_id == key)
            ).all()
            result[key] = sorted((theme.label, theme.size) for theme in themes)
    return result, faults


def report(seen: dict[str, list[Seen]], kreise: int) -> list[str]:
    """Print the table; return what was wrong."""
    faults = [fault for draws in seen.values() for one in draws for fault in one.faults]
    first, *others = [one for draws in seen.values() for one in draws]
    faults += [
        "another result than that of one worker" for one in others if one.result != first.result
    ]
    alone = min(one.seconds for one in seen[CASES[0].title])
    print(
        f"| {kreise} runs | seconds (range) | speed-up | of the cores | by worker | again | done |"
    )
    print("|---" * 7 + "|")
    for title, draws in seen.items():
        seconds = [one.seconds for one in draws]
        cells = (
            title,
            f"{min(seconds):.0f} ({min(seconds):.0f}–{max(seconds):.0f})",
            f"{alone / min(seconds):.2f}",
            f"{median(one.computed for one in draws):.0f}",
            ", ".join(" + ".join(f"{n}" for _, n in sorted(one.shares.items())) for one in draws),
            ", ".join(f"{one.again}" for one in draws),
            ", ".join(f"{len(one.result)}" for one in draws),
        )
        print(f"| {' | '.join(cells)} |")
    return faults


def main() -> None:
    """Play each case in turn, draw by draw; exit with 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kreise", type=int, default=20)
    parser.add_argument("--statements", type=int, default=80, help="of each Kreis")
    parser.add_argument("--draws", type=int, default=2)
    arguments = parser.parse_args()
    logs.configure("ERROR")
    seen: dict[str, list[Seen]] = {case.title: [] for case in CASES}
    with TemporaryDirectory() as folder:
        for draw in range(arguments.draws):
            for case in CASES:
                seen[case.title].append(
                    play(case, arguments, Path(folder) / f"{case.title} {draw}")
                )
                print(
                    f"{draw} {case.title}: {seen[case.title][-1].seconds:.0f} s", file=sys.stderr
                )
    faults = report(seen, arguments.kreise)
    print(f"\nfaults: {len(faults)}", *faults, sep="\n- ")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
