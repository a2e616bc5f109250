"""The planted truth, counted while the cases are drawn, for `truth.json`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.simulation.cases import (
    REWRITES_FINISH,
    Cases,
    as_exported,
    export_end,
)
from ingest.simulation.clock import N_MONTHS, NEVER, Floats, to_date
from ingest.simulation.people import N_OFFICERS, officer_code
from ingest.simulation.places import FIRST_NEW, FIRST_OLD, succession_rows
from ingest.simulation.planted import Planted
from ingest.simulation.registers.duties import reminder_rows
from ingest.simulation.registers.letters import FAULTS_FROM
from ingest.simulation.registers.life_truth import life_truth
from ingest.simulation.registers.owed_letters import OwedLetters
from ingest.simulation.registers.reminded import often_reminded
from ingest.simulation.respondents import planted_groups
from ingest.simulation.service import Counter, expected_service_share
from ingest.simulation.surveys import (
    AFTER,
    BEFORE,
    HOUSEHOLD_ITEMS,
    INDEPENDENT,
    PHONE,
    SERVICE_ITEMS,
    Shares,
    service_quarters,
)
from ingest.simulation.tables import case_codes
from ingest.simulation.world import (
    COACHED_SHARE,
    LATE_FACTOR_AFTER_START,
    REWRITE_SHARE,
    World,
)

Row = dict[str, object]


class Truth:
    """Counts what the exports will show in the end, and what they showed first.

    Args:
        world: The province.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        n_units = world.places.n_units
        self._n_due: npt.NDArray[np.int64] = np.zeros(n_units, dtype=np.int64)
        self._n_late = np.zeros_like(self._n_due)
        self._n_official = np.zeros_like(self._n_due)
        self._n_posted = np.zeros((N_OFFICERS, n_units), dtype=np.int64)
        self._rewritten: list[Row] = []
        self._letters = OwedLetters(world)
        units = world.places.units
        self._units: list[Row] = [
            {"unit_code": str(code), "unit_valid_from": str(first)}
            for code, first in zip(units["unit_code"], units["valid_from"], strict=True)
        ]

    def count(self, received: Cases) -> None:
        """Adds the cases received in one month."""
        self._letters.count(received)
        last = as_exported(received, N_MONTHS - 1)
        is_done = (last["finished"] < NEVER) & (received["due"] < NEVER)
        is_late = is_done & (received["finished"] > received["due"])
        official = is_done & (last["finished"] > last["due"])
        for total, chosen in (
            (self._n_due, is_done),
            (self._n_late, is_late),
            (self._n_official, official),
        ):
            total += np.bincount(received["unit"][chosen], minlength=len(total))
        np.add.at(self._n_posted, (received["officer"], received["unit"]), 1)
        rewritten = received[received["rewrite"] > 0]
        assert (rewritten["finished"] <= export_end(N_MONTHS - 2)).all()
        codes = case_codes(self.world, rewritten).to_pylist()
        for code, case in zip(codes, rewritten, strict=True):
            column = "finished_at" if case["rewrite"] == REWRITES_FINISH else "due_at"
            unit = self._unit(int(case["unit"]))
            self._rewritten.append({"case_code": code, "column": column, **unit})

    def _unit(self, row: int) -> Row:
        return self._units[row]

    def as_dict(self, shares: Shares, counter: Counter, planted: Planted) -> Row:
        """Everything planted, with exact parameters."""
        world = self.world
        people = world.people
        low = set(people.low_officers.tolist())
        choosing = counter.choosing
        return {
            "label": "DỮ LIỆU MÔ PHỎNG: không phải tỉnh có thật",
            "seed": world.seed,
            "n_cases": world.n_cases,
            "has_effect": world.has_effect,
            "not_comparable_waves": [PHONE],
            "satisfied_shares": self._shares(shares, counter),
            "effects": self._effects(shares),
            "group_shifts": planted_groups(has_effect=world.has_effect),
            "late_probability_factor_after_start": (
                LATE_FACTOR_AFTER_START if world.has_effect else 1.0
            ),
            "low_officers": [officer_code(o) for o in sorted(low)],
            "officer_true_shares": {
                officer_code(o): float(share)
                for o, share in enumerate(people.true_share)
            },
            "coaching_units": [
                {**self._unit(int(u)), "coached_share": COACHED_SHARE}
                for u in world.plan.coaching_units
            ],
            "choosing_units": [
                {
                    **self._unit(choosing.unit),
                    "never_asked_about": officer_code(choosing.officer),
                }
            ],
            "rewriting_units": self._rewriting_units(),
            "rewritten_cases": self._rewritten,
            "on_time": self._on_time(),
            "owed_letters": self._letters.as_rows(),
            "owed_letters_for_faults": {
                "valid_from": FAULTS_FROM,
                "units": self._letters.of_faults(),
            },
            **life_truth(world),
            **_reminded(world),
            "moves": self._moves(),
            "succession": succession_rows(world.places)
            .query("kind != 'abolished'")
            .to_dict("records"),
            **planted.as_dict(),
        }

    def _shares(self, shares: Shares, counter: Counter) -> list[Row]:
        old = range(FIRST_OLD, FIRST_NEW)
        new = range(FIRST_NEW, self.world.places.n_units)
        rows = self._wave(BEFORE, "then", old, shares.before)
        rows += self._wave(BEFORE, "today", new, shares.mixed)
        rows += self._wave(AFTER, "then", new, shares.after)
        for wave, month in INDEPENDENT:
            found = [expected_service_share(self.world, month, u) for u in new]
            rows += self._wave(wave, "then", new, np.array(found), SERVICE_ITEMS)
        for place, wave in enumerate(service_quarters()):
            n = counter.n_ballots[place]
            units = np.flatnonzero(n)
            found = counter.sum_share[place][units] / n[units, None]
            rows += self._wave(wave, "then", units.tolist(), found, SERVICE_ITEMS)
        return rows

    def _wave(
        self,
        wave: str,
        map_: str,
        units: range | list[int],
        share: Floats,
        items: tuple[str, ...] = HOUSEHOLD_ITEMS,
    ) -> list[Row]:
        return [
            {
                "wave_code": wave,
                "map": map_,
                **self._unit(unit),
                "item_code": item,
                "share": round(float(share[place, column]), 6),
            }
            for place, unit in enumerate(units)
            for column, item in enumerate(items)
        ]

    def _effects(self, shares: Shares) -> list[Row]:
        return [
            {
                **self._unit(FIRST_NEW + unit),
                "item_code": item,
                "effect": round(float(shares.effect[unit, column]), 6),
            }
            for unit in range(len(shares.effect))
            for column, item in enumerate(HOUSEHOLD_ITEMS)
        ]

    def _rewriting_units(self) -> list[Row]:
        rows = []
        for row in self.world.plan.rewriting_units.tolist():
            unit = self._unit(row)
            here = [one for one in self._rewritten if unit.items() <= one.items()]
            n_late = int(self._n_late[row])
            planned = {"rewrite_share": REWRITE_SHARE, "n_late_strict": n_late}
            rows.append({**unit, **planned, "n_rewritten": len(here)})
        return rows

    def _on_time(self) -> list[Row]:
        """Final finished cases with a due date, by receiving unit."""
        return [
            {
                **self._unit(unit),
                "n_finished_with_due": int(self._n_due[unit]),
                "n_late_strict": int(self._n_late[unit]),
                "n_late_official": int(self._n_official[unit]),
            }
            for unit in np.flatnonzero(self._n_due).tolist()
        ]

    def _moves(self) -> list[Row]:
        rows: list[Row] = []
        for officer, old, new, day in self.world.people.moved:
            rows.append(
                {
                    "officer_code": officer_code(officer),
                    "moved_on": to_date(day).isoformat(),
                    "from": self._unit(old),
                    "to": self._unit(new),
                    "n_cases_from": int(self._n_posted[officer, old]),
                    "n_cases_to": int(self._n_posted[officer, new]),
                }
            )
        return rows


def _reminded(world: World) -> Row:
    rows = reminder_rows(world).to_dict("records")
    measures = {
        (one["officer_code"], one["given_on"])
        for one in rows
        if one["kind"] == "measure"
    }
    return {
        "often_reminded": often_reminded(
            [{str(k): one[k] for k in one} for one in rows]
        ),
        "measures": [
            {"officer_code": code, "given_on": day} for code, day in sorted(measures)
        ],
    }


def write_truth(path: Path, truth: Row) -> None:
    """Writes `truth.json`, one entry per line and with the same bytes each time."""
    lines = [
        f"{json.dumps(key)}: {json.dumps(truth[key], ensure_ascii=False)}"
        for key in sorted(truth)
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
