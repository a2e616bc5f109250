"""Deliveries that nobody would send on purpose: late, twice, at odds with each other.

Each is one file's rows by kind. Days of `daily_files` come among them; two of one
day hold different exports; a withdrawal names a dossier that another file brings;
lists are corrected with and without a day; what one list says another denies.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from tests.warehouse import tiny_province
from tests.warehouse.builds.daily_files import day_rows
from tests.warehouse.raw_rows import Row

File = dict[str, list[Row]]


def unruly_files() -> dict[str, File]:
    """The files by name; loaded in whatever order, they say the same."""
    days = {f"day{number:02d}.csv": day_rows(number) for number in (0, 1, 2, 3, 9)}
    province = tiny_province.all_rows()
    lists = {kind: province.pop(kind) for kind in ("unit", "officer", "procedure")}
    files = {
        "province.csv": province,
        "lists.csv": lists,
        **days,
        "day03_again.csv": day_rows(3),
        "day03_swapped.csv": _swapped(),
        "withdrawn.csv": _withdrawn(),
        "answers_again.csv": _answers_again(),
        "units_corrected.csv": {"unit": [_unit("Xã Đông Mới", date(2026, 9, 1))]},
        "units_back.csv": {"unit": [_unit("Xã Đông", date(2026, 9, 15))]},
        "units_a.csv": {"unit": [_north("Xã Bắc Một")]},
        "units_b.csv": {"unit": [_north("Xã Bắc Hai")]},
        **_at_odds(),
    }
    return {name: _stated(name, rows) for name, rows in files.items()}


def _stated(name: str, rows: File) -> File:
    """Answers with a day of their list: without one the later delivery counts."""
    number = re.sub(r"\D", "", name)
    day = date(2026, 7, 1) + timedelta(days=int(number or 0))
    answers = [{"stated_on": day, **row} for row in rows.get("answer", [])]
    return {**rows, "answer": answers} if answers else rows


def _swapped() -> File:
    """Another export of day 3 that calls the same dossiers finished."""
    rows = [dict(row) for row in day_rows(3)["case"]]
    for row in rows:
        row |= {"status": "returned", "finished_at": datetime(2026, 7, 4, 10)}
    return {"case": rows}


def _withdrawn() -> File:
    """Day 9 draws its new dossiers back; its ballots may come before or after."""
    rows = [row for row in day_rows(9)["case"] if row["case_code"].startswith("N-09")]
    later = date(2026, 7, 20)
    return {
        "case": [
            {**row, "status": "withdrawn", "extracted_on": later} for row in rows[:6]
        ]
    }


def _answers_again() -> File:
    """Ballots of day 1 keyed again; a list that states no day is of its delivery."""
    rows = []
    for number, row in enumerate(day_rows(1)["answer"][:24]):
        shown = {**row, "level": 1 + number % 5}
        # a day of its own: of two lists of one day the later delivery counts
        shown["stated_on"] = date(2026, 7, 8)
        rows.append(shown)
    return {"answer": rows}


def _unit(name: str, stated_on: date) -> Row:
    new = tiny_province.units()[-2]
    return {**new, "unit_name": name, "stated_on": stated_on}


def _north(name: str) -> Row:
    return {**tiny_province.units()[-1], "unit_name": name}


def _at_odds() -> dict[str, File]:
    """Two lists of each small kind that differ and do not say when they were made."""
    day = date(2026, 7, 10)
    first: File = {
        "officer": [{**tiny_province.officers()[2], "officer_name": "Cán bộ Ba"}],
        "procedure": [{**tiny_province.procedures()[0], "limit_working_days": 3}],
        "calendar_day": [{"day": day, "is_working": False}],
        "wave": [{**tiny_province.waves()[2], "mode": "tablet"}],
        "item": [{**tiny_province.items()[0], "satisfied_from": 5}],
        "unit_succession": [{**tiny_province.successions()[2], "weight": 0.4}],
        "offered": [_of_unit(wave_code="S1", day=day, channel="counter", n_offered=9)],
        "contact": [
            _of_unit(
                wave_code="S1",
                ballot_id="b1",
                interviewer_code="DTV001",
                asked_at=datetime(2026, 7, 10, 9, 0),
                attempt=1,
                outcome="answered",
                minutes=11,
            )
        ],
        "monthly_report": [_of_unit(month=date(2026, 7, 1), n_received=30)],
        "target": [
            _of_unit(indicator="HO_NGHEO", period="2026", planned=10, achieved=8)
        ],
        "index_mark": [
            _of_unit(
                index_code="circular_01", component="5", period="2026-Q2", self_score=2
            )
        ],
        "letter": [
            _of_unit(
                letter_kind="apology", sent_on=day, case_code="H-010", handed_over=True
            )
        ],
        "meeting": [_of_unit(kind="reception", planned_on=day, n_issues_raised=2)],
        "readiness_check": [
            _of_unit(requirement_code="NUOC_UONG", checked_on=day, is_met=True)
        ],
        "reminder": [
            {
                "officer_code": "O1",
                "given_on": day,
                "kind": "reminder",
                "reason": "lateness",
                "source": "citizen",
            }
        ],
        "commitment": [{"officer_code": "O2", "signed_on": day}],
        "document": [_of_unit(document_kind="plan", signed_on=day, number="01")],
        "training": [{"officer_code": "O2", "topic": "giao tiếp", "held_on": day}],
        "procedure_review": [_of_unit(procedure_code="1.0001", reviewed_on=day)],
        "home_request": [_of_unit(requested_on=day, reason="elderly")],
        "inspection": [_of_unit(held_on=day, n_findings=2)],
        "recommendation": [_of_unit(recommendation_code="KN1", given_on=day)],
        "unit_alias": [_of_unit(alias="Xã Đông cũ")],
        "boundary": [_of_unit(outline="[[[106,20],[107,20],[107,21]]]")],
    }
    changes: dict[str, Row] = {
        "officer": {"officer_name": "Cán bộ Bốn"},
        "procedure": {"limit_working_days": 7},
        "calendar_day": {"is_working": True},
        "wave": {"mode": "phone"},
        "item": {"satisfied_from": 3},
        "unit_succession": {"weight": 0.6},
        "offered": {"n_offered": 11},
        "contact": {"minutes": 12},
        "monthly_report": {"n_received": 31},
        "target": {"achieved": 9},
        "index_mark": {"self_score": 1},
        "letter": {"handed_over": False},
        "meeting": {"held_on": day + timedelta(days=1), "n_issues_raised": 3},
        "readiness_check": {"is_met": False},
        "reminder": {"source": "head"},
        "commitment": {"stated_on": day},
        "document": {"in_force_from": day + timedelta(days=1)},
        "training": {"stated_on": day},
        "procedure_review": {"days_saved": 2},
        "home_request": {"served_on": day + timedelta(days=1)},
        "inspection": {"led_by_head": True},
        "unit_alias": {"unit_code": "C1"},
        "boundary": {"outline": "[[[106,20],[107,20],[107,22]]]"},
        "recommendation": {"given_by": "front"},
    }
    second = {
        kind: [{**row, **changes[kind]} for row in rows] for kind, rows in first.items()
    }
    return {"at_odds_a.csv": first, "at_odds_b.csv": second}


def _of_unit(**row: object) -> Row:
    return {"unit_code": "C4", **row}
