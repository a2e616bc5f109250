"""Survey waves: households before and after, visitors, phone and web.

Before-ballots are given on old communes; a ballot after is a mixture of the old
communes' distributions, by the weights that restate the old answers on today's map,
plus the planted effect. Without an effect both are the same distribution exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ingest.simulation import names
from ingest.simulation.ballots import Levels, draw_levels, drop_answers
from ingest.simulation.clock import Flags, Floats, Ints, month_start
from ingest.simulation.places import CENTRE, FIRST_NEW, FIRST_OLD, OLD_PER_DISTRICT
from ingest.simulation.respondents import Respondents, draw_respondents, shifts
from ingest.simulation.world import World

HOUSEHOLD_ITEMS = tuple(code for code, _, _ in names.HOUSEHOLD_ITEMS)
SERVICE_ITEMS = names.SERVICE_ITEMS
SUPERVISION_ITEMS = ("sup_informed", "sup_result", "sup_continue")
INSTRUMENT, TABLET_INSTRUMENT = "hai_long_2024", "may_tinh_bang_3"
SUPERVISION_INSTRUMENT = "giam_sat_2026"
BEFORE, AFTER, PHONE = "TRUOC-2025", "SAU-2026", "SAU-DT-2026"
INDEPENDENT = (("DL-2026-Q1", 26), ("DL-2026-Q3", 32))
N_HAND_KEYED_COMMUNES = 5
TABLET, SUPERVISION = "MTB-2026", "GS-2026"
N_SUPERVISION_PER_UNIT = 40
# Difference of an item from the officer's share, in the counter questionnaire.
SERVICE_OFFSET = np.array([0, 0, 0, 0, -0.04, -0.02, -0.01, -0.03, 0])


@dataclass(frozen=True)
class Ballots:
    """Ballots of one wave, one position per ballot.

    Attributes:
        wave: Wave code.
        items: Item codes, one per column of `levels`.
        unit: Unit row.
        levels: Answers, see `ballots`.
        day: Day number of the answers.
        officer: Officer number, -1 unknown.
        people: Who filled them in.
        share: Planted satisfied share behind each answer.
    """

    wave: str
    items: tuple[str, ...]
    unit: Ints
    levels: Levels
    day: Ints
    officer: Ints
    people: Respondents
    share: Floats

    def ids(self) -> list[str]:
        """Ballot ids, unique in the wave."""
        return [f"{self.wave}-{i + 1:06d}" for i in range(len(self.unit))]


@dataclass(frozen=True)
class Shares:
    """The planted satisfied shares of the household questionnaire.

    Attributes:
        before: Old communes × items.
        n_before: Ballots before per old commune.
        mixed: Today's communes × items: before, restated by weight × ballots.
        effect: Today's communes × items: planted difference.
        after: Today's communes × items.
        n_after: Ballots after per today's commune.
    """

    before: Floats
    n_before: Ints
    mixed: Floats
    effect: Floats
    after: Floats
    n_after: Ints


def draw_shares(world: World) -> Shares:
    """Draws shares before, the effects, and from both the shares after."""
    rng = world.rng(20)
    n_old, n_new, k = FIRST_NEW - FIRST_OLD, world.places.n_new, len(HOUSEHOLD_ITEMS)
    unit = rng.normal(0.74, 0.05, (n_old, 1))
    item = rng.uniform(-0.06, 0.06, (1, k))
    before = np.clip(unit + item + rng.normal(0, 0.02, (n_old, k)), 0.5, 0.88).round(4)
    n_after = np.full(n_new, ballots_per_unit(world.n_cases), dtype=np.int64)
    n_before = _before_sizes(world, n_after)
    links = world.places.links
    old, new = links.old - FIRST_OLD, links.new - FIRST_NEW
    mass = links.weight * n_before[old]
    mixed = np.zeros((n_new, k))
    np.add.at(mixed, new, mass[:, None] * before[old])
    mixed /= np.bincount(new, mass, minlength=n_new)[:, None]
    effect = _draw_effects(world, rng)
    after = np.clip(mixed + effect, 0.02, 0.98)
    return Shares(before, n_before, mixed, after - mixed, after, n_after)


def ballots_per_unit(n_cases: int) -> int:
    """Household ballots per commune of today and wave."""
    return int(np.clip(180 * (n_cases / 60_000) ** 0.25, 70, 400))


def _before_sizes(world: World, target: Ints) -> Ints:
    """Ballots per old commune that give each new one about its target."""
    links, people = world.places.links, world.places.population
    part = people[links.old] * links.weight / people[links.new]
    wanted = np.zeros(FIRST_NEW)
    np.add.at(wanted, links.old, target[links.new - FIRST_NEW] * part)
    return np.maximum(np.ceil(wanted[FIRST_OLD:]), 8).astype(np.int64)


def _draw_effects(world: World, rng: np.random.Generator) -> Floats:
    """Half of the started communes improve, some not at all, a few decline."""
    n_new, k = world.places.n_new, len(HOUSEHOLD_ITEMS)
    starts = world.plan.start_day[FIRST_NEW:]
    has_started = starts < month_start(32)
    effect = np.zeros((n_new, k))
    fate = rng.random(n_new)
    for unit in np.flatnonzero(has_started):
        chosen = rng.choice(k, int(rng.integers(5, 11)), replace=False)
        size = rng.uniform(0.04, 0.12, len(chosen)).round(4)
        if fate[unit] < 0.55:
            effect[unit, chosen] = size
        elif fate[unit] > 0.92:
            effect[unit, chosen] = -size
    return effect if world.has_effect else np.zeros((n_new, k))


def _ballots(
    rng: np.random.Generator,
    wave: str,
    items: tuple[str, ...],
    unit: Ints,
    share: Floats,
    days: tuple[int, int],
    officer: Ints | None = None,
    people: Respondents | None = None,
) -> Ballots:
    n = len(unit)
    levels = drop_answers(rng, draw_levels(rng, share), items)
    return Ballots(
        wave=wave,
        items=items,
        unit=unit,
        levels=levels,
        day=np.sort(rng.integers(days[0], days[1], n)),
        officer=np.full(n, -1, dtype=np.int64) if officer is None else officer,
        people=people or draw_respondents(rng.spawn(1)[0], n),
        share=share,
    )


def _household_ballots(
    rng: np.random.Generator,
    wave: str,
    unit: Ints,
    share: Floats,
    days: tuple[int, int],
    *,
    is_after_effect: bool,
) -> Ballots:
    """Ballots of the household form, whose groups of people differ as planted."""
    people = draw_respondents(rng.spawn(1)[0], len(unit))
    own = np.clip(share + shifts(people, is_after_effect=is_after_effect), 0.0, 1.0)
    return _ballots(rng, wave, HOUSEHOLD_ITEMS, unit, own, days, people=people)


def is_hand_keyed(unit: Ints) -> Flags:
    """Ballots of the communes whose paper forms were typed into a workbook."""
    first = FIRST_OLD + 2 * OLD_PER_DISTRICT
    return (unit >= first) & (unit < first + N_HAND_KEYED_COMMUNES)


def before_wave(world: World, shares: Shares) -> Ballots:
    """Household ballots of March 2025 on the old communes.

    A workbook with five columns per question knows no reason for an empty answer.
    """
    rng = world.rng(21)
    old = np.repeat(np.arange(len(shares.n_before)), shares.n_before)
    days = (month_start(14) + 3, month_start(15))
    ballots = _household_ballots(
        rng,
        BEFORE,
        old + FIRST_OLD,
        shares.before[old],
        days,
        is_after_effect=False,
    )
    typed = is_hand_keyed(ballots.unit)
    ballots.levels[typed] = np.maximum(ballots.levels[typed], 0)
    return ballots


def after_wave(world: World, shares: Shares) -> Ballots:
    """Household ballots of September 2026 on today's communes."""
    rng = world.rng(22)
    days = (month_start(32) + 3, month_start(33))
    unit, share = _mixture(world, shares, rng, shares.n_after)
    return _household_ballots(
        rng, AFTER, unit, share, days, is_after_effect=world.has_effect
    )


def phone_wave(world: World, shares: Shares) -> Ballots:
    """The same questions by telephone: another mode, not to be compared."""
    rng = world.rng(23)
    days = (month_start(29) + 7, month_start(30))
    unit, share = _mixture(world, shares, rng, np.maximum(shares.n_after // 6, 5))
    if world.has_effect:
        share = np.clip(share + 0.05, 0, 0.98)
    return _household_ballots(
        rng, PHONE, unit, share, days, is_after_effect=world.has_effect
    )


def _mixture(
    world: World, shares: Shares, rng: np.random.Generator, n: Ints
) -> tuple[Ints, Floats]:
    """Units and shares of ballots, each from one of the unit's old communes."""
    links = world.places.links
    old, new = links.old - FIRST_OLD, links.new - FIRST_NEW
    mass = links.weight * shares.n_before[old]
    units, share = [], []
    for unit in range(world.places.n_new):
        here = np.flatnonzero(new == unit)
        drawn = rng.choice(here, int(n[unit]), p=mass[here] / mass[here].sum())
        units.append(np.full(len(drawn), unit + FIRST_NEW, dtype=np.int64))
        share.append(shares.before[old[drawn]] + shares.effect[unit])
    return np.concatenate(units), np.clip(np.concatenate(share), 0.0, 1.0)


def independent_waves(world: World) -> list[Ballots]:
    """Visitors asked by the Front; the officer they saw is known for 70 %."""
    found = []
    size = max(ballots_per_unit(world.n_cases) * 2 // 3, 60)
    units = np.array([CENTRE, *range(FIRST_NEW, world.places.n_units)])
    for place, (wave, month) in enumerate(INDEPENDENT):
        rng = world.rng(24, place)
        unit = np.repeat(units, size)
        officer = visited_officers(world, rng, month, unit)
        share = service_share(world, officer)
        shown = np.where(rng.random(len(unit)) < 0.7, officer, -1)
        days = (month_start(month) + 2, month_start(month + 1))
        found.append(_ballots(rng, wave, SERVICE_ITEMS, unit, share, days, shown))
    return found


def visited_officers(
    world: World, rng: np.random.Generator, month: int, unit: Ints
) -> Ints:
    """The officer each visitor saw, as busy as the unit's cases make them."""
    postings = world.people.postings
    active = postings.active(month_start(month))
    officer = np.full(len(unit), -1, dtype=np.int64)
    for row in np.unique(unit):
        here = active[postings.unit[active] == row]
        mass = postings.weight[here]
        who = np.flatnonzero(unit == row)
        officer[who] = rng.choice(postings.officer[here], len(who), p=mass / mass.sum())
    return officer


def service_share(world: World, officer: Ints) -> Floats:
    """Ballots × items: the officer's true share and the items' differences."""
    true = world.people.true_share[officer][:, None]
    share = np.clip(true + SERVICE_OFFSET[None, :], 0.02, 0.98)
    return np.asarray(share, dtype=np.float64)


def supervision_wave(world: World) -> Ballots:
    """A web survey on the model's implementation, answered from 1 to 10."""
    rng = world.rng(25)
    units = rng.choice(np.arange(FIRST_NEW, world.places.n_units), 20, replace=False)
    unit = np.repeat(np.sort(units), N_SUPERVISION_PER_UNIT)
    n, k = len(unit), len(SUPERVISION_ITEMS)
    drawn = _ballots(
        rng,
        SUPERVISION,
        SUPERVISION_ITEMS,
        unit,
        np.full((n, k), 0.7),
        (month_start(29), month_start(30)),
    )
    half = rng.integers(0, 2, (n, k), dtype=np.int8)
    levels = np.where(drawn.levels > 0, 2 * drawn.levels - half, drawn.levels)
    return Ballots(**{**vars(drawn), "levels": levels.astype(np.int8)})


def wave_rows(world: World, shares: Shares) -> pd.DataFrame:
    """Raw-shaped waves, service quarters included."""
    n_after = int(shares.n_after.sum())
    rows = [
        (BEFORE, "before", "front", "paper", "2025-03-01", "2025-03-31", n_after),
        (AFTER, "after", "front", "paper", "2026-09-01", "2026-09-30", n_after),
        (PHONE, "after", "front", "phone", "2026-06-05", "2026-06-30", n_after // 6),
        (
            INDEPENDENT[0][0],
            "independent",
            "front",
            "paper",
            "2026-03-01",
            "2026-03-31",
            None,
        ),
        (
            INDEPENDENT[1][0],
            "independent",
            "front",
            "paper",
            "2026-09-01",
            "2026-09-30",
            None,
        ),
        (TABLET, "service", "head", "tablet", "2026-07-01", "2026-10-31", None),
        (SUPERVISION, "supervision", "front", "web", "2026-06-01", "2026-06-30", 1000),
    ]
    other = {TABLET: TABLET_INSTRUMENT, SUPERVISION: SUPERVISION_INSTRUMENT}
    for quarter in service_quarters():
        first, last = service_quarter_days(quarter)
        rows.append((quarter, "service", "head", "tablet", first, last, None))
    columns = ["wave_code", "stream", "owner", "mode", "opened_on", "closed_on"]
    frame = pd.DataFrame(rows, columns=[*columns, "planned_n"])
    frame["planned_n"] = frame["planned_n"].astype("Int64")
    frame["instrument"] = [other.get(w, INSTRUMENT) for w in frame["wave_code"]]
    return frame


def service_quarters() -> list[str]:
    """Codes of the quarterly service waves, 2025-Q2 to 2026-Q4."""
    quarters = [(2025, q) for q in (2, 3, 4)] + [(2026, q) for q in (1, 2, 3, 4)]
    return [f"PV-{year}-Q{quarter}" for year, quarter in quarters]


def service_quarter_days(wave: str) -> tuple[str, str]:
    """First and last day of a service wave; the data end in October 2026."""
    year, quarter = int(wave[3:7]), int(wave[-1])
    last = ("03-31", "06-30", "09-30", "12-31")[quarter - 1]
    if wave == "PV-2026-Q4":
        last = "10-31"
    return f"{year}-{3 * quarter - 2:02d}-01", f"{year}-{last}"
