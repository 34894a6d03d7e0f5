"""Whoever imports this has compiled what the method compiles, for itself and what it forks."""

from __future__ import annotations

from service.jobs.worker import _warm_up
from tests.service.usecases.test_execution import Counted

_warm_up((Counted(),))
