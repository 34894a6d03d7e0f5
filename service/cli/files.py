"""Batch work on files, without a database: read and scan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nlp.errors import NlpError
from nlp.reading.limits import Limits
from nlp.types import Format, Tier
from service import catalogue
from service.catalogue import commands as texts
from service.cli import places
from service.cli.console import WrongAgsError
from service.cli.places import Place
from service.errors import ServiceError
from service.review import QuestionKind

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
