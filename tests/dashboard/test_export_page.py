"""Exports hold the rows of the screen, say where they come from, and are recorded."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dashboard import export_page
from dashboard.rows import data
from dashboard.rows.context import Page
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.small.warehouse import AFTER, BEFORE
from warehouse import audit
from warehouse.errors import ThanThienError
from warehouse.queries import QUERIES
from warehouse.read import Reader
from warehouse.settings import Settings

QUESTION = (
    "change_by_unit",
    (
        ("after_wave", AFTER),
        ("before_wave", BEFORE),
        ("item_code", "overall"),
        ("map", "today"),
    ),
)


@pytest.fixture
def settings(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The small build with an audit record of its own."""
    (tmp_path / "builds").symlink_to(home / "builds")
    monkeypatch.setenv("THANTHIEN_HOME", str(tmp_path))
    return Settings.from_environment()


def page_of(role: str, reader: Reader) -> Page:
    person = PEOPLE[role]
    scope = reader.scope_of_account(
        user_id=person.user_name,
        role=role,
        unit_code=person.unit_code,
        officer_code=person.officer_code,
    )
    build = reader.build()
    names = data.names(scope, build.build_id)
    return Page(
        identity=person,
        scope=scope,
        build=build,
        words=words_of("vi"),
        units=names.units,
        items=names.items,
        criteria=names.criteria,
        waves=names.waves,
        newest_on=names.newest_on,
    )


def sheets(content: bytes) -> tuple[list[tuple[object, ...]], dict[object, object]]:
    book = load_workbook(io.BytesIO(content))
    about: dict[object, object] = {
        line[0]: line[1] for line in book["Thông tin"].values
    }
    return list(book["Dữ liệu"].values), about


@pytest.mark.parametrize("role", ["committee", "leader"])
def test_it_holds_the_rows_of_the_screen(
    settings: Settings, reader: Reader, role: str
) -> None:
    page = page_of(role, reader)
    name, params = QUESTION
    rows = reader.run(name, page.scope, **dict(params)).rows
    (mark, *_), head, *lines = sheets(
        export_page.make_file(page, QUESTION, "họp", "xlsx")
    )[0]
    assert "MÔ PHỎNG" in str(mark)
    assert len(lines) == len(rows) > 0
    at = list(rows[0]).index("share_diff")
    assert [line[at] for line in lines] == [
        pytest.approx(row["share_diff"]) if row["share_diff"] is not None else None
        for row in rows
    ]
    assert head[list(rows[0]).index("unit_key")] == "Đơn vị"


def test_a_hidden_figure_is_hidden_in_the_file(
    settings: Settings, reader: Reader
) -> None:
    page = page_of("committee", reader)
    question = (QUESTION[0], tuple({**dict(QUESTION[1]), "map": "then"}.items()))
    _, head, *lines = sheets(export_page.make_file(page, question, "họp", "xlsx"))[0]
    state, n_after = head.index("Hiển thị"), head.index("Số phiếu sau")
    hidden = [line for line in lines if "Ẩn" in str(line[state])]
    assert hidden
    assert {line[n_after] for line in hidden} == {None}


def test_it_tells_who_why_and_from_what(settings: Settings, reader: Reader) -> None:
    page = page_of("front", reader)
    _, about = sheets(export_page.make_file(page, QUESTION, "họp giao ban", "xlsx"))
    assert about["Người xuất"] == "mat.tran"
    assert about["Lý do xuất"] == "họp giao ban"
    assert about["Bản dựng"] == page.build.build_id
    assert about["Đợt sau"] == AFTER
    [record] = audit.read_records(settings, action="export")
    assert record.actor == "mat.tran"
    assert record.detail["reason"] == "họp giao ban"


def test_it_tells_how_many_people_gave_the_ballots(
    settings: Settings, reader: Reader
) -> None:
    page = page_of("committee", reader)
    alone = sheets(export_page.make_file(page, QUESTION, "họp giao ban", "xlsx"))[1]
    assert "Người trả lời" not in alone
    wave = replace(page.waves[AFTER], n_ballots=900, n_people=870)
    several = replace(page, waves={**page.waves, AFTER: wave})
    _, about = sheets(export_page.make_file(several, QUESTION, "họp", "xlsx"))
    assert about["Người trả lời"] == "cả đợt: 900 phiếu của 870 người"
    service = replace(wave, stream="service", n_ballots=60, n_people=50)
    own = replace(page, waves={**page.waves, AFTER: service})
    months = (("map", "today"), ("unit_key", next(iter(page.units))))
    content = export_page.make_file(own, ("unit_months", months), "họp", "xlsx")
    assert "60 phiếu của 50 người" in str(sheets(content)[1]["Người trả lời"])


def test_without_a_record_there_is_no_file(settings: Settings, reader: Reader) -> None:
    settings.audit_path.mkdir()
    with pytest.raises(ThanThienError):
        export_page.make_file(page_of("front", reader), QUESTION, "họp", "csv")


def test_an_officer_list_is_refused_to_the_committee(
    settings: Settings, reader: Reader
) -> None:
    question = (
        "officer_bands",
        (("measure", "x"), ("period", "2026-Q3"), ("period_type", "quarter")),
    )
    with pytest.raises(ThanThienError):
        export_page.make_file(page_of("committee", reader), question, "họp", "csv")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_question_a_page_can_export_has_words(lang: str) -> None:
    words = words_of(lang)
    named = [key for key in words.entries if key.startswith("export.queries.")]
    assert {key.rsplit(".", 1)[1] for key in named} <= set(QUERIES)
    params = {param for query in QUERIES.values() for param in query.params}
    assert [p for p in sorted(params) if not words.has(f"export.columns.{p}")] == []
