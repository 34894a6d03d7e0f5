"""The roles of users, each with what it may do. This table is the only place that says so."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(StrEnum):
    """What somebody is to the service; the names are those of the users."""

    KOORDINATION = auto()
    MELDEND = auto()
    LENKUNGSGRUPPE = auto()
    LAND = auto()
    ADMINISTRATION = auto()
    MASCHINE = auto()


class Permission(StrEnum):
    """Something that a role may do, or the scope of a machine's token."""

    PUBLIC = auto()
    """What everybody may see, also without an account."""
    SIGNED_IN = auto()
    """What belongs to one's own account."""
    NOTES_READ = auto()
    NOTES_UPLOAD = auto()
    NOTES_DELETE = auto()
    RUNS_READ = auto()
    RUNS_START = auto()
    THEMES_READ = auto()
    STATEMENTS_READ = auto()
    """Single statements, single cases and whatever else shows their wording by itself."""
    THEMES_EDIT = auto()
    THEMES_COMMENT = auto()
    """To read and write comments on released themes."""
    THEMES_RESOLVE = auto()
    """To read and record what the Lenkungsgruppe resolves about them."""
    DISTRICTS_READ = auto()
    DISTRICTS_CHOOSE = auto()
    """To look at one of all Kreise; all others have their own."""
    ACCOUNTS_MANAGE = auto()
    AUDIT_READ = auto()
    DELETIONS_READ = auto()
    DELETIONS_ORDER = auto()


_EVERYBODY: Final = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})

PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.KOORDINATION: _EVERYBODY
    | {
        Permission.NOTES_READ,
        Permission.NOTES_UPLOAD,
        Permission.NOTES_DELETE,
        Permission.RUNS_READ,
        Permission.RUNS_START,
        Permission.THEMES_READ,
        Permission.STATEMENTS_READ,
        Permission.THEMES_EDIT,
        Permission.THEMES_COMMENT,
        Permission.THEMES_RESOLVE,
        Permission.DELETIONS_READ,
        Permission.DELETIONS_ORDER,
        Permission.AUDIT_READ,
    },
    Role.MELDEND: _EVERYBODY | {Permission.NOTES_READ, Permission.NOTES_UPLOAD},
    Role.LENKUNGSGRUPPE: _EVERYBODY
    | {Permission.THEMES_READ, Permission.THEMES_COMMENT, Permission.THEMES_RESOLVE},
    Role.LAND: _EVERYBODY
    | {Permission.THEMES_READ, Permission.DISTRICTS_READ, Permission.DISTRICTS_CHOOSE},
    Role.ADMINISTRATION: _EVERYBODY
    | {
        Permission.ACCOUNTS_MANAGE,
        Permission.AUDIT_READ,
        Permission.DELETIONS_READ,
        Permission.DISTRICTS_READ,
    },
    Role.MASCHINE: frozenset({Permission.PUBLIC}),  # the rest are the scopes of its token
}
"""What each role may do. What is not named here, nobody may."""

SCOPES: Final = frozenset(
    {
        Permission.NOTES_READ,
        Permission.NOTES_UPLOAD,
        Permission.NOTES_DELETE,
        Permission.RUNS_READ,
        Permission.RUNS_START,
        Permission.THEMES_READ,
        Permission.STATEMENTS_READ,
    }
)
"""What the token of a machine may be given."""
