"""Only the drawn arrows exist: every state × role × action, whoever asks."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise, product

import pytest

from tests.warehouse.reviews.conftest import (
    ABOVE,
    NEXT_LEADER,
    NEXT_UNIT,
    PEOPLE,
    UNIT,
)
from tests.warehouse.reviews.walks import (
    MEND,
    PERIOD,
    START,
    TEXT,
    WAY,
    bring_to,
    step,
)
from warehouse.chain import Event, add_link, moment
from warehouse.errors import ReviewError, ThanThienError
from warehouse.reviews.act import take_step
from warehouse.reviews.record import REVIEWS, read_reviews, reviews_in
from warehouse.reviews.reviews import code_of, reviews_of
from warehouse.reviews.steps import ACTIONS, STATES, arrow_from
from warehouse.reviews.text import SECTIONS, ReviewText, Solution
from warehouse.reviews.visible_reviews import seen_reviews
from warehouse.scope import ROLES
from warehouse.settings import Settings
from warehouse.stores.state import writing

# Written by hand from the description of the review, not from its code.
DRAWN = {
    (None, "leader", "write"): "draft",
    ("draft", "leader", "write"): "draft",
    ("returned", "leader", "write"): "draft",
    ("draft", "leader", "submit"): "submitted",
    ("submitted", "steward", "confirm"): "confirmed",
    ("submitted", "steward", "doubt"): "returned",
    ("submitted", "front", "remark"): "submitted",
    ("confirmed", "front", "remark"): "confirmed",
    ("submitted", "committee", "return"): "returned",
    ("confirmed", "committee", "return"): "returned",
    ("confirmed", "committee", "release"): "released",
}
# A release of before the steward's step was there: on record only, never taken anew.
FORMER = {("submitted", "released")}
CODE = code_of(UNIT, PERIOD)


def test_only_the_drawn_arrows_exist() -> None:
    found = {}
    for state, role, action in product(
        (None, *STATES), (*ROLES, "nobody"), (*ACTIONS, "nothing")
    ):
        arrow = arrow_from(state, role, action)
        if arrow is not None:
            found[state, role, action] = arrow.to
    assert found == DRAWN


@pytest.mark.parametrize("state", [None, *WAY])
def test_no_account_takes_any_other_step(home: Settings, state: str | None) -> None:
    """Through the one door that page and command use."""
    if state:
        bring_to(home, state)
    before = read_reviews(home).events
    for role, action in product(ROLES, (*ACTIONS, "nothing")):
        if (state, role, action) not in DRAWN:
            with pytest.raises(ReviewError):
                step(home, action, role=role)
    assert read_reviews(home).events == before


@pytest.mark.parametrize("drawn", DRAWN)
def test_each_drawn_arrow_can_be_gone(
    home: Settings, drawn: tuple[str | None, str, str]
) -> None:
    state, role, action = drawn
    if state:
        bring_to(home, state)
    assert step(home, action, role=role).state == DRAWN[drawn]


def test_words_saved_again_as_they_stand_are_one_step(home: Settings) -> None:
    """After a cut nobody knows whether the first save counted: saving again is safe."""
    first = step(home, "write")
    assert step(home, "write", days=1) == first
    assert len(read_reviews(home).events) == 1
    other = ReviewText(TEXT.sections, (MEND, MEND))
    step(home, "write", text=other, days=1)
    step(home, "write", days=1)
    assert len(read_reviews(home).events) == 3
    step(home, "submit", days=1)
    step(home, "return", days=2)
    step(home, "write", days=3)
    assert len(read_reviews(home).events) == 6


def test_nobody_else_of_the_same_role_may_write(home: Settings) -> None:
    """Another unit's leader, and the leader above: each writes of the own unit."""
    for leader in (NEXT_LEADER, ABOVE):
        with pytest.raises(ReviewError, match="may take a step"):
            take_step(home, UNIT, PERIOD, "write", by=leader, text=TEXT)
    with pytest.raises(ReviewError, match="may take a step"):
        take_step(home, "99999@1900-01-01", PERIOD, "release", by=PEOPLE["committee"])


def test_a_review_is_of_a_period_that_is_over(home: Settings) -> None:
    with pytest.raises(ReviewError, match="has begun"):
        step(home, "write", period="2026-12")
    with pytest.raises(ThanThienError, match="a year, half-year"):
        step(home, "write", period="2026-13")
    step(home, "write", period="2026-11")
    with pytest.raises(ReviewError, match="once its period is over"):
        step(home, "submit", period="2026-11")


def test_the_clock_does_not_go_back(home: Settings) -> None:
    step(home, "write", days=3)
    with pytest.raises(ReviewError, match="never earlier"):
        step(home, "submit", days=1)


@pytest.mark.parametrize("name", [*SECTIONS, "solutions"])
def test_a_review_with_an_open_section_is_not_submitted(
    home: Settings, name: str
) -> None:
    sections = {key: words for key, words in TEXT.sections.items() if key != name}
    solutions = () if name == "solutions" else TEXT.solutions
    step(home, "write", text=ReviewText(sections, solutions))
    with pytest.raises(ReviewError, match=name):
        step(home, "submit")


@pytest.mark.parametrize(
    "text",
    [
        ReviewText({"praise": "x"}),
        ReviewText({"lead": "a\x00b"}),
        ReviewText({}, (Solution("Thêm\x1bquầy", "An", date(2026, 12, 1)),)),
        ReviewText({"lead": "x" * 4001}),
        ReviewText({}, (Solution("", "An", date(2026, 12, 1)),)),
        ReviewText({}, (Solution("Thêm quầy", " ", date(2026, 12, 1)),)),
        ReviewText({}, (Solution("x" * 301, "An", date(2026, 12, 1)),)),
        ReviewText({}, (MEND,) * 21),
    ],
)
def test_words_that_do_not_fit_are_refused(home: Settings, text: ReviewText) -> None:
    with pytest.raises(ReviewError):
        step(home, "write", text=text)
    assert read_reviews(home).events == ()


def test_nothing_is_released_before_its_figures_are_confirmed(home: Settings) -> None:
    bring_to(home, "submitted")
    with pytest.raises(ReviewError, match="no arrow"):
        step(home, "release")
    review = step(home, "confirm")
    assert review.confirmation is not None
    assert review.confirmation.said("actor") == PEOPLE["steward"].user_name
    assert step(home, "release").confirmation == review.confirmation


def test_a_confirmation_and_remarks_are_of_one_submission(home: Settings) -> None:
    bring_to(home, "submitted")
    step(home, "remark")
    step(home, "confirm")
    assert len(step(home, "remark").remarks) == 2
    step(home, "return")
    step(home, "write")
    again = step(home, "submit")
    assert (again.confirmation, again.remarks) == (None, ())
    assert step(home, "doubt").reason == "Nêu rõ nguyên nhân"


def test_a_release_of_before_the_stewards_step_is_read_as_it_was(
    home: Settings,
) -> None:
    review = bring_to(home, "submitted")
    with writing(home) as connection:
        record = reviews_in(home, connection)
        named = ("release", "committee", "month", UNIT, {"actor": "ban.chi.dao"})
        event = Event(record.next_seq, review.code, moment(START), *named)
        before = record.mac
        add_link(REVIEWS, home, connection, event, before_mac=before, actor="x")
    found = read_reviews(home).reviews[review.code]
    assert (found.state, found.submission) == ("released", review.submission)


def test_figures_that_are_missing_stop_the_submission(home: Settings) -> None:
    step(home, "write", period="2019-05")
    with pytest.raises(ReviewError, match="the data of the build reach"):
        step(home, "submit", period="2019-05")


def test_a_reason_is_needed_to_return(home: Settings) -> None:
    bring_to(home, "submitted")
    acts = (("return", "committee"), ("doubt", "steward"), ("remark", "front"))
    for reason, (action, role) in product(("", " \n", "x" * 4001, "a\x00b"), acts):
        with pytest.raises(ReviewError):
            take_step(home, UNIT, PERIOD, action, by=PEOPLE[role], reason=reason)
    assert step(home, "return").reason == "Nêu rõ nguyên nhân"


def test_solutions_come_back_until_they_are_done(home: Settings) -> None:
    bring_to(home, "released")
    review = step(home, "write", period="2026-11")
    [follow] = review.text.followed
    assert (follow.of_period, follow.solution, follow.done) == (PERIOD, MEND, "")
    with pytest.raises(ReviewError, match="whether it is done"):
        step(home, "submit", period="2026-11", days=30)
    for answers in ({"no such": "done"}, {follow.name: "perhaps"}):
        with pytest.raises(ReviewError):
            step(home, "write", period="2026-11", answers=answers)
    answered = step(home, "write", period="2026-11", answers={follow.name: "partly"})
    assert [one.done for one in answered.text.followed] == ["partly"]
    # reviews of another length have solutions of their own
    assert step(home, "write", period="2026-Q4").text.followed == ()


def test_solutions_released_after_the_draft_are_answered_too(home: Settings) -> None:
    bring_to(home, "submitted")
    step(home, "write", period="2026-11")
    step(home, "confirm")
    step(home, "release")
    with pytest.raises(ReviewError, match="after this draft"):
        step(home, "submit", period="2026-11", days=30)


def test_others_read_what_was_submitted(home: Settings) -> None:
    def seen(who: str) -> list[str]:
        return list(seen_reviews(home, read_reviews(home), PEOPLE[who]))

    bring_to(home, "draft")
    assert seen("leader") == [CODE]
    for who in ("committee", "steward", "front", "officer"):
        assert seen(who) == []
    step(home, "submit")
    step(home, "return")
    step(home, "write", text=ReviewText({"lead": "Bản viết lại"}))
    assert seen("committee") == [CODE]
    for who in ("steward", "front"):
        assert seen(who) == [CODE]
    assert seen("officer") == []
    for leader, codes in ((NEXT_LEADER, []), (ABOVE, [CODE])):
        assert list(seen_reviews(home, read_reviews(home), leader)) == codes
    review = read_reviews(home).reviews[CODE]
    assert review.submitted_text.sections == TEXT.sections
    assert review.text.sections == {"lead": "Bản viết lại"}


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_thousand_random_steps_keep_what_holds(seed: int) -> None:
    """Any event at all may come, as if the store took all that is thrown at it."""
    chance = random.Random(seed)
    events = []
    for seq in range(10_000):
        unit = f"{chance.randrange(90)}@2025-07-01"
        named = (chance.choice(ACTIONS), chance.choice(sorted(ROLES)), "month", unit)
        at = START.isoformat()
        body = {"solutions": "[]"}
        events.append(Event(seq, code_of(unit, PERIOD), at, *named, body))
    found = reviews_of(events)
    after = {(state, to) for (state, _, _), to in DRAWN.items()} | FORMER
    for review in found.values():
        states = [step.state for step in review.steps]
        assert {(None, states[0]), *pairwise(states)} <= after
        assert "released" not in states[:-1]
    assert sum(len(review.steps) for review in found.values()) > 300
    assert {review.state for review in found.values()} == set(STATES)
    assert NEXT_UNIT not in found
