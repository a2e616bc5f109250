"""What a leader could look at: one rule of data quality is one finding, not many."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboard.rows.context import Page
from dashboard.rows.first_five import Finding, first_findings
from dashboard.rows.units import Unit, unit_of
from dashboard.views.unit import findings, first_five
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed, write_build
from tests.dashboard.test_badge import badge_of


def unit(code: str) -> Unit:
    """A commune of today."""
    row = {
        "unit_key": f"{code}@2025-07-01",
        "unit_code": code,
        "unit_name": f"Xã {code}",
        "unit_level": "commune",
        "parent_unit_key": None,
        "path": None,
        "unit_valid_from": None,
        "valid_to": None,
        "model_start_date": None,
    }
    return unit_of(row)


def flag(
    unit_key: str, n: int, rule: str = "finished_before_received"
) -> dict[str, Any]:
    """A row of the query `flags`."""
    return {"rule": rule, "unit_key": unit_key, "n_flagged": n, "severity": "wrong"}


def shown(
    monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]], *, lang: str = "vi"
) -> list[Finding]:
    """Findings of the flags, for a leader who reads two units."""
    units = [unit("91001"), unit("91002")]
    page = SimpleNamespace(
        lang=lang,
        words=words_of(lang),
        units={u.key: u for u in units},
        top=units[0],
        scope=SimpleNamespace(role="leader"),
    )
    answer = SimpleNamespace(rows=rows)
    monkeypatch.setattr(findings, "ask_if_built", lambda *_a, **_k: answer)
    return list(findings._of_flags(cast(Page, page), units[0]))


def test_required_meetings_never_held_are_one_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, str] = {}

    def ask(_page: Page, name: str, **params: str) -> SimpleNamespace:
        asked.update(params, name=name)
        rows = (
            ("dialogue", 0, None),
            ("field_visit", 12, since),
            ("reception", 3, since),
        )
        names = ("duty", "n_meetings_missing", "registered_since")
        return SimpleNamespace(rows=[dict(zip(names, r, strict=True)) for r in rows])

    monkeypatch.setattr(findings, "ask_if_built", ask)
    since, window = date(2026, 7, 1), date(2025, 11, 1)
    monkeypatch.setattr(findings, "year_window", lambda _page: (window, window))
    page = SimpleNamespace(lang="vi", words=words_of("vi"), units={})
    [found] = findings._of_meetings(cast(Page, page), unit("91001"), "today")
    assert (found.kind, found.n, found.since) == ("meetings_missing", 15, since)
    assert found.detail == "Đi cơ sở (12), Tiếp dân (3)"
    assert "part=duties" in found.link
    assert asked == {
        "name": "unit_kept_duties",
        "map": "today",
        "unit_key": "91001@2025-07-01",
        "period": "12m",
    }


def test_meetings_missing_today_stand_where_the_line_leads(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The register begins in October; what was asked before it is not missing."""
    monkeypatch.setattr(first_five, "first_findings", partial(first_findings, shown=99))
    path = write_build(tmp_path, build_id="20261123T010000-meetings")
    with changed(path) as connection:
        connection.execute(
            "delete from agg_unit_duties where month <> date '2026-10-01'"
        )
        connection.execute(
            "insert into agg_duty_months by name select * replace (date '2025-12-01'"
            " as month, 0.0 as n_meetings_held, 0.0 as n_meetings_kept)"
            " from agg_duty_months"
        )
    today = html_of(open_page("leader", "unit", at=tmp_path))
    [line] = [one for one in today.split("</li>") if "Buổi gặp dân bắt buộc" in one]
    assert "<b>1<small>buổi" in line
    assert "từ 01/10/2026" in line
    duties = html_of(open_page("leader", "unit", at=tmp_path, part="duties"))
    table = duties[duties.index("Buổi gặp dân bắt buộc") :].split("</table>")[0]
    row = next(one for one in table.split("</tr>") if ">Tiếp dân<" in one)
    numbers = re.findall(r'class="n">([^<]*)<', row)
    assert numbers[:4] == ["8", "4", "3", "1"]
    assert badge_of(duties)["coverage"].endswith("(80,0%)")


def test_one_rule_in_two_units_is_one_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [flag("91001@2025-07-01", 3), flag("91002@2025-07-01", 8)]
    [finding] = shown(monkeypatch, rows)
    assert (finding.n, finding.owner) == (11, "Xã 91002 và 1 đơn vị khác")


def test_two_rules_are_two_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [flag("91001@2025-07-01", 3), flag("91001@2025-07-01", 8, "received_late")]
    found = shown(monkeypatch, rows)
    assert [(m.n, m.owner) for m in found] == [(3, "Xã 91001"), (8, "Xã 91001")]


def test_what_the_model_lacks_and_supervision_waits_for_are_among_the_things(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_five, "first_findings", partial(first_findings, shown=99))
    text = html_of(open_page("leader", "unit"))
    first = text[text.index('<ol class="tt-today">') :].split("</ol>")[0]
    things = first.split("</li>")
    [waiting] = [one for one in things if "Kiến nghị giám sát quá hạn" in one]
    assert "<b>1<small>kiến nghị" in waiting
    assert 'href="giam-sat?' in waiting
    [lacking] = [one for one in things if "Điều kiện của mô hình 4 bước" in one]
    assert "<b>3<small>điều kiện" in lacking
    assert "part=readiness" in lacking


def test_what_units_below_owe_is_a_matter_of_the_province(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Supervision counts recommendations of communes: so does the province."""
    monkeypatch.setattr(first_five, "first_findings", partial(first_findings, shown=99))
    text = html_of(open_page("committee", "unit", part="notes"))
    tile = html_of(open_page("committee", "supervision"))
    n = re.search(r"<b>(\d+)</b>\s*(?:<small>)?quá hạn chưa trả lời", tile)
    assert n is not None
    first = text[text.index('<ol class="tt-today">') :].split("</ol>")[0]
    [waiting] = [
        one for one in first.split("</li>") if "Kiến nghị giám sát quá hạn" in one
    ]
    assert f"<b>{n[1]}<small>kiến nghị" in waiting
    assert "người xử lý: Tỉnh" not in waiting


def test_who_must_act_is_the_one_unit_below_or_how_many() -> None:
    units = [unit("91001"), unit("91002")]
    known = {one.key: one for one in units}
    page = cast(Page, SimpleNamespace(lang="vi", words=words_of("vi"), units=known))
    assert findings._owner(page, units[0], set()) == "Xã 91001"
    assert findings._owner(page, units[0], {units[1].key}) == "Xã 91002"
    assert findings._owner(page, units[0], set(known)) == "2 đơn vị cấp dưới"
