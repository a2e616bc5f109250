"""`thanthien note …`: notes on findings, read and checked; the page writes them."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.commands.terminal import LANG, AsJson, console, print_json
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)

note_app = typer.Typer(no_args_is_help=True, help=say("commands.note.help"))

User = Annotated[str, typer.Option(help=say("commands.note.user"))]


@note_app.command("list", help=say("commands.note.list"))
def note_list(user: User, as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.notes.visible_notes import notes_seen

    settings = Settings.from_environment()
    found = notes_seen(settings, signed_in_by_prompt(settings, user))
    if as_json:
        print_json({"notes": [asdict(note) for note in found]})
        return
    for note in found:
        parts = (
            str(note.number),
            note.unit_key,
            note.finding,
            f"{note.day:%d/%m/%Y}",
            note.actor,
            note.text,
            say("commands.note.corrects", n=note.corrects) if note.corrects else "",
        )
        console.print("  ".join(part for part in parts if part), markup=False)


@note_app.command("check", help=say("commands.note.check"))
def note_check() -> None:
    from warehouse.notes.record import check_notes

    n = check_notes(Settings.from_environment())
    console.print(say("commands.note.intact", n=n))
