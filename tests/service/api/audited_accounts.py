"""For every route that changes accounts or tokens: a request that succeeds, and its entries."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from pyotp import TOTP

from service.access.codes import new_key
from service.access.roles import Role
from service.store.access_tables import AccountRow
from service.usecases.audit import Action
from service.usecases.links import make_link
from tests.service.api.stage import (
    NEW_PASSWORD,
    NOW,
    PASSWORD,
    Call,
    Case,
    Stage,
    register,
    word,
)
from tests.service.helpers import ACTOR, DISTRICT

CASES: dict[str, Case] = {}
case = partial(register, CASES)


# --- Accounts ---------------------------------------------------------------------

_ADMIN = Role.ADMINISTRATION
_REACH = {"role": "lenkungsgruppe", "district": DISTRICT}
_MADE = (Action.ACCOUNT_CREATED, Action.LINK_MADE)


def _tag(version: str) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


@case("POST /api/accounts", *_MADE, role=_ADMIN)
def _(stage: Stage) -> Call:
    del stage
    return Call("/api/accounts", {"json": {"name": word(), **_REACH}})


@case("POST /zugaenge", *_MADE, role=_ADMIN)
def _(stage: Stage) -> Call:
    del stage
    return Call("/zugaenge", {"data": {"name": word(), **_REACH}})


@case("PUT /api/accounts/{account_id}", Action.ACCOUNT_CHANGED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other()
    return Call(f"/api/accounts/{id_}", {"json": _REACH, "headers": _tag(version)})


@case("POST /zugaenge/{account_id}", Action.ACCOUNT_CHANGED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other()
    return Call(f"/zugaenge/{id_}", {"data": {**_REACH, "version": version}})


@case("POST /api/accounts/{account_id}/disable", Action.ACCOUNT_DISABLED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other()
    return Call(f"/api/accounts/{id_}/disable", {"headers": _tag(version)})


@case("POST /zugaenge/{account_id}/sperren", Action.ACCOUNT_DISABLED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other()
    return Call(f"/zugaenge/{id_}/sperren", {"data": {"version": version}})


@case("POST /api/accounts/{account_id}/enable", Action.ACCOUNT_ENABLED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other(disabled_at=NOW)
    return Call(f"/api/accounts/{id_}/enable", {"headers": _tag(version)})


@case("POST /zugaenge/{account_id}/entsperren", Action.ACCOUNT_ENABLED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other(disabled_at=NOW)
    return Call(f"/zugaenge/{id_}/entsperren", {"data": {"version": version}})


@case("DELETE /api/accounts/{account_id}", Action.ACCOUNT_DELETED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other(disabled_at=NOW)
    return Call(f"/api/accounts/{id_}", {"headers": _tag(version)})


@case("POST /zugaenge/{account_id}/loeschen", Action.ACCOUNT_DELETED, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other(disabled_at=NOW)
    return Call(f"/zugaenge/{id_}/loeschen", {"data": {"version": version}})


@case(
    "POST /api/accounts/{account_id}/reset",
    Action.ACCOUNT_SECOND_FACTOR_OFF,
    Action.LINK_MADE,
    role=_ADMIN,
)
def _(stage: Stage) -> Call:
    id_, version = stage.other(totp_secret=new_key())
    sent = {"json": {"second_factor": True}, "headers": _tag(version)}
    return Call(f"/api/accounts/{id_}/reset", sent)


@case("POST /zugaenge/{account_id}/zuruecksetzen", Action.LINK_MADE, role=_ADMIN)
def _(stage: Stage) -> Call:
    id_, version = stage.other()
    return Call(f"/zugaenge/{id_}/zuruecksetzen", {"data": {"version": version}})


@case("POST /api/tokens", Action.TOKEN_MADE, role=_ADMIN)
def _(stage: Stage) -> Call:
    del stage
    wanted = {"name": "Nachtlauf", "district": DISTRICT, "scopes": ["notes_read"], "days": 5}
    return Call("/api/tokens", {"json": wanted})


@case("POST /zugaenge/schluessel", Action.TOKEN_MADE, role=_ADMIN)
def _(stage: Stage) -> Call:
    del stage
    wanted = {"name": "Nachtlauf", "district": DISTRICT, "scopes": ["notes_read"], "days": "5"}
    return Call("/zugaenge/schluessel", {"data": wanted})


@case("DELETE /api/tokens/{token_id}", Action.TOKEN_REVOKED, role=_ADMIN)
def _(stage: Stage) -> Call:
    return Call(f"/api/tokens/{stage.token()}")


@case("POST /zugaenge/schluessel/{token_id}/widerrufen", Action.TOKEN_REVOKED, role=_ADMIN)
def _(stage: Stage) -> Call:
    return Call(f"/zugaenge/schluessel/{stage.token()}/widerrufen")


# --- One's own account ------------------------------------------------------------


@case("POST /anmelden", Action.ACCOUNT_SIGNED_IN)
def _(stage: Stage) -> Call:
    row = stage.with_password()
    stage.client.cookies.clear()
    return Call("/anmelden", {"data": {"name": row.name, "password": PASSWORD}})


@case("POST /einladung/{secret}", Action.LINK_USED, Action.ACCOUNT_SIGNED_IN)
def _(stage: Stage) -> Call:
    assert stage.account
    with stage.database.writing() as session:
        row = session.get_one(AccountRow, stage.account.id)
        secret = make_link(session, row, actor=ACTOR, now=datetime.now(UTC))
        session.commit()
    stage.client.cookies.clear()
    return Call(f"/einladung/{secret}", {"data": {"password": PASSWORD, "again": PASSWORD}})


@case("POST /abmelden", Action.ACCOUNT_SIGNED_OUT)
def _(stage: Stage) -> Call:
    del stage
    return Call("/abmelden")


@case("POST /konto/passwort", Action.ACCOUNT_PASSWORD_CHANGED)
def _(stage: Stage) -> Call:
    stage.with_password()
    fields = {"present": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    return Call("/konto/passwort", {"data": fields})


@case("POST /konto/sitzungen/beenden", Action.ACCOUNT_SIGNED_OUT)
def _(stage: Stage) -> Call:
    del stage
    return Call("/konto/sitzungen/beenden")


@case("POST /konto/zweiter-faktor", Action.ACCOUNT_SECOND_FACTOR_ON)
def _(stage: Stage) -> Call:
    stage.with_password()
    key = new_key()
    fields = {"present": PASSWORD, "key": key, "code": TOTP(key).now()}
    return Call("/konto/zweiter-faktor", {"data": fields})


@case("POST /konto/zweiter-faktor/entfernen", Action.ACCOUNT_SECOND_FACTOR_OFF)
def _(stage: Stage) -> Call:
    stage.with_password(totp_secret=new_key())
    return Call("/konto/zweiter-faktor/entfernen", {"data": {"present": PASSWORD}})


@case("POST /kreise", role=Role.LAND)
def _(stage: Stage) -> Call:
    del stage
    return Call("/kreise", {"data": {"kreis": DISTRICT}})
