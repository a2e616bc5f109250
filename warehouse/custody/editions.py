"""Two editions of a released wave side by side: what was said, and what is said now.

The old figures are those that the signed statement of their edition names by digest.
Committee and Front read them; an edition that is not released yet, only the Front.
A unit is hidden in both editions at once: where too few answered in one of them, where
too few answers changed, and where either would follow from the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.custody.figures_digest import kept_figures
from warehouse.custody.releases import Release, all_editions
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.read import Reader, reader_of
from warehouse.rights import FRONT
from warehouse.scope import Scope
from warehouse.settings import Settings
from warehouse.statistics.disclosure.tree import suppress_tree

READERS = ("committee", FRONT)
Row = Mapping[str, Any]
# unit key and question → level → how many answered so
_Answers = dict[tuple[str, str], Counter[float]]


@dataclass(frozen=True)
class EditionFigure:
    """One question in one unit, in both editions.

    Attributes:
        unit_key: The unit, as it was in the wave.
        item_code: The question.
        is_shown: Whether the numbers below may be told; None and 0 where not.
        n_old: Answers in the old edition.
        n_new: Answers in the new one.
        share_old: Share of the answers then that were satisfied, 0 to 1, without
            weights; None where nobody answered.
        share_new: The same now.
    """

    unit_key: str
    item_code: str
    is_shown: bool
    n_old: int = 0
    n_new: int = 0
    share_old: float | None = None
    share_new: float | None = None


@dataclass(frozen=True)
class TwoEditions:
    """What two editions of one wave say.

    Attributes:
        wave_code: The wave.
        old: The edition before.
        new: The edition after; None while the Front has not released it.
        figures: One per unit and question; None where the old figures are not kept.
    """

    wave_code: str
    old: Release
    new: Release | None
    figures: tuple[EditionFigure, ...] | None


def two_editions(settings: Settings, scope: Scope) -> list[TwoEditions]:
    """The last change of each released wave that the reader may know of.

    Args:
        settings: Names the stores.
        scope: Who reads; others than committee and Front get nothing.

    Raises:
        NothingPublishedError: There is no build.
    """
    if scope.role not in READERS:
        return []
    reader = reader_of(settings)
    by_wave: dict[str, list[Release]] = defaultdict(list)
    for release in all_editions(settings):
        by_wave[release.wave_code].append(release)
    found = []
    for wave_code, editions in by_wave.items():
        if wave_code in reader.build().withheld:
            continue
        is_changed = reader.figures(wave_code) != editions[-1].figures
        sides: list[Release | None] = [*editions]
        if is_changed and scope.role == FRONT:
            sides.append(None)
        if len(sides) >= 2 and sides[-2] is not None:
            pair = _pair(settings, reader, scope, sides[-2], sides[-1])
            found.append(pair)
    return found


def _pair(
    settings: Settings, reader: Reader, scope: Scope, old: Release, new: Release | None
) -> TwoEditions:
    code = old.wave_code
    said = [_text(settings, reader, scope, code, side) for side in (old, new)]
    if said[0] is None or said[1] is None:
        return TwoEditions(code, old, new, None)
    lists = {name: reader.run(name, scope).rows for name in ("units", "waves", "items")}
    [wave] = [row for row in lists["waves"] if row["wave_code"] == code] or [{}]
    before, after = (_answers(text) for text in said if text is not None)
    parents = {row["unit_key"]: row["parent_unit_key"] for row in lists["units"]}
    asked = reader.run("response_by_unit", scope, map="then", wave_code=code).rows
    small = {row["unit_key"] for row in asked if row["state"] == "suppressed"}
    if not asked:  # what else is hidden of the wave is not known here: the whole alone
        small = {unit for unit, above in parents.items() if above is not None}
    hidden = hidden_places(before, after, parents, small)
    satisfied = _satisfied(lists["items"], wave)
    figures = [
        _figure(place, place not in hidden, before, after, satisfied)
        for place in sorted(before.keys() | after.keys())
        if place[0] in scope.unit_keys
    ]
    return TwoEditions(code, old, new, tuple(figures))


def _text(
    settings: Settings, reader: Reader, scope: Scope, code: str, side: Release | None
) -> str | None:
    if side is None or side.figures == reader.figures(code):
        return reader.figure_text(code, scope)
    return kept_figures(settings, side.figures)


def _answers(text: str) -> _Answers:
    found: _Answers = defaultdict(Counter)
    for line in text.splitlines():
        unit_key, item, level, n = line.rsplit(" ", 3)
        if level != "None":
            found[unit_key, item][float(level)] += round(float(n))
    return dict(found)


def hidden_places(
    before: _Answers,
    after: _Answers,
    parents: Mapping[str, str | None],
    small: Collection[str],
) -> set[tuple[str, str]]:
    """Units and questions to hide in both editions.

    One pattern holds for how many answered, whatever the question; how many changed
    their answer hides more in the question itself.

    Args:
        before: Answers of the old edition.
        after: Answers of the new one.
        parents: Unit key → unit key above.
        small: Units whose figures of the wave are hidden anyway.
    """
    units = sorted({unit for unit, _ in (*before, *after)})
    items = sorted({item for _, item in (*before, *after)})
    forced = [unit for unit in units if unit in small]

    def sizes(item: str) -> dict[str, list[float]]:
        sides = (before, after)
        return {u: [_of(side, (u, item)).total() for side in sides] for u in units}

    of_items = {item: sizes(item) for item in items}
    counts = {u: [n for item in items for n in of_items[item][u]] for u in units}
    always = suppress_tree(counts, parents, MIN_PEOPLE, forced).hidden
    found = set()
    for item in items:
        changed = n_changed(before, after, parents, item)
        of_item = {u: [*of_items[item][u], changed.get(u, 0.0)] for u in units}
        hidden = suppress_tree(of_item, parents, MIN_PEOPLE, always).hidden
        found |= {(unit, item) for unit in hidden}
    return found


def n_changed(
    before: _Answers,
    after: _Answers,
    parents: Mapping[str, str | None],
    item: str,
) -> dict[str, float]:
    """How many answers to a question differ, those of each unit below by themselves.

    At least so many: of one answer that came and one that went, at the same level and
    in the same unit, no count tells.
    """
    units = {unit for unit, code in (*before, *after) if code == item}
    own: dict[str, Counter[float]] = {unit: Counter() for unit in units}
    for unit in units:
        grown = Counter(_of(after, (unit, item)))
        grown.subtract(_of(before, (unit, item)))
        own[unit].update(grown)
        above = parents.get(unit)
        if above is not None and above in own:
            own[above].subtract(grown)
    found: dict[str, float] = dict.fromkeys(units, 0.0)
    for unit, levels in own.items():
        more = sum(max(n, 0) for n in levels.values())
        fewer = sum(max(-n, 0) for n in levels.values())
        above_it: str | None = unit
        while above_it is not None:
            if above_it in found:
                found[above_it] += max(more, fewer)
            above_it = parents.get(above_it)
    return found


def _satisfied(items: Collection[Row], wave: Row) -> dict[str, int]:
    """Question → level from which an answer is a satisfied one."""
    found: dict[str, int] = {}
    for row in items:
        is_own = row["instrument"] == wave.get("instrument")
        if row["satisfied_from"] is not None and (
            is_own or row["item_code"] not in found
        ):
            found[row["item_code"]] = int(row["satisfied_from"])
    return found


def _figure(
    place: tuple[str, str],
    is_shown: bool,
    before: _Answers,
    after: _Answers,
    satisfied: Mapping[str, int],
) -> EditionFigure:
    unit_key, item = place
    if not is_shown:
        return EditionFigure(unit_key, item, is_shown=False)
    sizes: list[int] = []
    shares: list[float | None] = []
    least = satisfied.get(item)
    for answers in (_of(before, place), _of(after, place)):
        n = answers.total()
        sizes.append(n)
        if least is None or not n:
            shares.append(None)
        else:
            shares.append(sum(answers[x] for x in answers if x >= least) / n)
    return EditionFigure(unit_key, item, True, *sizes, *shares)


def _of(answers: _Answers, place: tuple[str, str]) -> Counter[float]:
    return answers.get(place, Counter())
