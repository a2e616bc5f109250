"""`thanthien review …`: periodic reviews, step by step, by who may take each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.commands.terminal import LANG, AsJson, console, print_json
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    from warehouse.reviews.due import Standing
    from warehouse.reviews.facts import Facts
    from warehouse.reviews.reviews import Review

say = words_of(LANG)

review_app = typer.Typer(no_args_is_help=True, help=say("commands.review.help"))

User = Annotated[str, typer.Option(help=say("commands.review.user"))]
Period = Annotated[str, typer.Argument(help=say("commands.review.period"))]
Unit = Annotated[str, typer.Argument(help=say("commands.review.unit"))]


@review_app.command("list", help=say("commands.review.list"))
def review_list(period: Period, user: User, as_json: AsJson = False) -> None:
    from warehouse.chain import day_of
    from warehouse.reviews.due import standings
    from warehouse.reviews.record import read_reviews
    from warehouse.reviews.units import units_of

    settings = Settings.from_environment()
    units = units_of(settings, signed_in_by_prompt(settings, user))
    reviews = read_reviews(settings).reviews
    rows = standings(settings, units, reviews, period, day_of(None))
    if as_json:
        print_json({"reviews": [_as_json(row) for row in rows]})
        return
    for row in rows:
        parts = (
            row.unit["unit_code"],
            row.unit["unit_name"],
            say(f"reviews.states.{row.state}"),
            say(f"reviews.times.{row.time}"),
            f"{row.due_on:%d/%m/%Y}",
        )
        console.print("  ".join(parts), markup=False)


@review_app.command("show", help=say("commands.review.show"))
def review_show(unit: Unit, period: Period, user: User) -> None:
    from warehouse.errors import ReviewError
    from warehouse.reviews.record import read_reviews
    from warehouse.reviews.review_file import to_yaml
    from warehouse.reviews.reviews import code_of, coming_back
    from warehouse.reviews.text import ReviewText
    from warehouse.reviews.visible_reviews import (
        changes_of,
        seen_reviews,
        submitted_facts,
    )
    from warehouse.rights import FRONT

    settings = Settings.from_environment()
    by = signed_in_by_prompt(settings, user)
    unit_key = _unit_key(settings, by, unit)
    record = read_reviews(settings)
    review = seen_reviews(settings, record, by).get(code_of(unit_key, period))
    if review is None:
        if unit != by.unit_code:
            rule = "a review that was submitted, of a unit this account covers"
            raise ReviewError("review", period, rule, "thanthien review list")
        followed = coming_back(record.reviews, unit_key, period)
        console.print(to_yaml(ReviewText(), followed), markup=False)
        return
    text = review.text if unit == by.unit_code else review.submitted_text
    _print_steps(review)
    frozen = submitted_facts(settings, review)
    if by.role == "steward":  # the words and figures of units are not a steward's
        _print_handed_in(frozen)
    else:
        console.print(to_yaml(text, text.followed), markup=False)
    if frozen is None or by.role == FRONT:
        return
    changes = changes_of(settings, frozen, by)
    if changes is None:
        console.print(say("commands.review.gone"))
        return
    for one in changes:
        line = f"# {one.figure} {one.row}: {one.old} → {one.new} ({one.why})"
        console.print(line, markup=False)


@review_app.command("write", help=say("commands.review.write"))
def review_write(
    unit: Unit,
    period: Period,
    user: User,
    source: Annotated[
        Path,
        typer.Option(
            "--from", exists=True, readable=True, help=say("commands.review.source")
        ),
    ],
) -> None:
    from warehouse.reviews.review_file import from_yaml

    text, answers = from_yaml(source)
    _take(unit, period, "write", user, text=text, answers=answers)


@review_app.command("submit", help=say("commands.review.submit"))
def review_submit(unit: Unit, period: Period, user: User) -> None:
    _take(unit, period, "submit", user)


@review_app.command("return", help=say("commands.review.return"))
def review_return(
    unit: Unit,
    period: Period,
    user: User,
    text: Annotated[str, typer.Option(help=say("commands.review.text"))],
) -> None:
    _take(unit, period, "return", user, reason=text)


@review_app.command("confirm", help=say("commands.review.confirm"))
def review_confirm(unit: Unit, period: Period, user: User) -> None:
    _take(unit, period, "confirm", user)


@review_app.command("doubt", help=say("commands.review.doubt"))
def review_doubt(
    unit: Unit,
    period: Period,
    user: User,
    text: Annotated[str, typer.Option(help=say("commands.review.doubt_text"))],
) -> None:
    _take(unit, period, "doubt", user, reason=text)


@review_app.command("remark", help=say("commands.review.remark"))
def review_remark(
    unit: Unit,
    period: Period,
    user: User,
    text: Annotated[str, typer.Option(help=say("commands.review.remark_text"))],
) -> None:
    _take(unit, period, "remark", user, reason=text)


@review_app.command("release", help=say("commands.review.release"))
def review_release(unit: Unit, period: Period, user: User) -> None:
    _take(unit, period, "release", user)


@review_app.command("check", help=say("commands.review.check"))
def review_check() -> None:
    from warehouse.reviews.check import check_reviews

    n = check_reviews(Settings.from_environment())
    console.print(say("commands.review.intact", n=n))


def _take(unit: str, period: str, action: str, user: str, **words: Any) -> None:
    from warehouse.reviews.act import take_step

    settings = Settings.from_environment()
    by = signed_in_by_prompt(settings, user)
    unit_key = _unit_key(settings, by, unit)
    review = take_step(settings, unit_key, period, action, by=by, **words)
    state = say(f"reviews.states.{review.state}")
    done = say("commands.review.done", unit=unit, period=period, state=state)
    console.print(done, markup=False)


def _unit_key(settings: Settings, by: Identity, unit_code: str) -> str:
    from warehouse.errors import ReviewError
    from warehouse.reviews.units import units_of

    for row in units_of(settings, by):
        if row["unit_code"] == unit_code and row["is_current"]:
            return str(row["unit_key"])
    rule = "the code of a unit of today that this account covers"
    raise ReviewError("unit", unit_code, rule, "correct the code")


def _as_json(row: Standing) -> dict[str, object]:
    return {
        "unit_code": row.unit["unit_code"],
        "unit_key": row.unit["unit_key"],
        "unit_name": row.unit["unit_name"],
        "state": row.state,
        "time": row.time,
        "due_on": row.due_on,
    }


def _print_handed_in(frozen: Facts | None) -> None:
    """What was loaded of each month when the review was submitted."""
    from warehouse.reviews.facts import each_month
    from warehouse.reviews.registers import HANDED_IN

    if frozen is None or frozen.handed_in is None:
        return
    for row in each_month(frozen.period, frozen.handed_in):
        counts = "  ".join(f"{name}: {row.get(name, '-')}" for name in HANDED_IN)
        console.print(f"# {row['month']:%m/%Y}  {counts}", markup=False)


def _print_steps(review: Review) -> None:
    for step in review.steps:
        parts = (
            f"{step.event.day:%d/%m/%Y}",
            say(f"reviews.actions.{step.event.action}"),
            step.event.said("actor"),
            step.event.said("text"),
        )
        line = "  ".join(part for part in parts if part)
        console.print(f"# {line}", markup=False)
