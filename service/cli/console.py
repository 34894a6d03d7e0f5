"""Progress for people: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import click

from service.catalogue import STAGES
from service.store.tables import Stage

_WIDTH = 30


@dataclass
class Progress:
    """Shows the stages of a run on standard error as they go."""

    _stage: str = field(default="", init=False)
    _terminal: bool = field(default_factory=sys.stderr.isatty, init=False)

    def __call__(self, stage: str, share: float) -> None:
        """Take a report of the pipeline: ``share`` of ``stage`` is done."""
        if self._terminal:
            filled = round(share * _WIDTH)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            line = f"\r{STAGES[Stage(stage)]:<32} {bar} {share:4.0%}"
            click.echo(line, err=True, nl=share >= 1)
        elif stage != self._stage:
            click.echo(STAGES[Stage(stage)], err=True)
        self._stage = stage


def percent(share: float) -> str:
    """Write a share as ``7,3 %``."""
    return f"{share * 100:.1f} %".replace(".", ",")
