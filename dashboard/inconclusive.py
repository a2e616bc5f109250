"""What a comparison without a clear answer can still say, and what the next one could.

Whether satisfaction at least did not fall far, how many ballots would tell, and what
those who did not answer, or another mix of work, could change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import numbers
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.words import Words
from warehouse.statistics.change.nonresponse import (
    LOW_RESPONSE,
    nonresponse_bounds,
    turning_share,
)
from warehouse.statistics.sampling.next_wave import (
    implied_deff,
    next_wave,
    worst_decline,
)

Row = Mapping[str, Any]

OPEN = ("inconclusive", "uncertain_among_many", "too_few")
NOT_UP = ("inconclusive", "uncertain_among_many", "unchanged")
TURNS = {
    "up": ("improved", "slightly_improved"),
    "down": ("worse", "slightly_worse"),
}
# The change a committee asks about.
ASKED_CHANGE = 0.05


def beyond_the_verdict(words: Words, row: Row, unit_name: str) -> list[str]:
    """Sentences beside a verdict that leaves the question open.

    Args:
        words: Language.
        row: A row of `change_by_unit` or `change_by_item`.
        unit_name: The unit in words.
    """
    if row["state"] != "shown":
        return []
    verdict = verdict_of(row)
    found = []
    if verdict in NOT_UP:
        low = row["share_diff_alone_low"]
        decline = worst_decline(row["share_diff"], low)
        text = numbers.decimal(100 * decline, words.lang)
        found.append(words("overview.no_worse", decline=text))
    n = row["n_after"]
    if verdict in OPEN and n and numbers.is_known(row["share_after"]):
        plan = next_wave(row["share_after"], n, ASKED_CHANGE, _deff(row))
        found.append(
            words(
                "overview.next_wave",
                unit=unit_name,
                ballots=numbers.count(plan.ballots, words.lang),
                n=numbers.count(n, words.lang),
                detectable=numbers.decimal(100 * plan.detectable, words.lang, digits=1),
            )
        )
    return found


def of_the_silent(words: Words, row: Row, rate: float | None) -> list[str]:
    """How far the silent could move the share after, and where the answer turns.

    Args:
        words: Language.
        row: A row of `change_by_unit` or `change_by_item`.
        rate: Part of the forms of the round after that were answered, if counted.
    """
    if rate is None or rate >= LOW_RESPONSE or row["state"] != "shown":
        return []
    n, share, lang = row["n_after"], row["share_after"], words.lang
    if not n or not numbers.is_known(share):
        return []
    ends = nonresponse_bounds(n / rate, n, share * n)
    found = [
        words(
            "overview.silent",
            rate=numbers.percent(rate, lang),
            low=numbers.percent(ends.lower, lang),
            high=numbers.percent(ends.upper, lang),
        )
    ]
    side = next((s for s, v in TURNS.items() if verdict_of(row) in v), None)
    if side is not None:
        turning = turning_share(row["share_before"], share, rate)
        name = (
            f"overview.silent_{side}" if turning is not None else "overview.silent_no"
        )
        found.append(words(name, share=numbers.percent(turning, lang)))
    return found


def of_clusters(words: Words, row: Row) -> list[str]:
    """How many ballots of how many people, points or days a share rests on, where
    the error counts them so, or that it rests on ballots of units split since.

    Args:
        words: Language.
        row: A row of `change_by_unit` or `change_by_item`.
    """
    found = []
    for side in ("before", "after"):
        kind, n = row[f"cluster_kind_{side}"], row[f"n_{side}"]
        worth = row[f"n_effective_{side}"]
        if row["state"] != "shown" or not n or not numbers.is_known(worth):
            continue
        n_clusters = row[f"n_clusters_{side}"] or 0
        if round(worth) > round(n):
            # the share is that of the whole units of before, n a part of their ballots
            name = "old_units"
        elif kind and max(round(n_clusters), round(worth)) < round(n):
            name = kind
        else:
            continue
        found.append(
            words(
                f"overview.clusters.{name}",
                wave=words(f"overview.clusters.{side}"),
                n=numbers.count(n, words.lang),
                clusters=numbers.count(n_clusters, words.lang),
                worth=numbers.count(worth, words.lang),
            )
        )
    return found


def on_one_mix(page: Page, row: Row, waves: tuple[str, str]) -> list[str]:
    """A sentence with both shares on one mix, or on why there is none.

    Args:
        page: The frame of this run.
        row: A row of `change_by_unit` or `change_by_item`.
        waves: Codes of the round before and the round after.
    """
    names = ("map", "unit_key", "item_code")
    answer = ask_if_built(
        page,
        "change_on_one_mix",
        before_wave=waves[0],
        after_wave=waves[1],
        **{name: str(row[name]) for name in names},
    )
    found = next(iter(answer.rows if answer else ()), None)
    if found is None or found["state"] != "shown":
        return []
    words, lang = page.words, page.lang
    if not numbers.is_known(found["share_diff_post"]):
        reason = f"overview.mix_unknown.{found['post_reason']}"
        return [words(reason)] if words.has(reason) else []
    low, high = found["share_diff_post_low"], found["share_diff_post_high"]
    return [
        words(
            "overview.on_one_mix",
            before=numbers.percent(found["share_before_post"], lang),
            after=numbers.percent(found["share_after_post"], lang),
            change=numbers.points(found["share_diff_post"], lang),
            interval=numbers.interval(low, high, lang),
        )
    ]


def _deff(row: Row) -> float:
    low, high = row["share_diff_alone_low"], row["share_diff_alone_high"]
    if not numbers.is_known(low) or not numbers.is_known(high):
        return 1.0
    before = row["share_before"], row["n_before"]
    return implied_deff(high - low, *before, row["share_after"], row["n_after"])
