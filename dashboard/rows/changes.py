"""Before → after as the pages show it: wave pairs, named rows, counts of verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import address, dates, numbers
from dashboard.rows.context import Page, Wave
from dashboard.rows.data import ask
from dashboard.rows.units import Unit, name_key
from dashboard.words import Words
from warehouse.nation.provinces import province_of

Row = dict[str, Any]
SEPARATOR = "~"


def verdict_of(row: Mapping[str, Any]) -> str:
    """The verdict of a row, or the state that stands in its place."""
    if row["state"] != "shown":
        return str(row["state"])
    return str(row["verdict"])


def group_name(words: Words, row: Mapping[str, Any]) -> str:
    """A group with the kind it belongs to; codes without words stand as they are."""
    kind, code = row["group_kind"], row["group_code"]
    name = words.or_else(f"groups.codes.{code}", code)
    return f"{words(f'groups.kinds.{kind}')}: {name}"


def wave_pairs(page: Page) -> list[tuple[str, str]]:
    """Pairs of waves compared in this build, the most widely asked first."""
    rows = ask(page, "change_waves").rows
    return [(row["before_wave"], row["after_wave"]) for row in rows]


def pairs_of(page: Page, unit: Unit) -> list[tuple[str, str]]:
    """Pairs of waves that may speak of a unit: of a nation's province its own alone."""
    pairs = wave_pairs(page)
    if not unit.is_of_nation:
        return pairs
    return [pair for pair in pairs if province_of(pair[0]) == province_of(unit.key)]


def choose_waves(page: Page, pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Lets the reader choose a pair; a widget only when there are two or more."""
    options = [SEPARATOR.join(pair) for pair in pairs]
    if len(options) == 1:
        return pairs[0]
    chosen = address.choose(
        "waves",
        page.words("waves.label"),
        options,
        default=options[0],
        shown=lambda option: pair_text(page, *option.split(SEPARATOR)),
    )
    before, after = chosen.split(SEPARATOR)
    return before, after


def pair_text(page: Page, before: str, after: str) -> str:
    """A pair of waves in words."""
    return page.words(
        "waves.pair", before=wave_text(page, before), after=wave_text(page, after)
    )


def wave_text(page: Page, code: str) -> str:
    """A wave of the page by its name, as `wave_name` gives it.

    In a nation a wave could be taken for those of its own province alone.
    """
    waves = page.waves
    if any(unit.is_of_nation for unit in page.units.values()):
        of = province_of(code)
        waves = {one: wave for one, wave in waves.items() if province_of(one) == of}
    return wave_name(page.words, waves, code)


def wave_name(words: Words, waves: Mapping[str, Wave], code: str) -> str:
    """A wave by what it is and the month it opened.

    Where two of a kind opened in one month, how it asked is named too, else its last
    day or its first, and its code where none of them tells it apart. Its code alone
    where no day is known.

    Args:
        words: The language.
        waves: Code → wave: the wave itself and those it could be taken for.
        code: The wave.
    """
    wave = waves.get(code)
    if wave is None or wave.opened_on is None:
        return code
    month = dates.month(wave.opened_on)
    stream = words.or_else(f"waves.streams.{wave.stream}", wave.stream)
    alike = [one for one in waves.values() if _looks_like(one, wave)]
    if len(alike) == 1:
        return words("waves.named", stream=stream, month=month)
    if wave.mode and sum(one.mode == wave.mode for one in alike) == 1:
        mode = words.or_else(f"modes.{wave.mode}", wave.mode)
        return words("waves.named_mode", stream=stream, month=month, mode=mode)
    for name in ("closed_on", "opened_on"):
        day = getattr(wave, name)
        if day and sum(getattr(one, name) == day for one in alike) == 1:
            text = dates.day(day)
            return words(f"waves.named_{name}", stream=stream, month=month, day=text)
    return words("waves.named_code", stream=stream, month=month, code=code)


def _looks_like(one: Wave, other: Wave) -> bool:
    """Whether two waves are of one kind and opened in one month."""
    days = one.opened_on, other.opened_on
    if one.stream != other.stream or None in days:
        return False
    first, last = (dates.month(day) for day in days if day)
    return first == last


def choose_map(page: Page) -> str:
    """Lets the reader choose between today's units and those of the day."""
    return address.choose(
        "map",
        page.words("maps.label"),
        ("today", "then"),
        default="today",
        shown=lambda map_: page.words(f"maps.{map_}"),
    )


def by_unit(page: Page, map_: str, item: str, waves: tuple[str, str]) -> list[Row]:
    """Rows of every unit in scope for one item, with their names."""
    rows = ask(
        page,
        "change_by_unit",
        map=map_,
        item_code=item,
        before_wave=waves[0],
        after_wave=waves[1],
    ).rows
    return [
        {**row, "name": page.units[row["unit_key"]].name}
        for row in rows
        if row["unit_key"] in page.units
    ]


def by_item(page: Page, map_: str, unit: str, waves: tuple[str, str]) -> list[Row]:
    """Rows of every item of one unit, with the questions' text."""
    rows = ask(
        page,
        "change_by_item",
        map=map_,
        unit_key=unit,
        before_wave=waves[0],
        after_wave=waves[1],
    ).rows
    return [{**row, "name": item_text(page, row["item_code"])} for row in rows]


def item_text(page: Page, code: str) -> str:
    """A question as the questionnaire words it, or a factor's name."""
    if text := page.item_texts.get(code):
        return text
    criterion = page.criteria.get(code)
    return criterion.name(page.lang) if criterion else code


def by_criterion(page: Page, rows: Iterable[Row]) -> list[Row]:
    """Puts each factor's own row above the rows of its questions."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        is_factor = row["item_kind"] == "factor"
        code = row["item_code"]
        groups.setdefault(
            code if is_factor else page.item_factors.get(code, ""), []
        ).append({**row, "is_group": is_factor})
    order = [*page.criteria, *sorted(groups.keys() - page.criteria.keys())]
    return [
        row
        for code in order
        for row in sorted(groups.get(code, []), key=lambda row: not row["is_group"])
    ]


def sort_rows(rows: Iterable[Row], how: str) -> list[Row]:
    """Sorts by name, or by estimate with the unknown last; never by p."""
    by_name = sorted(rows, key=lambda row: name_key(row["name"]))
    if how == "name":
        return by_name
    return sorted(by_name, key=_estimate_key)


def count_verdicts(rows: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many rows have each verdict or state."""
    return Counter(verdict_of(row) for row in rows)


def _estimate_key(row: Row) -> tuple[bool, float]:
    value = row["share_diff"]
    is_known = numbers.is_known(value)
    return (not is_known, -float(value) if is_known else 0.0)
