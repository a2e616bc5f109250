"""A code besides the password, and a lock that keeps nobody out from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from warehouse import audit
from warehouse.errors import AccountError, DamagedError
from warehouse.people import accounts, passwords, sessions
from warehouse.people.account_rows import Identity
from warehouse.people.front_accounts import changes_by_others
from warehouse.people.lockout import (
    LOCK_SECONDS,
    MAX_FAILURES,
    MAX_FAILURES_ANYWHERE,
    network_of,
)
from warehouse.people.second_factor import (
    address_of,
    has_second_factor,
    new_secret,
    turn_off,
    turn_on,
)
from warehouse.people.sign_in import sign_in
from warehouse.settings import Settings
from warehouse.stores.state import reading

PASSWORD = "mật khẩu thử nghiệm 1"
FRONT = Identity("mattran", "Mặt trận", "front")
NOW = 1_800_000_000
HERE, THERE = "10.0.0.5", "203.0.113.9"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home with the Front's account."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_nobody", lambda: cheap.hash("nobody"))
    settings = Settings(home=tmp_path / "home")
    accounts.add_account(
        settings, FRONT, password=PASSWORD, must_change_password=False, actor="t"
    )
    return settings


def enter(
    settings: Settings,
    password: str = PASSWORD,
    code: str = "",
    address: str = HERE,
    at: int = NOW,
) -> bool:
    found = sign_in(settings, "mattran", password, code=code, address=address, now=at)
    return found is not None


def turned_on(settings: Settings, at: int = NOW) -> pyotp.TOTP:
    secret = new_secret()
    maker = pyotp.TOTP(secret)
    turn_on(settings, "mattran", secret, maker.at(at), now=at)
    return maker


def test_wrong_tries_from_elsewhere_lock_only_there(settings: Settings) -> None:
    for _ in range(MAX_FAILURES):
        assert not enter(settings, "sai", address=THERE)
    assert not enter(settings, address=THERE)
    assert enter(settings, address=HERE)
    assert not enter(settings, address=THERE), "the right one here lifts no lock there"
    assert enter(settings, address=THERE, at=NOW + LOCK_SECONDS)


def test_many_addresses_do_not_guess_on(settings: Settings) -> None:
    """Fifty tries close the name to strangers, not to where the Front signs in."""
    sessions.open_session(settings, "mattran", HERE, now=NOW - 86_400)
    for number in range(MAX_FAILURES_ANYWHERE):
        assert not enter(settings, "sai", address=f"198.51.100.{number}")
    assert not enter(settings, address="192.0.2.1")
    assert enter(settings, address=HERE)
    accounts.reset_account(settings, "mattran", actor="t")
    accounts.set_password(settings, "mattran", PASSWORD)
    assert enter(settings, address="192.0.2.1")


def test_signing_in_is_no_failure(settings: Settings) -> None:
    """However often: nothing of it stays counted, and nobody is locked by it."""
    for number in range(MAX_FAILURES_ANYWHERE + 5):
        assert enter(settings, address=HERE, at=NOW + number)
    enter(settings, "sai", at=NOW + 60)
    assert enter(settings, at=NOW + 60)
    with reading(settings) as connection:
        left = connection.execute("select * from sign_in_failure").fetchall()
    assert left == []
    assert enter(settings, address=THERE, at=NOW + 60)


def test_addresses_of_one_network_are_one(settings: Settings) -> None:
    for number in range(MAX_FAILURES):
        enter(settings, "sai", address=f"2001:db8:1:2::{number:x}")
    assert not enter(settings, address="2001:db8:1:2:ffff::1")
    assert enter(settings, address="2001:db8:1:3::1")
    assert network_of("::ffff:10.0.0.5") == "10.0.0.5"
    assert network_of("no address") == "no address"


def test_a_reset_lifts_the_lock_of_every_address(settings: Settings) -> None:
    for _ in range(MAX_FAILURES):
        enter(settings, "sai", address=THERE)
    first = accounts.reset_account(settings, "mattran", actor="cli:root")
    assert enter(settings, first, address=THERE)


def test_with_a_second_factor_the_password_alone_opens_nothing(
    settings: Settings,
) -> None:
    maker = turned_on(settings)
    later = NOW + 300
    for wrong in ("", "000000", maker.at(later - 90), maker.at(later + 90), "x" * 16):
        assert not enter(settings, code=wrong, at=later)
        later += LOCK_SECONDS + 1
    code = maker.at(later)
    assert enter(settings, code=f"{code[:3]} {code[3:]}", at=later)
    assert not enter(settings, "sai", code=maker.at(later + 60), at=later + 60)


def test_a_code_counts_once_and_clocks_may_go_half_a_minute_wrong(
    settings: Settings,
) -> None:
    maker = turned_on(settings)
    assert not enter(settings, code=maker.at(NOW)), "the code that turned it on is gone"
    later = NOW + 300
    assert enter(settings, code=maker.at(later - 30), at=later)
    assert not enter(settings, code=maker.at(later - 30), at=later)
    assert enter(settings, code=maker.at(later + 30), at=later)
    assert not enter(settings, code=maker.at(later), at=later), "older than the last"


def test_whoever_knows_the_password_does_not_try_all_codes(settings: Settings) -> None:
    maker = turned_on(settings)
    later = NOW + 300
    for number in range(MAX_FAILURES):
        enter(settings, code="000000", address=f"198.51.100.{number}", at=later)
    right = maker.at(later)
    assert not enter(settings, code=right, at=later)
    later += LOCK_SECONDS + 1
    assert enter(settings, code=maker.at(later), at=later)


def test_wrong_passwords_do_not_keep_out_who_has_a_code(settings: Settings) -> None:
    """Even from the very address the Front comes from."""
    maker = turned_on(settings)
    later = NOW + 300
    for _ in range(MAX_FAILURES_ANYWHERE + 10):
        assert not enter(settings, "sai", at=later)
    assert not enter(settings, at=later)
    assert enter(settings, code=maker.at(later), at=later)


def test_a_clock_that_goes_back_does_not_shut_out(settings: Settings) -> None:
    maker = turned_on(settings, at=NOW + 365 * 86_400)
    assert enter(settings, code=maker.at(NOW), at=NOW)


def test_a_wrong_code_turns_nothing_on(settings: Settings) -> None:
    with pytest.raises(AccountError, match="six figures"):
        turn_on(settings, "mattran", new_secret(), "123", now=NOW)
    assert not has_second_factor(settings, "mattran")
    turned_on(settings)
    with pytest.raises(AccountError, match="one second factor"):
        turned_on(settings)
    secret = new_secret()
    code = pyotp.TOTP(secret).at(NOW)
    with pytest.raises(AccountError, match="local account"):
        turn_on(settings, "nobody", secret, code, now=NOW)


def test_the_store_alone_makes_no_code(settings: Settings) -> None:
    secret = new_secret()
    turn_on(settings, "mattran", secret, pyotp.TOTP(secret).at(NOW), now=NOW)
    stored = b"".join(
        path.read_bytes() for path in settings.home.iterdir() if path.is_file()
    )
    assert secret.encode() not in stored
    assert "secret=" + secret in address_of("mattran", secret, "T")
    (settings.home / "secret.key").write_bytes(b"k" * 32)
    with pytest.raises(DamagedError):
        enter(settings, code="123456", at=NOW + 60)


def test_the_front_is_told_who_turned_its_second_factor_off(
    settings: Settings,
) -> None:
    turned_on(settings)
    accounts.reset_account(settings, "mattran", actor="cli:root")
    assert has_second_factor(settings, "mattran"), "a reset leaves it on"
    turn_off(settings, "mattran", actor="cli:root")
    told = [record.action for record in changes_by_others(settings)]
    assert told[:2] == ["second_factor_off", "account_reset"]
    actions = [record.action for record in audit.read_records(settings)]
    assert actions.count("second_factor_on") == 1
    with pytest.raises(AccountError, match="with a second factor"):
        turn_off(settings, "mattran", actor="cli:root")
