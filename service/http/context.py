"""What every request needs: the parts made once by ``create_app``, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request

from service.access.roles import Permission, Role
from service.errors import (
    DistrictNotChosenError,
    NotAllowedError,
    NotSignedInError,
    SettingError,
)
from service.settings import PREFIX
from service.store.keys import installation_key
from service.usecases.districts import district_name

if TYPE_CHECKING:
    from service.access.oidc import LoginProvider
    from service.access.principal import Principal
    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.deletion import Enqueue as EnqueueDeletion
    from service.usecases.runs import Dequeue, Enqueue


DISTRICT_HEADER: Final = "District"
"""The header in which a program names the Kreis that it looks at, where it may choose one."""


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that a request works with.

    Attributes:
        settings: The settings of the process.
        database: The database of the process.
        enqueue: Hands a run over to the workers.
        dequeue: Takes a run away from the workers.
        enqueue_deletion: Hands a deletion over to the workers.
        login_provider: Where people sign in with another account, if anywhere.
        demo: Whether everybody on this machine may look at it as any role.
        asking: Who sent the request, where that was proven.
    """

    settings: Settings
    database: Database
    enqueue: Enqueue
    dequeue: Dequeue
    enqueue_deletion: EnqueueDeletion
    login_provider: LoginProvider | None = None
    demo: bool = False
    asking: Principal | None = None

    @property
    def principal(self) -> Principal:
        """Who is asking.

        Raises:
            NotSignedInError: Nobody signed in.
        """
        if self.asking is None:
            raise NotSignedInError
        return self.asking

    @property
    def district(self) -> str:
        """The Kreis whose notes and runs are shown: that of who is asking.

        Raises:
            NotSignedInError: Nobody signed in.
            DistrictNotChosenError: Who sees all Kreise has chosen none.
        """
        if self.principal.district is None:
            raise DistrictNotChosenError
        return self.principal.district

    @property
    def municipality(self) -> str | None:
        """The only municipality whose notes are shown; none for all of the Kreis.

        Raises:
            NotAllowedError: Somebody of a municipality whose account names none.
        """
        principal = self.principal
        if principal.role is Role.MELDEND and principal.municipality is None:
            raise NotAllowedError
        return principal.municipality

    @property
    def key(self) -> bytes:
        """The key of the installation, under which attempts to sign in are counted.

        Raises:
            SettingError: The data folder cannot be written, and holds none yet.
        """
        try:
            return installation_key(self.settings.data_dir)
        except OSError as error:
            raise SettingError(field="data_dir", name=f"{PREFIX}DATA_DIR") from error

    def may(self, permission: Permission) -> bool:
        """Tell whether who is asking may do something; nobody may but what all may."""
        if self.asking is None:
            return permission is Permission.PUBLIC
        return self.asking.may(permission)


def _context(request: Request) -> Context:
    """Return the context of a request.

    Raises:
        NotAllowedError: It names a Kreis, and who is asking may choose none.
        DistrictNotFoundError: There is no such Kreis.
    """
    context: Context = request.app.state.context
    asking: Principal | None = getattr(request.state, "principal", None)
    chosen = request.headers.get(DISTRICT_HEADER)
    if asking is not None and chosen is not None:
        if not asking.may(Permission.DISTRICTS_CHOOSE):
            raise NotAllowedError
        district_name(context.database, district=chosen)
        asking = replace(asking, district=chosen)
    return replace(context, asking=asking)


InContext = Annotated[Context, Depends(_context)]
"""The type of a parameter that takes the context of a request."""
