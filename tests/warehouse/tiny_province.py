"""A province small enough to reckon by hand.

P1 has districts D1, D2 and communes C1–C4 until 30/06/2025. Then C1 and C2 merge
into a new C1, C3 is split evenly between C1 and C4, C4 takes the rest; districts go.
So code C1 and C4 mean other areas afterwards.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.warehouse.raw_rows import Row

REFORM = date(2025, 7, 1)
START = date(2021, 1, 1)


def units() -> list[Row]:
    def unit(code: str, name: str, level: str, parent: str | None) -> Row:
        return {
            "unit_code": code,
            "unit_name": name,
            "level": level,
            "parent_code": parent,
            "valid_from": START,
        }

    province = unit("P1", "Tỉnh Mô Phỏng", "province", None)
    old = [
        unit("D1", "Huyện Một", "district", "P1"),
        unit("D2", "Huyện Hai", "district", "P1"),
        unit("C1", "Xã Đông", "commune", "D1"),
        unit("C2", "Xã Tây", "commune", "D1"),
        unit("C3", "Xã Nam", "commune", "D2"),
        unit("C4", "Xã Bắc", "commune", "D2"),
    ]
    new = [
        unit("C1", "Xã Đông", "commune", "P1"),
        unit("C4", "Xã Bắc", "commune", "P1"),
    ]
    started = {"C1": date(2025, 10, 1)}
    return [
        province,
        *({**row, "valid_to": REFORM} for row in old),
        *(
            {
                **row,
                "valid_from": REFORM,
                "model_start_date": started.get(str(row["unit_code"])),
            }
            for row in new
        ),
    ]


def successions() -> list[Row]:
    parts = [
        ("C1", "C1", "merge", None),
        ("C2", "C1", "merge", None),
        ("C3", "C1", "split", 0.5),
        ("C3", "C4", "split", 0.5),
        ("C4", "C4", "merge", None),
    ]
    return [
        {
            "old_code": old,
            "new_code": new,
            "effective_date": REFORM,
            "kind": kind,
            "weight": weight,
        }
        for old, new, kind, weight in parts
    ]


def waves() -> list[Row]:
    common = {"owner": "front", "mode": "paper", "instrument": "q1"}
    return [
        {
            "wave_code": "W1",
            "stream": "before",
            "opened_on": date(2025, 5, 1),
            "closed_on": date(2025, 5, 20),
            **common,
        },
        {
            "wave_code": "W2",
            "stream": "after",
            "opened_on": date(2026, 5, 1),
            "closed_on": date(2026, 5, 20),
            **common,
        },
        {
            **common,
            "wave_code": "S1",
            "stream": "service",
            "owner": "committee",
            "mode": "web",
            "opened_on": date(2026, 1, 1),
        },
    ]


def items() -> list[Row]:
    def item(code: str, criterion: str, *, is_reversed: bool = False) -> Row:
        return {
            "instrument": "q1",
            "item_code": code,
            "criterion_code": criterion,
            "scale_min": 1,
            "scale_max": 5,
            "satisfied_from": 4,
            "is_reversed": is_reversed,
        }

    return [
        item("overall", "overall"),
        item("off_respect", "officer"),
        item("off_listen", "officer"),
        item("extra_paper", "no_harassment", is_reversed=True),
    ]


def household_answers() -> list[Row]:
    """Before: 40 ballots in each old commune, 20 satisfied; after: 80, 70 satisfied."""
    rows: list[Row] = []
    for code in ("C1", "C2", "C3", "C4"):
        rows += _ballots("W1", code, date(2025, 5, 10), 40, 20)
    for code in ("C1", "C4"):
        rows += _ballots("W2", code, date(2026, 5, 10), 80, 70)
    return rows


def _ballots(wave: str, code: str, day: date, n: int, n_good: int) -> list[Row]:
    rows = []
    for number in range(n):
        level = 5 if number < n_good else 2
        answers = {
            "overall": level,
            "off_respect": level,
            "off_listen": level - 1 if level == 5 else level,
            "extra_paper": 6 - level,
        }
        for item, given in answers.items():
            rows.append(
                {
                    "ballot_id": f"{wave}-{code}-{number}",
                    "wave_code": wave,
                    "unit_code": code,
                    "item_code": item,
                    "level": given,
                    "answered_on": day,
                }
            )
    return rows


def officers() -> list[Row]:
    return [
        {
            "officer_code": "O1",
            "officer_name": "Cán bộ Một",
            "unit_code": "C1",
            "valid_from": START,
            "valid_to": date(2026, 3, 1),
        },
        {
            "officer_code": "O1",
            "officer_name": "Cán bộ Một",
            "unit_code": "C4",
            "valid_from": date(2026, 3, 1),
        },
        {
            "officer_code": "O2",
            "officer_name": "Cán bộ Hai",
            "unit_code": "C1",
            "valid_from": START,
        },
    ]


def procedures() -> list[Row]:
    return [
        {
            "procedure_code": "1.0001",
            "procedure_name": "Khai sinh",
            "procedure_group": "civil",
            "limit_working_days": 5,
            "life_event": "birth",
        },
        {
            "procedure_code": "1.0002",
            "procedure_name": "Không hạn",
            "procedure_group": "land",
            "limit_working_days": None,
        },
    ]


def cases() -> list[Row]:
    """Forty dossiers of C1: every tenth is late, every fifth of C4 rewritten."""
    rows: list[Row] = []
    for number in range(80):
        code = "C1" if number % 2 else "C4"
        received = datetime(2026, 1, 5, 8) + timedelta(days=number)
        due = datetime(2026, 1, 12, 17) + timedelta(days=number)
        finished = due + timedelta(days=3 if number % 10 == 0 else -2)
        row = {
            "case_code": f"H-{number:03d}",
            "received_at": received,
            "procedure_code": "1.0001" if number % 4 else "1.0002",
            "receiving_unit_code": code,
            "resolving_unit_code": code,
            "officer_code": "O1" if number % 3 else "O2",
            "channel": "counter",
            "due_at": due,
            "finished_at": finished,
            "status": "returned",
            "extracted_on": date(2026, 9, 1),
        }
        rows.append(row)
        if number % 10 == 0:
            rows.append({**row, "due_at": finished, "extracted_on": date(2026, 10, 1)})
    return rows


def service_answers() -> list[Row]:
    rows: list[Row] = []
    for number in range(80):
        code = "C1" if number % 2 else "C4"
        for item in ("overall", "off_respect", "off_listen"):
            rows.append(
                {
                    "ballot_id": f"S-{number}",
                    "wave_code": "S1",
                    "unit_code": code,
                    "item_code": item,
                    "level": 5 if number % 7 else 1,
                    "case_code": f"H-{number:03d}",
                    "answered_on": date(2026, 1, 15) + timedelta(days=number),
                }
            )
    return rows


def petitions() -> list[Row]:
    def petition(code: str, kind: str, **more: object) -> Row:
        return {
            "petition_code": code,
            "kind": kind,
            "unit_code": "C1",
            "received_on": date(2026, 3, 2),
            "accepted_on": date(2026, 3, 10),
            **more,
        }

    return [
        petition(
            "K1",
            "complaint",
            resolved_on=date(2026, 4, 1),
            informed_on=date(2026, 4, 2),
        ),
        petition("K2", "complaint", resolved_on=date(2026, 6, 1), outcome="upheld"),
        petition("K3", "complaint", lodged_level="province", competent_level="commune"),
        petition("T1", "denunciation", officer_code="O1"),
        petition("P1", "feedback", due_on=date(2026, 3, 20)),
    ]


def all_rows() -> dict[str, list[Row]]:
    """Every kind the tiny province has."""
    return {
        "unit": units(),
        "unit_succession": successions(),
        "officer": officers(),
        "procedure": procedures(),
        "wave": waves(),
        "item": items(),
        "case": cases(),
        "answer": household_answers() + service_answers(),
        "petition": petitions(),
    }
