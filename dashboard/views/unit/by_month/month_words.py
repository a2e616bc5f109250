"""The last month of a series in words, and what its limits allow for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from dashboard import dates, numbers
from dashboard.periods import Span, span_text
from dashboard.words import Words
from warehouse.statistics.series.signals_of_months import expected_false_signals

Row = Mapping[str, Any]
# Ballots less than this are not told as lost.
_LEAST_TOLD = 0.5
HIGH = ("_up", "_above")


def last_month(
    words: Words, rows: Sequence[Row], *, of: str, has_limits: bool = True
) -> str:
    """The newest closed month: what it was, and whether that is unusual.

    Args:
        words: Language.
        rows: Months of one series, in order, as `monthly_rows` gives them.
        of: What is counted, `ballots` or `cases`.
        has_limits: Whether limits are ever worked out for such a unit.
    """
    lang, row = words.lang, rows[-1]
    month = dates.month(row["month"])
    if row["is_hidden"]:
        return words("unit.last_hidden", month=month)
    if row["share"] is None:
        return words("unit.last_none", month=month)
    count = words(f"unit.of_{of}", n=numbers.count(row["n"], lang))
    share = numbers.percent(row["share"], lang)
    text = words("unit.last_month", month=month, share=share, count=count)
    if not has_limits:
        return text
    if row["centre"] is None or row["lower_limit"] is None:
        n = row["n_points"] or 0
        since = words(f"unit.steps.{row['begun_by'] or 'first'}")
        return f"{text} {words('unit.last_short', n=n, since=since)}"
    low, high = (numbers.percent(row[f"{e}_limit"], lang) for e in ("lower", "upper"))
    if row["signal"]:
        name = words.or_else(f"signals.{row['signal']}", words("signals.other"))
        last = words("unit.last_signal", signal=name, low=low, high=high)
    else:
        last = words("unit.last_usual", low=low, high=high)
    return f"{text} {last}"


def variation(row: Row, *, lower_is_better: bool) -> str:
    """Kind of variation of a month, as the icons of Making Data Count tell it.

    Args:
        row: A month, as `monthly_rows` gives it.
        lower_is_better: Which way is good.

    Returns:
        `usual` within what is expected, `better` or `worse` where a rule fired;
        empty where the month is not shown or nothing is expected of it yet.
    """
    is_known = None not in (row["share"], row["centre"], row["lower_limit"])
    if row["is_hidden"] or not is_known:
        return ""
    if not row["signal"]:
        return "usual"
    is_high = row["signal"].endswith(HIGH) or row["signal"] == "above_limit"
    return "worse" if is_high == lower_is_better else "better"


def assurance(rows: Sequence[Row], *, lower_is_better: bool) -> str:
    """Whether a target will be met, as the icons of Making Data Count tell it.

    Told of the newest month with both: a target beyond what is expected of a month is
    met, or missed, whatever the month brings; one within it is luck.

    Args:
        rows: Months of one series, in order, with `target`.
        lower_is_better: Which way is good.

    Returns:
        `met`, `missed` or `hit_and_miss`; empty without a target or without limits.
    """
    names = ("target", "lower_limit", "upper_limit")
    known = [row for row in rows if None not in [row.get(name) for name in names]]
    if not known or known[-1]["is_hidden"]:
        return ""
    target, low, high = (known[-1][name] for name in names)
    if high <= target if lower_is_better else low >= target:
        return "met"
    if low > target if lower_is_better else high < target:
        return "missed"
    return "hit_and_miss"


def of_target(words: Words, rows: Sequence[Row], *, lower_is_better: bool) -> str:
    """The newest target of a series and how many of its months kept to it.

    Args:
        words: Language.
        rows: Months of one series with `target` and `is_target_met`, in order.
        lower_is_better: Which way is good.
    """
    set_ = [row for row in rows if row.get("target") is not None]
    if not set_:
        return ""
    told = [row for row in set_ if row["is_target_met"] is not None]
    return words(
        "unit.target_most" if lower_is_better else "unit.target_least",
        target=numbers.percent(set_[-1]["target"], words.lang),
        kept=numbers.count(sum(row["is_target_met"] for row in told), words.lang),
        n=numbers.count(len(told), words.lang),
    )


def of_span(words: Words, rows: Sequence[Row], span: Span, *, of: str) -> str:
    """A chosen period as one share, of its closed months that are shown.

    Args:
        words: Language.
        rows: Months of one series within the period.
        span: The period.
        of: What is counted, `ballots` or `cases`.
    """
    period = span_text(words, span)
    shown = [row for row in rows if row["share"] is not None]
    if not shown:
        return words("unit.span_none", period=period)
    n, part = (sum(row[name] for row in shown) for name in ("n", "part"))
    return words(
        "unit.span_total",
        period=period,
        share=numbers.percent(part / n, words.lang),
        count=words(f"unit.of_{of}", n=numbers.count(n, words.lang)),
        n=len(shown),
    )


def level_of_segments(words: Words, rows: Sequence[Row]) -> str:
    """Share of each part of the series between recorded steps; empty with one part."""
    shown = [row for row in rows if row["share"] is not None]
    parts = [(k, list(g)) for k, g in groupby(shown, key=lambda r: r["begun_by"] or "")]
    if len(parts) < 2:
        return ""
    texts = [
        words(
            "unit.level_of",
            since=words(f"unit.steps.{step or 'first'}"),
            share=numbers.percent(
                sum(r["part"] for r in part) / sum(r["n"] for r in part), words.lang
            ),
            n=len(part),
        )
        for step, part in parts
    ]
    return words("unit.levels", listed="; ".join(texts))


def _worth(words: Words, row: Row) -> str:
    """What the ballots of a month are worth, where some are of one person or point."""
    n, single = row["n"], row["n_effective"]
    if not n or single is None or single > n - _LEAST_TOLD:
        return ""
    return words(
        "unit.month_worth",
        month=dates.month(row["month"]),
        n=numbers.count(n, words.lang),
        worth=numbers.count(single, words.lang),
    )


def limits_note(words: Words, rows: Sequence[Row]) -> list[str]:
    """Whether seasons are allowed for, and how many signals luck alone would give."""
    known = [row for row in rows if row["centre"] is not None]
    if not known:
        return []
    season = "season" if known[-1]["allows_for_season"] else "no_season"
    notes = [words(f"unit.{season}")]
    if any(row["is_provisional"] for row in known):
        notes.append(words("unit.provisional"))
    if worth := _worth(words, known[-1]):
        notes.append(worth)
    expected = expected_false_signals([row["n_points"] for row in known])
    notes.append(
        words(
            "unit.by_luck",
            n=numbers.count(len(known), words.lang),
            expected=numbers.decimal(expected, words.lang, digits=1),
            found=numbers.count(sum(1 for r in known if r["signal"]), words.lang),
        )
    )
    return notes
