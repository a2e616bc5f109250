"""How a wave was asked, in sentences: days, plan, draw, attempts."""

from __future__ import annotations

from datetime import date

from dashboard import dates, numbers
from dashboard.waves.facts import WaveFacts
from dashboard.words import Words
from warehouse.waves.sampling_frame import RETURNED


def how_asked(facts: WaveFacts, words: Words) -> list[str]:
    """Days and ballots, then plan, draw and attempts or that there is no record."""
    return [
        _days(facts, words),
        _plan(facts, words),
        _draw(facts, words),
        _contacts(facts, words),
    ]


def _days(facts: WaveFacts, words: Words) -> str:
    wave, lang = facts.wave, words.lang
    mode = words("badge.mode_unknown")
    if wave.mode:
        mode = words.or_else(f"modes.{wave.mode}", wave.mode)
    said = words(
        "wave_report.days",
        first=dates.day(wave.opened_on),
        last=dates.day(wave.closed_on),
        mode=mode,
        n=numbers.count(facts.top.n_answers, lang),
        n_units=numbers.count(max(1, len(facts.below)), lang),
    )
    if wave.n_people is None:
        return said
    people = words(
        "wave_report.people",
        n=numbers.count(wave.n_ballots, lang),
        people=numbers.count(wave.n_people, lang),
    )
    return f"{said} {people}"


def _plan(facts: WaveFacts, words: Words) -> str:
    kept = facts.plan
    if kept is None:
        return words("wave_report.no_plan")
    wanted, units = kept.plan["request"]["wanted"], kept.plan["units"]
    lang = words.lang
    return words(
        f"wave_report.plan.{wanted['purpose']}",
        edition=kept.edition,
        day=dates.day(date.fromisoformat(kept.planned_at[:10])),
        forms=numbers.count(sum(unit["outlook"]["n_forms"] for unit in units), lang),
        n_units=numbers.count(len(units), lang),
        points=numbers.decimal(100 * wanted["size"], lang, digits=1),
    )


def _draw(facts: WaveFacts, words: Words) -> str:
    if facts.draw is None:
        return words("wave_report.no_draw")
    draw, lang = facts.draw.draw, words.lang
    frame, units = draw["frame"], draw["units"]
    n, drawn, replacements = (
        numbers.count(sum(unit[name] for unit in units), lang)
        for name in ("population", "n_drawn", "n_replacements")
    )
    first, last = (
        dates.day(date.fromisoformat(frame[name])) if frame[name] else ""
        for name in ("since", "until")
    )
    return words(
        f"wave_report.draw.{frame.get('kind', RETURNED)}",
        n=n,
        first=first,
        last=last,
        drawn=drawn,
        replacements=replacements,
        every=draw.get("visits", {}).get("every", 1),
        forms=numbers.count(sum(facts.draw.drawn.values()), lang),
    )


def _contacts(facts: WaveFacts, words: Words) -> str:
    if not facts.contacts:
        return words("wave_report.no_contacts")
    counts = {
        name: numbers.count(
            sum(row[f"n_{name}"] or 0 for row in facts.contacts), words.lang
        )
        for name in ("asked", "answered", "refused", "lost", "waiting")
    }
    return words("wave_report.contacts", **counts)
