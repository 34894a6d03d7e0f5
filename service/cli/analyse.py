"""The command that finds the themes of a table, without a database."""

from __future__ import annotations

from pathlib import Path

import click

from service.catalogue import commands as texts
from service.cli.files import FILE, FOLDER


@click.command(help=texts.ANALYSE)
@click.argument("statements", type=FILE)
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help=texts.OPTION_OUT,
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help=texts.OPTION_SEED)
@click.option("--model", help=texts.OPTION_MODEL)
@click.option("--plain", is_flag=True, help=texts.OPTION_PLAIN)
@click.option("--previous", "earlier", type=FOLDER, help=texts.OPTION_PREVIOUS)
@click.option("--decisions", "decided", type=FILE, help=texts.OPTION_DECISIONS)
@click.option("--replay", "recorded", type=FILE, help=texts.OPTION_REPLAY)
def analyse(  # noqa: PLR0913 - the options of the command
    statements: Path,
    folder: Path,
    *,
    seed: int | None,
    model: str | None,
    plain: bool,
    earlier: Path | None,
    decided: Path | None,
    recorded: Path | None,
) -> None:
    """Cluster a table of statements and write the files of the contract."""
    from service.cli import batch  # noqa: PLC0415 - not needed for --help

    batch.run(
        batch.Order(
            statements=statements,
            folder=folder,
            seed=seed,
            model=model,
            plain=plain,
            earlier=earlier,
            decided=decided,
            recorded=recorded,
        )
    )
