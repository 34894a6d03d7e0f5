"""What every request needs, made once by ``create_app`` and kept in the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

if TYPE_CHECKING:
    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.runs import Dequeue, Enqueue


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that a request works with.

    Attributes:
        settings: The settings of the process.
        database: The database of the process.
        enqueue: Hands a run over to the workers.
        dequeue: Takes a run away from the workers.
    """

    settings: Settings
    database: Database
    enqueue: Enqueue
    dequeue: Dequeue

    @property
    def district(self) -> str:
        """The Kreis whose notes and runs are shown."""
        return self.settings.district


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


InContext = Annotated[Context, Depends(_context)]
"""The type of a parameter that takes the context of a request."""
