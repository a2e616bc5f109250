"""What offices send day by day, drawn so that each day touches earlier days.

A day brings new dossiers, later exports of old ones (finished, due date rewritten,
withdrawn), pauses that end days later, ballots about dossiers that arrive before or
after them, answers given again, and petitions.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from tests.warehouse.raw_rows import Row

FIRST_DAY = date(2026, 7, 1)
N_CASES_A_DAY = 12


def day_rows(number: int) -> dict[str, list[Row]]:
    """Rows of the day `number` (0 is 01/07/2026); the same number, the same rows."""
    today = FIRST_DAY + timedelta(days=number)
    draw = random.Random(number)
    return {
        "case": _cases(number, today, draw),
        "case_step": _steps(number, today),
        "answer": _answers(number, today, draw),
        "petition": _petitions(number, today),
    }


def _case(day: int, number: int) -> Row:
    received = FIRST_DAY + timedelta(days=day)
    code = "C1" if number % 2 else "C4"
    return {
        "case_code": f"N-{day:02d}-{number:02d}",
        "received_at": datetime(received.year, received.month, received.day, 8),
        "procedure_code": "1.0001" if number % 3 else "1.0002",
        "receiving_unit_code": code,
        "resolving_unit_code": code,
        "officer_code": None if number % 4 == 0 else ("O1" if number % 3 else "O2"),
        "channel": "counter" if number % 5 else "online",
        "due_at": datetime(2026, 7, 6, 17) + timedelta(days=day),
        "status": "processing",
        "extracted_on": received,
    }


def _cases(day: int, today: date, draw: random.Random) -> list[Row]:
    rows = [_case(day, number) for number in range(N_CASES_A_DAY)]
    for _ in range(N_CASES_A_DAY):
        earlier = _case(draw.randrange(max(day, 1)), draw.randrange(N_CASES_A_DAY))
        earlier["extracted_on"] = today
        change = draw.randrange(4)
        if change == 0:
            earlier["due_at"] += timedelta(days=7)
        elif change == 1:
            earlier["status"] = "withdrawn"
        elif change == 2:
            # another desk answers for it now, and its ballots follow
            earlier["receiving_unit_code"] = "C1"
        if change in (0, 2, 3):
            earlier["finished_at"] = datetime(2026, 7, 1, 16) + timedelta(days=day)
            earlier["status"] = "returned"
        rows.append(earlier)
    unique = {(row["case_code"], row["extracted_on"]): row for row in rows}
    return list(unique.values())


def _steps(day: int, today: date) -> list[Row]:
    began = datetime(today.year, today.month, today.day, 9)
    paused = {
        "case_code": f"N-{day:02d}-01",
        "step": "wait",
        "unit_code": "C1",
        "started_at": began,
        "is_paused": True,
    }
    work = {
        "case_code": f"N-{day:02d}-04",
        "step": "work",
        "officer_code": "O2",
        "unit_code": "C4",
        "started_at": began,
        "ended_at": began + timedelta(hours=3),
        "is_paused": False,
    }
    rows = [paused, work]
    if day >= 2:
        since = datetime(2026, 7, 1, 9) + timedelta(days=day - 2)
        code = f"N-{day - 2:02d}-01"
        rows.append({**paused, "case_code": code, "started_at": since})
        rows[-1]["ended_at"] = began
    return rows


def _answers(day: int, today: date, draw: random.Random) -> list[Row]:
    rows: list[Row] = []
    for number in range(10):
        # a dossier of yesterday, of today or of one that comes tomorrow
        of_day = day - 1 + number % 3
        rows += _ballot(f"B-{day:02d}-{number}", of_day, today, draw)
    if day:
        again = _ballot(f"B-{day - 1:02d}-3", day, today, draw)
        rows += again[:2]
    return rows


def _ballot(name: str, of_day: int, today: date, draw: random.Random) -> list[Row]:
    number = draw.randrange(N_CASES_A_DAY)
    return [
        {
            "ballot_id": name,
            "wave_code": "S1",
            "unit_code": "C1" if number % 2 else "C4",
            "item_code": item,
            "level": draw.choice((1, 2, 4, 5, 5, 9)),
            "case_code": f"N-{max(of_day, 0):02d}-{number:02d}",
            "answered_on": today,
        }
        for item in ("overall", "off_respect", "extra_paper", "unlisted")
    ]


def _petitions(day: int, today: date) -> list[Row]:
    row: Row = {
        "petition_code": f"D-{day // 2}",
        "kind": "complaint",
        "unit_code": "C4",
        "officer_code": "O1",
        "received_on": FIRST_DAY,
        "extracted_on": today,
    }
    if day % 2:
        row |= {"resolved_on": today, "outcome": "upheld"}
    return [row]
