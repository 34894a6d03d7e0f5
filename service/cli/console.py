"""Progress for people: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from datetime import date, datetime

import click

from service.catalogue import STAGES
from service.settings import TIME_ZONE
from service.store.tables import Stage

_WIDTH = 30
_DIGITS = re.compile(r"[0-9]{8}")


class WrongAgsError(click.BadParameter):
    """No AGS key of a municipality of the Kreis."""

    def __init__(self) -> None:
        super().__init__("no municipality")


class WrongCallError(click.UsageError):
    """Options that do not go together; its message is for people."""


def check_ags(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Return the AGS key of an option: eight digits.

    Raises:
        WrongAgsError: It has another form.
    """
    if value is not None and not _DIGITS.fullmatch(value):
        raise WrongAgsError
    return value


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


def actor() -> str:
    """Return the name under which the audit log knows who called: the user of the system."""
    return f"cli:{os.getuid()}" if hasattr(os, "getuid") else "cli"


def percent(share: float) -> str:
    """Write a share as ``7,3 %``."""
    return f"{share * 100:.1f} %".replace(".", ",")


def today() -> date:
    """Return the day it is in Germany."""
    return datetime.now(TIME_ZONE).date()
