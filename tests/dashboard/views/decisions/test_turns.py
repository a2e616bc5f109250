"""On the page each role finds the steps of its arrows, and no other: every state."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.warehouse.process.conftest import PEOPLE as CONCERNED
from tests.warehouse.process.test_steps import DRAWN, LATE
from tests.warehouse.process.walks import WAY, bring_to
from warehouse.matters.steps import ACTIONS
from warehouse.settings import Settings
from warehouse.words import words_of

pytestmark = pytest.mark.release
NO_PAGE = {"front", "ministry"}


def test_who_has_no_page_has_no_arrow() -> None:
    assert not {who for (_, who, _) in DRAWN} & NO_PAGE


@pytest.mark.parametrize("state", WAY)
def test_only_drawn_arrows_are_on_offer(
    open_page: OpenPage,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
) -> None:
    """On the day itself, when no term is over yet."""
    at = Path(shutil.copytree(home / "builds", tmp_path / "home" / "builds")).parent
    bring_to(Settings(home=at), state, now=datetime.now(UTC))
    monkeypatch.setitem(PEOPLE, "officer", CONCERNED["officer"])
    for role in PEOPLE.keys() - NO_PAGE:
        app = open_page(role, "decisions", at=at)
        assert not app.exception
        drawn = {
            action
            for (start, who, action) in DRAWN
            if (start, who) == (state, role) and action not in LATE
        }
        assert offered(app) == drawn, (state, role)


def offered(app: AppTest) -> set[str]:
    """Steps that have a button, or can be chosen for it."""
    say = words_of("vi")
    labels = {say(f"process.actions.{action}"): action for action in ACTIONS}
    assert len(labels) == len(ACTIONS)
    shown = [button.label for button in app.button]
    shown += [label for box in app.radio for label in box.options]
    return {labels[label] for label in shown if label in labels}
