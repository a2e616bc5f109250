"""What a wave says of a unit, in sentences; the page and the report say the same."""

from __future__ import annotations

from math import isinf

from dashboard import numbers
from dashboard.periods import period_text
from dashboard.words import Words
from warehouse.statistics.agreement.gap_verdicts import GAP_MARGIN
from warehouse.waves.sampling_frame import LISTED, VISITED
from warehouse.waves.wave_result import Change, Estimate, Gap, UnitResult, WaveResult

NOT_COMPARED = ("too_few", "not_comparable")
"""Words of changes and gaps whose points rest on too little to be told."""
LEAST_COST = 0.99
"""Ballots worth less than this part of their number are said to be worth less."""


def limits(words: Words, low: float, high: float) -> str:
    """Two shares as an interval."""
    ends = (numbers.percent(end, words.lang) for end in (low, high))
    return words("analysis.limits", **dict(zip(("low", "high"), ends, strict=True)))


def estimate(words: Words, found: Estimate | None) -> str:
    """A share with its interval; a dash where there is none."""
    if found is None:
        return numbers.MISSING
    share = numbers.percent(found.share, words.lang)
    return f"{share} {limits(words, found.low, found.high)}"


def short_change(words: Words, found: Change | None) -> str:
    """A change in a cell: its word, and its points where they may be told."""
    if found is None:
        return numbers.MISSING
    word = words(f"verdicts_short.{found.verdict}")
    if found.verdict in NOT_COMPARED:
        return word
    points = numbers.difference(found.now, found.before, words.lang)
    return f"{word}: {points} {numbers.interval(found.low, found.high, words.lang)}"


def short_gap(words: Words, found: Gap | None) -> str:
    """A gap in a cell: its word, and its points where they may be told."""
    if found is None:
        return numbers.MISSING
    word = words(f"analysis.gap_short.{found.word}")
    if found.word in NOT_COMPARED:
        return word
    points = numbers.difference(found.share_own, found.share_wave, words.lang)
    return f"{word}: {points} {numbers.interval(found.low, found.high, words.lang)}"


def headline(words: Words, unit: UnitResult, name: str) -> str:
    """The share of a unit in one sentence, or that it is hidden."""
    if unit.asked is None:
        return words("analysis.hidden", unit=name)
    return words(
        "analysis.share",
        unit=name,
        share=numbers.percent(unit.asked.share, words.lang),
        limits=limits(words, unit.asked.low, unit.asked.high),
        n=numbers.count(unit.n_answers, words.lang),
    )


def further(
    words: Words, result: WaveResult, unit: UnitResult, since: str
) -> list[str]:
    """What else there is to say: error, mix, the silent, change and gap.

    Args:
        words: The language.
        result: The wave.
        unit: The unit in it.
        since: Name of the wave before; empty where there is none.
    """
    if unit.asked is None:
        return []
    lang = words.lang
    lines = []
    n = unit.n_answers or 0.0
    if unit.n_strata > 1 and unit.n_stands_for:
        whom = numbers.count(unit.n_stands_for, lang)
        key = _listed_by(result) if unit.weighted_by == "frame" else "served"
        lines.append(words(f"analysis.weighted.{key}", n=whom))
    if unit.n_frame is not None:
        key = f"analysis.frame.{_listed_by(result)}"
        lines.append(words(key, n=numbers.count(unit.n_frame, lang)))
    if not isinf(unit.n_worth) and unit.n_worth < LEAST_COST * n:
        lines.append(_worth(words, result, unit, n))
    if unit.mixed is not None:
        lines.append(
            words(
                f"analysis.mixed.{unit.mixed_by}",
                n=numbers.count(unit.n_returned, lang),
                share=numbers.percent(unit.mixed.share, lang),
                limits=limits(words, unit.mixed.low, unit.mixed.high),
            )
        )
    lines.append(silent(words, unit))
    lines.append(change(words, result, unit, since))
    if result.period is not None:
        lines.append(gap(words, result, unit))
    return lines


def _listed_by(result: WaveResult) -> str:
    """What the list held it was drawn from, as far as it is known here."""
    return result.frame_kind if result.frame_kind in LISTED else "listed"


def _worth(words: Words, result: WaveResult, unit: UnitResult, n: float) -> str:
    """What ballots are worth, and what binds them together."""
    lang = words.lang
    said = {"n": numbers.count(n, lang), "worth": numbers.count(unit.n_worth, lang)}
    if unit.cluster_kind is None or not unit.n_clusters:
        return words("analysis.worth", **said)
    is_visit = unit.cluster_kind == "psu" and result.frame_kind in VISITED
    kind = "visit" if is_visit else unit.cluster_kind
    clusters = numbers.count(unit.n_clusters, lang)
    return words(f"analysis.bound.{kind}", clusters=clusters, **said)


def silent(words: Words, unit: UnitResult) -> str:
    """Between what the share lies, whatever the silent think."""
    if unit.silent is None:
        return words("analysis.silent_unknown")
    rate, low, high = (
        numbers.percent(share, words.lang)
        for share in (
            unit.silent.response_rate,
            unit.silent.lower,
            unit.silent.upper,
        )
    )
    return words("analysis.silent", rate=rate, low=low, high=high)


def change(words: Words, result: WaveResult, unit: UnitResult, since: str) -> str:
    """Change since the wave before, or why there is none."""
    found = unit.change
    if result.since is None or (found is None and result.is_measured_alike):
        return words("analysis.first")
    if found is None or not result.is_measured_alike:
        return words("analysis.changed_measure", since=since)
    if found.verdict in NOT_COMPARED:
        verdict = words(f"verdicts.{found.verdict}")
        return words("analysis.change_unknown", since=since, verdict=verdict)
    return words(
        "analysis.change",
        since=since,
        before=numbers.percent(found.before, words.lang),
        diff=numbers.difference(found.now, found.before, words.lang),
        limits=numbers.interval(found.low, found.high, words.lang),
        verdict=words(f"verdicts.{found.verdict}"),
    )


def gap(words: Words, result: WaveResult, unit: UnitResult) -> str:
    """The unit's own ballots against the wave, and whether both agree."""
    found = unit.gap
    if found is None:
        return words("analysis.no_gap")
    period = period_text(words, result.period or "")
    verdict = gap_word(words, found.word)
    if found.word in NOT_COMPARED:
        return words("analysis.gap_unknown", period=period, verdict=verdict)
    return words(
        "analysis.gap",
        period=period,
        own=numbers.percent(found.share_own, words.lang),
        wave=numbers.percent(found.share_wave, words.lang),
        n=numbers.count(found.n_own, words.lang),
        gap=numbers.difference(found.share_own, found.share_wave, words.lang),
        limits=numbers.interval(found.low, found.high, words.lang),
        verdict=verdict,
    )


def gap_word(words: Words, word: str) -> str:
    """Whether two sources agree, in words."""
    margin = numbers.decimal(100 * GAP_MARGIN, words.lang, digits=0)
    return words(f"analysis.gap_words.{word}", margin=margin)
