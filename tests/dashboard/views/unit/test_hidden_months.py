"""A unit's months when too few answered in some, or in all of them."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from dashboard import numbers
from dashboard.periods import period_text
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed, key, write_build

UNIT = key("91001")
BUILDS = count(1)


def months_page(
    open_page: OpenPage, home: Path, where: str, n: int = 3, also: tuple[str, ...] = ()
) -> str:
    """The page of a unit with so many ballots a month, all but one satisfied."""
    of_units = f"unit_key in {(UNIT, *also, '')} and {where}"
    # Pages remember by build, so each case has its own.
    path = write_build(home, build_id=f"20261123T01000{next(BUILDS)}-test")
    with changed(path) as connection:
        for table in ("agg_unit_months", "agg_ballot_months"):
            # since the reform both maps count the same
            connection.sql(
                f"""
                delete from {table} where map = 'today' and month >= '2026-01-01';
                insert into {table} by name select * replace ('today' as map)
                from {table} where map = 'then' and month >= '2026-01-01'
                """
            )
        connection.sql(
            f"""
            update agg_unit_months set n_ballots = {n}, n_satisfied = {n} - 1
            where {of_units};
            update agg_ballot_months set n_ballots = {n}, n_satisfied = {n} - 1
            where {of_units};
            update stat_unit_signals set n = {n}, value = ({n} - 1) / {n}
            where measure = 'satisfied_share' and {of_units}
            """
        )
    opened = open_page(
        "committee",
        "unit",
        at=home,
        unit=UNIT,
        part="months",
        measure="satisfied_share",
    )
    return html_of(opened)


def test_all_months_hidden_draw_nothing_and_say_why(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "true")
    assert "Số liệu theo tháng được ẩn để bảo vệ người trả lời" in text
    assert "không có tín hiệu" not in text


def test_some_months_hidden_are_counted_and_named_in_the_table(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "month = date '2026-08-01'")
    assert "tháng được ẩn để bảo vệ người trả lời" in text
    assert text.count(">ẩn<") >= 2


def test_few_shown_months_are_not_said_to_hold_no_signal(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "month > date '2024-03-01'")
    said = "Chưa đủ tháng, hoặc chưa đủ hồ sơ, phiếu để nói tháng nào khác thường."
    assert said in text
    assert "không có tín hiệu" not in text


def test_quarters_stand_in_for_months_of_which_none_is_shown(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "true")
    assert "Gộp các tháng lại thì" in text
    assert "quý 2/2026" in text
    assert "quý 3/2026" in text
    # of three months of three ballots, two satisfied each
    assert ">9<" in text
    assert f">{numbers.percent(2 / 3, 'vi')}<" in text
    # the fourth is not over
    assert "quý 4/2026" not in text


def test_a_quarter_of_few_stays_hidden_with_its_months(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "true", n=1)
    assert "Mỗi tháng có quá ít phiếu" in text
    assert "Gộp các tháng" not in text


def test_the_quarter_of_hidden_months_stands_beside_the_others(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "month = date '2026-08-01'")
    assert "Gộp các tháng bị ẩn lại thì 1 kỳ dưới đây có đủ người trả lời" in text
    assert "quý 3/2026" in text


def test_a_half_year_stands_in_for_its_hidden_quarters(
    open_page: OpenPage, tmp_path: Path
) -> None:
    # two communes of one in a month each: quarters of three, half-years of six
    text = months_page(open_page, tmp_path, "true", n=1, also=(key("91002"),))
    assert "Gộp các tháng lại thì" in text
    assert period_text(words_of("vi"), "2026-H1") in text
    assert "quý 1/2026" not in text
    # the second half is not over
    assert period_text(words_of("vi"), "2026-H2") not in text
