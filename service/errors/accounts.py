"""What is wrong with an account, a password, a link or a token."""

from __future__ import annotations

from http import HTTPStatus
from types import MappingProxyType

from service.errors.access import AccessError
from service.errors.root import NotFoundError, ServiceError


class CredentialsError(AccessError):
    """Name, password or code is wrong, or the account is closed: which, nobody is told."""

    code = "credentials"


class TooManyAttemptsError(AccessError):
    """Too many attempts failed; the next one is taken in some ``seconds``."""

    code = "too_many_attempts"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.headers = MappingProxyType({"Retry-After": str(seconds)})


class InsecureConnectionError(AccessError):
    """Somebody would send a password for everybody to read: neither HTTPS nor this machine."""

    code = "connection_insecure"


class AccountError(ServiceError):
    """An account or a token cannot be as it is wanted."""

    code = "account"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AccountNameError(AccountError):
    """The name is empty, too long, or holds characters that nobody sees."""

    code = "account_name"


class IdentityTakenError(AccountError):
    """Another account is already that of this person at the login provider."""

    code = "identity_taken"
    status = HTTPStatus.CONFLICT


class NameTakenError(AccountError):
    """Another account has the name."""

    code = "name_taken"
    status = HTTPStatus.CONFLICT


class ReachError(AccountError):
    """The role needs a Kreis or a municipality, and there is none such."""

    code = "reach"


class TokenScopesError(AccountError):
    """A token may do nothing, or what none may, or lasts too short or too long."""

    code = "token_scopes"


class AccountOpenError(AccountError):
    """An account that is not closed cannot be deleted."""

    code = "account_open"
    status = HTTPStatus.CONFLICT


class LastAdministratorError(AccountError):
    """Nobody would be left who can manage accounts."""

    code = "last_administrator"
    status = HTTPStatus.CONFLICT


class RealAccountsError(AccountError):
    """The database holds accounts of real people: it is not that of a demo."""

    code = "accounts_real"
    status = HTTPStatus.CONFLICT


class PasswordError(AccountError):
    """A password is not taken."""

    code = "password"


class ShortPasswordError(PasswordError):
    """It has fewer than ``shortest`` characters."""

    code = "password_short"


class LongPasswordError(PasswordError):
    """It has more than ``longest`` characters."""

    code = "password_long"


class CommonPasswordError(PasswordError):
    """It is one of those that are tried first."""

    code = "password_common"


class PasswordNameError(PasswordError):
    """It holds the name of the account."""

    code = "password_name"


class PasswordsDifferError(PasswordError):
    """It was typed twice, and differently."""

    code = "passwords_differ"


class WrongPasswordError(PasswordError):
    """Who is signed in does not know the password."""

    code = "password_wrong"


class WrongCodeError(AccountError):
    """The code of the second factor is wrong, or was used."""

    code = "code_wrong"


class NoPasswordError(AccountError):
    """The account has no password: it is entered in another way."""

    code = "password_none"
    status = HTTPStatus.CONFLICT


class AccountNotFoundError(NotFoundError):
    """There is no such account."""

    code = "account_not_found"


class TokenNotFoundError(NotFoundError):
    """There is no such token."""

    code = "token_not_found"


class LinkNotFoundError(NotFoundError):
    """The link was used, has expired, or never was one."""

    code = "link_not_found"
