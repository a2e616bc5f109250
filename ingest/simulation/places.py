"""Units before and after the reform, and which old area went where.

160 communes in 10 districts become 56 communes on 1 July 2025. Every new commune
takes over the code of one of its old communes, as happened in reality, so a code
without a date names two different areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ingest.simulation import names
from ingest.simulation.clock import REFORM_DAY, Floats, Ints, to_date

N_DISTRICTS = 10
OLD_PER_DISTRICT = 16
PROVINCE, CENTRE, FIRST_DISTRICT, FIRST_OLD = 0, 1, 2, 12
FIRST_NEW = FIRST_OLD + N_DISTRICTS * OLD_PER_DISTRICT
PROVINCE_CODE = "09"
CENTRE_CODE = "09900"
_NEW_PER_DISTRICT = (6, 6, 5, 6, 5, 6, 5, 6, 5, 6)
_FIRST_VALID = "2020-01-01"


@dataclass(frozen=True)
class Links:
    """Parts of old communes in new communes, one position per part.

    Attributes:
        old: Row of the old commune in `Places.units`.
        new: Row of the new commune.
        weight: Share of the old commune's people who live in the new one.
    """

    old: Ints
    new: Ints
    weight: Floats


@dataclass(frozen=True)
class Places:
    """All units by row, and the succession between them.

    Attributes:
        units: Raw-shaped units; the row number is the unit's number everywhere.
            Rows: province, centre, districts, old communes, new communes.
        links: Parts of old communes in new ones.
        population: People per unit (0 for province, centre and districts).
        org_code: Prefix of the case codes each unit gives out.
    """

    units: pd.DataFrame
    links: Links
    population: Floats
    org_code: list[str]

    @property
    def n_units(self) -> int:
        """Rows of `units`."""
        return len(self.units)

    @property
    def n_new(self) -> int:
        """Communes in force today."""
        return self.n_units - FIRST_NEW

    def receiving(self, is_reformed: bool) -> Ints:
        """Rows of the units that receive cases before or after the reform."""
        if is_reformed:
            rows = [CENTRE, *range(FIRST_NEW, self.n_units)]
        else:
            rows = [CENTRE, *range(FIRST_DISTRICT, FIRST_NEW)]
        return np.array(rows, dtype=np.int64)


def draw_places(rng: np.random.Generator) -> Places:
    """Draws units, populations and succession."""
    population = rng.lognormal(8.8, 0.45, N_DISTRICTS * OLD_PER_DISTRICT).round()
    links = _draw_links(rng)
    n_new = int(links.new.max()) - FIRST_NEW + 1
    old_names = _commune_names(rng)
    codes = [f"{9001 + 3 * i:05d}" for i in range(len(population))]
    units = _unit_rows(rng, links, codes, old_names, population)
    people = np.zeros(FIRST_NEW + n_new)
    people[FIRST_OLD:FIRST_NEW] = population
    np.add.at(people, links.new, population[links.old - FIRST_OLD] * links.weight)
    units["model_start_date"] = _start_dates(rng, len(units))
    return Places(units, links, people, _org_codes(n_new))


def _commune_names(rng: np.random.Generator) -> list[str]:
    pairs = [f"{a} {b}" for a in names.PLACE_FIRST for b in names.PLACE_LAST if a != b]
    drawn = rng.choice(len(pairs), N_DISTRICTS * OLD_PER_DISTRICT, replace=False)
    return [pairs[i] for i in drawn]


def _draw_links(rng: np.random.Generator) -> Links:
    """Groups each district's communes; some at a border go to two or three."""
    parts: list[tuple[int, int, float]] = []
    new = FIRST_NEW
    for district in range(N_DISTRICTS):
        n_groups = _NEW_PER_DISTRICT[district]
        first = FIRST_OLD + district * OLD_PER_DISTRICT
        cuts = 1 + np.sort(
            rng.choice(OLD_PER_DISTRICT - 1, n_groups - 1, replace=False)
        )
        groups = np.split(np.arange(OLD_PER_DISTRICT), cuts)
        for place, group in enumerate(groups):
            parts += [(first + int(o), new + place, 1.0) for o in group]
        if district < 7:
            parts = _split_one(rng, parts, groups, first, new, is_three=district == 2)
        new += n_groups
    old, target, weight = zip(*sorted(parts), strict=True)
    return Links(
        np.array(old, dtype=np.int64),
        np.array(target, dtype=np.int64),
        np.array(weight, dtype=np.float64),
    )


def _split_one(
    rng: np.random.Generator,
    parts: list[tuple[int, int, float]],
    groups: list[np.ndarray],
    first: int,
    new: int,
    *,
    is_three: bool,
) -> list[tuple[int, int, float]]:
    """Splits one commune of the largest group over its neighbour groups."""
    home = int(np.argmax([len(g) for g in groups]))
    others = [p for p in (home + 1, home - 1) if 0 <= p < len(groups)]
    split = first + int(groups[home][0 if others[0] < home else -1])
    share = round(float(rng.uniform(0.55, 0.7)), 2)
    kept = [p for p in parts if p[0] != split]
    if is_three and len(others) == 2:
        small = round((1 - share) / 3, 2)
        rest = round(1 - share - small, 2)
        given = [(new + others[0], rest), (new + others[1], small)]
    else:
        given = [(new + others[0], round(1 - share, 2))]
    kept.append((split, new + home, share))
    return kept + [(split, target, weight) for target, weight in given]


def _unit_rows(
    rng: np.random.Generator,
    links: Links,
    codes: list[str],
    old_names: list[str],
    population: Floats,
) -> pd.DataFrame:
    reform = to_date(REFORM_DAY).isoformat()
    rows: list[tuple[str, str, str, str | None, str, str | None]] = [
        (PROVINCE_CODE, names.PROVINCE_NAME, "province", None, _FIRST_VALID, None),
        (CENTRE_CODE, names.CENTRE_NAME, "centre", PROVINCE_CODE, _FIRST_VALID, None),
    ]
    district_codes = [f"{81 + d:03d}" for d in range(N_DISTRICTS)]
    for code, name in zip(district_codes, names.DISTRICT_NAMES, strict=True):
        rows.append((code, name, "district", PROVINCE_CODE, _FIRST_VALID, reform))
    for i, (code, name) in enumerate(zip(codes, old_names, strict=True)):
        district, place = divmod(i, OLD_PER_DISTRICT)
        word = "Phường" if district < 2 else ("Thị trấn" if place == 0 else "Xã")
        parent = district_codes[district]
        rows.append((code, f"{word} {name}", "commune", parent, _FIRST_VALID, reform))
    for new in range(FIRST_NEW, int(links.new.max()) + 1):
        whole = links.old[(links.new == new) & (links.weight == 1)] - FIRST_OLD
        largest = int(whole[np.argmax(population[whole])])
        code = codes[int(rng.choice(whole))]
        word = "Phường" if largest < 2 * OLD_PER_DISTRICT else "Xã"
        name = f"{word} {old_names[largest]}"
        rows.append((code, name, "commune", PROVINCE_CODE, reform, None))
    columns = ["unit_code", "unit_name", "level", "parent_code", "valid_from"]
    return pd.DataFrame(rows, columns=[*columns, "valid_to"], dtype=object)


def _start_dates(rng: np.random.Generator, n_units: int) -> list[str | None]:
    """First days of the model: October 2025 to May 2026; 15 communes never."""
    starts: list[str | None] = [None] * n_units
    starts[CENTRE] = "2025-10-01"
    months = [f"2025-{m:02d}-01" for m in (10, 11, 12)]
    months += [f"2026-{m:02d}-01" for m in range(1, 6)]
    order = rng.permutation(np.arange(FIRST_NEW, n_units))
    for place, unit in enumerate(order[15:]):
        starts[int(unit)] = months[place % len(months)]
    return starts


def _org_codes(n_new: int) -> list[str]:
    """Province-last codes before the reform, province-first codes after."""
    codes = ["000.00.00.H09", "000.00.00.H09"]
    codes += [f"000.00.{d + 1:02d}.H09" for d in range(N_DISTRICTS)]
    codes += [
        f"000.{place + 1:02d}.{district + 1:02d}.H09"
        for district in range(N_DISTRICTS)
        for place in range(OLD_PER_DISTRICT)
    ]
    return codes + [f"H09.{101 + i}" for i in range(n_new)]


def succession_rows(places: Places) -> pd.DataFrame:
    """Raw-shaped succession, with the abolished districts."""
    units, links = places.units, places.links
    n_parts = np.bincount(links.old, minlength=FIRST_NEW)
    n_olds = np.bincount(links.new, minlength=places.n_units)
    reform = to_date(REFORM_DAY).isoformat()
    codes = units["unit_code"].tolist()
    rows: list[tuple[str, str, str, str, float | None]] = []
    for old, new, weight in zip(links.old, links.new, links.weight, strict=True):
        kind = "same" if n_olds[new] == 1 else "merge"
        kind = "split" if n_parts[old] > 1 else kind
        rows.append((codes[old], codes[new], reform, kind, float(weight)))
    for district in range(FIRST_DISTRICT, FIRST_OLD):
        rows.append((codes[district], PROVINCE_CODE, reform, "abolished", None))
    columns = ["old_code", "new_code", "effective_date", "kind", "weight"]
    return pd.DataFrame(rows, columns=columns)
