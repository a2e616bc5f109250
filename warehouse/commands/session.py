"""`thanthien session …`: who is signed in, and ending that."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.terminal import ACTOR, LANG, AsJson, console, print_json
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)

session_app = typer.Typer(no_args_is_help=True, help=say("commands.session.help"))


@session_app.command("list", help=say("commands.session.list"))
def session_list(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.people.sessions import list_sessions

    rows = [asdict(row) for row in list_sessions(Settings.from_environment())]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        console.print("  ".join(str(value) for value in row.values()), markup=False)


@session_app.command("revoke", help=say("commands.session.revoke"))
def session_revoke(
    session_id: Annotated[
        str | None, typer.Argument(help=say("commands.session.session_id"))
    ] = None,
    user: Annotated[str | None, typer.Option(help=say("commands.session.user"))] = None,
) -> None:
    from warehouse.people.sessions import revoke

    n = revoke(
        Settings.from_environment(), session_id=session_id, user_name=user, actor=ACTOR
    )
    console.print(say("commands.session.revoked", n=n))
