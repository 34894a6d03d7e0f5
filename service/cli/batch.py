"""One run over a table of statements, from files to files; also the same one again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nlp import analysis, corpus
from nlp.analysis import Previous
from nlp.pipeline import RunSettings
from nlp.text import normalise
from nlp.themes import decisions, embedding
from service.catalogue import commands as texts
from service.cli import bundle, previous, record, replay, results
from service.cli.bundle import Choice
from service.cli.comparison import Result
from service.cli.console import Progress, percent, today
from service.usecases.taxonomy import field_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nlp.analysis import Analysis
    from nlp.corpus import Corpus
    from nlp.themes.embedding import Encoder
    from service.cli.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the person who called wants; ``None`` where they said nothing.

    Attributes:
        statements: The table.
        folder: Where the files go.
        seed: Start of all random choices.
        model: Name or folder of the models.
        plain: Whether the vectors are not to be adapted.
        earlier: Folder of the run before.
        decided: File of people's decisions.
        recorded: The ``run.json`` of a run that is to be repeated.
    """

    statements: Path
    folder: Path
    seed: int | None = None
    model: str | None = None
    plain: bool = False
    earlier: Path | None = None
    decided: Path | None = None
    recorded: Path | None = None


@dataclass(frozen=True, slots=True)
class _Input:
    """What was read."""

    table: Corpus
    previous: Previous
    decisions: Sequence[decisions.Decision] | None


def run(order: Order) -> None:
    """Analyse a table, write the files of the contract and say what was found.

    Raises:
        NlpError: The input cannot be used.
        click.ClickException: The run cannot be repeated, or came to another result.
    """
    then = replay.recorded(order, order.recorded) if order.recorded else None
    given, files = _read(order, then)
    encoders = embedding.load(order.model or (then and then.choice.model) or embedding.DEFAULT)
    choice = then.choice if then else _chosen(order)
    weights, surroundings = bundle.weights(encoders, choice.settings), bundle.surroundings()
    if then:
        replay.check_same(then.weights, record.weights(weights))
        replay.tell_surroundings(then, surroundings)
    found = _analysed(given, encoders, choice)
    result = Result.of(found.run, given.table.entries)
    results.write(
        order.folder,
        found,
        table=given.table,
        encoders=encoders,
        bundle=bundle.compose(choice, files | weights | surroundings, found.run, result),
        with_decisions=given.decisions is not None,
    )
    _tell(order, given, found, choice.settings)
    if then:
        replay.conclude(then, result)


def _read(order: Order, then: Record | None) -> tuple[_Input, dict[str, object]]:
    """Read the files, and return their digests too."""
    data = order.statements.read_bytes()
    decided = order.decided.read_bytes() if order.decided else None
    files = bundle.files(data, order.earlier, decided)
    if then:
        replay.check_same(then.files, record.files(files))
    given = _Input(
        corpus.read_corpus(data, today=today()),
        previous.read_previous(order.earlier) if order.earlier else Previous(),
        None if decided is None else decisions.read(decided),
    )
    return given, files


def _chosen(order: Order) -> Choice:
    return Choice(
        model=bundle.public(order.model or embedding.DEFAULT),
        settings=RunSettings(seed=order.seed or 0, adapted=not order.plain),
        day=today(),
    )


def _analysed(given: _Input, encoders: Sequence[Encoder], choice: Choice) -> Analysis:
    return analysis.analyse(
        given.table.entries,
        encoders=encoders,
        settings=choice.settings,
        previous=given.previous,
        decisions=given.decisions or (),
        today=choice.day,
        fields=field_phrases(),
        report=Progress(),
    )


def _tell(order: Order, given: _Input, found: Analysis, settings: RunSettings) -> None:
    """Say what was found, and what became of people's decisions."""
    smallest = settings.consensus.smallest
    clustered = (entry for entry in given.table.entries if entry.id in found.run.positions)
    if len({normalise(entry.text) for entry in clustered}) < smallest:
        click.echo(texts.TOO_FEW.format(smallest=smallest), err=True)
    click.echo(
        texts.ANALYSED.format(
            statements=len(given.table.entries),
            themes=len(found.run.themes),
            share=percent(found.run.figures["unbundled_share"]),
            folder=order.folder,
        ),
        err=True,
    )
    if given.decisions is not None:
        outcomes = found.replayed.outcomes
        followed = sum(outcome.followed for outcome in outcomes)
        noted = sum(bool(outcome.notes) for outcome in outcomes)
        click.echo(
            texts.DECIDED.format(followed=followed, count=len(outcomes), noted=noted), err=True
        )
