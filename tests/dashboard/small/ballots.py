"""Questions, waves and ballots of the small build, and the changes they show.

One commune has too few ballots, one a changed questionnaire, one fewer ballots than
may be shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tests.dashboard.small.units import UNITS, key

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
NOT_COMPARABLE_UNIT = "90202"
CLUSTERED_UNIT = "91001"
ON_ONE_MIX_UNIT = "91"


def items() -> Iterator[dict[str, Any]]:
    """Rows of `dim_items`."""
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
            "is_reversed": False,
            "second_text": "",
        }


def waves() -> Iterator[dict[str, Any]]:
    """Rows of `dim_waves`."""
    for code, stream, owner, opened, closed in (
        (BEFORE, "before", "committee", date(2024, 9, 1), date(2024, 9, 30)),
        (AFTER, "after", "committee", date(2026, 9, 1), date(2026, 9, 30)),
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


def answer_levels(rng: np.random.Generator, thin: int) -> Iterator[dict[str, Any]]:
    """Rows of `agg_answer_levels`, each unit with one ballot in `thin`."""
    counts: dict[tuple[str, str, str], np.ndarray[Any, Any]] = {}
    for code, (*_, n_before, n_after, change) in UNITS.items():
        for i, item in enumerate(ITEMS):
            base = 0.74 + 0.01 * (i % 7)
            for wave, n, share in (
                (BEFORE, n_before // thin, base),
                (AFTER, n_after // thin, base + change),
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
        "is_satisfied": level >= 4,
        "n_answers": n,
        "sum_weight": float(n),
    }


def changes(levels: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows of `stat_before_after` that these counts give."""
    keys = ["map", "unit_key", "unit_code", "unit_level", "item_code", "wave_code"]
    levels = levels.assign(
        good=levels["n_answers"].where(levels["level"] >= 4, 0),
        score=levels["n_answers"] * levels["level"],
    )
    factor = levels["item_code"].map(lambda code: ITEMS[code][1])
    factors = levels.assign(item_code=factor)[factor.isin(FACTORS)]
    levels = pd.concat([levels, factors])
    sums = levels.groupby(keys)[["n_answers", "good", "score"]].sum().unstack()
    index: Any
    row: Any
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
    # A factor counts the answers to all its questions, its verdict the people.
    of_factor = [1 for _, factor in ITEMS.values() if factor == names["item_code"]]
    n_people = min(n0, n1) // max(len(of_factor), 1)
    verdict = _verdict(diff, margin, n_people, is_comparable)
    is_judged = verdict not in ("too_few", "not_comparable")
    figures = {
        "share_before": p0,
        "share_before_low": p0 - _margin(p0, n0),
        "share_before_high": p0 + _margin(p0, n0),
        "share_after": p1,
        "share_after_low": p1 - _margin(p1, n1),
        "share_after_high": p1 + _margin(p1, n1),
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
        "share_diff_alone_low": diff - margin,
        "share_diff_alone_high": diff + margin,
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
        **_clusters(names["unit_code"], n0, n1),
        **_one_mix(names["unit_code"], p0, p1, margin),
        **figures,
        **{name: value if is_judged else None for name, value in differences.items()},
        "is_comparable": is_comparable,
        "not_comparable_reason": None if is_comparable else "instrument_changed",
        "verdict": verdict,
        "verdict_alone": verdict,
        "n_looks": 1 if names["unit_level"] == "province" else 4,
        "model_status": "started" if names["unit_level"] == "commune" else None,
    }


def _clusters(unit_code: str, n_before: int, n_after: int) -> dict[str, Any]:
    """Three ballots a person in one unit's round after; one a person elsewhere."""
    is_bound = unit_code == CLUSTERED_UNIT
    return {
        "n_effective_before": float(n_before),
        "n_effective_after": n_after / 2 if is_bound else float(n_after),
        "n_clusters_before": None,
        "n_clusters_after": n_after / 3 if is_bound else None,
        "cluster_kind_before": None,
        "cluster_kind_after": "respondent" if is_bound else None,
    }


def _margin(share: float, n: int) -> float:
    return 1.96 * math.sqrt(share * (1 - share) / max(n, 1))


def _one_mix(unit_code: str, p0: float, p1: float, margin: float) -> dict[str, Any]:
    """The province's ballots name their dossiers; those of others do not."""
    is_known = unit_code == ON_ONE_MIX_UNIT
    diff = p1 - p0 - 0.02
    values = (p0 + 0.01, p1 - 0.01, diff, diff - margin, diff + margin)
    ends = ("before_post", "after_post", "diff_post", "diff_post_low", "diff_post_high")
    return {
        **{
            f"share_{end}": value if is_known else None
            for end, value in zip(ends, values, strict=True)
        },
        "post_reason": None if is_known else "no_groups",
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


def gaps(thin: int) -> Iterator[dict[str, Any]]:
    """Rows of `stat_independent_gaps`, one ballot in `thin`."""
    verdicts = {"91": "unchanged", "91001": "worse", "91002": "inconclusive"}
    for code in ("91", "91001", "91002", "91003", "91004"):
        n = (3 if code == "91004" else 20 if code == "91003" else 300) // thin
        verdict = verdicts.get(code, "too_few") if n >= 30 else "too_few"
        gap = 0.12 if verdict == "worse" else 0.01
        yield {
            "map": "today",
            "unit_key": key(code),
            "unit_level": UNITS[code][1],
            "item_code": "overall",
            "period": "2026-Q3",
            "n_service": 400 // thin,
            "n_independent": n,
            "n_service_effective": 400.0 // thin,
            "n_independent_effective": n / 2,
            "share_service": 0.8 + gap,
            "share_independent": 0.8,
            "share_service_raw": 0.8 + gap,
            "share_independent_raw": 0.8,
            "gap": None if verdict == "too_few" else gap,
            "gap_low": None if verdict == "too_few" else gap - 0.04,
            "gap_high": None if verdict == "too_few" else gap + 0.04,
            "n_looks": 1 if code == "91" else 4,
            "verdict": verdict,
            "verdict_alone": verdict,
            "n_strata": 3 if code == "91" else 1,
            "needs_check": verdict == "worse",
            "n_periods": 0 if code == "91" or verdict == "too_few" else 2,
        }
