"""The truth about letters: which were owed, by which day, and what became of them.

Counted from the cases and petitions as they were drawn and from the register as it
was planted, by the shipped rules: an apology within three working days after a broken
promise, thanks within ten, the others within five. Apart from these stand apologies
for errors and lost papers, as a province that has a rule for them owes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from ingest.simulation.cases import Cases, export_end
from ingest.simulation.clock import (
    N_MONTHS,
    REFORM_DAY,
    Ints,
    days_of,
    month_of,
    month_start,
    seconds,
    to_date,
    to_day,
)
from ingest.simulation.petitions import draw_petitions
from ingest.simulation.registers.letters import (
    FAULTS_FROM,
    accepted_feedback,
    faults_found,
    kinds_of_letter,
    letter_rows,
    petition_codes,
)
from ingest.simulation.tables import case_codes
from ingest.simulation.world import World

APOLOGY_DAYS, THANKS_DAYS, EVENT_DAYS = 3, 10, 5
LAST_DAY = month_start(N_MONTHS) - 1
STATES = ("in_time", "sent_late", "missing", "waiting", "exempt")
Row = dict[str, object]


class OwedLetters:
    """Counts the letters each unit owes.

    Args:
        world: The province.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._events = kinds_of_letter(world)
        starts = world.places.units["model_start_date"]
        self._heirs = _heirs(world)
        self._starts = [0 if pd.isna(day) else to_day(str(day)) for day in starts]
        self._states: Counter[tuple[int, str, str]] = Counter()
        self._answers = _answers(letter_rows(world))

    def count(self, received: Cases) -> None:
        """Adds the cases received in one month."""
        # an open case is known as late only as far as its last export
        stated = export_end(int(month_of(days_of(received["received"])).max(initial=0)))
        is_stated_late = received["due"] < seconds(days_of(np.array([stated])), 0)[0]
        end = export_end(N_MONTHS - 1)
        done = received["finished"] <= end
        is_open = ~done & (received["closed"] > end)
        late = np.where(done, received["finished"] > received["due"], False)
        late |= is_open & is_stated_late
        chosen = received[late]
        self._add(chosen, ["apology"] * len(chosen), chosen["due"], APOLOGY_DAYS)
        kinds = self._events[received["procedure"]]
        called = done & (kinds != "")
        chosen = received[called]
        self._add(chosen, kinds[called].tolist(), chosen["finished"], EVENT_DAYS)

    def _add(self, cases: Cases, kinds: list[str], times: Ints, n_days: int) -> None:
        codes = [str(code) for code in case_codes(self.world, cases).to_pylist()]
        self._judge(cases["unit"], kinds, codes, days_of(times), n_days)

    def _judge(
        self,
        units: Ints,
        kinds: Iterable[str],
        codes: Iterable[str],
        days: Ints,
        n_days: int,
    ) -> None:
        n = np.full(len(days), n_days, dtype=np.int64)
        due = self.world.calendar.after(days, n)
        for unit, kind, code, day, last in zip(
            units.tolist(), kinds, codes, days.tolist(), due.tolist(), strict=True
        ):
            unit = self._heirs.get(unit, unit) if day >= REFORM_DAY else unit
            if day >= self._starts[unit]:
                state = _state(self._answers.get((kind, code)), last)
                self._states[unit, kind, state] += 1

    def of_faults(self) -> list[Row]:
        """Apologies for errors and lost papers; forgets all others."""
        found = faults_found(draw_petitions(self.world))
        found = found[found["resolved"] >= to_day(FAULTS_FROM)]
        codes = petition_codes(self.world, found)
        kinds = ["apology"] * len(found)
        self._states.clear()
        self._judge(found["unit"], kinds, codes, found["resolved"], APOLOGY_DAYS)
        return self._as_rows()

    def as_rows(self) -> list[Row]:
        """Per unit and kind of letter, how many are in each state."""
        found = accepted_feedback(draw_petitions(self.world))
        codes = petition_codes(self.world, found)
        thanks = ["thanks"] * len(found)
        self._judge(found["unit"], thanks, codes, found["resolved"], THANKS_DAYS)
        return self._as_rows()

    def _as_rows(self) -> list[Row]:
        units = self.world.places.units
        keys = sorted({(unit, kind) for unit, kind, _ in self._states})
        return [
            {
                "unit_code": str(units["unit_code"].iloc[unit]),
                "unit_valid_from": str(units["valid_from"].iloc[unit]),
                "letter_kind": kind,
                **{f"n_{state}": self._states[unit, kind, state] for state in STATES},
            }
            for unit, kind in keys
        ]


def _heirs(world: World) -> dict[int, int]:
    """Old communes → the new one with the largest part of each."""
    links = world.places.links
    order = np.lexsort((links.new, -links.weight, links.old))
    old, new = links.old[order], links.new[order]
    return {int(one): int(new[np.argmax(old == one)]) for one in np.unique(old)}


def _answers(letters: pd.DataFrame) -> Mapping[tuple[str, str], tuple[str, bool]]:
    """Kind and matter → first day written, and whether a reason stands instead."""
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for one in letters.to_dict("records"):
        matter = str(one["case_code"] or one["petition_code"])
        key = (str(one["letter_kind"]), matter)
        stated = (str(one["sent_on"]), one["exempt_reason"] is not None)
        found[key] = min(found.get(key, stated), stated)
    return found


def _state(answer: tuple[str, bool] | None, due: int) -> str:
    if answer is None:
        return "missing" if due < LAST_DAY else "waiting"
    sent_on, is_exempt = answer
    if is_exempt:
        return "exempt"
    return "in_time" if sent_on <= to_date(due).isoformat() else "sent_late"
