"""`thanthien letters`: letters ready to sign, from the office's own export."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from warehouse.commands.progress import shown
from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.commands.terminal import LANG, console
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    from warehouse.letters.printing import NotPrinted

say = words_of(LANG)
FIRST_DAY = date(2000, 1, 1)


def letters(
    unit: Annotated[str, typer.Option(help=say("commands.letters.unit"))],
    kind: Annotated[str, typer.Option(help=say("commands.letters.kind"))],
    export: Annotated[Path, typer.Option("--from", help=say("commands.letters.from"))],
    out: Annotated[Path, typer.Option(help=say("commands.letters.out"))],
    user: Annotated[
        str,
        typer.Option(
            prompt=say("commands.letters.ask_user"), help=say("commands.letters.user")
        ),
    ],
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=say("commands.letters.since")),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=say("commands.letters.until")),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=say("commands.letters.day")),
    ] = None,
    signer: Annotated[str, typer.Option(help=say("commands.letters.signer"))] = "",
    spec: Annotated[
        Path | None, typer.Option(help=say("commands.letters.spec"))
    ] = None,
) -> None:
    from warehouse.letters.output_folder import check_folder, write_letters
    from warehouse.letters.printing import Ask, match_letters, note_printed
    from warehouse.letters.units import unit_of
    from warehouse.read import reader_of

    settings = Settings.from_environment()
    check_folder(settings, out, kind, export)
    by = signed_in_by_prompt(settings, user)
    reader = reader_of(settings)
    scope = reader.scope_of(by)
    ask = Ask(
        unit=unit_of(reader, scope, unit),
        letter_kind=kind,
        since=since.date() if since else FIRST_DAY,
        until=until.date() if until else date.max,
        signed_on=day.date() if day else date.today(),
        signer=signer,
    )
    printed = match_letters(settings, reader, scope, ask, export, spec_path=spec)
    note_printed(settings, printed, by=by.user_name)
    with shown(say("commands.letters.writing"), counted="letters") as progress:
        n = write_letters(printed, out, progress)
    said = say(
        "commands.letters.done", n=n, kind=say(f"letters.kinds.{kind}"), out=str(out)
    )
    console.print(said, markup=False)
    _show_left(printed.not_printed)


def _show_left(left: tuple[NotPrinted, ...]) -> None:
    if not left:
        return
    reasons = Counter(one.reason for one in left)
    for reason, n in reasons.most_common():
        console.print(say(f"letters.left.{reason}", n=n), markup=False)
    headings = ("matter", "procedure", "occasion_on", "due_on", "reason")
    table = Table(*(say(f"letters.columns.{name}") for name in headings))
    for one in left:
        matter = one.matter
        table.add_row(
            matter.masked_code,
            escape(matter.procedure),
            f"{matter.occasion_on:%d/%m/%Y}",
            f"{matter.due_on:%d/%m/%Y}" if matter.due_on else "",
            say(f"letters.reasons.{one.reason}"),
        )
    console.print(table)
