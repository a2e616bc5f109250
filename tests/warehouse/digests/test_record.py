"""One digest per account and week, for the rights the account has."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from warehouse import audit
from warehouse.digests.addresses import addresses, set_address
from warehouse.digests.readers import digest_lock, readers, waiting
from warehouse.digests.record import (
    Message,
    digest_before,
    digest_of,
    keep_digest,
    newest_digest,
    week_of,
)
from warehouse.errors import AccountError, BusyError
from warehouse.people import passwords
from warehouse.people.accounts import (
    Identity,
    add_account,
    change_rights,
    disable_account,
)
from warehouse.settings import Settings
from warehouse.stores.state import reading
from warehouse.upkeep.retention import apply_retention

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
WEEK = week_of(NOW)
LEADER = Identity("lanh.dao", "Lãnh đạo", "leader", unit_code="91001")
MESSAGE = Message("Bản tin", "Năm việc\n", "<p>Năm việc</p>", {"a": (2, "Hai việc")})


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    found = Settings(home=tmp_path / "home")
    found.home.mkdir()
    add_account(found, LEADER, password="mật khẩu thử nghiệm 1", actor="test")
    return found


def test_a_week_begins_on_monday_in_viet_nam() -> None:
    assert week_of(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == date(2026, 11, 16)
    assert week_of(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_what_is_kept_comes_back(settings: Settings) -> None:
    assert digest_of(settings, LEADER, WEEK) is None
    keep_digest(settings, LEADER, WEEK, MESSAGE, build_id="b1", now=NOW)
    kept = digest_of(settings, LEADER, WEEK)
    assert kept is not None
    assert (kept.message, kept.build_id) == (MESSAGE, "b1")
    assert digest_before(settings, LEADER, WEEK) is None
    assert newest_digest(settings, LEADER, date(2026, 12, 7)) == kept
    [note] = audit.read_records(settings, action="digest_made")
    assert (note.actor, note.subject) == ("digest", "lanh.dao")


def test_another_unit_hears_nothing_of_it(settings: Settings) -> None:
    keep_digest(settings, LEADER, WEEK, MESSAGE, build_id="b1", now=NOW)
    set_address(settings, "lanh.dao", "a@tinh.vn", actor="t")
    assert len(waiting(settings, WEEK)) == 1
    moved = Identity("lanh.dao", "Lãnh đạo", "leader", unit_code="91002")
    change_rights(settings, moved, actor="t")
    assert digest_of(settings, moved, WEEK) is None
    assert waiting(settings, WEEK) == []


def test_a_closed_account_gets_none(settings: Settings) -> None:
    keep_digest(settings, LEADER, WEEK, MESSAGE, build_id="b1", now=NOW)
    set_address(settings, "lanh.dao", "a@tinh.vn", actor="t")
    disable_account(settings, "lanh.dao", actor="t")
    assert readers(settings) == []
    assert waiting(settings, WEEK) == []
    apply_retention(settings, actor="t")
    assert addresses(settings) == {}


@pytest.mark.parametrize(
    "bad", ["a", "a@b", "a b@c.vn", "a@c.vn\nBcc: x@y.vn", "ă@c.vn"]
)
def test_a_wrong_address_is_refused(settings: Settings, bad: str) -> None:
    with pytest.raises(AccountError):
        set_address(settings, "lanh.dao", bad, actor="t")
    assert addresses(settings) == {}


def test_an_address_is_taken_away_and_stays_out_of_the_record(
    settings: Settings,
) -> None:
    set_address(settings, "lanh.dao", "a@tinh.vn", actor="t")
    set_address(settings, "lanh.dao", None, actor="t")
    assert addresses(settings) == {}
    notes = audit.read_records(settings, action="mail_address_changed")
    assert "a@tinh.vn" not in str(notes)
    with pytest.raises(AccountError):
        set_address(settings, "khong.co", "a@tinh.vn", actor="t")


def test_one_process_at_a_time(settings: Settings) -> None:
    with digest_lock(settings), pytest.raises(BusyError), digest_lock(settings):
        pass


def test_old_digests_go(settings: Settings) -> None:
    keep_digest(settings, LEADER, date(2025, 1, 6), MESSAGE, build_id="b", now=NOW)
    keep_digest(settings, LEADER, WEEK, MESSAGE, build_id="b1", now=NOW)
    apply_retention(settings, actor="t", now=int(NOW.timestamp()))
    assert digest_before(settings, LEADER, WEEK) is None
    assert digest_of(settings, LEADER, WEEK) is not None


def test_a_store_of_an_earlier_version_gets_the_tables(tmp_path: Path) -> None:
    """They have no trigger, so the triggers alone would not tell."""
    settings = Settings(home=tmp_path / "home")
    settings.home.mkdir()
    add_account(settings, LEADER, password="mật khẩu thử nghiệm 1", actor="test")
    with sqlite3.connect(settings.state_path) as connection:
        connection.execute("drop table digest")
        connection.execute("drop table mail_address")
    connection.close()
    settings.state_path.with_suffix(".seal.json").unlink()
    set_address(settings, "lanh.dao", "a@tinh.vn", actor="t")
    with reading(settings) as connection:
        assert connection.execute("select * from digest").fetchall() == []
