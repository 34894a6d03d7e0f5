"""Why somebody may not pass."""

from __future__ import annotations

from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from service.errors.root import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping


class AccessError(ServiceError):
    """Somebody may not do what was asked for."""

    code = "access"
    status = HTTPStatus.FORBIDDEN


class NotSignedInError(AccessError):
    """Nobody signed in, or the session or the token is over."""

    code = "not_signed_in"
    status = HTTPStatus.UNAUTHORIZED
    headers: Mapping[str, str] = MappingProxyType({"WWW-Authenticate": "Bearer"})


class NotAllowedError(AccessError):
    """The role does not allow it."""

    code = "not_allowed"


class DistrictNotChosenError(AccessError):
    """Who sees all Kreise has not chosen one."""

    code = "district_not_chosen"
    status = HTTPStatus.CONFLICT


class SignInError(AccessError):
    """Somebody who comes from the login provider is not signed in.

    Attributes:
        why: The reason as a word for the log; nothing that somebody sent.
    """

    code = "sign_in"

    def __init__(self, *, why: str = "") -> None:
        self.why = why
        super().__init__()


class SignInLapsedError(SignInError):
    """This browser began no such sign-in, or too long ago."""

    code = "sign_in_lapsed"
    status = HTTPStatus.BAD_REQUEST


class SignInDeclinedError(SignInError):
    """The person broke it off, or the provider does not let them."""

    code = "sign_in_declined"


class NoAccountError(SignInError):
    """No account belongs to who the provider says it is, or it is closed."""

    code = "no_account"


class ProviderUnavailableError(SignInError):
    """The login provider does not answer."""

    code = "provider_unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class ProviderAnswerError(SignInError):
    """What the login provider answers cannot be trusted."""

    code = "provider_answer"
    status = HTTPStatus.BAD_GATEWAY
