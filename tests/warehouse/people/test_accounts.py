"""Accounts, lock-out and sessions: what counts, from when, and what is kept."""

from __future__ import annotations

import sqlite3
import stat
import statistics
import threading
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from warehouse import audit
from warehouse.errors import AccountError, AuditError, DamagedError, ThanThienError
from warehouse.people import accounts, passwords, sessions, sign_in
from warehouse.people.account_rows import Identity
from warehouse.people.lockout import LOCK_SECONDS, MAX_FAILURES
from warehouse.settings import Settings

PASSWORD = "mật khẩu thử nghiệm 1"
ANNA = Identity("anna", "Anna", "committee")
NOW = 1_800_000_000


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_nobody", lambda: cheap.hash("nobody"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with one account, Anna's."""
    settings = Settings(home=tmp_path / "home")
    add(settings, ANNA)
    return settings


def add(settings: Settings, identity: Identity) -> None:
    accounts.add_account(
        settings, identity, password=PASSWORD, must_change_password=False, actor="t"
    )


def actions(settings: Settings) -> list[str]:
    return [found.action for found in reversed(audit.read_records(settings))]


def test_the_right_password_signs_in_and_is_recorded(settings: Settings) -> None:
    assert sign_in.sign_in(settings, "anna", PASSWORD) == ANNA
    assert actions(settings) == ["account_added", "sign_in"]


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("anna", "wrong"),
        ("anna", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("ANNA", PASSWORD),
    ],
)
def test_anything_else_does_not(settings: Settings, name: str, password: str) -> None:
    assert sign_in.sign_in(settings, name, password) is None


def test_the_same_letters_composed_otherwise_are_the_same(settings: Settings) -> None:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert sign_in.sign_in(settings, "anna", decomposed) == ANNA


def test_the_old_password_composed_otherwise_is_no_new_one(settings: Settings) -> None:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", PASSWORD)
    with pytest.raises(AccountError, match="another one"):
        sign_in.change_password(settings, "anna", PASSWORD, decomposed)


def test_five_wrong_tries_lock_the_name_for_fifteen_minutes(settings: Settings) -> None:
    for second in range(MAX_FAILURES):
        assert sign_in.sign_in(settings, "anna", "x", now=NOW + second) is None
    locked_at = NOW + MAX_FAILURES - 1
    last = locked_at + LOCK_SECONDS - 1
    assert sign_in.sign_in(settings, "anna", PASSWORD, now=last) is None
    assert sign_in.sign_in(settings, "anna", PASSWORD, now=last + 1) == ANNA
    assert actions(settings)[-2:] == ["sign_in_locked", "sign_in"]


def test_four_wrong_tries_do_not_lock(settings: Settings) -> None:
    for _ in range(MAX_FAILURES - 1):
        sign_in.sign_in(settings, "anna", "x", now=NOW)
    assert sign_in.sign_in(settings, "anna", PASSWORD, now=NOW) == ANNA


def test_tries_at_the_same_time_all_count(settings: Settings) -> None:
    def attempt(number: int) -> None:
        sign_in.sign_in(settings, "anna", f"x{number}", now=NOW)

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    n_checked = len([a for a in actions(settings) if a.startswith("sign_in_")])
    assert n_checked == MAX_FAILURES
    assert sign_in.sign_in(settings, "anna", PASSWORD, now=NOW) is None


def test_an_unknown_name_locks_like_a_known_one(settings: Settings) -> None:
    for _ in range(MAX_FAILURES):
        sign_in.sign_in(settings, "nobody", "x", now=NOW)
    add(settings, Identity("nobody", "N", "committee"))
    assert sign_in.sign_in(settings, "nobody", PASSWORD, now=NOW) is None


def test_an_unknown_name_takes_as_long_as_a_known_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    costly = PasswordHasher(time_cost=2, memory_cost=32 * 1024)
    monkeypatch.setattr(passwords, "_hasher", costly)
    stand_in = costly.hash("nobody")
    monkeypatch.setattr(passwords, "_nobody", lambda: stand_in)
    accounts.reset_account(settings, "anna", actor="t")

    def milliseconds(name: str, at: int) -> float:
        start = time.perf_counter()
        sign_in.sign_in(settings, name, "wrong", now=at)
        return (time.perf_counter() - start) * 1000

    known, unknown = [], []
    for attempt in range(9):
        at = NOW + attempt * 2 * LOCK_SECONDS
        known.append(milliseconds("anna", at))
        unknown.append(milliseconds("nobody", at))
    ratio = statistics.median(known) / statistics.median(unknown)
    assert 0.5 < ratio < 2


def test_a_name_typed_wrongly_is_not_stored_in_clear(settings: Settings) -> None:
    sign_in.sign_in(settings, "my secret password", "x")
    stored = settings.state_path.read_bytes() + settings.audit_path.read_bytes()
    wal = settings.state_path.with_name("state.sqlite-wal")
    stored += wal.read_bytes() if wal.exists() else b""
    assert b"my secret password" not in stored


def test_the_stores_hold_neither_password_nor_token(settings: Settings) -> None:
    token = sessions.open_session(settings, "anna", "127.0.0.1")
    files = [path for path in settings.home.iterdir() if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)
    assert token.encode() not in content
    assert PASSWORD.encode() not in content


def test_nobody_unknown_gets_a_session(settings: Settings) -> None:
    with pytest.raises(AccountError) as refusal:
        sessions.open_session(settings, "nobody", "127.0.0.1")
    assert (refusal.value.thing, refusal.value.value) == ("user name", "nobody")


def test_a_first_password_opens_nothing_but_the_change(settings: Settings) -> None:
    first = accounts.add_account(
        settings, Identity("binh", "Bình", "leader", "01234"), actor="t"
    )
    assert sign_in.sign_in(settings, "binh", first) is not None
    token = sessions.open_session(settings, "binh", "")
    live = sessions.find(settings, token)
    assert live is not None
    assert live.must_change_password
    assert sessions.resolve(settings, token) is None
    sign_in.change_password(settings, "binh", first, PASSWORD)
    assert sessions.find(settings, token) is None
    assert sign_in.sign_in(settings, "binh", first) is None
    assert sign_in.sign_in(settings, "binh", PASSWORD) is not None


@pytest.mark.parametrize(
    "new", ["short", "aaaaaaaaaaaaaaaa", "xx-anna-yy-zz", PASSWORD]
)
def test_a_weak_or_unchanged_password_is_refused(settings: Settings, new: str) -> None:
    with pytest.raises(AccountError):
        sign_in.change_password(settings, "anna", PASSWORD, new)


def test_changing_the_password_needs_the_old_one_and_can_lock(
    settings: Settings,
) -> None:
    for _ in range(MAX_FAILURES):
        with pytest.raises(AccountError):
            sign_in.change_password(settings, "anna", "wrong", PASSWORD + "2", now=NOW)
    with pytest.raises(AccountError):
        sign_in.change_password(settings, "anna", PASSWORD, PASSWORD + "2", now=NOW)


@pytest.mark.parametrize(
    "identity",
    [
        Identity("binh", "B", "leader"),
        Identity("binh", "B", "committee", "01234"),
        Identity("binh", "B", "officer"),
        Identity("binh", "B", "front", None, "CB1"),
        Identity("binh", "B", "king"),
        Identity("Bình", "B", "front"),
        Identity("sso:x", "B", "front"),
        ANNA,
    ],
)
def test_an_account_that_does_not_fit_is_refused(
    settings: Settings, identity: Identity
) -> None:
    with pytest.raises(AccountError):
        add(settings, identity)
    assert len(accounts.list_accounts(settings)) == 1


def test_disabling_ends_sessions_and_bars_signing_in(settings: Settings) -> None:
    token = sessions.open_session(settings, "anna", "")
    accounts.disable_account(settings, "anna", actor="t")
    assert sessions.resolve(settings, token) is None
    assert sign_in.sign_in(settings, "anna", PASSWORD) is None
    first = accounts.reset_account(settings, "anna", actor="t")
    assert sessions.resolve(settings, token) is None
    assert sign_in.sign_in(settings, "anna", first) is not None


def test_a_changed_role_ends_the_sessions_of_the_old_one(settings: Settings) -> None:
    token = sessions.open_session(settings, "anna", "")
    leader = Identity("anna", "Anna", "leader", "01234")
    accounts.change_rights(settings, leader, actor="t")
    assert sessions.resolve(settings, token) is None
    assert sign_in.sign_in(settings, "anna", PASSWORD) == leader


def test_a_session_ends_when_idle_and_at_the_latest_after_eight_hours(
    settings: Settings,
) -> None:
    idle, whole = sessions.IDLE_SECONDS, sessions.LIFETIME_SECONDS
    token = sessions.open_session(settings, "anna", "", now=NOW)
    assert sessions.resolve(settings, token, now=NOW + idle - 1) == ANNA
    assert sessions.resolve(settings, token, now=NOW + idle) is None
    sessions.touch(settings, token, now=NOW + idle)
    assert sessions.resolve(settings, token, now=NOW + idle + 1) is None
    token = sessions.open_session(settings, "anna", "", now=NOW)
    for moment in range(NOW, NOW + whole, idle - 1):
        sessions.touch(settings, token, now=moment)
    assert sessions.resolve(settings, token, now=NOW + whole - 1) == ANNA
    assert sessions.resolve(settings, token, now=NOW + whole) is None


def test_revoking_ends_one_session_or_all_of_an_account(settings: Settings) -> None:
    tokens = [sessions.open_session(settings, "anna", "10.0.0.1") for _ in range(3)]
    listed = sessions.list_sessions(settings)
    assert len(listed) == 3
    assert not set(tokens) & {text for row in listed for text in map(str, vars(row))}
    live = sessions.find(settings, tokens[0])
    assert live is not None
    assert sessions.revoke(settings, session_id=live.session_id, actor="t") == 1
    assert [bool(sessions.resolve(settings, t)) for t in tokens] == [False, True, True]
    assert sessions.revoke(settings, user_name="anna", actor="t") == 2
    assert sessions.list_sessions(settings) == []


@pytest.mark.parametrize("sid", [None, "", "x", "a" * 43, "a" * 5000, "é\x00'--"])
def test_a_forged_token_is_nobody(settings: Settings, sid: str | None) -> None:
    sessions.open_session(settings, "anna", "")
    assert sessions.find(settings, sid) is None


def test_nobody_signs_in_when_it_cannot_be_recorded(settings: Settings) -> None:
    settings.audit_path.unlink()
    settings.audit_path.mkdir()
    with pytest.raises((AuditError, ThanThienError)):
        sign_in.sign_in(settings, "anna", PASSWORD)
    with pytest.raises((AuditError, ThanThienError)):
        add(settings, Identity("binh", "B", "front"))
    assert len(accounts.list_accounts(settings)) == 1


def test_the_stores_are_their_owners_alone(settings: Settings) -> None:
    for path in settings.home.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


@pytest.mark.parametrize("name", ["state.sqlite", "secret.key", "audit.sqlite"])
def test_a_store_that_others_may_read_is_refused(settings: Settings, name: str) -> None:
    (settings.home / name).chmod(0o640)
    with pytest.raises(ThanThienError, match="chmod 600"):
        sign_in.sign_in(settings, "anna", PASSWORD)


def test_a_lost_key_is_not_replaced_in_silence(settings: Settings) -> None:
    (settings.home / "secret.key").unlink()
    with pytest.raises(ThanThienError, match="restore it from backup"):
        sign_in.sign_in(settings, "anna", PASSWORD)


def test_an_interrupted_change_leaves_nothing(settings: Settings) -> None:
    def fails(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "record", fails)
        with pytest.raises(DamagedError):
            accounts.disable_account(settings, "anna", actor="t")
    assert sign_in.sign_in(settings, "anna", PASSWORD) == ANNA
