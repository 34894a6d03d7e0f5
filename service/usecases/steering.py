"""Who takes part in the work of the Lenkungsgruppe, and on which themes.

Comments and resolutions are about released themes only: about what the group does not see, it
has nothing to say. The koordination writes the minutes, and so takes part as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.disclosure.audience import Audience
from service.errors import NotAllowedError, NotReleasedError, ThemeNotFoundError
from service.store.tables import ThemeIdRow
from service.usecases.released import ensure_released
from service.usecases.releases import stored_release

if TYPE_CHECKING:
    from datetime import datetime

    from service.access.roles import Role
    from service.store.sessions import Database
    from service.usecases.released_views import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who takes part.

    Attributes:
        reader: What they may read.
        actor: As the audit log knows them.
        role: Their role.
    """

    reader: Reader
    actor: str
    role: Role

    @property
    def district(self) -> str:
        """Their Kreis."""
        return self.reader.district


def ensure_readable(database: Database, stable_id: str, member: Member, *, now: datetime) -> None:
    """Let somebody read what was said about a theme.

    Who sees all themes reads it of every theme that there ever was. A release is not made for
    them: what nobody of the others saw is compared with nothing.

    Raises:
        NotAllowedError: They see figures only.
        ThemeNotFoundError: They see no such theme.
    """
    if member.reader.audience is Audience.FIGURES:
        raise NotAllowedError
    if member.reader.audience is Audience.WORDING:
        ensure_released(database, stable_id, member.reader, now=now)
    elif not _is_known(database, stable_id, member.district):
        raise ThemeNotFoundError


def ensure_open(database: Database, stable_id: str, member: Member, *, now: datetime) -> None:
    """Let somebody say something about a theme that is released.

    Raises:
        NotAllowedError: They see figures only.
        ThemeNotFoundError: They see no such theme.
        NotReleasedError: They do, but the Lenkungsgruppe does not.
    """
    ensure_readable(database, stable_id, member, now=now)
    try:
        ensure_released(database, stable_id, member.reader, now=now)
    except ThemeNotFoundError:
        raise NotReleasedError from None


def may_be_open(database: Database, stable_id: str, member: Member) -> bool:
    """Tell whether a theme may be released, as far as that is known without a new release."""
    release = stored_release(database, district=member.district, threshold=member.reader.threshold)
    return release is None or stable_id in release.themes


def _is_known(database: Database, stable_id: str, district: str) -> bool:
    with database.reading() as session:
        return session.get(ThemeIdRow, (district, stable_id)) is not None
