"""`thanthien report`: the written report of a unit and a period, or of all units."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.words import words_of
from warehouse.commands.progress import shown
from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.commands.terminal import LANG, console, grouped
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

say = words_of(LANG)


def report(
    period: Annotated[str, typer.Option(help=say("commands.report.period"))],
    out: Annotated[Path, typer.Option(help=say("commands.report.out"))],
    user: Annotated[str, typer.Option(help=say("commands.report.user"))],
    unit: Annotated[str, typer.Option(help=say("commands.report.unit"))] = "",
    all_units: Annotated[
        bool, typer.Option("--all-units", help=say("commands.report.all_units"))
    ] = False,
    page: Annotated[
        bool, typer.Option("--page", help=say("commands.report.page"))
    ] = False,
    kinds: Annotated[
        str, typer.Option(help=say("commands.report.kinds"))
    ] = "docx,xlsx,pptx",
) -> None:
    from dashboard.report.files import report_file
    from warehouse.errors import ThanThienError
    from warehouse.reviews.visible_reviews import figures_for_report

    if bool(unit) == all_units:
        rule = "one unit by its code, or all of the account"
        raise ThanThienError("unit", unit, rule, "give --unit or --all-units")
    wanted = _kinds(kinds, page) if all_units else (_kind(out, page),)
    settings = Settings.from_environment()
    by = signed_in_by_prompt(settings, user)
    if all_units:
        _write_all(settings, by, period, wanted, out)
        return
    facts, review = figures_for_report(settings, by, unit, period)
    out.write_bytes(report_file(settings, by, facts, review, wanted[0]))
    console.print(say("commands.report.done", file=str(out)), markup=False)


def _kind(out: Path, page: bool) -> str:
    """The kind a file's name asks for."""
    from dashboard.report.files import ENDINGS
    from warehouse.errors import ThanThienError

    ending = out.suffix.lower().removeprefix(".")
    known = {ENDINGS[kind]: kind for kind in ENDINGS if kind.startswith("page") == page}
    if ending not in known:
        rule = f"a file of one of the kinds {', '.join(known)}"
        raise ThanThienError("out", out.name, rule, "choose another name")
    return known[ending]


def _kinds(text: str, page: bool) -> tuple[str, ...]:
    """The kinds that every unit gets."""
    from dashboard.report.files import WRITERS
    from warehouse.errors import ThanThienError

    found = list(dict.fromkeys(text.split(",")))
    if page and "page" not in found:
        found.append("page")
    for kind in found:
        if kind not in WRITERS:
            rule = f"kinds of {', '.join(WRITERS)}, parted by commas"
            raise ThanThienError("kinds", kind, rule, "correct the kinds")
    return tuple(found)


def _write_all(
    settings: Settings, by: Identity, period: str, kinds: tuple[str, ...], out: Path
) -> None:
    from dashboard.report.all_units import write_all

    with shown(say("commands.report.writing"), counted="units") as progress:
        made = write_all(settings, by, period, kinds, out, progress)
    for name, error in made.without.items():
        console.print(f"{name}: {error.in_words(LANG)}", markup=False)
    n = grouped(len(made.files))
    console.print(say("commands.report.all_done", n=n, folder=str(out)), markup=False)
