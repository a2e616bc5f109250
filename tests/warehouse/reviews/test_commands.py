"""By command and by file too only the drawn arrows exist: every state × role."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.warehouse.reviews.conftest import PEOPLE, UNIT
from tests.warehouse.reviews.test_steps import DRAWN
from tests.warehouse.reviews.walks import (
    PERIOD,
    TEXT,
    WAY,
    WITH_WORDS,
    bring_to,
    step,
)
from warehouse.commands import review
from warehouse.errors import ThanThienError
from warehouse.reviews.record import read_reviews
from warehouse.reviews.review_file import to_yaml
from warehouse.reviews.reviews import code_of
from warehouse.reviews.steps import ACTIONS
from warehouse.settings import Settings

WHERE = (UNIT.partition("@")[0], PERIOD)


@pytest.fixture
def command(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> partial[str]:
    """`command("steward", "confirm")`, as who has signed in."""
    monkeypatch.setenv("THANTHIEN_HOME", str(home.home))
    monkeypatch.setattr(review, "signed_in_by_prompt", lambda _, role: PEOPLE[role])
    path = tmp_path / "review.yml"
    path.write_text(to_yaml(TEXT, ()), encoding="utf-8")
    return partial(run, path)


def run(path: Path, role: str, action: str) -> str:
    words = [action, *WHERE, "--user", role]
    if action == "write":
        words += ["--from", str(path)]
    if action in WITH_WORDS:
        words += ["--text", "Nêu rõ nguyên nhân"]
    done = CliRunner().invoke(review.review_app, words)
    if isinstance(done.exception, ThanThienError):
        return "refused"
    assert done.exit_code == 0, done.output
    return "taken"


@pytest.mark.parametrize("state", [None, *WAY])
def test_no_command_takes_any_other_step(
    home: Settings, command: partial[str], state: str | None
) -> None:
    if state:
        bring_to(home, state)
    before = read_reviews(home).events
    for role in PEOPLE:
        for action in ACTIONS:
            if (state, role, action) not in DRAWN:
                assert command(role, action) == "refused", (role, action)
    assert read_reviews(home).events == before


def test_a_steward_is_shown_what_was_loaded_and_no_word_of_the_unit(
    home: Settings, command: partial[str]
) -> None:
    for action in WAY["submitted"]:
        step(home, action, period="2026-Q3")
    words = ["show", WHERE[0], "2026-Q3", "--user"]
    said = CliRunner().invoke(review.review_app, [*words, "steward"]).output
    assert "# 08/2026  n_cases: -  n_offered: -  n_reports: -" in said
    assert "# 09/2026  n_cases: 140  n_offered: 60  n_reports: 1" in said
    assert "Phần results" not in said
    assert "n_finished" not in said
    said = CliRunner().invoke(review.review_app, [*words, "committee"]).output
    assert "Phần results" in said


@pytest.mark.parametrize("drawn", DRAWN)
def test_each_drawn_arrow_has_its_command(
    home: Settings, command: partial[str], drawn: tuple[str | None, str, str]
) -> None:
    state, role, action = drawn
    if state:
        bring_to(home, state)
    n_before = len(read_reviews(home).events)
    assert command(role, action) == "taken"
    record = read_reviews(home)
    assert record.reviews[code_of(UNIT, PERIOD)].state == DRAWN[drawn]
    # words of the file are those on record: saved once more they add no step
    is_again = drawn == ("draft", "leader", "write")
    assert len(record.events) == n_before + (not is_again)
