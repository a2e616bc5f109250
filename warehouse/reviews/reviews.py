"""A review as the steps on record leave it: what no arrow allows has no effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from warehouse.chain import Event, Step
from warehouse.reviews.steps import (
    CONFIRM,
    DOUBT,
    RELEASED,
    REMARK,
    RETURN,
    SUBMIT,
    arrow_on_record,
)
from warehouse.reviews.text import FollowUp, ReviewText, from_body
from warehouse.rules.periods import kind_of, span_of


@dataclass(frozen=True)
class Review:
    """One unit's review of one period.

    Attributes:
        unit_key: The unit, `unit_code@valid_from`.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        steps: Every step that counted, in order.
    """

    unit_key: str
    period: str
    steps: tuple[Step, ...]

    @property
    def code(self) -> str:
        """Names it on record."""
        return code_of(self.unit_key, self.period)

    @property
    def kind(self) -> str:
        """month, quarter, half or year."""
        return kind_of(self.period)

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def text(self) -> ReviewText:
        """What people wrote last."""
        written = [s.event.body for s in self.steps if s.event.action == "write"]
        return from_body(written[-1] or {})

    @property
    def submitted_text(self) -> ReviewText:
        """What people wrote before the last submission: what others may read."""
        actions = [step.event.action for step in self.steps]
        n_steps = len(actions) - actions[::-1].index("submit")
        return replace(self, steps=self.steps[:n_steps]).text

    @property
    def submission(self) -> Event | None:
        """The last submission; its body names the figures frozen with it."""
        return self._last(SUBMIT)

    @property
    def first_submitted_on(self) -> date | None:
        """The day it was submitted first: what counts for being in time."""
        days = [s.event.day for s in self.steps if s.event.action == SUBMIT]
        return days[0] if days else None

    @property
    def reason(self) -> str:
        """Why it was sent back last; empty if it never was."""
        found = self._last(RETURN, DOUBT)
        return found.said("text") if found else ""

    @property
    def confirmation(self) -> Event | None:
        """Who confirmed the figures of the last submission; None if nobody did."""
        found = [event for event in self._since_submission if event.action == CONFIRM]
        return found[-1] if found else None

    @property
    def remarks(self) -> tuple[Event, ...]:
        """What the Front remarked on the last submission, in the order written."""
        return tuple(e for e in self._since_submission if e.action == REMARK)

    @property
    def _since_submission(self) -> tuple[Event, ...]:
        events = [step.event for step in self.steps]
        first = self.submission
        return tuple(e for e in events if first and e.seq > first.seq)

    def _last(self, *actions: str) -> Event | None:
        found = [s.event for s in self.steps if s.event.action in actions]
        return found[-1] if found else None


def code_of(unit_key: str, period: str) -> str:
    """What names the review of a unit and a period on record."""
    return f"{unit_key}/{period}"


def reviews_of(events: Iterable[Event]) -> dict[str, Review]:
    """The reviews a record tells, by their code.

    An event that no arrow allows from where the review stands is passed over.
    """
    found: dict[str, Review] = {}
    for event in events:
        review = found.get(event.subject)
        state = review.state if review else None
        arrow = arrow_on_record(state, event.role, event.action)
        if arrow is None:
            continue
        step = Step(event, arrow.to)
        if review:
            found[event.subject] = replace(review, steps=(*review.steps, step))
        else:
            _, _, period = event.subject.rpartition("/")
            found[event.subject] = Review(event.unit_key, period, (step,))
    return found


def coming_back(
    reviews: Mapping[str, Review], unit_key: str, period: str
) -> tuple[FollowUp, ...]:
    """Solutions of the last released review of the same kind before a period.

    What that review said of still earlier ones comes along unless it was done.
    """
    first, _ = span_of(period)
    earlier = [
        review
        for review in reviews.values()
        if (review.unit_key, review.kind) == (unit_key, kind_of(period))
        and review.state == RELEASED
        and span_of(review.period)[0] < first
    ]
    if not earlier:
        return ()
    last = max(earlier, key=lambda review: span_of(review.period)[0])
    open_still = [
        FollowUp(one.of_period, one.solution)
        for one in last.text.followed
        if one.done != "done"
    ]
    own = [FollowUp(last.period, one) for one in last.text.solutions]
    return (*open_still, *own)
