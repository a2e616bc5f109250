"""The province's scorecard on the page of methods: explained, dated, or refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.methods.test_rules import rows_of
from tests.warehouse.reviews.walks import take_over_examples
from warehouse.rules.tables import SCORED
from warehouse.settings import Settings


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Settings:
    """The small build with rules of its own."""
    copy = shutil.copytree(home / "builds", tmp_path / "home" / "builds")
    return Settings(home=copy.parent)


def shown(open_page: OpenPage, settings: Settings, lang: str = "vi") -> str:
    app = open_page(
        "committee", "methods", at=settings.home, lang=lang, aspect="scorecard"
    )
    assert not app.exception
    return html_of(app) + "".join(one.value for one in app.error)


def test_criteria_stand_with_metric_weight_levels_and_day(
    open_page: OpenPage, settings: Settings
) -> None:
    assert "Tỉnh chưa đặt bảng điểm nào" in shown(open_page, settings)
    take_over_examples(settings)
    html = shown(open_page, settings)
    assert "Tỉnh chưa đặt bảng điểm nào" not in html
    assert rows_of(html, "Người dân hài lòng") == [
        "Người dân hài lòng Tỷ lệ hài lòng chung ở đợt sau 30 từ 90%: 30 điểm;"
        " từ 80%: 20 điểm; từ 70%: 10 điểm; thấp hơn: 0 01/01/2026 —"
        " Ví dụ; tỉnh thay bằng quyết định của mình"
    ]
    [late] = rows_of(html, "Không trễ lời hẹn đầu tiên")
    assert "25 không quá 2%: 25 điểm; không quá 5%: 15 điểm" in late
    assert "cao hơn: 0" in late
    assert "5 tiêu chí, cộng 100 điểm." in html
    stars = [row.split()[:2] for row in rows_of(html, "★")]
    assert stars == [["★★★★", "95"], ["★★★", "90"], ["★★", "80"], ["★", "0"]]
    for told in ("cộng lại đúng 100", "khoảng tin cậy 95%", "không đoán"):
        assert told in html
    assert "Citizens satisfied" in shown(open_page, settings, "en")


def test_each_edition_stands_by_itself_the_newest_first(
    open_page: OpenPage, settings: Settings
) -> None:
    take_over_examples(settings)
    path = settings.rules_dir / "scorecard.csv"
    text = path.read_text(encoding="utf-8")
    later = "".join(
        line.replace("2026-01-01", "2026-07-01").replace("0.90=30", "0.95=30")
        for line in text.splitlines(keepends=True)[1:]
    )
    path.write_text(text + later, encoding="utf-8")
    html = shown(open_page, settings)
    newest, oldest = rows_of(html, "Người dân hài lòng")
    assert "từ 95%: 30 điểm" in newest
    assert "01/07/2026 —" in newest
    assert "từ 90%: 30 điểm" in oldest
    assert "01/01/2026 30/06/2026" in oldest
    assert html.count("cộng 100 điểm.") == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",15,0.60=5|0.80=10|1=15", ",20,0.60=5|0.80=10|1=20", "cộng lại đúng 100"),
        ("1=15", "1=12", "mức tốt nhất được đúng số điểm tối đa, 15"),
        (",meetings,15", ",beauty,15", "một trong: satisfied"),
    ],
)
def test_a_scheme_that_does_not_hold_is_refused_with_its_place(
    open_page: OpenPage, settings: Settings, old: str, new: str, said: str
) -> None:
    take_over_examples(settings)
    path = settings.rules_dir / "scorecard.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    html = shown(open_page, settings)
    assert "scorecard.csv dòng" in html
    assert said in html
    assert "không đơn vị nào có điểm cho tới khi tỉnh sửa tệp" in html
    assert not re.search(r"Tiêu chí của bảng \w+ từ", html)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_metric_has_its_name(
    open_page: OpenPage, settings: Settings, lang: str
) -> None:
    settings.rules_dir.mkdir(exist_ok=True)
    head = "scheme,criterion,metric,weight,cut_offs,valid_from,name_vi,legal_basis\n"
    rows = "".join(f"b,{m},{m},10,0.5=10,2026-01-01,Về {m},QĐ\n" for m in SCORED)
    path = settings.rules_dir / "scorecard.csv"
    path.write_text(head + rows, encoding="utf-8")
    html = shown(open_page, settings, lang)
    rows_shown = rows_of(html, "Về ")
    assert len(rows_shown) == len(SCORED)
    for metric, row in zip(SCORED, rows_shown, strict=True):
        assert words_of(lang)(f"scorecard.metrics.{metric}") in row
