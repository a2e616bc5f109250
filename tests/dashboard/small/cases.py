"""Cases, flags and changed figures of the small build, with every kind of lateness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tests.dashboard.small import units

AS_OF = date(2026, 10, 31)
# How many cases of each kind every officer has: what it is, (open, strict, official).
KINDS = {
    "in_time": (24, (False, False, False)),
    "late": (3, (False, True, True)),
    "late_hidden": (2, (False, True, False)),
    "overdue": (1, (True, True, True)),
}
N_LATE_STRICT = 5
PROCEDURE = "Cấp giấy chứng nhận mô phỏng"


def cases(officers: Sequence[Mapping[str, Any]], thin: int) -> Iterator[dict[str, Any]]:
    """Every officer's cases, one in `thin`, and one of nobody in each unit."""
    holders = [(row["officer_code"], row["unit_key"]) for row in officers]
    holders += [(None, unit) for unit in sorted({unit for _, unit in holders})]
    number = 0
    for officer, unit in holders:
        for kind, (n, state) in KINDS.items():
            for i in range(max(n // thin, 1) if officer else int(kind == "overdue")):
                number += 1
                yield _case(number, officer, unit, 1 + i % 9, *state)


def _case(
    number: int,
    officer: str | None,
    unit: str,
    month: int,
    is_open: bool,
    is_strict: bool,
    is_official: bool,
) -> dict[str, Any]:
    received = pd.Timestamp(2026, 10 if is_open else month, 1, 8)
    promised = received + pd.Timedelta(days=10)
    finished = received + pd.Timedelta(days=17 if is_strict else 8)
    return {
        "case_code": f"H91.001-{number:06d}",
        "receiving_unit_key": unit,
        "officer_code": officer,
        "procedure_code": "1.000001",
        "received_at": received,
        "promised_at": promised,
        "due_at": promised if is_official else promised + pd.Timedelta(days=9),
        "finished_at": pd.NaT if is_open else finished,
        "is_closed": not is_open,
        "is_finished_with_due": not is_open,
        "is_late_official": None if is_open else is_official,
        "is_late_strict": None if is_open else is_strict,
        "is_overdue": is_open,
        "late_working_days": 5 if is_strict and not is_open else 0,
        "has_rewritten_dates": is_strict and not is_official,
    }


def procedures() -> Iterator[dict[str, Any]]:
    """The one procedure of the small build."""
    yield {"procedure_code": "1.000001", "procedure_name": PROCEDURE}


def officer_cells(
    officers: Sequence[Mapping[str, Any]], thin: int
) -> Iterator[dict[str, Any]]:
    """Work of each officer in the quarters that have ballots."""
    for i, officer in enumerate(officers):
        for period in ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"):
            yield {
                "officer_code": officer["officer_code"],
                "unit_key": officer["unit_key"],
                "period_type": "quarter",
                "period": period,
                "procedure_group": "Đất đai",
                "channel": "counter",
                # The eighth has too few to show, the last none at all.
                "n_cases": 6 if i == 7 else 0 if i == 23 else max(40 // thin, 2),
                "n_late_strict": 0 if i == 23 else 2,
                "n_upheld": i % 3,
                "n_ballots": (max(60 // thin, 1), max(60 // thin, 1), 6, 0)[i % 4],
            }


def flags(unit_keys: list[str], thin: int) -> Iterator[dict[str, Any]]:
    """One flag of each severity in each unit."""
    for unit in unit_keys:
        for rule, n, severity in (
            ("finished_before_received", 3, "wrong"),
            ("straight_lines_unusual", 41, "check"),
            ("officer_missing", 12, "info"),
        ):
            yield {
                "rule": rule,
                "unit_key": unit,
                "wave_code": "",
                "count": max(n // thin, 1),
                "denominator": 900 // thin,
                "severity": severity,
            }


def reminders(unit_key: str) -> Iterator[dict[str, Any]]:
    """Three reminders of one officer, the last two by the limit often."""
    for n, day in enumerate((date(2026, 2, 3), date(2026, 5, 4), date(2026, 8, 5)), 1):
        yield {
            "reminder_key": f"CB001@{day}",
            "officer_code": "CB001",
            "unit_key": unit_key,
            "answering_unit_key": unit_key,
            "given_on": day,
            "kind": "reminder",
            "reason": "lateness",
            "source": "citizen",
            "incident_on": None if n == 1 else day - timedelta(days=4 * n),
            "correction_days": None if n == 1 else 4 * n,
            "n_reminders_in_window": n,
            "reminders_limit": 2,
            "is_often": n >= 2,
            "measured_on": date(2026, 9, 1),
        }


def inspections(unit_key: str) -> Iterator[dict[str, Any]]:
    """Three inspections, one of them followed by a reminder that names it."""
    for n, day in enumerate((date(2026, 3, 2), date(2026, 6, 1), date(2026, 9, 7))):
        yield {
            "inspection_key": f"{unit_key}/{day}",
            "unit_key": unit_key,
            "held_on": day,
            "is_led_by_head": True,
            "is_surprise": n == 0,
            "n_findings": 2,
            "n_closed": 1,
            "n_reminders": 1 if n == 1 else 0,
        }


def process_matters(unit_key: str) -> Iterator[dict[str, Any]]:
    """Two matters of before, one of them decided and known after twelve days."""
    for n, state in enumerate(("closed", "flagged"), 1):
        is_closed = state == "closed"
        yield {
            "matter_code": f"V0000{n}",
            "kind": "reminders",
            "unit_key": unit_key,
            "state": state,
            "n_rounds": 1,
            "opened_on": date(2026, 9, 1),
            "decided_on": date(2026, 9, 10) if is_closed else None,
            "informed_on": date(2026, 9, 13) if is_closed else None,
            "ended_on": date(2026, 9, 14) if is_closed else None,
            "decision": "training" if is_closed else None,
            "informed_days": 12 if is_closed else None,
        }


def officer_marks(unit_key: str) -> Iterator[dict[str, Any]]:
    """One form with all parts, and one that lacks two."""
    for officer, missing in (("CB001", None), ("CB005", "1, 7")):
        yield {
            "officer_code": officer,
            "unit_key": unit_key,
            "period_type": "quarter",
            "period": "2026-Q3",
            "n_parts": 5,
            "n_parts_scored": 3 if missing else 5,
            "missing_parts": missing,
            "score": None if missing else 8.0,
            "max_score": 10.0,
            "self_score": None,
            "verified_score": None,
        }


def restatements(unit_key: str) -> Iterator[dict[str, Any]]:
    """Figures of every kind that changed since they were published."""
    month, pair = "2026-07-01", "2025-TRUOC/2026-SAU/overall"
    for figure, old, new, people, period in (
        ("n_late_strict", 21.0, 24.0, None, month),
        ("n_upheld", 6.0, 7.0, None, month),
        ("n_satisfied", 34.0, 36.0, 40.0, month),
        ("n_ballots", 3.0, 40.0, 3.0, month),
        ("n_signals", 0.0, 1.0, 40.0, f"{month}/satisfied_share"),
        ("share_after", 0.812, 0.826, 300.0, pair),
        ("group_share_after", 0.8, 0.7, 40.0, f"{pair}/sex/female"),
        ("wave_effect", 0.031, 0.027, None, pair),
        ("independent_gap", 0.05, 0.06, 40.0, "2026-Q3/overall"),
        ("n_tiers_look", 3.0, 2.0, 12.0, "2026-Q3/satisfied_share"),
        ("decision_766_score", 81.2, 82.0, 400.0, "2026-Q3"),
        ("sipas_share", 0.8, 0.81, 300.0, "2026-SAU/overall"),
        ("n_letters_owed", 14.0, 27.0, None, f"{month}/thanks"),
        ("circular_01_score", 8.0, 8.5, None, "2026-Q3"),
    ):
        yield {
            "figure": figure,
            "map": "today",
            "unit_key": unit_key,
            "period": period,
            "old_value": old,
            "new_value": new,
            "old_n_people": people,
            "new_n_people": people if figure != "n_ballots" else new,
            "why": "new_files",
            "file_names": "ho_so_thang_1.csv, phieu_thang_1.csv",
            "file_keys": "a1, b2",
            "found_at": pd.Timestamp(2026, 11, 22, 20),
        }


def forms() -> Iterator[dict[str, Any]]:
    """Forms handed out before the model in three units; in two not all were counted."""
    before = (("91001", 420, True), ("91002", 9, True), ("91004", 900, False))
    asked = (("91001", 300), ("91002", 300), ("91003", 300), ("91", 900))
    shown = [("B2024", *row) for row in before]
    shown += [("GS2026", code, offered, True) for code, offered in asked]
    for wave, code, offered, is_complete in shown:
        yield {
            "map": "today",
            "unit_key": units.key(code),
            "unit_level": "province" if code == "91" else "commune",
            "wave_code": wave,
            "n_offered": offered,
            "is_complete": is_complete,
        }


def sources() -> Iterator[dict[str, Any]]:
    """The register of petitions ended months before the cases did."""
    days = {"cases": (2026, 10, 31), "ballots": (2026, 9, 30)}
    days |= {"petitions": (2026, 3, 15), "letters": (2026, 10, 30)}
    days |= {"meetings": (2026, 10, 28)}
    for source, day in days.items():
        yield {"source": source, "newest_on": date(*day)}


def response(
    unit_keys: list[str], province: str, thin: int
) -> Iterator[dict[str, Any]]:
    """Forms of one wave: all but the last unit were asked, the third only three."""
    full = ((300, 240), (300, 180), (300, 3))
    counts = [(offered // thin, n // thin) for offered, n in full]
    asked = dict(zip(unit_keys, counts, strict=False))
    total = [sum(counts) for counts in zip(*asked.values(), strict=True)]
    for unit, (offered, ballots) in {**asked, province: total}.items():
        yield {
            "map": "today",
            "unit_key": unit,
            "unit_level": "province" if unit == province else "commune",
            "wave_code": "GS2026",
            "stream": "supervision",
            "month": pd.Timestamp(2026, 9, 1),
            "channel": "all",
            "n_offered": offered,
            "n_ballots": ballots,
            "n_returned": 900 // thin,
        }
