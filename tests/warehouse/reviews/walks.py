"""Ways to bring a review into each state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.warehouse.reviews.conftest import PEOPLE, UNIT
from warehouse.reviews.act import take_step
from warehouse.reviews.reviews import Review
from warehouse.reviews.text import SECTIONS, ReviewText, Solution
from warehouse.rules.rules import SHIPPED_DIR
from warehouse.settings import Settings

PERIOD = "2026-10"
START = datetime(2026, 11, 2, 3, tzinfo=UTC)
WAY = {
    "draft": ("write",),
    "submitted": ("write", "submit"),
    "confirmed": ("write", "submit", "confirm"),
    "returned": ("write", "submit", "return"),
    "released": ("write", "submit", "confirm", "release"),
}
WHO = {
    "write": "leader",
    "submit": "leader",
    "confirm": "steward",
    "doubt": "steward",
    "remark": "front",
}
WITH_WORDS = ("return", "doubt", "remark")
MEND = Solution("Thêm một quầy", "Chánh văn phòng", date(2026, 12, 1))
TEXT = ReviewText({name: f"Phần {name}" for name in SECTIONS}, (MEND,))


def bring_to(settings: Settings, state: str) -> Review:
    """Takes the steps to a state."""
    for action in WAY[state]:
        review = step(settings, action)
    assert review.state == state
    return review


def step(
    settings: Settings,
    action: str,
    *,
    role: str = "",
    period: str = PERIOD,
    days: int = 0,
    text: ReviewText = TEXT,
    answers: dict[str, str] | None = None,
) -> Review:
    """Takes one step as who may, or as somebody of another role."""
    return take_step(
        settings,
        UNIT,
        period,
        action,
        by=PEOPLE[role or WHO.get(action, "committee")],
        text=text,
        answers=answers,
        reason="Nêu rõ nguyên nhân" if action in WITH_WORDS else "",
        now=START + timedelta(days=days),
    )


def take_over_examples(settings: Settings) -> None:
    """The scorecard of the examples, as a province would take it over."""
    settings.rules_dir.mkdir(exist_ok=True)
    for source in SHIPPED_DIR.with_name("examples").glob("*.csv"):
        (settings.rules_dir / source.name).write_bytes(source.read_bytes())
