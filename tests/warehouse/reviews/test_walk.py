"""A walk at random through the store itself: only drawn arrows, and nothing is lost."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.warehouse.reviews.conftest import PEOPLE, UNIT
from tests.warehouse.reviews.test_steps import DRAWN
from tests.warehouse.reviews.walks import START, TEXT, WITH_WORDS
from warehouse.errors import ThanThienError
from warehouse.reviews.act import take_step
from warehouse.reviews.check import check_reviews
from warehouse.reviews.record import read_reviews
from warehouse.reviews.reviews import Review, code_of, coming_back
from warehouse.reviews.steps import ACTIONS
from warehouse.reviews.text import ReviewText
from warehouse.settings import Settings

N_TRIES, N_TRIES_RELEASE = 100, 2_500
TRIES_OF_ONE_RECORD = 100
PERIODS = ("2026-08", "2026-09", "2026-10", "2026-Q3")
"""Reviews of months follow one another; that of a quarter goes its own way."""


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(n, marks=pytest.mark.release) for n in (2, 3, 4))]
)
def test_a_random_walk_through_the_store_keeps_what_holds(
    built: Path, tmp_path: Path, pytestconfig: pytest.Config, seed: int
) -> None:
    """Ten thousand tries with `--release`, each hundred with a record of its own."""
    n_tries = N_TRIES_RELEASE if pytestconfig.getoption("--release") else N_TRIES
    chance = random.Random(seed)
    taken: Counter[tuple[str | None, str, str]] = Counter()
    for first in range(0, n_tries, TRIES_OF_ONE_RECORD):
        folder = tmp_path / str(first)
        # other tests of this folder leave a store beside the builds
        shutil.copytree(built / "builds", folder / "builds")
        walk = Walk(Settings(home=folder), chance)
        for _ in range(min(TRIES_OF_ONE_RECORD, n_tries - first)):
            walk.on()
        assert check_reviews(walk.settings) == walk.taken.total()
        taken += walk.taken
        shutil.rmtree(folder)
    assert taken.total() > n_tries / 4
    if n_tries == N_TRIES_RELEASE:
        assert set(taken) == set(DRAWN)


class Walk:
    """One store, and a clock that goes on by hours.

    Args:
        settings: A home with figures, without any review.
        chance: Where to.
    """

    def __init__(self, settings: Settings, chance: random.Random) -> None:
        self.settings = settings
        self.taken: Counter[tuple[str | None, str, str]] = Counter()
        self._chance = chance
        self._now = START

    def on(self) -> None:
        """One try: an arrow that is drawn moves the review, all else moves nothing."""
        self._now += timedelta(hours=self._chance.randrange(1, 24))
        before = read_reviews(self.settings)
        period = self._chance.choice(PERIODS)
        old = before.reviews.get(code_of(UNIT, period))
        state = old.state if old else None
        role, action = self._try_from(state)
        try:
            new = self._step(period, role, action)
        except ThanThienError:
            assert read_reviews(self.settings).events == before.events
            return
        after = read_reviews(self.settings)
        self.taken[state, role, action] += 1
        assert new.state == DRAWN[state, role, action]
        assert after.events[:-1] == before.events
        assert (after.problem, after.foreign) == ("", ())
        assert after.reviews == before.reviews | {new.code: new}
        if new.state == "released":
            assert new.confirmation is not None
        if action in ("confirm", "remark", "return", "release"):
            assert old is not None
            assert (new.submission, new.text) == (old.submission, old.text)

    def _step(self, period: str, role: str, action: str) -> Review:
        return take_step(
            self.settings,
            UNIT,
            period,
            action,
            by=PEOPLE[role],
            # other words each time: the same ones again are no step
            text=ReviewText({**TEXT.sections, "lead": f"{self._now}"}, TEXT.solutions),
            answers=self._answers(period) if action == "write" else None,
            reason="Nêu rõ" if action in WITH_WORDS else "",
            now=self._now,
        )

    def _answers(self, period: str) -> dict[str, str]:
        reviews = read_reviews(self.settings).reviews
        return {one.name: "done" for one in coming_back(reviews, UNIT, period)}

    def _try_from(self, state: str | None) -> tuple[str, str]:
        """Half of them of an arrow from there, a release less often; others any."""
        arrows = [key for key in DRAWN if key[0] == state and key[2] != "release"]
        if arrows and self._chance.random() < 0.5:
            return self._chance.choice(arrows)[1:]
        return self._chance.choice(list(PEOPLE)), self._chance.choice(ACTIONS)
