"""`thanthien wave draw`: whom to ask, drawn so that anyone can draw the same again."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer
from rich.table import Table

from warehouse.commands.terminal import LANG, AsJson, console, grouped, print_json
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from warehouse.people.account_rows import Identity
    from warehouse.read import Answer
    from warehouse.waves.draw import Draw
    from warehouse.waves.draw_table import KeptDraw
    from warehouse.waves.second_draw import KeptSecond
    from warehouse.waves.visits import Visits

say = words_of(LANG)


def _option(name: str, *flags: str) -> typer.models.OptionInfo:
    text = say(f"commands.wave_draw.{name}")
    return typer.Option(*flags, help=text)  # type: ignore[no-any-return]


def _day(name: str) -> typer.models.OptionInfo:
    text = say(f"commands.wave_draw.{name}")
    return typer.Option(formats=["%Y-%m-%d"], help=text)  # type: ignore[no-any-return]


def wave_draw(
    wave_code: Annotated[str, typer.Argument(help=say("commands.wave.wave_code"))],
    user: Annotated[str, typer.Option(help=say("commands.wave.user"))],
    export: Annotated[Path | None, _option("from", "--from")] = None,
    frame: Annotated[
        Literal["returned", "households", "desk", "reception"] | None,
        _option("frame_kind", "--frame"),
    ] = None,
    out: Annotated[Path | None, _option("out")] = None,
    check: Annotated[bool, _option("check", "--check")] = False,
    seed: Annotated[str | None, _option("seed")] = None,
    since: Annotated[datetime | None, _day("since")] = None,
    until: Annotated[datetime | None, _day("until")] = None,
    replacements: Annotated[float | None, _option("replacements")] = None,
    destroy_by: Annotated[datetime | None, _day("destroy_by")] = None,
    interviewer: Annotated[list[str] | None, _option("interviewer")] = None,
    names: Annotated[bool, _option("names", "--names")] = False,
    weekday: Annotated[list[int] | None, _option("weekday")] = None,
    hours: Annotated[list[str] | None, _option("hours")] = None,
    every: Annotated[int | None, _option("every")] = None,
    ballots: Annotated[int | None, _option("ballots")] = None,
    take_all: Annotated[bool, _option("take_all", "--take-all")] = False,
    second: Annotated[bool, _option("second", "--second")] = False,
    spec: Annotated[Path | None, _option("spec")] = None,
    as_json: AsJson = False,
) -> None:
    from warehouse.commands.as_front import as_front
    from warehouse.waves.contact_book import contact_book
    from warehouse.waves.draw_wave import Ask, draw_wave, drawn_before
    from warehouse.waves.interviewer_assignment import deal, interviewers_of
    from warehouse.waves.interviewer_lists import check_out, make_lists, write_lists
    from warehouse.waves.kept_draws import keep_draw

    settings = Settings.from_environment()
    if out is not None:
        check_out(settings, out)
    named = interviewers_of(interviewer or [])
    front, answer = as_front(settings, user)
    if check:
        drawn_before(settings, wave_code)
    ask = Ask(
        wave_code,
        seed,
        since.date() if since else None,
        until.date() if until else None,
        replacements,
        destroy_by.date() if destroy_by else None,
        take_all,
        frame,
        _visits(weekday, hours, every, ballots),
    )
    units = answer("units").rows
    draw = draw_wave(
        settings,
        ask,
        units,
        export,
        today=date.today(),
        spec_path=spec,
        days_of=lambda month: answer("calendar_days", month=month).rows,
    )
    kept = keep_draw(settings, draw, by=front)
    is_new = second and not check
    more = _second_draw(settings, draw, kept, front, answer, is_asked=is_new)
    if second and more is not None:
        draw = more.draw
    lists = deal(draw, named)
    unit_names = {u["unit_code"]: u["unit_name"] for u in units if u["is_current"]}
    if out is not None:
        books = make_lists(
            settings,
            draw,
            lists,
            unit_names,
            say,
            names_from=export if names else None,
            spec_path=spec,
            by=front.user_name,
        )
        write_lists(out, [*books, contact_book(draw, lists, say)])
    if as_json:
        record = kept.draw | {"sha256": kept.sha256}
        if more is not None:
            record |= {"second": more.kept.draw | {"sha256": more.kept.sha256}}
        print_json(record)
        return
    _print(draw, unit_names)
    _print_kept(draw, kept, is_checked=check)
    if more is not None:
        _print_second(more, is_checked=check)
    if out is not None:
        day = f"{draw.destroy_by:%d/%m/%Y}"
        text = say("commands.wave_draw.written", n=len(lists), out=str(out), day=day)
        console.print(text, markup=False)


def _visits(
    weekday: list[int] | None,
    hours: list[str] | None,
    every: int | None,
    ballots: int | None,
) -> Visits | None:
    """How visitors are met, where anything is said of it."""
    from warehouse.waves.visits import Visits

    if not (weekday or hours) and every is None and ballots is None:
        return None
    usual = Visits()
    return Visits(
        tuple(sorted(weekday)) if weekday else usual.weekdays,
        tuple(hours) if hours else usual.hours,
        usual.every if every is None else every,
        usual.n_ballots if ballots is None else ballots,
    )


class _Second(NamedTuple):
    draw: Draw
    kept: KeptSecond


def _second_draw(
    settings: Settings,
    draw: Draw,
    kept: KeptDraw,
    front: Identity,
    answer: Callable[..., Answer],
    *,
    is_asked: bool,
) -> _Second | None:
    """The second draw that is kept, drawn again; or, if asked for, a new one."""
    from warehouse.waves.second_draw import draw_more, keep_second, kept_second

    known = kept_second(settings, kept.wave_code, kept.plan_edition)
    if known is None and not is_asked:
        return None
    forms = known.forms if known else _forms_missing(settings, kept, answer)
    second = draw_more(draw, forms)
    return _Second(second, keep_second(settings, kept, second, by=front))


def _forms_missing(
    settings: Settings, first: KeptDraw, answer: Callable[..., Answer]
) -> dict[str, int]:
    """Unit code → forms that units will lack, as the fieldwork forecasts."""
    from warehouse.waves.draw_wave import plan_of
    from warehouse.waves.fieldwork import make_fieldwork

    waves = {row["wave_code"]: row for row in answer("waves").rows}
    days = waves.get(first.wave_code, {})
    codes = {u["unit_key"]: u["unit_code"] for u in answer("units").rows}
    drawn = first.drawn
    work = make_fieldwork(
        answer,
        first.wave_code,
        opened_on=days.get("opened_on"),
        closed_on=days.get("closed_on"),
        plan=plan_of(settings, first.wave_code).plan,
        since=None,
        drawn={key: drawn[code] for key, code in codes.items() if code in drawn},
    )
    return {codes[key]: n for key, n in work.more_forms.items() if key in codes}


def _print_second(second: _Second, *, is_checked: bool) -> None:
    kept = second.kept
    said = say(
        f"commands.wave_draw.second_{'checked' if is_checked else 'kept'}",
        n=grouped(sum(kept.drawn.values())),
        units=grouped(len(kept.drawn)),
        sha256=kept.sha256,
        at=kept.drawn_at,
        by=kept.drawn_by,
    )
    console.print(said, markup=False)


def _print_kept(draw: Draw, kept: KeptDraw, *, is_checked: bool) -> None:
    said = say(
        f"commands.wave_draw.{'checked' if is_checked else 'kept'}",
        seed=draw.seed,
        frame=draw.frame.sha256,
        sha256=kept.sha256,
        edition=kept.plan_edition,
        at=kept.drawn_at,
        by=kept.drawn_by,
    )
    console.print(said, markup=False)


def _print(draw: Draw, unit_names: Mapping[str, str]) -> None:
    table = Table()
    for name in ("unit", "population", "n_wanted", "n_drawn", "n_replacements"):
        table.add_column(say(f"commands.wave_draw.columns.{name}"))
    for unit in draw.units:
        counts = (unit.population, unit.n_wanted, len(unit.drawn))
        cells = (grouped(n) for n in (*counts, len(unit.replacements)))
        name = unit_names.get(unit.unit_code, unit.unit_code)
        table.add_row(name, *cells)
    console.print(table)
    for unit in draw.short:
        text = say(
            f"commands.wave_draw.short.{'visits' if draw.visits else 'list'}",
            unit=unit_names.get(unit.unit_code, unit.unit_code),
            n=grouped(unit.population),
            n_wanted=grouped(unit.n_wanted),
        )
        console.print(text, markup=False)
    _print_frame(draw)


def _print_frame(draw: Draw) -> None:
    frame, visits = draw.frame, draw.visits
    text = say(
        f"commands.wave_draw.frame.{frame.kind}",
        n=grouped(len(frame.rows)),
        first=f"{frame.since:%d/%m/%Y}" if frame.since else "",
        last=f"{frame.until:%d/%m/%Y}" if frame.until else "",
    )
    console.print(text, markup=False)
    if visits is not None:
        text = say(
            "commands.wave_draw.visits",
            hours=", ".join(visits.hours),
            every=visits.every,
            ballots=visits.n_ballots,
        )
        console.print(text, markup=False)
    left = {"unread": frame.n_unread, "repeated": frame.n_repeated}
    left["elsewhere"] = sum(n for _, n in frame.elsewhere)
    texts = ", ".join(text for text, _ in frame.elsewhere[:10])
    for name, n_left in left.items():
        if n_left:
            text = say(
                f"commands.wave_draw.left.{name}", n=grouped(n_left), units=texts
            )
            console.print(text, markup=False)
