"""Batch work on files, without a database: read, scan, analyse."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nlp.errors import NlpError
from nlp.reading.limits import Limits
from nlp.types import Format, Tier
from service import catalogue
from service.catalogue import commands as texts
from service.cli import places
from service.cli.console import Progress, WrongAgsError, percent
from service.cli.places import Place
from service.errors import ServiceError
from service.review import QuestionKind
from service.settings import TIME_ZONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nlp.types import Finding, QuasiIdentifier, Statement, Verdict

_ENOUGH = Limits().upload_bytes + 1
_SUFFIXES = {f".{format_.value}" for format_ in Format}

Paths = click.Path(exists=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
paths_argument = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=Paths)
jsonl_option = click.option("--jsonl", is_flag=True, help=texts.OPTION_JSONL)


def today() -> date:
    """Return the day it is in Germany."""
    return datetime.now(TIME_ZONE).date()


def expand(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield files as they are given, and the readable files of a folder in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.rglob("*")
                if found.suffix.lower() in _SUFFIXES and found.is_file()
            )
        else:
            yield path


def sentence_of(_path: Path, error: NlpError | ServiceError) -> str:
    """Say what is wrong with a file."""
    return catalogue.message(error.code, error.params).sentence


def each_file(
    paths: Sequence[Path],
    work: Callable[[Path], None],
    *,
    tell: Callable[[Path, NlpError | ServiceError], str] = sentence_of,
) -> None:
    """Do ``work`` on every file; what fails is told, the others go on.

    Exits with 1 when a file failed.
    """
    failed = False
    for path in expand(paths):
        try:
            work(path)
        except (NlpError, ServiceError) as error:
            sentence = tell(path, error)
        except OSError:
            sentence = texts.NOT_READABLE
        else:
            continue
        click.echo(texts.FAILED_FILE.format(file=path, sentence=sentence), err=True)
        failed = True
    if failed:
        raise click.exceptions.Exit(1)


def content(path: Path) -> bytes:
    """Return a file's bytes, but no more than one that is too large needs to be refused."""
    with path.open("rb") as file:
        return file.read(_ENOUGH)


def echo_json(value: dict[str, Any]) -> None:
    """Write one JSON object as one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


@click.command(help=texts.READ)
@paths_argument
@jsonl_option
def read(paths: tuple[Path, ...], *, jsonl: bool) -> None:
    """Print the statements of notes."""
    from corpora import municipalities  # noqa: PLC0415 - not needed for --help
    from nlp import notes, reading  # noqa: PLC0415

    register = municipalities()

    def show(path: Path) -> None:
        document = reading.read(content(path), filename=path.name)
        for statement in notes.parse(document, register=register).statements:
            _show_statement(path, statement, jsonl=jsonl)

    each_file(paths, show)


def _show_statement(path: Path, statement: Statement, *, jsonl: bool) -> None:
    if not jsonl:
        kind = catalogue.KINDS[statement.kind]
        click.echo(texts.STATEMENT.format(file=path, kind=kind, text=statement.text))
        return
    echo_json(
        {
            "file": str(path),
            "statement_id": statement.id,
            "kind": statement.kind,
            "text": statement.text,
            "section": statement.section,
            "start": statement.span.start,
            "end": statement.span.end,
        }
    )


@click.command(help=texts.SCAN)
@paths_argument
@click.option(
    "--municipality",
    "population",
    metavar="AGS",
    callback=lambda _context, _option, ags: _population(ags),
    help=texts.OPTION_SCAN_MUNICIPALITY,
)
@jsonl_option
def scan(paths: tuple[Path, ...], *, population: int | None, jsonl: bool) -> None:
    """Print what the anonymity gate finds."""
    from nlp import reading  # noqa: PLC0415 - not needed for --help
    from nlp.anonymity import gate  # noqa: PLC0415

    def show(path: Path) -> None:
        document = reading.read(content(path), filename=path.name)
        verdict = gate.check(document, filename=path.name, population=population)
        if jsonl:
            _echo_verdict(path, verdict)
        else:
            _show_verdict(path, verdict, document.text)

    each_file(paths, show)


def _population(ags: str | None) -> int | None:
    """Return the inhabitants of a municipality.

    Raises:
        WrongAgsError: The register does not know it.
    """
    from corpora import municipalities  # noqa: PLC0415 - not needed for --help

    if ags is None:
        return None
    for place in municipalities():
        if place.ags == ags:
            return place.population
    raise WrongAgsError


def _show_verdict(path: Path, verdict: Verdict, text: str) -> None:
    found = list(_places(verdict))
    certain = sum(place.tier is Tier.REFUSE for place in found)
    decision = texts.DECISIONS[verdict.decision]
    click.echo(
        texts.SCANNED.format(
            file=path, decision=decision, certain=certain, uncertain=len(found) - certain
        )
    )
    for line in places.tell(found, text):
        click.echo(line)
    if verdict.singling_out:
        click.echo(texts.SINGLING_OUT)


def _places(verdict: Verdict) -> Iterator[Place]:
    """Yield the findings, and the features where they could single a person out."""
    for found in verdict.findings:
        why = catalogue.reason(QuestionKind.FINDING, found.type, found.rule)
        yield Place(found.place, found.span.start, found.span.end, found.tier, why)
    for feature in verdict.quasi_identifiers if verdict.singling_out else ():
        why = places.better(feature.type, feature.proposal)
        yield Place("text", feature.span.start, feature.span.end, Tier.CONFIRM, why)


def _echo_verdict(path: Path, verdict: Verdict) -> None:
    echo_json(
        {
            "file": str(path),
            "decision": verdict.decision,
            "findings": [_finding(found) for found in verdict.findings],
            "singling_out": verdict.singling_out,
            "quasi_identifiers": [_feature(found) for found in verdict.quasi_identifiers],
        }
    )


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "start": found.span.start,
        "end": found.span.end,
        "type": found.type,
        "tier": found.tier,
        "rule": found.rule,
        "reason": catalogue.reason(QuestionKind.FINDING, found.type, found.rule),
        "place": found.place,
    }


def _feature(found: QuasiIdentifier) -> dict[str, Any]:
    return {
        "start": found.span.start,
        "end": found.span.end,
        "type": found.type,
        "proposal": found.proposal,
    }


@click.command(help=texts.ANALYSE)
@click.argument("statements", type=FILE)
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help=texts.OPTION_OUT,
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, help=texts.OPTION_SEED)
@click.option("--model", default="default", help=texts.OPTION_MODEL)
@click.option("--plain", is_flag=True, help=texts.OPTION_PLAIN)
@click.option("--previous", "earlier", type=FOLDER, help=texts.OPTION_PREVIOUS)
@click.option("--decisions", "decided", type=FILE, help=texts.OPTION_DECISIONS)
def analyse(  # noqa: PLR0913 - the options of the command
    statements: Path,
    folder: Path,
    *,
    seed: int,
    model: str,
    plain: bool,
    earlier: Path | None,
    decided: Path | None,
) -> None:
    """Cluster a table of statements and write the files of the contract."""
    from nlp import corpus, pipeline  # noqa: PLC0415 - not needed for --help
    from nlp.themes import decisions, embedding  # noqa: PLC0415
    from service.cli import analysis, results  # noqa: PLC0415
    from service.cli.previous import Previous, read_previous  # noqa: PLC0415

    data = statements.read_bytes()
    table = corpus.read_corpus(data, today=today())
    previous = read_previous(earlier) if earlier else Previous()
    decisions_made = decisions.read(decided.read_bytes()) if decided else ()
    settings = pipeline.RunSettings(seed=seed, adapted=not plain)
    found = analysis.analyse(
        table,
        encoders=embedding.load(model),
        settings=settings,
        previous=previous,
        decisions=decisions_made,
        today=today(),
        report=Progress(),
    )
    run = found.replayed.run
    results.write(folder, found, data=data, with_decisions=decided is not None)
    if len({entry.text for entry in table.entries}) < settings.consensus.smallest:
        click.echo(texts.TOO_FEW.format(smallest=settings.consensus.smallest), err=True)
    click.echo(
        texts.ANALYSED.format(
            statements=len(table.entries),
            themes=len(run.themes),
            share=percent(run.figures["unbundled_share"]),
            folder=folder,
        ),
        err=True,
    )
    if decided:
        outcomes = found.replayed.outcomes
        followed = sum(outcome.followed for outcome in outcomes)
        noted = sum(bool(outcome.notes) for outcome in outcomes)
        click.echo(
            texts.DECIDED.format(followed=followed, count=len(outcomes), noted=noted), err=True
        )
