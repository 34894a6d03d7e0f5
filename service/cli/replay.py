"""The same run again: may it be, and did it come to the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from service.catalogue import commands as texts
from service.cli import comparison, record
from service.cli.comparison import Result
from service.cli.console import WrongCallError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from service.cli.batch import Order
    from service.cli.record import Record


def recorded(order: Order, path: Path) -> Record:
    """Read what is to be repeated.

    Args:
        order: The call.
        path: The ``run.json``.

    Raises:
        click.ClickException: It is none.
        WrongCallError: Other options contradict it.
    """
    if order.seed is not None or order.plain:
        raise WrongCallError(texts.REPLAY_CHOSEN)
    if order.folder.resolve() == path.parent.resolve():
        raise WrongCallError(texts.REPLAY_SAME_FOLDER)
    then = record.read(path)
    if then.choice.model is None and order.model is None:
        raise WrongCallError(texts.REPLAY_MODEL)
    if then.choice.model is not None and order.model is not None:
        raise WrongCallError(texts.REPLAY_CHOSEN)
    return then


def check_same(then: Mapping[str, object], now: Mapping[str, object]) -> None:
    """Refuse to repeat a run from something else.

    Raises:
        click.ClickException: A digest differs.
    """
    changed = [texts.REPLAY_PARTS[part] for part in then if then[part] != now[part]]
    if changed:
        raise click.ClickException(texts.REPLAY_CHANGED.format(parts=", ".join(changed)))


def tell_surroundings(then: Record, around: Mapping[str, Any]) -> None:
    """Say what ``around`` the run may make the result differ although nobody changed it."""
    now = record.surroundings(around)
    changed = [
        texts.REPLAY_THEN.format(
            name=texts.SURROUNDINGS.get(name, name),
            then=then.surroundings.get(name, texts.NOTHING),
            now=now.get(name, texts.NOTHING),
        )
        for name in {**now, **then.surroundings}
        if now.get(name) != then.surroundings.get(name)
    ]
    if changed:
        click.echo(texts.REPLAY_SURROUNDINGS.format(parts=", ".join(changed)), err=True)


def conclude(then: Record, now: Result) -> None:
    """Say whether the result is the same.

    Raises:
        click.ClickException: It is another one.
    """
    if now.sha256 == then.result:
        click.echo(texts.REPLAY_SAME, err=True)
        return
    before = Result.written(then.folder)
    if before is None or before.sha256 != then.result:
        raise click.ClickException(texts.REPLAY_UNKNOWN)
    found = comparison.compare(before, now)
    raise click.ClickException(
        texts.REPLAY_DIFFERENT.format(
            moved=found.moved,
            count=len(now.assignments),
            ari=f"{found.ari:.4f}".replace(".", ","),
            labels=found.labels,
            strengths=found.strengths,
        )
    )
