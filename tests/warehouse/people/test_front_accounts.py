"""The Front is told of everybody else who opened or changed a way in as the Front."""

from __future__ import annotations

import os
import pwd
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import thanthien
from warehouse.people.accounts import (
    Identity,
    add_account,
    change_rights,
    disable_account,
    reset_account,
    set_password,
)
from warehouse.people.front_accounts import DAYS_TOLD, changes_by_others
from warehouse.people.identity_map import map_claim, unmap_claim
from warehouse.settings import Settings

FRONT = Identity("mat.tran", "Mặt trận", "front")
COMMITTEE = Identity("bcd", "Ban Chỉ đạo", "committee")
PASSWORD = "một mật khẩu thử 1"


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_whatever_others_do_to_the_fronts_rights_is_told(home: Settings) -> None:
    add_account(home, FRONT, actor="cli:root")
    reset_account(home, "mat.tran", actor="cli:root")
    disable_account(home, "mat.tran", actor="admin")
    add_account(home, COMMITTEE, actor="cli:root")
    change_rights(home, Identity("bcd", "x", "front"), actor="admin")
    map_claim(home, "nhóm A", role="front", actor="cli:root")
    map_claim(home, "nhóm B", role="steward", actor="cli:root")
    told = [(r.action, r.subject, r.actor) for r in changes_by_others(home)]
    assert told == [
        ("setting_changed", "identity_map nhóm A", "cli:root"),
        ("account_changed", "bcd", "admin"),
        ("account_disabled", "mat.tran", "admin"),
        ("account_reset", "mat.tran", "cli:root"),
        ("account_added", "mat.tran", "cli:root"),
    ]


def test_what_the_front_does_itself_or_is_of_others_is_not_told(home: Settings) -> None:
    add_account(home, COMMITTEE, actor="cli:root")
    reset_account(home, "bcd", actor="cli:root")
    map_claim(home, "nhóm B", role="leader", unit_code="91", actor="cli:root")
    unmap_claim(home, "nhóm B", actor="cli:root")
    assert changes_by_others(home) == []
    add_account(home, FRONT, actor="cli:root")
    before = changes_by_others(home)
    set_password(home, "mat.tran", PASSWORD)
    assert changes_by_others(home) == before


def test_it_is_told_for_a_while(home: Settings) -> None:
    add_account(home, FRONT, actor="cli:root")
    now = datetime.now(UTC)
    last = now + timedelta(days=DAYS_TOLD) - timedelta(minutes=1)
    assert changes_by_others(home, now=last)
    assert not changes_by_others(home, now=now + timedelta(days=DAYS_TOLD + 1))


def test_a_command_names_who_runs_it_as_the_system_knows(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody else")
    monkeypatch.setenv("THANTHIEN_HOME", str(home.home))
    call = ["user", "add", "mat.tran", "--role", "front"]
    assert CliRunner().invoke(thanthien.app, call).exit_code == 0
    [record] = changes_by_others(home)
    assert record.actor == f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
