"""Monthly counts, signals and targets of a unit as the pages show them."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.if_built import ask_if_built
from dashboard.words import Words
from warehouse.hiding.hidden_waves import half_of
from warehouse.rules.periods import span_of
from warehouse.statistics.series.signals_of_months import expected_false_signals

Row = dict[str, Any]
PERCENT = 100


@dataclass(frozen=True)
class Measure:
    """A monthly share: which count of which, and which way is good."""

    part: str
    whole: str
    lower_is_better: bool


MEASURES = {
    "late_strict_share": Measure("n_late_strict", "n_with_due", True),
    "late_official_share": Measure("n_late_official", "n_with_due", True),
    "satisfied_share": Measure("n_satisfied", "n_ballots", False),
}


# What a control chart says of a month.
CHART = (
    "centre", "lower_limit", "upper_limit", "signal", "n_points", "is_provisional",
    "begun_by", "allows_for_season", "n_effective",
)  # fmt: skip


def tools_of(page: Page, unit: str, map_: str, measure: str) -> list[str]:
    """Tools whose ballots make a series of the measure, the longest running first."""
    rows = ask(page, "unit_signals", map=map_, unit_key=unit).rows
    counts = Counter(row["tool"] or "" for row in rows if row["measure"] == measure)
    return [tool for tool, _ in counts.most_common()]


def tool_name(words: Words, tool: str) -> str:
    """The questionnaire and the mode of `instrument/mode` in words."""
    form, _, mode = tool.rpartition("/")
    return words("unit.tool_name", form=form, mode=words.or_else(f"modes.{mode}", mode))


def monthly_rows(
    page: Page, unit: str, map_: str, measure: str, tool: str = ""
) -> list[Row]:
    """Months of one measure and tool, with limits and signals where they exist.

    Returns:
        Per closed month: `month`, `n`, `n_finished` (cases), `part` and `share` (None
        where nobody answered or the month is hidden), `is_hidden`, and the columns
        of `CHART`.
    """
    which = MEASURES[measure]
    signals = {
        row["month"]: row
        for row in ask(page, "unit_signals", map=map_, unit_key=unit).rows
        if row["measure"] == measure and (row["tool"] or "") == tool
    }
    rows = []
    for month in ask(page, "unit_months", map=map_, unit_key=unit).rows:
        signal = signals.get(month["month"], {})
        n, part = month[which.whole], month[which.part]
        if tool:
            # the month's own counts are of all tools
            n, share = signal.get("n", 0), signal.get("value")
            part = share * n if share is not None and n else None
        rows.append(
            {
                "month": month["month"],
                "n": n,
                "n_finished": month["n_finished"],
                "part": part,
                "is_hidden": _is_hidden(month, which)
                or signal.get("state") == "suppressed",
                "share": part / n if n and part is not None else None,
                **{name: signal.get(name) for name in CHART},
            }
        )
    return [row for row in rows if not is_open_month(page, row["month"])]


def longer_periods(
    page: Page, unit: str, map_: str, tool: str, hidden: Iterable[date]
) -> list[Row]:
    """Closed periods longer than a month in which months of a tool are hidden.

    Args:
        page: The frame of this run.
        unit: Key of the unit.
        map_: `then` or `today`.
        tool: The tool whose months are drawn.
        hidden: First days of the hidden months.

    Returns:
        `period`, `n` and `share`, None where the period is hidden too, in order; none
        where the build was made before they were looked at.
    """
    answer = ask_if_built(page, "ballot_periods", map=map_, unit_key=unit)
    hidden = frozenset(hidden)
    rows = []
    for row in answer.rows if answer else []:
        months = _months(row["period"])
        is_of_hidden = row["tool"] == tool and not hidden.isdisjoint(months)
        if is_of_hidden and not is_open_month(page, months[-1]):
            n, part = row["n_ballots"], row["n_satisfied"]
            share = part / n if n and part is not None else None
            rows.append({"period": row["period"], "n": n, "share": share})
    return _longest_needed(rows)


def _longest_needed(rows: Sequence[Row]) -> list[Row]:
    """Quarters, and in place of hidden ones the half-year that is shown."""
    quarters = {row["period"]: row for row in rows if "-Q" in row["period"]}
    halves = {row["period"]: row for row in rows if "-H" in row["period"]}
    found: list[Row] = []
    for half, whole in halves.items():
        parts = [row for name, row in quarters.items() if half_of(name) == half]
        # beside a quarter that is shown it would say nothing more
        is_needed = all(row["share"] is None for row in parts)
        found += [whole] if whole["share"] is not None and is_needed else parts
        quarters = {q: row for q, row in quarters.items() if half_of(q) != half}
    # quarters of a half-year that goes on
    found += quarters.values()
    return sorted(found, key=lambda row: _months(row["period"])[0])


def _is_hidden(month: Row, which: Measure) -> bool:
    # The state of a month is about its ballots; cases are not hidden.
    return which.whole == "n_ballots" and month["state"] == "suppressed"


def year_window(page: Page) -> tuple[date, date]:
    """First and last day of the twelve months up to the day of the data."""
    as_of = page.build.data_as_of or page.build.published_at.date()
    months = as_of.year * 12 + as_of.month - 1 - 11
    return date(months // 12, months % 12 + 1, 1), as_of


def worse_signals(page: Page, unit: str, map_: str) -> dict[str, Row]:
    """Measure → its latest signal for the worse, of the last two closed months."""
    rows = _last_months(page, unit, map_)
    return {row["measure"]: row for row in rows if _is_worse(row)}


def worse_by_luck(page: Page, unit: str, map_: str) -> tuple[int, float, int]:
    """Of the months `worse_signals` looks at, by measure and tool: how many have
    limits, how many would look worse by luck alone, and how many do.

    Luck marks a month for the better as often as for the worse.
    """
    rows = [r for r in _last_months(page, unit, map_) if r["centre"] is not None]
    expected = expected_false_signals([row["n_points"] for row in rows]) / 2
    return len(rows), expected, sum(1 for row in rows if _is_worse(row))


def _last_months(page: Page, unit: str, map_: str) -> list[Row]:
    """What the charts of a unit say of its last two closed months."""
    answer = ask(page, "unit_signals", map=map_, unit_key=unit).rows
    rows = [row for row in answer if not is_open_month(page, row["month"])]
    recent = sorted({row["month"] for row in rows})[-2:]
    return [r for r in rows if r["month"] in recent and r["measure"] in MEASURES]


def _is_worse(row: Row) -> bool:
    return row["signal"] in _WORSE[MEASURES[row["measure"]].lower_is_better]


# Lower is better → the signals of the opposite.
_WORSE = {
    True: ("above_limit", "run_above", "trend_up", "two_of_three_above"),
    False: ("below_limit", "run_below", "trend_down", "two_of_three_below"),
}


def is_open_month(page: Page, month: date) -> bool:
    """Whether the data end before the month does."""
    # A month that has not ended looks better than it is: late cases come last.
    as_of = page.build.data_as_of
    return as_of is not None and _last_day(month) > as_of


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_targets(
    page: Page, unit: str, measure: str, *, lower_is_better: bool
) -> dict[date, float]:
    """Month → the target of its share in 0–1; no month where none was set.

    Args:
        page: The frame of this run.
        unit: Key of the unit.
        measure: One of `MEASURES`.
        lower_is_better: Which way is good for the measure: a target of the opposite
            (98 % in time) is drawn as what it leaves (2 % late).
    """
    answer = ask_if_built(page, "measure_targets", unit_key=unit)
    rows = answer.rows if answer else []
    return targets_by_month(
        (row for row in rows if row["measure"] == measure),
        lower_is_better=lower_is_better,
    )


def with_targets(
    rows: Iterable[Mapping[str, Any]],
    targets: Mapping[date, float],
    *,
    lower_is_better: bool,
) -> list[dict[str, Any]]:
    """Months with `target` and `is_target_met`; None where either is not known."""
    return [
        {**row, "target": target, "is_target_met": None}
        if (target := targets.get(row["month"])) is None or row["share"] is None
        else {
            **row,
            "target": target,
            "is_target_met": row["share"] <= target
            if lower_is_better
            else row["share"] >= target,
        }
        for row in rows
    ]


def targets_by_month(
    rows: Iterable[Mapping[str, Any]], *, lower_is_better: bool
) -> dict[date, float]:
    """The same of rows of `measure_targets` of one measure.

    A month has the target of the shortest period it lies in; of two of one length
    the stricter: who keeps it keeps the other.
    """
    found: dict[date, tuple[int, float]] = {}
    for row in rows:
        share = float(row["planned"]) / PERCENT
        if (row["direction"] == "down") != lower_is_better:
            share = 1 - share
        months = _months(str(row["target_period"]))
        # one that asks for more comes first in the order of tuples
        asked = (len(months), share if lower_is_better else -share)
        for month in months:
            found[month] = min(found.get(month, asked), asked)
    return {month: abs(share) for month, (_, share) in sorted(found.items())}


def _months(period: str) -> list[date]:
    first, after = span_of(period)
    months = range(first.year * 12 + first.month, after.year * 12 + after.month)
    return [date((n - 1) // 12, (n - 1) % 12 + 1, 1) for n in months]
