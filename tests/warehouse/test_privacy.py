"""Every column has a class, the page is made from them, and time is kept."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from warehouse import audit
from warehouse.builds.spark.raw_parquet import raw_parquet_dir, write_raw_parquet
from warehouse.people import accounts, sessions
from warehouse.people.account_rows import Identity
from warehouse.privacy import privacy, privacy_page
from warehouse.raw.kinds import KINDS, create_statements
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.upkeep.retention import apply_retention

ROOT = Path(__file__).parents[2]
NOW = 1_800_000_000  # 15 January 2027
DAY = 86_400


def test_every_raw_column_has_a_class() -> None:
    found = privacy()
    names = {c.name for c in found.classes}
    undecided = [
        (kind.name, column.name)
        for kind in KINDS.values()
        for column in kind.columns
        if found.columns.get(kind.name, {}).get(column.name) not in names
    ]
    assert undecided == []


def test_the_page_is_made_from_the_classes() -> None:
    page = (ROOT / "docs" / "privacy.vi.md").read_text("utf-8")
    assert page == privacy_page()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with one old and one new answer, and two old sessions."""
    settings = Settings(home=tmp_path)
    with open_raw(settings, is_read_only=False) as connection:
        connection.execute(create_statements())
        for ballot, day in (("P1", date(2020, 1, 1)), ("P2", date(2026, 12, 1))):
            connection.execute(
                "insert into raw.answer (ballot_id, wave_code, unit_code, item_code,"
                " level, officer_code, case_code, answered_on, age_band, sex, _line,"
                " _row_md5) values (?, 'D1', '01', 'c1', 5, 'CB1', 'H1', ?, '30-39',"
                " 'nu', 1, 42)",
                (ballot, day),
            )
        connection.execute(
            'insert into raw."case" (case_code, received_at, officer_code,'
            " extracted_on) values ('H1', '2020-01-01', 'CB1', '2020-02-01')"
        )
        for name, loaded in (("old", "2026-01-01"), ("new", "2026-12-01")):
            connection.execute(
                "insert into raw.file values (?, 'f.csv', 1, null, null, 'loaded',"
                " null, false, ?, 1, 0)",
                (name, loaded),
            )
            connection.execute(
                "insert into raw.refused values (?, 'answer', null, 7, 'level',"
                " 'Nguyễn Văn A 0912345678', 'level', '{}')",
                (name,),
            )
    accounts.add_account(settings, Identity("anna", "Anna", "committee"), actor="t")
    for days_ago in (1, 200):
        sessions.open_session(settings, "anna", "", now=NOW - days_ago * DAY)
    return settings


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with open_raw(settings) as connection:
        return connection.execute(query).fetchall()


ANSWERS = (
    "select ballot_id, officer_code, case_code, age_band, sex, level, _row_md5"
    " from raw.answer order by 1"
)


def test_what_leads_to_a_person_is_emptied_and_the_row_stays(
    settings: Settings,
) -> None:
    apply_retention(settings, actor="t", now=NOW)
    old, new = rows(settings, ANSWERS)
    assert old[:5] == ("P1", None, None, None, None)
    assert new[:5] == ("P2", "CB1", "H1", "30-39", "nu")
    assert [float(str(row[5])) for row in (old, new)] == [5.0, 5.0]
    assert old[6] == new[6] == 42
    assert rows(settings, 'select officer_code from raw."case"') == [(None,)]
    assert audit.read_records(settings)[0].action == "retention"


def test_ballots_of_one_person_stay_together_and_nobody_is_found(
    settings: Settings,
) -> None:
    said = [("D0", "P1", "a", 2020), ("D0", "P2", "a", 2026), ("D0", "P3", "b", 2020)]
    said += [("D9", "P4", "a", 2026), ("D1", "P5", "a", 2026)]
    with open_raw(settings, is_read_only=False) as connection:
        for wave, ballot, person, year in said:
            connection.execute(
                "insert into raw.answer (ballot_id, wave_code, unit_code, item_code,"
                " answered_on, respondent, _line, _row_md5)"
                " values (?, ?, '01', 'c1', ?, ?, 1, 42)",
                (ballot, wave, date(year, 12, 1), person * 32),
            )
    query = "select wave_code || ballot_id, respondent from raw.answer"
    query += " where respondent is not null"
    apply_retention(settings, actor="t", now=NOW)
    first = {str(name): value for name, value in rows(settings, query)}
    assert len(first) == 5
    assert first["D0P1"] == first["D0P2"] != first["D0P3"]
    assert first["D9P4"] == "a" * 32
    # a wave of which one row is over gives random names to all its people
    assert first["D1P5"] not in (first["D0P1"], "a" * 32)
    assert all(str(first[name])[0] == "#" for name in ("D0P1", "D0P3", "D1P5"))
    # names stay when it runs again, and are nobody's in another wave
    counted = apply_retention(settings, actor="t", now=NOW)
    assert [r.n_rows for r in counted if "respondent" in r.what] == [0]
    assert {str(name): value for name, value in rows(settings, query)} == first


def test_the_copy_for_spark_goes_with_what_is_too_old(settings: Settings) -> None:
    write_raw_parquet(settings)
    apply_retention(settings, actor="t", is_trial=True, now=NOW)
    assert raw_parquet_dir(settings).exists()
    apply_retention(settings, actor="t", now=NOW)
    assert not raw_parquet_dir(settings).exists()


def test_a_refused_value_goes_and_its_place_stays(settings: Settings) -> None:
    apply_retention(settings, actor="t", now=NOW)
    assert rows(
        settings,
        "select file_sha256, line, column_name, value is null from raw.refused"
        " order by 1",
    ) == [("new", 7, "level", False), ("old", 7, "level", True)]


def test_a_second_run_finds_nothing(settings: Settings) -> None:
    first = apply_retention(settings, actor="t", now=NOW)
    second = apply_retention(settings, actor="t", now=NOW)
    assert sum(found.n_rows for found in first) == 5
    assert sum(found.n_rows for found in second) == 0


def test_a_trial_counts_and_changes_nothing(settings: Settings) -> None:
    before = rows(settings, ANSWERS)
    trial = apply_retention(settings, actor="t", is_trial=True, now=NOW)
    assert rows(settings, ANSWERS) == before
    assert trial == apply_retention(settings, actor="t", now=NOW)


def test_an_account_long_closed_loses_its_name(settings: Settings) -> None:
    accounts.disable_account(settings, "anna", actor="t")
    apply_retention(settings, actor="t", now=NOW + 5 * 365 * DAY)
    [row] = accounts.list_accounts(settings)
    assert row.identity.display_name == ""
    assert row.is_disabled


def test_no_raw_table_takes_what_a_citizen_wrote() -> None:
    free = re.compile("comment|content|text|note|opinion|suggestion|message")
    found = {
        (kind, column)
        for kind, columns in privacy().columns.items()
        for column in columns
        if free.search(column)
    }
    assert found == {("item", "text_vi"), ("item", "second_text")}
