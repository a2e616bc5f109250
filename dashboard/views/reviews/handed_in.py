"""What a steward confirms: what was loaded of each month of a review's period."""

from __future__ import annotations

from dashboard import badge, blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.tables import Column, Row, show_table
from warehouse.reviews.facts import months_until, span_of
from warehouse.reviews.reviews import Review

COUNTS = ("n_cases", "n_offered", "n_reports")


def show_handed_in(page: Page, review: Review) -> None:
    """Each month of the period with what was loaded of it, and the build it rests on.

    A month of which nothing was loaded is a row without figures: what is missing is
    what the steward looks for.

    Args:
        page: The frame of this run.
        review: A review; one that was never submitted shows nothing.
    """
    words, submission = page.words, review.submission
    if submission is None:
        return
    title = words("reviews.handed_in")
    blocks.heading(title, words("reviews.handed_in_lead"))
    rows = _months(page, review)
    columns = (
        Column(words("reviews.month"), lambda row: dates.month(row["month"])),
        *(_counted(page, name) for name in COUNTS),
        Column(
            words("reviews.coverage.last_seen_on"),
            lambda row: dates.day(row.get("last_seen_on")),
        ),
    )
    show_table(rows, columns, title)
    filled = [row["month"] for row in rows if any(row.get(name) for name in COUNTS)]
    n, of = (numbers.count(len(found), page.lang) for found in (filled, rows))
    build, digest = submission.said("build_id"), submission.said("figures")[:12]
    badge.show_badge(
        page,
        n=words("reviews.handed_in_n", n=n, of=of),
        coverage=words("coverage.all_loaded"),
        source=badge.recorded_in(page, "records"),
        dates=badge.days(page, filled),
        notes=(words("reviews.named", build=build, digest=digest),),
    )


def _counted(page: Page, name: str) -> Column:
    def text(row: Row) -> str:
        return numbers.count(row.get(name), page.lang)

    return Column(page.words(f"reviews.coverage.{name}"), text, is_number=True)


def _months(page: Page, review: Review) -> list[Row]:
    """All months of the period in order; of an unknown one only its first day."""
    _, end = span_of(review.period)
    answer = ask(page, "unit_coverage", unit_key=review.unit_key)
    known = {row["month"]: row for row in answer.rows}
    months = months_until(review.period, end)
    return [known.get(month, {"month": month}) for month in months]
