from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.access.roles import SCOPES, Permission
from service.errors import AccountNameError, ReachError, TokenNotFoundError, TokenScopesError
from service.usecases import tokens
from service.usecases.sessions import principal_of_token
from service.usecases.tokens import LONGEST_DAYS, NewToken
from tests.service.helpers import DISTRICT
from tests.service.people import NOW, audited

if TYPE_CHECKING:
    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

READS = frozenset({Permission.NOTES_READ})
NEW = NewToken("Nachtlauf", DISTRICT, READS, 90)


def create(database: Database, new: NewToken = NEW) -> tokens.Issued:
    return tokens.create_token(database, new, actor="cli:0", now=NOW)


def test_a_token_does_what_it_may_in_its_kreis_until_it_expires(database: Database) -> None:
    issued = create(database)
    found = principal_of_token(database, issued.secret, now=NOW)
    assert found is not None
    assert (found.district, found.scopes, found.name) == (DISTRICT, READS, "Nachtlauf")
    assert found.may(Permission.NOTES_READ)
    assert not found.may(Permission.NOTES_DELETE)
    assert issued.token.expires_at == NOW + timedelta(days=90)
    assert principal_of_token(database, issued.secret, now=issued.token.expires_at) is None
    assert issued.secret not in str(issued.token)


def test_a_revoked_token_is_worth_nothing(database: Database) -> None:
    issued = create(database)
    tokens.revoke_token(database, issued.token.id, actor="cli:0", now=NOW)
    assert principal_of_token(database, issued.secret, now=NOW) is None
    for gone in (issued.token.id, uuid4()):
        with pytest.raises(TokenNotFoundError):
            tokens.revoke_token(database, gone, actor="cli:0", now=NOW)
    assert [what for what, _, _ in audited(database)] == ["token.made", "token.revoked"]


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewToken("x", DISTRICT, frozenset(), 90), TokenScopesError),
        (NewToken("x", DISTRICT, READS | {Permission.ACCOUNTS_MANAGE}, 90), TokenScopesError),
        (NewToken("x", DISTRICT, READS, 0), TokenScopesError),
        (NewToken("x", DISTRICT, READS, LONGEST_DAYS + 1), TokenScopesError),
        (NewToken("  ", DISTRICT, READS, 90), AccountNameError),
        (NewToken("a\x00", DISTRICT, READS, 90), AccountNameError),
        (NewToken("x", "99999", READS, 90), ReachError),
    ],
)
def test_a_token_that_cannot_be_is_not_made(
    database: Database, new: NewToken, error: type[Exception]
) -> None:
    with pytest.raises(error):
        create(database, new)
    assert tokens.list_tokens(database, now=NOW).total == 0


def test_tokens_are_listed_with_those_that_have_expired(database: Database) -> None:
    create(database, NewToken("alle", DISTRICT, SCOPES, LONGEST_DAYS))
    create(database, NewToken("kurz", DISTRICT, READS, 1))
    page = tokens.list_tokens(database, now=NOW + timedelta(days=1))
    assert {one.name: one.expired for one in page.items} == {"alle": False, "kurz": True}
