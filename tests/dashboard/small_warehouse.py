"""A small published build, invented, with every case a page must show.

Two districts and eight communes before 1 July 2025, four communes and a centre
after it; fourteen items, two waves, twenty-four officers, thirty months. One commune
has too few ballots, one a changed questionnaire, one fewer ballots than may be shown.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tests.dashboard import small_cases, small_indices, small_questionnaire

REFORM = date(2025, 7, 1)
OLD, NEW = date(2021, 1, 1), REFORM
BEFORE, AFTER = "B2024", "A2026"
ITEMS = {
    "access_signs": ("Biển báo, sơ đồ dễ tìm", "access"),
    "access_seats": ("Chỗ ngồi chờ đầy đủ, sạch sẽ", "access"),
    "proc_public": ("Thủ tục được niêm yết công khai", "procedure"),
    "proc_simple": ("Thủ tục đơn giản, dễ thực hiện", "procedure"),
    "off_respect": ("Tôn trọng trong giao tiếp", "officer"),
    "off_courtesy": ("Văn minh, lịch sự trong giải quyết công việc", "officer"),
    "off_listen": ("Lắng nghe đầy đủ, hướng dẫn tận tình", "officer"),
    "off_explain": ("Gần gũi, giải thích cặn kẽ", "officer"),
    "res_ontime": ("Trả kết quả đúng hẹn", "result"),
    "res_correct": ("Kết quả chính xác", "result"),
    "fb_receive": ("Tiếp nhận góp ý, phản ánh", "feedback"),
    "fb_reply": ("Trả lời góp ý, phản ánh", "feedback"),
    "trust": ("Tin tưởng cán bộ, chính quyền", "trust"),
    "overall": ("Hài lòng chung", "overall"),
}
ITEM_COMMITMENTS = {"off_listen": "guide; listen", "off_respect": "respect"}
FACTORS = ("access", "procedure", "officer", "result", "feedback")
# unit code → (name, level, parent, from, to, ballots before, after, true change)
UNITS: dict[str, tuple[str, str, str | None, date, date | None, int, int, float]] = {
    "91": ("Tỉnh Hoa Sen", "province", None, OLD, None, 0, 0, 0),
    "901": ("Huyện An Bình", "district", "91", OLD, REFORM, 0, 0, 0),
    "902": ("Huyện Hòa Thịnh", "district", "91", OLD, REFORM, 0, 0, 0),
    "90101": ("Xã An Lạc", "commune", "901", OLD, REFORM, 210, 240, 0.09),
    "90102": ("Xã An Phú", "commune", "901", OLD, REFORM, 180, 220, 0.05),
    "90103": ("Xã Hoà Bình", "commune", "901", OLD, REFORM, 160, 190, 0.0),
    "90104": ("Xã Đồng Tâm", "commune", "901", OLD, REFORM, 22, 25, 0.02),
    "90201": ("Xã Thịnh Vượng", "commune", "902", OLD, REFORM, 230, 260, 0.11),
    "90202": ("Xã Tân Lập", "commune", "902", OLD, REFORM, 150, 170, -0.09),
    "90203": ("Xã Minh Quang", "commune", "902", OLD, REFORM, 140, 150, 0.0),
    "90204": ("Xã Bình Minh", "commune", "902", OLD, REFORM, 3, 60, 0.0),
    "91001": ("Phường An Bình", "commune", "91", NEW, None, 390, 460, 0.07),
    "91002": ("Xã Đồng Hòa", "commune", "91", NEW, None, 182, 215, 0.0),
    "91003": ("Xã Thịnh Lập", "commune", "91", NEW, None, 380, 430, 0.03),
    "91004": ("Xã Minh Bình", "commune", "91", NEW, None, 143, 210, 0.0),
    "91C": ("Trung tâm Phục vụ hành chính công", "centre", "91", OLD, None, 0, 0, 0),
}
SUCCESSION = (
    ("90101", "91001"),
    ("90102", "91001"),
    ("90103", "91002"),
    ("90104", "91002"),
    ("90201", "91003"),
    ("90202", "91003"),
    ("90203", "91004"),
    ("90204", "91004"),
)
SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
NOT_COMPARABLE_UNIT = "90202"


def key(unit_code: str) -> str:
    """Unit key of a unit of this build."""
    return f"{unit_code}@{UNITS[unit_code][3]:%Y-%m-%d}"


def write_build(
    home: Path, *, build_id: str = "20261123T010000-test", is_empty: bool = False
) -> Path:
    """Writes the build and its pointer under `home`; returns the build's file.

    Args:
        home: The folder of the build.
        build_id: Its id.
        is_empty: Only the lists of names have rows.
    """
    builds = home / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    path = builds / f"warehouse-{build_id}.duckdb"
    with duckdb.connect(str(path)) as connection:
        for name, frame in _tables().items():
            connection.register("frame", frame)
            connection.sql(f"create table main.{name} as select * from frame")
            connection.unregister("frame")
            if is_empty and not name.startswith(("dim_units", "dim_items")):
                connection.sql(f"delete from main.{name}")
        _retype(connection)
    pointer = {
        "build_id": build_id,
        "file": path.name,
        "size_bytes": path.stat().st_size,
        "sha256": "",
        "published_at": "2026-11-23T08:00:00+07:00",
        "is_simulated": True,
        "data_as_of": "2026-10-31",
        "raw_max_loaded_at": "2026-11-22T20:00:00",
    }
    text = json.dumps(pointer)
    (builds / "current.json").write_text(text, encoding="utf-8")
    return path


def _retype(connection: duckdb.DuckDBPyConnection) -> None:
    for table, column in (
        ("dim_units", "unit_valid_from"),
        ("dim_units", "valid_to"),
        ("dim_units", "model_start_date"),
        ("dim_thresholds", "valid_from"),
        ("dim_thresholds", "valid_to"),
        ("dim_waves", "opened_on"),
        ("dim_waves", "closed_on"),
        ("agg_unit_months", "month"),
        ("stat_unit_signals", "month"),
        ("fct_petitions", "due_on"),
        ("dim_officers", "valid_to"),
    ):
        connection.sql(f"alter table main.{table} alter {column} type date")


def _tables() -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(20261123)
    levels = pd.DataFrame(_answer_levels(rng))
    changes = pd.DataFrame(_changes(levels))
    months = pd.DataFrame(_months(rng))
    officers = list(_officers())
    return {
        "dim_units": pd.DataFrame(_units()),
        "bridge_unit_succession": pd.DataFrame(
            {"old_unit_key": key(old), "new_unit_key": key(new), "weight": 1.0}
            for old, new in SUCCESSION
        ),
        "dim_items": pd.DataFrame(_items()),
        "dim_criteria": pd.read_csv(SEEDS / "criteria.csv"),
        "dim_metrics": pd.read_csv(SEEDS / "metrics.csv"),
        "dim_thresholds": pd.read_csv(SEEDS / "thresholds.csv"),
        "dim_waves": pd.DataFrame(_waves()),
        "agg_answer_levels": levels,
        "stat_before_after": changes,
        "agg_unit_months": months,
        "stat_unit_signals": pd.DataFrame(_signals(months)),
        "stat_unit_effects": pd.DataFrame(_effects()),
        "dim_officers": pd.DataFrame(officers),
        "dim_procedures": pd.DataFrame(small_cases.procedures()),
        "fct_cases": pd.DataFrame(small_cases.cases(officers)),
        "agg_officer_cells": pd.DataFrame(small_cases.officer_cells(officers)),
        "agg_response": pd.DataFrame(
            small_cases.response([key(f"9100{i}") for i in (1, 2, 3, 4)], key("91"))
        ),
        "dq_flags": pd.DataFrame(small_cases.flags([key("91001"), key("91002")])),
        "dq_restatements": pd.DataFrame(small_cases.restatements(key("91001"))),
        "fct_reminders": pd.DataFrame(small_cases.reminders(key("91001"))),
        "idx_circular_01_officers": pd.DataFrame(
            small_cases.officer_marks(key("91001"))
        ),
        "stat_officer_periods": pd.DataFrame(_officer_periods(rng)),
        "stat_independent_gaps": pd.DataFrame(_gaps()),
        "fct_petitions": pd.DataFrame(_petitions()),
        "stat_questionnaire_quality": pd.DataFrame(small_questionnaire.scales(BEFORE)),
        "stat_item_quality": pd.DataFrame(small_questionnaire.items(BEFORE, ITEMS)),
        "dq_loads": pd.DataFrame(_loads()),
        **small_indices.tables(key(f"9100{i}") for i in (1, 2, 3, 4)),
    }


def _units() -> Iterator[dict[str, Any]]:
    for code, (name, level, parent, start, end, *_) in UNITS.items():
        path = [key(code)]
        above = parent
        while above:
            path.insert(0, key(above))
            above = UNITS[above][2]
        yield {
            "unit_key": key(code),
            "unit_code": code,
            "unit_valid_from": start,
            "valid_to": end,
            "unit_name": name,
            "unit_level": level,
            "parent_unit_key": key(parent) if parent else None,
            "path": "/".join(path),
            "is_current": end is None,
            "model_start_date": date(2025, 1, 1) if level == "commune" else None,
            "has_split_parent": False,
        }


def _items() -> Iterator[dict[str, Any]]:
    for code, (text, criterion) in ITEMS.items():
        yield {
            "instrument": "hai_long_2024",
            "item_code": code,
            "text_vi": text,
            "criterion_code": criterion,
            "commitment_codes": ITEM_COMMITMENTS.get(code),
            "scale_min": 1,
            "scale_max": 5,
            "satisfied_from": 4,
        }


def _waves() -> Iterator[dict[str, Any]]:
    for code, stream, owner, opened, closed in (
        (BEFORE, "before", "front", date(2024, 9, 1), date(2024, 9, 30)),
        (AFTER, "after", "front", date(2026, 9, 1), date(2026, 9, 30)),
        ("GS2026", "supervision", "committee", date(2026, 9, 1), date(2026, 9, 30)),
    ):
        yield {
            "wave_code": code,
            "stream": stream,
            "owner": owner,
            "mode": "paper",
            "opened_on": opened,
            "closed_on": closed,
            "planned_n": 2500,
            "instrument": "hai_long_2024",
        }


def _levels_of(share: float) -> list[float]:
    bad = 1 - share
    return [0.15 * bad, 0.25 * bad, 0.6 * bad, 0.45 * share, 0.55 * share]


def _answer_levels(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    counts: dict[tuple[str, str, str], np.ndarray[Any, Any]] = {}
    for code, (*_, n_before, n_after, change) in UNITS.items():
        for i, item in enumerate(ITEMS):
            base = 0.74 + 0.01 * (i % 7)
            for wave, n, share in (
                (BEFORE, n_before, base),
                (AFTER, n_after, base + change),
            ):
                counts[code, wave, item] = rng.multinomial(n, _levels_of(share))
    for map_ in ("then", "today"):
        for (code, wave, item), own in counts.items():
            if map_ == "today" and UNITS[code][4] is not None:
                continue
            total = own + _below(code, wave, item, counts, map_)
            for level, n in enumerate(total, start=1):
                if n:
                    yield _level_row(map_, code, wave, item, level, int(n))


def _below(
    code: str,
    wave: str,
    item: str,
    counts: Mapping[tuple[str, str, str], np.ndarray[Any, Any]],
    map_: str,
) -> Any:
    communes = [
        c
        for c, unit in UNITS.items()
        if unit[1] == "commune" and (unit[4] is None) == (map_ == "today")
    ]
    inside = [c for c in communes if c != code and _is_inside(c, code)]
    return sum((counts[c, wave, item] for c in inside), np.zeros(5, dtype=int))


def _is_inside(code: str, above: str) -> bool:
    parent = UNITS[code][2]
    return parent is not None and (parent == above or _is_inside(parent, above))


def _level_row(
    map_: str, code: str, wave: str, item: str, level: int, n: int
) -> dict[str, Any]:
    return {
        "map": map_,
        "unit_key": key(code),
        "unit_code": code,
        "unit_valid_from": UNITS[code][3],
        "unit_level": UNITS[code][1],
        "wave_code": wave,
        "stream": "before" if wave == BEFORE else "after",
        "procedure_group": "land",
        "channel": "counter",
        "item_code": item,
        "level": level,
        "n_answers": n,
        "sum_weight": float(n),
    }


def _changes(levels: pd.DataFrame) -> Iterator[dict[str, Any]]:
    keys = ["map", "unit_key", "unit_code", "unit_level", "item_code", "wave_code"]
    levels = levels.assign(
        good=levels["n_answers"].where(levels["level"] >= 4, 0),
        score=levels["n_answers"] * levels["level"],
    )
    factor = levels["item_code"].map(lambda code: ITEMS[code][1])
    factors = levels.assign(item_code=factor)[factor.isin(FACTORS)]
    levels = pd.concat([levels, factors])
    sums = levels.groupby(keys)[["n_answers", "good", "score"]].sum().unstack()
    for index, row in sums.fillna(0).iterrows():
        counts = {(a, b): float(value) for (a, b), value in row.items()}
        yield _change(dict(zip(keys, index, strict=False)), counts)


def _change(names: dict[str, Any], c: dict[tuple[str, str], float]) -> dict[str, Any]:
    n0, n1 = int(c["n_answers", BEFORE]), int(c["n_answers", AFTER])
    p0, p1 = _ratio(c["good", BEFORE], n0), _ratio(c["good", AFTER], n1)
    m0, m1 = _ratio(c["score", BEFORE], n0), _ratio(c["score", AFTER], n1)
    diff = p1 - p0
    margin = 1.96 * math.sqrt(p0 * (1 - p0) / max(n0, 1) + p1 * (1 - p1) / max(n1, 1))
    is_comparable = names["unit_code"] != NOT_COMPARABLE_UNIT
    verdict = _verdict(diff, margin, min(n0, n1), is_comparable)
    is_judged = verdict not in ("too_few", "not_comparable")
    figures = {
        "share_before": p0,
        "share_after": p1,
        "mean_before": m0,
        "mean_after": m1,
    }
    differences = {
        "share_diff": diff,
        "share_diff_low": diff - margin,
        "share_diff_high": diff + margin,
        "mean_diff": m1 - m0,
        "mean_diff_low": m1 - m0 - 3 * margin,
        "mean_diff_high": m1 - m0 + 3 * margin,
        "p_superiority": 0.5 + diff / 2,
        "p_superiority_low": 0.5 + (diff - margin) / 2,
        "p_superiority_high": 0.5 + (diff + margin) / 2,
        "p_value": 0.01,
        "p_adjusted": 0.02,
    }
    return {
        **names,
        "unit_valid_from": UNITS[names["unit_code"]][3],
        "item_kind": "factor" if names["item_code"] in FACTORS else "item",
        "has_split": False,
        "before_wave": BEFORE,
        "after_wave": AFTER,
        "n_before": n0,
        "n_after": n1,
        **figures,
        **{name: value if is_judged else None for name, value in differences.items()},
        "is_comparable": is_comparable,
        "not_comparable_reason": None if is_comparable else "instrument_changed",
        "verdict": verdict,
    }


def _ratio(part: float, whole: int) -> float:
    return part / whole if whole else float("nan")


def _verdict(diff: float, margin: float, n: int, is_comparable: bool) -> str:
    if not is_comparable:
        return "not_comparable"
    if n < 30:
        return "too_few"
    low, high = diff - margin, diff + margin
    if low > 0.02:
        return "improved"
    if high < -0.02:
        return "worse"
    if low > 0:
        return "slightly_improved"
    if high < 0:
        return "slightly_worse"
    return "unchanged" if low >= -0.02 and high <= 0.02 else "inconclusive"


def _months(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    months = [date(2024 + i // 12, i % 12 + 1, 1) for i in range(34)]
    for map_ in ("then", "today"):
        for code, (_, level, _, start, end, *_) in UNITS.items():
            size = {"province": 9000, "district": 1800, "centre": 700}.get(level, 260)
            for month in months:
                if map_ == "then" and (month < start or (end and month >= end)):
                    continue
                n = int(rng.poisson(size))
                late = 0.09 if month < date(2025, 1, 1) else 0.055
                strict = int(rng.binomial(n, late + 0.02))
                ballots = int(rng.binomial(n, 0.3))
                yield {
                    "map": map_,
                    "unit_key": key(code),
                    "unit_code": code,
                    "unit_valid_from": start,
                    "unit_level": level,
                    "month": month,
                    "n_received": n + 5,
                    "n_finished": n,
                    "n_with_due": n,
                    "n_late_official": int(strict * 0.7),
                    "n_late_strict": strict,
                    "n_petitions": int(rng.poisson(size / 60)),
                    "n_upheld": int(rng.poisson(size / 400)),
                    "n_ballots": ballots,
                    "n_satisfied": int(rng.binomial(ballots, 0.84)),
                }


def _signals(months: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in months.to_dict("records"):
        value = row["n_late_strict"] / max(row["n_with_due"], 1)
        yield {
            **{name: row[name] for name in ("map", "unit_key", "month")},
            "measure": "late_strict_share",
            "n": row["n_with_due"],
            "value": value,
            "centre": 0.11,
            "lower_limit": 0.06,
            "upper_limit": 0.16,
            "signal": "below_limit" if value < 0.06 else None,
            "is_provisional": False,
        }


def _gaps() -> Iterator[dict[str, Any]]:
    verdicts = {"91": "unchanged", "91001": "worse", "91002": "inconclusive"}
    for code in ("91", "91001", "91002", "91003", "91004"):
        n = 3 if code == "91004" else 20 if code == "91003" else 300
        verdict = verdicts.get(code, "too_few")
        gap = 0.12 if verdict == "worse" else 0.01
        yield {
            "map": "today",
            "unit_key": key(code),
            "unit_level": UNITS[code][1],
            "item_code": "overall",
            "period": "2026-Q3",
            "n_service": 400,
            "n_independent": n,
            "share_service": 0.8 + gap,
            "share_independent": 0.8,
            "gap": None if verdict == "too_few" else gap,
            "gap_low": None if verdict == "too_few" else gap - 0.04,
            "gap_high": None if verdict == "too_few" else gap + 0.04,
            "verdict": verdict,
        }


def _petitions() -> Iterator[dict[str, Any]]:
    kinds = {"complaint": 40, "request": 25, "feedback": 60, "denunciation": 3}
    for kind, n in kinds.items():
        for i in range(n):
            is_open = i % 9 == 0
            yield {
                "petition_code": f"{kind}-{i}",
                "kind": kind,
                "unit_key": key("91001" if i % 2 else "91002"),
                "received_on": pd.Timestamp(2026, 1 + i % 9, 5),
                "due_on": pd.Timestamp(2026, 2 + i % 9, 5),
                "is_long_overdue": is_open and i % 9 < 4,
                "resolved_on": None if is_open else pd.Timestamp(2026, 10, 1),
                "is_mature": True,
                "is_late": i % 7 == 0,
                "is_backlog": is_open,
                "is_over_level": i % 11 == 0,
                "is_informed": not is_open,
                "is_upheld": i % 3 == 0,
            }


def _loads() -> Iterator[dict[str, Any]]:
    for kind, n in (("case", 5000), ("answer", 41000)):
        yield {
            "file_name": f"{kind}.csv",
            "spec_name": "dossier_list",
            "status": "loaded",
            "reason": None,
            "kind": kind,
            "loaded_at": pd.Timestamp(2026, 11, 22, 20),
            "n_read": n,
            "n_loaded": n - 12,
            "n_duplicate": 7,
            "n_refused": 5,
        }


def _effects() -> Iterator[dict[str, Any]]:
    for outcome, verdict, effect, half in (
        ("late_strict_share", "improved", -0.04, 0.015),
        ("petitions_per_1000", "inconclusive", -2.0, 5.0),
        ("satisfied_share", "too_few", -0.01, None),
    ):
        yield {
            "outcome": outcome,
            "design": "staggered",
            "effect": effect,
            "low": None if half is None else effect - half,
            "high": None if half is None else effect + half,
            "n_started": 7,
            "n_not_started": 5,
            "n_cohorts": 2,
            "n_periods_before": 12,
            "n_periods_after": 9,
            "months_per_period": 3 if outcome == "petitions_per_1000" else 1,
            "pre_trend_p": 0.41,
            "is_attributable": verdict != "too_few",
            "threats": "regression_to_the_mean;other_reforms",
            "reason": "",
            "event_study": json.dumps(list(_event_study(effect))) if half else "[]",
            "verdict": verdict,
        }


def _event_study(effect: float) -> Iterator[list[float]]:
    for k in range(-6, 8):
        middle = effect if k >= 0 else 0.0
        yield [k, middle, middle - abs(effect) / 2, middle + abs(effect) / 2]


_SURNAMES = ("Nguyễn Thị", "Trần Văn", "Lê Thu", "Phạm Đức", "Hoàng Minh")
_NAMES = ("An", "Bình", "Cúc", "Dũng", "Đào", "Gấm", "Giang", "Hòa")


def _officers() -> Iterator[dict[str, Any]]:
    for i in range(24):
        unit = ("91001", "91002", "91003", "91004")[i % 4]
        yield {
            "officer_code": f"CB{i + 1:03d}",
            "officer_name": f"{_SURNAMES[i % 5]} {_NAMES[i % 8]}",
            "position": "Công chức một cửa",
            "unit_key": key(unit),
            "unit_code": unit,
            "valid_from": REFORM,
            "valid_to": None,
        }


def _officer_periods(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    for i, officer in enumerate(_officers()):
        for period in ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"):
            n = 6 if i == 7 else 18 if i in (3, 11) else int(rng.integers(60, 260))
            true = 0.7 if i == 5 else 0.78 if i == 2 else 0.9
            x = int(rng.binomial(n, true))
            a, b = 18.0, 2.0
            mean = (a + x) / (a + b + n)
            spread = 1.96 * math.sqrt(mean * (1 - mean) / (a + b + n + 1))
            reliability = n / (n + a + b)
            yield {
                "officer_code": officer["officer_code"],
                "unit_key": officer["unit_key"],
                "unit_code": officer["unit_code"],
                "period_type": "quarter",
                "period": period,
                "measure": "satisfied_share",
                "n": n,
                "observed": x,
                "expected": 0.9 * n,
                "raw_share": x / n,
                "adjusted_share": x / n,
                "shrunken_share": mean,
                "shrunken_low": mean - spread,
                "shrunken_high": min(mean + spread, 1.0),
                "adjusted_for": "group_and_channel",
                "p_lower_tail": 0.5,
                "reliability": reliability,
                "prob_below": 0.9 if i == 5 else 0.2,
                "n_window": n,
                "theta_min": 0.8,
                "expected_wrong_share": 0.1,
                "tier": "too_few"
                if n < 30
                else {5: "evidence", 2: "look"}.get(i, "none"),
            }
