"""Signing in at the login provider of the administration: OpenID Connect.

The authorization code flow with PKCE, as a confidential client (OpenID Connect Core 1.0,
RFC 7636, RFC 9207). Nothing of it is stored: the provider says who somebody is, no more.
"""

from __future__ import annotations

import asyncio
import hmac
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import URL, BasicAuth, HTTPError, Response
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from service.access.identity import Identity
from service.access.pending import Pending, PendingBox
from service.access.provider import (
    Discovery,
    Keys,
    Person,
    Transport,
    discover,
    fetched,
    parsed,
)
from service.access.secrets import new_secret
from service.errors import (
    ProviderAnswerError,
    ProviderUnavailableError,
    SignInDeclinedError,
    SignInLapsedError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
"""How an ID token may be signed: only with a key that the provider alone has."""
SKEW: Final = timedelta(minutes=1)
"""How far the provider's clock may be from ours."""
PATIENCE: Final = timedelta(seconds=10)
"""How long one request of a person waits for the provider at most."""
_KNOWN_FOR: Final = timedelta(hours=1)  # then what the provider publishes is read anew
_SCOPE: Final = "openid email"
_TOLD: Final = frozenset(  # what a provider may say, and a log may repeat
    "account_selection_required consent_required interaction_required invalid_client "
    "invalid_grant invalid_request invalid_scope login_required server_error "
    "temporarily_unavailable unauthorized_client unsupported_response_type".split()
)
_BROKEN: Final = (
    AuthlibBaseError,
    JoseError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the libraries raise where an answer is wrong or malformed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider lets the browser bring back."""

    state: str = ""
    code: str = ""
    error: str = ""
    iss: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    discovery: Discovery
    keys: KeySet
    read_at: datetime


class LoginProvider:
    """The login provider of the administration, asked no earlier than somebody signs in.

    Args:
        issuer: Its address, as it names itself.
        client_id: Name under which it knows this service.
        client_secret: What proves that to it.
    """

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._box = PendingBox()
        self._known: _Known | None = None

    async def begin(self, *, redirect_uri: str, target: str, now: datetime) -> tuple[str, str]:
        """Return where to send the browser, and, sealed, what it has to bring back.

        Raises:
            ProviderUnavailableError: The provider does not answer.
            ProviderAnswerError: What it publishes cannot be trusted.
        """
        pending = Pending(new_secret(), new_secret(), new_secret(), redirect_uri, target)
        async with self._reached() as client:
            found = (await self._learnt(client, now)).discovery
            address, _ = client.create_authorization_url(
                found.authorization_endpoint,
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.verifier,
                redirect_uri=redirect_uri,
                scope=_SCOPE,
            )
        return address, self._box.seal(pending, now=now)

    async def finish(self, sealed: str, answer: Answer, *, now: datetime) -> tuple[Identity, str]:
        """Return who came back, and the page to show.

        Args:
            sealed: What :meth:`begin` gave to the browser.
            answer: What the provider lets it bring back.
            now: When it did.

        Raises:
            SignInLapsedError: The browser began no such sign-in, or too long ago.
            SignInDeclinedError: The person, or the provider, said no.
            ProviderUnavailableError: The provider does not answer.
            ProviderAnswerError: Its answer cannot be trusted.
        """
        pending = self._box.unseal(sealed, now=now)
        if not hmac.compare_digest(answer.state.encode(), pending.state.encode()):
            raise SignInLapsedError(why="state")
        async with self._reached() as client:
            found = (await self._learnt(client, now)).discovery
            self._check(answer, found)
            token = await self._token(client, found, answer.code, pending)
            claims = await self._claims(client, token, pending.nonce, now)
            person = Person.model_validate(claims)
            if person.email is None and found.userinfo_endpoint:
                person = await _asked(client, found.userinfo_endpoint, token, person.sub)
        return Identity(self._issuer, person.sub, person.verified_email), pending.target

    async def goodbye(self, *, returns_to: str, now: datetime) -> str | None:
        """Return where somebody signs out of the provider, or none where it offers nothing.

        Raises:
            ProviderUnavailableError: The provider does not answer.
            ProviderAnswerError: What it publishes cannot be trusted.
        """
        async with self._reached() as client:
            found = (await self._learnt(client, now)).discovery
        if found.end_session_endpoint is None:
            return None
        query = {"client_id": self._client_id, "post_logout_redirect_uri": returns_to}
        return str(URL(found.end_session_endpoint).copy_merge_params(query))

    # --- Asking -------------------------------------------------------------------

    @asynccontextmanager
    async def _reached(self) -> AsyncIterator[AsyncOAuth2Client]:
        """Ask the provider, for so long in all, and tell in our words what goes wrong."""
        client = AsyncOAuth2Client(
            client_id=self._client_id,
            code_challenge_method="S256",
            transport=Transport(),
            timeout=PATIENCE.total_seconds(),
            follow_redirects=False,
            trust_env=False,  # no other way than the direct one
        )
        client.register_compliance_hook("access_token_response", _not_redirected)
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()), client:
                yield client
        except (HTTPError, TimeoutError) as error:
            raise ProviderUnavailableError(why=type(error).__name__) from error
        except _BROKEN as error:
            raise ProviderAnswerError(why=_reason(error)) from error

    async def _learnt(
        self, client: AsyncOAuth2Client, now: datetime, *, anew: bool = False
    ) -> _Known:
        """Read what the provider publishes, unless that was done not long ago."""
        if anew or self._known is None or now >= self._known.read_at + _KNOWN_FOR:
            discovery = await discover(client, self._issuer)
            keys = parsed(Keys, await fetched(client, discovery.jwks_uri), why="keys")
            key_set = KeySet.import_key_set({"keys": keys.keys})
            self._known = _Known(discovery, key_set, now)
        return self._known

    async def _token(
        self, client: AsyncOAuth2Client, found: Discovery, code: str, pending: Pending
    ) -> dict[str, Any]:
        """Exchange the code, as who we are."""
        methods = found.token_endpoint_auth_methods_supported
        if "client_secret_basic" in methods or "client_secret_post" not in methods:
            names = (quote_plus(self._client_id), quote_plus(self._client_secret))
            proof: dict[str, Any] = {"auth": BasicAuth(*names)}
        else:
            proof = {"client_secret": self._client_secret}
        token: dict[str, Any] = await client.fetch_token(
            found.token_endpoint,
            grant_type="authorization_code",
            code=code,
            redirect_uri=pending.redirect_uri,
            code_verifier=pending.verifier,
            **proof,
        )
        return token

    # --- Checking -----------------------------------------------------------------

    def _check(self, answer: Answer, found: Discovery) -> None:
        """Check what the browser brought back before anybody is asked about it (RFC 9207)."""
        named = found.authorization_response_iss_parameter_supported
        if (answer.iss or named) and answer.iss != self._issuer:
            raise ProviderAnswerError(why="iss")
        if answer.error == "access_denied":
            raise SignInDeclinedError(why="access_denied")
        if answer.error:
            raise ProviderAnswerError(why=answer.error if answer.error in _TOLD else "error")
        if not answer.code:
            raise ProviderAnswerError(why="code")

    async def _claims(
        self, client: AsyncOAuth2Client, token: dict[str, Any], nonce: str, now: datetime
    ) -> dict[str, Any]:
        """Return what the ID token says, checked (OpenID Connect Core 1.0, 3.1.3.7)."""
        text = token["id_token"]
        known = await self._learnt(client, now)
        try:
            found = jwt.decode(text, known.keys, ALGORITHMS)
        except InvalidKeyIdError:  # it signs with a new key
            known = await self._learnt(client, now, anew=True)
            found = jwt.decode(text, known.keys, ALGORITHMS)
        claims = CodeIDToken(
            found.claims,
            found.header,
            {"iss": {"essential": True, "value": self._issuer}},
            {"nonce": nonce, "client_id": self._client_id, "access_token": token["access_token"]},
        )
        claims.validate(now=int(now.timestamp()), leeway=int(SKEW.total_seconds()))
        if claims["aud"] not in (self._client_id, [self._client_id]):  # for us, and nobody else
            raise ProviderAnswerError(why="aud")
        return dict(claims)


async def _asked(
    client: AsyncOAuth2Client, address: str, token: dict[str, Any], sub: str
) -> Person:
    """Ask who somebody is; some providers say no more than ``sub`` in the ID token."""
    content = await fetched(client, address, token=token["access_token"])
    person = parsed(Person, content, why="userinfo")
    if person.sub != sub:
        raise ProviderAnswerError(why="userinfo_sub")
    return person


def _not_redirected(response: Response) -> Response:
    """Refuse what the library would read all the same."""
    if response.is_redirect:
        response.raise_for_status()
    return response


def _reason(error: Exception) -> str:
    """Return what a log may say of an error: never what somebody sent."""
    if isinstance(error, AuthlibBaseError) and error.error in _TOLD:
        return str(error.error)
    return type(error).__name__
