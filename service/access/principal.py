"""Who is asking: the account or token behind a request, and how far it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.roles import PERMISSIONS, Role

if TYPE_CHECKING:
    from uuid import UUID

    from service.access.roles import Permission


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody whose identity is proven.

    Attributes:
        id: The account, or the token of a machine.
        name: What the account is called.
        role: What it is to the service.
        district: The Kreis whose data it works with; of ``land`` the one that was chosen,
            of ``administration`` none.
        municipality: The only municipality whose notes it sees; none for all of the Kreis.
        scopes: What the token of a machine may do beside what its role may.
    """

    id: UUID
    name: str
    role: Role
    district: str | None = None
    municipality: str | None = None
    scopes: frozenset[Permission] = frozenset()

    @property
    def actor(self) -> str:
        """The name under which the audit log knows it."""
        kind = "token" if self.role is Role.MASCHINE else "account"
        return f"{kind}:{self.id}"

    def may(self, permission: Permission) -> bool:
        """Tell whether it may do something, within its reach."""
        return permission in PERMISSIONS[self.role] or permission in self.scopes
