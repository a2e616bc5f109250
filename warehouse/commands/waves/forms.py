"""`thanthien wave forms`: the form of a wave, and the spec that reads it back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import LANG, console, grouped
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)


class Stream(StrEnum):
    """The five surveys of the model."""

    BEFORE = "before"
    AFTER = "after"
    SERVICE = "service"
    INDEPENDENT = "independent"
    SUPERVISION = "supervision"


class PaperFormat(StrEnum):
    """What paper forms are written as."""

    DOCX = "docx"
    PDF = "pdf"


def _option(name: str) -> typer.models.OptionInfo:
    text = say(f"commands.wave_forms.{name}")
    return typer.Option(help=text)  # type: ignore[no-any-return]


def _flag(name: str) -> typer.models.OptionInfo:
    text = say(f"commands.wave_forms.{name}")
    return typer.Option(f"--{name}", help=text)  # type: ignore[no-any-return]


def wave_forms(
    wave_code: Annotated[str, typer.Argument(help=say("commands.wave.wave_code"))],
    user: Annotated[str, typer.Option(help=say("commands.wave.user"))],
    out: Annotated[Path, _option("out")],
    instrument: Annotated[str | None, _option("instrument")] = None,
    stream: Annotated[Stream | None, _option("stream")] = None,
    commitments: Annotated[bool, _flag("commitments")] = False,
    paper: Annotated[PaperFormat | None, _option("paper")] = None,
    ballots: Annotated[
        int | None,
        typer.Option(min=1, max=2000, help=say("commands.wave_forms.ballots")),
    ] = None,
    front: Annotated[str | None, _option("front")] = None,
) -> None:
    from warehouse.commands.as_front import as_front
    from warehouse.waves.ballot_numbers import ballot_numbers
    from warehouse.waves.draw_wave import plan_of
    from warehouse.waves.forms.paper import Paper
    from warehouse.waves.forms.planned import (
        body_of_front,
        files_of,
        form_of_plan,
        papers_of,
    )
    from warehouse.waves.interviewer_lists import check_out, write_lists
    from warehouse.waves.kept_draws import kept_draw
    from warehouse.waves.second_draw import kept_second

    settings = Settings.from_environment()
    check_out(settings, out)
    _, answer = as_front(settings, user)
    plan = plan_of(settings, wave_code)
    drawn = kept_draw(settings, wave_code, plan.edition)
    form = form_of_plan(
        plan, answer, instrument, stream, drawn=drawn, asks_commitments=commitments
    )
    files = files_of(form, say)
    numbers: dict[str, tuple[str, ...]] = {}
    if paper is not None:
        codes = [code for code, _ in form.units]
        more = kept_second(settings, wave_code, plan.edition)
        numbers = ballot_numbers(wave_code, codes, drawn, ballots, more=more)
        by = Paper(front or body_of_front(answer, say), plan.plan["is_simulated"])
        files += papers_of(form, numbers, by, say, ending=paper.value)
    write_lists(out, ((name, make()) for name, make in files))
    text = say(
        "commands.wave_forms.written",
        n=len(form.items),
        version=form.version,
        instrument=form.instrument,
        names=", ".join(name for name, _ in files),
    )
    console.print(text, markup=False)
    if paper is not None:
        n = grouped(sum(map(len, numbers.values())))
        text = say("commands.wave_forms.printed", n=n, n_units=len(numbers))
        console.print(text, markup=False)
