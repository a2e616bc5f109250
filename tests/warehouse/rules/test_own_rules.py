"""A wrong file of the province is refused with file, line, column, value and step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from warehouse.errors import RuleError
from warehouse.rules.rules import own_rows, read_rules, shipped_rules
from warehouse.settings import Settings

HEAD = "threshold,value,valid_from,valid_to,source\n"
GOOD = "theta_min,0.9,2026-01-01,,QĐ 12/QĐ-UBND\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "rules").mkdir()
    return Settings(home=tmp_path)


def write(settings: Settings, text: str, name: str = "thresholds.csv") -> None:
    (settings.rules_dir / name).write_text(text, encoding="utf-8")


def faults(settings: Settings) -> list[str]:
    return [fault.message for fault in own_rows(settings)[1]]


def test_shipped_rules_have_one_row_per_key_and_day() -> None:
    for name, rules in shipped_rules().items():
        assert rules, name


def test_a_good_file_holds_from_its_day_on(settings: Settings) -> None:
    write(settings, HEAD + GOOD)
    rules = [
        rule
        for rule in read_rules(settings)["thresholds"]
        if rule.values["threshold"] == "theta_min"
    ]
    words = [(r.values["value"], r.origin, r.valid_from) for r in rules]
    assert words == [
        (0.85, "shipped", date(2020, 1, 1)),
        (0.9, "own", date(2026, 1, 1)),
    ]
    assert rules[1].values["name_vi"] == rules[0].values["name_vi"]


def test_a_spreadsheet_of_a_vietnamese_windows_is_read(settings: Settings) -> None:
    text = HEAD.replace(",", ";") + "theta_min;0,9;1/1/2026;31/12/2026;QĐ 12\n"
    (settings.rules_dir / "thresholds.csv").write_bytes(text.encode("utf-8-sig"))
    rows, wrong = own_rows(settings)
    assert wrong == []
    [row] = rows["thresholds"]
    assert (row.values["value"], row.valid_to) == (0.9, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            HEAD + GOOD + "theta_max,0.9,2026-01-01,,QĐ 12\n",
            "thresholds.csv line 3, column threshold = 'theta_max': one of ",
        ),
        (
            HEAD + "theta_min,85,2026-01-01,,QĐ 12\n",
            "line 2, column value = '85': a share from 0 to 1 → write 85 % as 0.85",
        ),
        (
            HEAD + "theta_min,cao,2026-01-01,,QĐ 12\n",
            "line 2, column value = 'cao': a number → write it in digits",
        ),
        (
            HEAD + "theta_min,0.9,31/02/2026,,QĐ 12\n",
            "line 2, column valid_from = '31/02/2026': a day of the calendar",
        ),
        (
            HEAD + "theta_min,0.9,,,QĐ 12\n",
            "line 2, column valid_from = '': this cell must be filled",
        ),
        (
            HEAD + "theta_min,0.9,2026-01-01,2025-01-01,QĐ 12\n",
            "line 2, column valid_to = '01/01/2025': the last day must not come before",
        ),
        (
            HEAD + GOOD + "theta_min,0.8,2026-01-01,,QĐ 13\n",
            "line 3 = 'theta_min, 2026-01-01': one row for each threshold and first",
        ),
        (
            HEAD + "theta_min,0.9,2026-01-01,,QĐ 12,thừa\n",
            "line 2 = '6': a row has 5 cells",
        ),
        (
            "threshold,value,valid_from,ghi_chu\n",
            "line 1 = 'ghi_chu': a heading must be one of ",
        ),
        ("threshold,value\n", "line 1 = 'source': this column must be there"),
        (
            HEAD + "low_periods_k,1.5,2026-01-01,,QĐ 12\n",
            "line 2, column value = '1.5': a whole number",
        ),
    ],
)
def test_a_wrong_row_is_named(settings: Settings, text: str, words: str) -> None:
    write(settings, text)
    assert any(words in fault for fault in faults(settings)), faults(settings)
    with pytest.raises(RuleError):
        read_rules(settings)


LETTERS = "letter_kind,occasion,n_days,day_kind,petition_fields,valid_from,name_vi"


@pytest.mark.parametrize(
    ("occasion", "fields", "said"),
    [
        ("lost_papers", "Mất giấy tờ; Thất lạc", ""),
        ("lost_papers", "", "lost_papers needs this cell"),
        ("late_case", "Mất giấy tờ", "only with office_error, lost_papers, harassment"),
    ],
)
def test_a_fault_of_the_office_names_the_fields_of_petitions(
    settings: Settings, occasion: str, fields: str, said: str
) -> None:
    row = f"apology,{occasion},3,working,{fields},2026-01-01,Thư,QĐ 1\n"
    write(settings, f"{LETTERS},legal_basis\n{row}", "letter_rules.csv")
    found = faults(settings)
    assert len(found) == bool(said)
    assert all(said in one and "column petition_fields" in one for one in found)


def test_every_fault_of_a_file_is_shown_at_once(settings: Settings) -> None:
    write(settings, HEAD + "theta_min,x,2026-13-01,,\n" + "alien,1,2026-01-01,,Q\n")
    assert len(faults(settings)) == 4


def test_a_file_nobody_reads_is_refused(settings: Settings) -> None:
    write(settings, "a,b\n", name="nguong.csv")
    [fault] = faults(settings)
    assert "rules = 'nguong.csv': a file of rules is one of thresholds.csv" in fault


def test_a_code_of_another_set_is_refused(settings: Settings) -> None:
    head = "criterion_code,criterion_kind,criterion_no,name_vi,criteria_set,version,"
    head += "valid_from,legal_basis\n"
    text = head + "access,know,1,Biết,friendly,2,2026-01-01,QĐ 12\n"
    write(settings, text, name="criteria.csv")
    [fault] = faults(settings)
    assert "line 2, column criterion_code = 'access': this code belongs to" in fault
