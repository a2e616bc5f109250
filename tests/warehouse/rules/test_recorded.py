"""The record names the province's rules a build uses, once each time they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse import audit
from warehouse.builds.build import build
from warehouse.errors import RuleError
from warehouse.rules.recorded import ACTION, record_rules
from warehouse.settings import Settings
from warehouse.upkeep.backup import back_up

HEAD = "threshold,value,source,valid_from\n"
GOOD = HEAD + "theta_min,0.9,QĐ 12,2026-01-01\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    settings.rules_dir.mkdir(parents=True)
    return settings


def recorded(settings: Settings) -> list[dict[str, str]]:
    found = audit.read_records(settings, action=ACTION)
    return [dict(record.detail) for record in found[::-1]]


def test_a_file_is_recorded_when_it_is_first_used_and_when_it_changes(
    settings: Settings,
) -> None:
    record_rules(settings)
    assert not settings.audit_path.exists() or recorded(settings) == []
    path = settings.rules_dir / "thresholds.csv"
    for text in (GOOD, GOOD, GOOD.replace("0.9", "0.8")):
        path.write_text(text, encoding="utf-8")
        record_rules(settings)
    path.unlink()
    record_rules(settings)
    record_rules(settings)
    first, second, last = recorded(settings)
    assert first.keys() == second.keys() == {"thresholds.csv"}
    assert first != second
    assert last == {}


def test_a_build_with_a_wrong_file_is_refused_and_leaves_no_trace(
    settings: Settings,
) -> None:
    write_raw(settings.raw_path, all_rows())
    path = settings.rules_dir / "thresholds.csv"
    path.write_text(HEAD + "theta_min,85,QĐ 12,2026-01-01\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"thresholds\.csv line 2, column value"):
        build(settings)
    assert not settings.pointer_path.exists()


def test_a_backup_holds_the_rules(settings: Settings, tmp_path: Path) -> None:
    write_raw(settings.raw_path, all_rows())
    (settings.rules_dir / "thresholds.csv").write_text(GOOD, encoding="utf-8")
    backup = back_up(settings, tmp_path / "copies")
    assert str(Path("rules") / "thresholds.csv") in backup.files
