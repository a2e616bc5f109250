"""Single sign-on: groups give rights, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.server.login import Door
from dashboard.server.oidc import SingleSignOn
from dashboard.server.oidc_settings import OidcSettings
from dashboard.server.settings import ServerSettings
from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people import accounts, sessions
from warehouse.people.account_rows import Identity
from warehouse.people.identity_map import map_claim, unmap_claim
from warehouse.people.sign_in import Claims, sign_in, sign_in_by_claims
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home whose map knows four groups."""
    settings = Settings(home=tmp_path / "home")
    map_claim(settings, "ban-chi-dao", role="committee", actor="t")
    map_claim(settings, "ban-chi-dao-2", role="committee", actor="t")
    map_claim(settings, "lanh-dao-01234", role="leader", unit_code="01234", actor="t")
    map_claim(settings, "can-bo", role="officer", actor="t")
    return settings


def claims(*groups: str, officer_code: str | None = None) -> Claims:
    return Claims("sso:issuer/42", "Chi", groups, officer_code)


def test_a_mapped_group_gives_its_role(settings: Settings) -> None:
    found = sign_in_by_claims(settings, claims("lanh-dao-01234", "other"))
    assert found == Identity("sso:issuer/42", "Chi", "leader", "01234")


def test_two_groups_with_the_same_rights_are_no_doubt(settings: Settings) -> None:
    found = sign_in_by_claims(settings, claims("ban-chi-dao", "ban-chi-dao-2"))
    assert found is not None
    assert found.role == "committee"


@pytest.mark.parametrize(
    "groups",
    [(), ("other",), ("BAN-CHI-DAO",), ("ban-chi-dao", "lanh-dao-01234"), ("can-bo",)],
)
def test_no_single_right_means_no_way_in(
    settings: Settings, groups: tuple[str, ...]
) -> None:
    assert sign_in_by_claims(settings, claims(*groups)) is None
    assert accounts.list_accounts(settings) == []
    assert audit.read_records(settings)[0].action == "sign_in_refused"


def test_an_officer_brings_the_own_code(settings: Settings) -> None:
    found = sign_in_by_claims(settings, claims("can-bo", officer_code="CB00001"))
    assert found is not None
    assert found.officer_code == "CB00001"


def test_rights_follow_the_groups_at_each_sign_in(settings: Settings) -> None:
    sign_in_by_claims(settings, claims("ban-chi-dao"))
    token = sessions.open_session(settings, "sso:issuer/42", "")
    sign_in_by_claims(settings, claims("lanh-dao-01234"))
    assert sessions.resolve(settings, token) is None


def test_the_same_rights_leave_other_sessions_open(settings: Settings) -> None:
    sign_in_by_claims(settings, claims("ban-chi-dao"))
    token = sessions.open_session(settings, "sso:issuer/42", "")
    sign_in_by_claims(settings, claims("ban-chi-dao-2"))
    assert sessions.resolve(settings, token) is not None


def test_a_changed_map_ends_what_was_opened_by_the_old_one(settings: Settings) -> None:
    local = Identity("bcd", "B", "committee")
    accounts.add_account(settings, local, actor="t")
    sign_in_by_claims(settings, claims("ban-chi-dao"))
    own = sessions.open_session(settings, "bcd", "")
    changes: list[Callable[[], object]] = [
        lambda: map_claim(settings, "ban-chi-dao", role="front", actor="t"),
        lambda: unmap_claim(settings, "ban-chi-dao", actor="t"),
    ]
    for change in changes:
        token = sessions.open_session(settings, "sso:issuer/42", "")
        change()
        assert sessions.find(settings, token) is None
        assert audit.read_records(settings)[0].action == "setting_changed"
    assert sessions.find(settings, own) is not None
    assert sign_in_by_claims(settings, claims("ban-chi-dao")) is None
    with pytest.raises(AccountError, match="ban-chi-dao"):
        unmap_claim(settings, "ban-chi-dao", actor="t")


def test_who_lost_the_group_loses_the_open_sessions(settings: Settings) -> None:
    sign_in_by_claims(settings, claims("ban-chi-dao"))
    token = sessions.open_session(settings, "sso:issuer/42", "")
    assert sign_in_by_claims(settings, claims("other")) is None
    assert sessions.resolve(settings, token) is None


def test_names_that_begin_alike_are_two_people(settings: Settings) -> None:
    provider = OidcSettings("https://sso.example.vn/x", "thanthien", "s")
    server = ServerSettings()
    sso = SingleSignOn(settings, server, provider, Door(settings, server))
    alike = [{"iss": "https://sso.example.vn", "sub": "a" * 240 + end} for end in "bc"]
    first, second = (sso._claims(said).subject for said in alike)
    assert first != second


@pytest.mark.parametrize("groups", [None, 7, {"a": 1}, "ban-chi-dao", ["ban-chi-dao"]])
def test_strange_groups_give_no_right_and_no_error(
    settings: Settings, groups: object
) -> None:
    provider = OidcSettings("https://sso.example.vn/x", "thanthien", "s")
    server = ServerSettings()
    sso = SingleSignOn(settings, server, provider, Door(settings, server))
    said = {"iss": "https://sso.example.vn", "sub": "42", "groups": groups}
    found = sign_in_by_claims(settings, sso._claims(said))
    assert (found is not None) == (groups in ("ban-chi-dao", ["ban-chi-dao"]))


def test_a_disabled_account_stays_closed(settings: Settings) -> None:
    sign_in_by_claims(settings, claims("ban-chi-dao"))
    accounts.disable_account(settings, "sso:issuer/42", actor="t")
    assert sign_in_by_claims(settings, claims("ban-chi-dao")) is None


def test_it_has_no_password_to_guess_or_reset(settings: Settings) -> None:
    sign_in_by_claims(settings, claims("ban-chi-dao"))
    assert sign_in(settings, "sso:issuer/42", "") is None
    with pytest.raises(AccountError):
        accounts.reset_account(settings, "sso:issuer/42", actor="t")


def test_a_map_row_that_does_not_fit_is_refused(settings: Settings) -> None:
    with pytest.raises(AccountError):
        map_claim(settings, "x", role="leader", actor="t")
    with pytest.raises(AccountError):
        map_claim(settings, "x", role="front", unit_code="01234", actor="t")
