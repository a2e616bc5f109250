"""Who maps a file waits for the unit lists before it, and never for its own."""

from __future__ import annotations

import threading
from pathlib import Path

from ingest.loading.given_units import GivenUnits
from ingest.mapping.unit_lists import UnitLists
from ingest.spec.read_spec import read_spec, shipped_specs
from ingest.spec.spec import Spec

PATIENCE_SECONDS = 20.0
CASES = Path(__file__).parents[2] / "cases"
# units, waves and ballots in one file
UNITS_AND_NAMES = read_spec(CASES / "13_no_ballot_date" / "spec.yml")
UNITS = next(spec for spec in shipped_specs() if spec.name == "unit_list")
NAMES = next(spec for spec in shipped_specs() if spec.name == "letter_list")


class _Waiting:
    """Somebody who asks for the lists in a thread of its own."""

    def __init__(self, given: GivenUnits, number: int, spec: Spec) -> None:
        self.found: list[tuple[UnitLists | None] | None] = []
        self._thread = threading.Thread(
            target=lambda: self.found.append(given.newer(number, spec)), daemon=True
        )
        self._thread.start()

    def is_done(self, within_seconds: float = PATIENCE_SECONDS) -> bool:
        self._thread.join(within_seconds)
        return not self._thread.is_alive()


def test_a_file_that_gives_and_names_units_does_not_wait_for_itself() -> None:
    given = GivenUnits()
    given.expect(0, UNITS_AND_NAMES)
    own = _Waiting(given, 0, UNITS_AND_NAMES)
    assert own.is_done()
    assert own.found == [None]


def test_a_file_waits_for_every_list_before_it() -> None:
    given = GivenUnits()
    given.expect(0, UNITS)
    given.expect(1, UNITS)
    behind = _Waiting(given, 2, NAMES)
    given.settle(0, lambda: None)
    assert not behind.is_done(within_seconds=0.3)
    given.settle(1, lambda: None)
    assert behind.is_done()
    assert behind.found == [(None,)]
    # nothing is new to the next one
    assert given.newer(3, NAMES) is None


def test_nobody_waits_after_the_end() -> None:
    given = GivenUnits()
    given.expect(0, UNITS)
    behind = _Waiting(given, 1, NAMES)
    given.end()
    assert behind.is_done()
    assert behind.found == [None]
