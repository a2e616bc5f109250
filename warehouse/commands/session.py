"""`thanthien session …`: who is signed in, and ending that."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.terminal import ACTOR, AsJson, console, print_json, say
from warehouse.settings import Settings

session_app = typer.Typer(no_args_is_help=True, help=say("Phiên", "Sessions"))


@session_app.command("list", help=say("Phiên đang mở.", "Open sessions."))
def session_list(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.people.sessions import list_sessions

    rows = [asdict(row) for row in list_sessions(Settings.from_environment())]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        console.print("  ".join(str(value) for value in row.values()), markup=False)


@session_app.command("revoke", help=say("Kết thúc phiên.", "End sessions."))
def session_revoke(
    session_id: Annotated[
        str | None, typer.Argument(help=say("Mã phiên.", "Session id."))
    ] = None,
    user: Annotated[
        str | None, typer.Option(help=say("Mọi phiên của tài khoản.", "All of one."))
    ] = None,
) -> None:
    from warehouse.people.sessions import revoke

    n = revoke(
        Settings.from_environment(), session_id=session_id, user_name=user, actor=ACTOR
    )
    console.print(say(f"Đã kết thúc {n} phiên.", f"Ended {n} sessions."))
