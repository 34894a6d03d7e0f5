from __future__ import annotations

from uuid import uuid4

import pytest

from service.access.principal import Principal
from service.access.roles import Permission, Role
from service.disclosure.audience import Audience, audience_of


@pytest.mark.parametrize("role", Role)
def test_whoever_is_not_named_sees_figures_only(role: Role) -> None:
    expected = {Role.KOORDINATION: Audience.FULL, Role.LENKUNGSGRUPPE: Audience.WORDING}
    found = audience_of(Principal(uuid4(), "jemand", role))
    assert found is expected.get(role, Audience.FIGURES)


def test_a_machine_sees_everything_only_where_its_token_says_so() -> None:
    scopes = frozenset({Permission.STATEMENTS_READ})
    machine = Principal(uuid4(), "Nachtlauf", Role.MASCHINE, scopes=scopes)
    assert audience_of(machine) is Audience.FULL
