"""A wave's figures → the Front's report on it: how asked, what is said, what follows.

The sentences are those of the page, so the report says no more than the page does.
What the Front has to write itself is left open, and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import dates, numbers
from dashboard.report.parts import Paragraph, Parts, Report, Section
from dashboard.report.sections import OF_THE_ISSUER, in_the_name_of
from dashboard.rows.changes import wave_name
from dashboard.waves import sentences
from dashboard.waves.asked import how_asked
from dashboard.waves.facts import Row, WaveFacts
from dashboard.waves.slides import slides_of
from dashboard.waves.tables import (
    advice_table,
    item_table,
    overdue_table,
    unit_table,
)
from dashboard.words import Words
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.statistics.agreement.gap_verdicts import GAP_MARGIN

OF_THE_FRONT = (*OF_THE_ISSUER, "recipients", "own_words")
"""What the report of a unit says otherwise."""


def words_of_front(words: Words) -> Words:
    """The words of a report in the Front's own name."""
    own = {name: words.entries[f"wave_report.{name}"] for name in OF_THE_FRONT}
    return in_the_name_of(words, own)


def report_of_wave(facts: WaveFacts, words: Words) -> Report:
    """The report in the language of the words.

    Args:
        facts: The figures, as the account that takes it may see them.
        words: The language, in the Front's name (`words_of_front`).
    """
    unit = facts.units[facts.top.unit_key].name
    name = wave_name(words, facts.waves, facts.wave.code)
    until = words("wave_report.until", day=dates.day(facts.build.data_as_of))
    below: Parts = (Paragraph(words("wave_report.no_units")),)
    if facts.below:
        below = (unit_table(facts, words),)
    parts: dict[str, Parts] = {
        "asked": (
            Paragraph(until),
            Paragraph(words("report.see_appendix")),
            *map(Paragraph, how_asked(facts, words)),
        ),
        "said": (
            *(Paragraph(line, is_draft=True) for line in said(facts, words)),
            item_table(facts, words, facts.top.unit_key),
        ),
        "units": below,
        "own": tuple(map(Paragraph, own_ballots(facts, words))),
        "recommended": _recommended(facts, words),
        "appendix": tuple(map(Paragraph, method(facts, words))),
    }
    sections = tuple(
        Section(words(f"wave_report.sections.{key}"), part)
        for key, part in parts.items()
    )
    title = words("wave_report.title", wave=name, unit=unit)
    slides = slides_of(
        words,
        title=title,
        until=until,
        asked=how_asked(facts, words),
        said=said(facts, words),
        items=item_table(facts, words, facts.top.unit_key),
        own=own_ballots(facts, words),
        recommended=_sentence(facts, words),
        method=method(facts, words),
    )
    return Report(unit, title, facts.build.is_simulated, sections, until, slides)


def said(facts: WaveFacts, words: Words) -> list[str]:
    """What the wave says of the highest unit, in sentences."""
    top, result = facts.top, facts.main
    since = wave_name(words, facts.waves, result.since) if result.since else ""
    first = sentences.headline(words, top, facts.units[top.unit_key].name)
    lines = [first, *sentences.further(words, result, top, since)]
    return [line.replace("<b>", "").replace("</b>", "") for line in lines]


def own_ballots(facts: WaveFacts, words: Words) -> list[str]:
    """How many units agree with their own ballots, and what that means."""
    if facts.wave.stream == "supervision":
        return [words("wave_report.own_other")]
    found = Counter(unit.gap.word for unit in facts.below if unit.gap is not None)
    if not found:
        return [words("wave_report.own_none")]
    counts = ", ".join(
        words(
            "wave_report.own_count",
            n=numbers.count(found[word], words.lang),
            word=words(f"analysis.gap_short.{word}"),
        )
        for word in ("agrees", "differs", "unknown", "too_few")
        if found[word]
    )
    n = numbers.count(sum(found.values()), words.lang)
    margin = numbers.decimal(100 * GAP_MARGIN, words.lang, digits=0)
    return [
        words("wave_report.own_counts", n=n, counts=counts),
        words("wave_report.own_meaning", margin=margin),
    ]


def _recommended(facts: WaveFacts, words: Words) -> Parts:
    overdue = _in_state(facts.recommendations, "overdue")
    table = (overdue_table(facts, words, overdue),) if overdue else ()
    by_unit = (advice_table(facts, words),) if facts.recommendations else ()
    own = Paragraph(words("wave_report.own_words"))
    return (Paragraph(_sentence(facts, words)), *by_unit, *table, own)


def _sentence(facts: WaveFacts, words: Words) -> str:
    rows = facts.recommendations
    if not rows:
        return words("wave_report.no_recommendations")
    counts = {
        state: numbers.count(len(_in_state(rows, state)), words.lang)
        for state in ("done", "answered", "overdue", "waiting")
    }
    n = numbers.count(len(rows), words.lang)
    return words("wave_report.recommended", n=n, **counts)


def _in_state(rows: Sequence[Row], state: str) -> list[Row]:
    return [row for row in rows if row["recommendation_state"] == state]


def method(facts: WaveFacts, words: Words) -> list[str]:
    """How figures are made, what is hidden, and digests that name what was kept."""
    day = dates.day(facts.build.data_as_of)
    lines = [
        words("wave_report.method.share"),
        words("wave_report.method.design"),
        words("wave_report.method.hidden", n=MIN_PEOPLE),
        words("wave_report.method.build", build=facts.build.build_id, day=day),
    ]
    if (plan := facts.plan) is not None:
        said_of = {"edition": plan.edition, "digest": plan.sha256}
        lines.append(words("wave_report.method.plan", **said_of))
    if (draw := facts.draw) is not None:
        frame = draw.draw["frame"]["sha256"]
        lines.append(words("wave_report.method.draw", digest=draw.sha256, frame=frame))
    return lines
