"""A province's scorecard is refused in words where it does not hold together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from warehouse.errors import RuleError
from warehouse.rules.rules import own_rows, own_rules, read_rules, shipped_rules
from warehouse.rules.scorecard import cuts_of, example_rows
from warehouse.rules.tables import OWN_TABLES
from warehouse.settings import Settings
from warehouse.statistics.probability.step_points import points_at

HEAD = "scheme,criterion,metric,weight,cut_offs,name_vi,legal_basis,valid_from\n"
GOOD = (
    "tinh,a,satisfied,60,0.7=20|0.9=60,Hài lòng,QĐ 1,2026-01-01\n"
    "tinh,b,late_strict,40,0.02=40|0.1=10,Đúng hẹn,QĐ 1,2026-01-01\n"
)
GRADES = "scheme,grade,from_points,name_vi,legal_basis,valid_from\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "rules").mkdir()
    return Settings(home=tmp_path)


def faults(settings: Settings, text: str, name: str = "scorecard") -> list[str]:
    path = settings.rules_dir / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return [fault.in_words("vi") for fault in own_rows(settings)[1]]


def test_nothing_holds_until_a_province_sets_it(settings: Settings) -> None:
    assert [own_rules(settings, name) for name in OWN_TABLES] == [[], []]
    assert faults(settings, HEAD + GOOD) == []
    found = own_rules(settings, "scorecard")
    assert [rule.values["criterion"] for rule in found] == ["a", "b"]
    assert {rule.first_day for rule in found} == {date(2026, 1, 1)}


def test_the_examples_are_good_files() -> None:
    for table in OWN_TABLES.values():
        assert {row.values["scheme"] for row in example_rows(table)} == {"example"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace(",60,0.7=20|0.9=60", ",65,0.7=20|0.9=65"),
         "scorecard.csv dòng 2, cột weight = '105': điểm tối đa của bảng tinh từ ngày "
         "01/01/2026 cộng lại đúng 100 → sửa các điểm tối đa"),
        (GOOD.replace("late_strict", "beauty"),
         "scorecard.csv dòng 3, cột metric = 'beauty': một trong: satisfied"),
        (GOOD.replace("0.9=60", "0.9=50"),
         "cột cut_offs = '0.7=20|0.9=50': mức tốt nhất được đúng số điểm tối đa, 60"),
        (GOOD.replace("0.02=40|0.1=10", "0.02=10|0.1=40"), "tỷ lệ thấp hơn thì được"),
        (GOOD.replace("0.7=20|", "0.95=20|"), "tỷ lệ cao hơn thì được nhiều điểm hơn"),
        (GOOD.replace("0.7=20", "70=20"), "mỗi mức là một tỷ lệ khác nhau từ 0 đến 1"),
        (GOOD.replace("0.7=20", "0.7"), "tỷ lệ=điểm, cách nhau bằng |"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_named(
    settings: Settings, text: str, said: str
) -> None:
    [fault] = faults(settings, HEAD + text)
    assert said in fault
    with pytest.raises(RuleError):
        own_rules(settings, "scorecard")
    # a build does not read it, and what it reads is not held up by it
    assert read_rules(settings) == shipped_rules()


def test_each_edition_adds_to_100_by_itself(settings: Settings) -> None:
    later = GOOD.replace("2026-01-01", "2027-01-01")
    assert faults(settings, HEAD + GOOD + later) == []
    [fault] = faults(settings, HEAD + GOOD + later.splitlines(keepends=True)[0])
    assert "dòng 4, cột weight = '60'" in fault
    assert "01/01/2027" in fault


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("tot,90", "kha,50"), "hạng thấp nhất bắt đầu từ 0 điểm"),
        (("tot,50", "kha,50", "yeu,0"), "mỗi hạng bắt đầu từ một số điểm khác nhau"),
        (("tot,101", "yeu,0"), "không quá 100"),
    ],
)
def test_grades_cover_all_points(
    settings: Settings, rows: tuple[str, ...], said: str
) -> None:
    text = "".join(f"tinh,{row},Hạng,QĐ 1,2026-01-01\n" for row in rows)
    [fault] = faults(settings, GRADES + text, "scorecard_grades")
    assert said in fault


def test_a_share_on_a_cut_off_reaches_it() -> None:
    up = cuts_of("0,70=10|0,90=30", "satisfied", 30)
    down = cuts_of("0.02=25|0.05=15", "late_strict", 25)
    shares = (27 / 30, 0.8999, 0.7, 0.69)
    assert [points_at(up, s, is_up=True) for s in shares] == [30, 10, 10, 0]
    shares = (0.0, 1 / 50, 1 / 20, 0.051)
    assert [points_at(down, s, is_up=False) for s in shares] == [25, 25, 15, 0]
