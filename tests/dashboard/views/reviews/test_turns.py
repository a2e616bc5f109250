"""On the page each role finds the buttons of its arrows, and no other: every state."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.warehouse.reviews.test_steps import DRAWN
from tests.warehouse.reviews.walks import PERIOD, WAY, bring_to
from warehouse.reviews.steps import ACTIONS
from warehouse.settings import Settings
from warehouse.words import words_of

pytestmark = pytest.mark.release


@pytest.mark.parametrize("state", [None, *WAY])
def test_only_drawn_arrows_have_a_button(
    open_page: OpenPage, home: Path, tmp_path: Path, state: str | None
) -> None:
    at = Path(shutil.copytree(home / "builds", tmp_path / "home" / "builds")).parent
    if state:
        bring_to(Settings(home=at), state)
    say = words_of("vi")
    labels = {say(f"reviews.actions.{action}"): action for action in ACTIONS}
    assert len(labels) == len(ACTIONS)
    for role in PEOPLE.keys() - {"officer"}:  # who has no such page, and no arrow
        app = open_page(role, "reviews", at=at, review_period=PERIOD)
        assert not app.exception
        found = {labels[b.label] for b in app.button if b.label in labels}
        drawn = {action for (s, r, action) in DRAWN if (s, r) == (state, role)}
        if "write" in drawn:  # the form saves first, so that what is sent is written
            drawn |= {"submit"}
        assert found == drawn, (state, role)
