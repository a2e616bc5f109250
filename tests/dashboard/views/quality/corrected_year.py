"""Ten months of the tiny province with all its kinds of figures, and corrected books.

Six officers of C1 have five dossiers a month each, C4 has thirty; each dossier returned
in 2026 has a ballot. The books say of July that all of C1 was late, of officer O1 that
nobody was satisfied, of the Front's ballots in C1 that fewer were, and of two letters
and a reception that they were there.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from ingest.loading.load import load_files
from tests.warehouse.raw_rows import Row
from tests.warehouse.tiny_province import (
    START,
    items,
    procedures,
    successions,
    units,
    waves,
)
from warehouse.settings import Settings

OFFICERS = tuple(f"O{number}" for number in range(1, 7))
MONTHS = (*((2025, m) for m in (10, 11, 12)), *((2026, m) for m in range(1, 9)))
A_MONTH, LATE_MONTH = 30, (2026, 7)
DOSSIERS, BALLOTS, FRONT = "ho_so_da_sua.csv", "phieu_da_sua.csv", "phieu_mat_tran.csv"
LETTERS, MEETINGS = "so_thu.csv", "so_tiep_dan.csv"
N_LETTERS = 12


def rows_of_a_year() -> dict[str, list[Row]]:
    """Every kind of row that the figures need."""
    front = {**waves()[0], "wave_code": "I1", "stream": "independent"}
    front |= {"opened_on": date(2026, 3, 1), "closed_on": date(2026, 3, 31)}
    return {
        "unit": units(),
        "unit_succession": successions(),
        "officer": [
            {
                "officer_code": code,
                "officer_name": f"Cán bộ {code}",
                "unit_code": "C1",
                "valid_from": START,
            }
            for code in OFFICERS
        ],
        "procedure": procedures(),
        "wave": [*waves(), front],
        "item": items(),
        "case": dossiers(),
        "answer": [*own_ballots(), *front_ballots()],
        "meeting": [reception(date(2026, 7, 1))],
    }


def dossiers() -> list[Row]:
    """One in fifteen is late."""
    rows: list[Row] = []
    for year, month in MONTHS:
        for number in range(2 * A_MONTH):
            in_c1, is_late = number < A_MONTH, (number + month) % 15 == 0
            received = datetime(year, month, 1 + number % 20, 8)
            due = received + timedelta(days=7, hours=9)
            rows.append(
                {
                    "case_code": f"H-{year}{month:02d}-{number:02d}",
                    "received_at": received,
                    "procedure_code": "1.0001",
                    "receiving_unit_code": "C1" if in_c1 else "C4",
                    "resolving_unit_code": "C1" if in_c1 else "C4",
                    "officer_code": OFFICERS[number % 6] if in_c1 else None,
                    "channel": "counter",
                    "due_at": due,
                    "finished_at": due + timedelta(days=3 if is_late else -2),
                    "status": "returned",
                    "extracted_on": date(2026, 9, 1),
                }
            )
    return rows


def own_ballots() -> list[Row]:
    """One in seven is not satisfied."""
    return [
        _answer(f"S-{row['case_code']}", "S1", row, item, 5 if place % 7 else 1)
        for place, row in enumerate(dossiers())
        if row["finished_at"].year == 2026
        for item in ("overall", "off_respect", "off_listen")
    ]


def front_ballots() -> list[Row]:
    """Forty in each commune, a tenth of them not satisfied."""
    return [
        {
            "ballot_id": f"I1-{unit}-{number}",
            "wave_code": "I1",
            "unit_code": unit,
            "item_code": "overall",
            "level": 5 if number % 10 else 2,
            "answered_on": date(2026, 3, 12),
        }
        for unit in ("C1", "C4")
        for number in range(40)
    ]


def _answer(ballot: str, wave: str, case: Row, item: str, level: int) -> Row:
    return {
        "ballot_id": ballot,
        "wave_code": wave,
        "unit_code": case["resolving_unit_code"],
        "item_code": item,
        "level": level,
        "case_code": case["case_code"],
        "answered_on": case["finished_at"].date(),
    }


def load_corrected_year(folder: Path, settings: Settings) -> None:
    """Loads the five corrected books."""
    books: dict[str, tuple[str, list[Row]]] = {
        DOSSIERS: ("case", late_dossiers()),
        BALLOTS: ("answer", unhappy(own_ballots(), "case_code", of_first_officer())),
        FRONT: ("answer", unhappy(front_ballots(), "unit_code", {"C1"})),
        LETTERS: ("letter", letters()),
        MEETINGS: ("meeting", [reception(date(2026, 7, day)) for day in (8, 15)]),
    }
    for name, (kind, rows) in books.items():
        spec = folder / f"{name}.yml"
        spec.write_text(json.dumps(spec_of(kind, rows[0])), encoding="utf-8")
        [found] = load_files(
            [book_of(folder / name, rows)],
            spec_path=spec,
            stated_on=date(2026, 10, 2),
            settings=settings,
            is_simulated=True,
        )
        assert (name, found.status) == (name, "loaded")


def dossiers_of_july() -> list[Row]:
    """Those of C1."""
    return [
        row
        for row in dossiers()
        if row["received_at"].month == 7 and row["resolving_unit_code"] == "C1"
    ]


def late_dossiers() -> list[Row]:
    """All of July in C1 was late."""
    return [
        {
            **row,
            "finished_at": row["due_at"] + timedelta(days=3),
            "extracted_on": date(2026, 10, 1),
        }
        for row in dossiers_of_july()
    ]


def of_first_officer() -> set[str]:
    """Codes of dossiers."""
    return {r["case_code"] for r in dossiers() if r["officer_code"] == OFFICERS[0]}


def unhappy(ballots: list[Row], name: str, chosen: set[str]) -> list[Row]:
    """The chosen ballots, all of whose answers are the lowest."""
    return [{**row, "level": 1} for row in ballots if row[name] in chosen]


def letters() -> list[Row]:
    """Congratulations sent in time on what C1 returned in July."""
    return [
        {
            "letter_kind": "congratulation",
            "unit_code": "C1",
            "case_code": row["case_code"],
            "sent_on": row["finished_at"].date(),
        }
        for row in dossiers_of_july()[:N_LETTERS]
    ]


def reception(day: date) -> Row:
    """One of C1."""
    return {
        "kind": "reception",
        "unit_code": "C1",
        "held_on": day,
        "led_by_head": True,
    }


def spec_of(kind: str, row: Row) -> dict[str, Any]:
    """A spec whose columns have the names of the raw ones."""
    columns: dict[str, dict[str, Any]] = {name: {"from": name} for name in row}
    for name, value in row.items():
        if isinstance(value, date):
            is_moment = isinstance(value, datetime)
            form = "yyyy-MM-dd HH:mm:ss" if is_moment else "yyyy-MM-dd"
            columns[name]["dates"] = [form]
        elif isinstance(value, bool):
            columns[name]["values"] = {"True": "true", "False": "false"}
    scale = {"scale": "likert5"} if kind == "answer" else {}
    return {
        "spec": f"corrected_{kind}",
        "title": {"vi": "Sổ sửa", "en": "Corrected book"},
        "kinds": [{"kind": kind, **scale, "columns": columns}],
    }


def book_of(path: Path, rows: list[Row]) -> Path:
    """The rows as a table with the names of the raw columns."""
    pd.DataFrame(rows).to_csv(path, index=False)
    return path
