"""`thanthien withdraw`: takes a delivered file out of raw again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.commands.terminal import ACTOR, LANG, console, grouped
from warehouse.settings import Settings

say = words_of(LANG)


def withdraw(
    file: Annotated[str, typer.Argument(help=say("commands.withdraw.file"))],
    reason: Annotated[str, typer.Option(help=say("commands.withdraw.reason"))],
    user: Annotated[
        str | None, typer.Option(help=say("commands.withdraw.user"))
    ] = None,
    sign: Annotated[
        Path | None,
        typer.Option(exists=True, readable=True, help=say("commands.withdraw.sign")),
    ] = None,
) -> None:
    from ingest.loading.withdraw import withdraw as withdraw_file
    from warehouse.custody.front_key import open_key
    from warehouse.rights import FRONT

    settings = Settings.from_environment()
    actor, is_front = ACTOR, False
    if user is not None:
        identity = signed_in_by_prompt(settings, user)
        actor, is_front = identity.user_name, identity.role == FRONT
    signer = None
    if sign is not None:
        word = say("commands.ingest.passphrase")
        signer = open_key(sign, typer.prompt(word, hide_input=True, err=True))
    done = withdraw_file(
        settings, file, actor=actor, reason=reason, is_front=is_front, signer=signer
    )
    console.print(
        say(
            "commands.withdraw.done",
            name=done.file_name,
            digest=done.file_sha256[:12],
            n_rows=grouped(done.n_rows),
            n_again=done.n_read_again,
        ),
        markup=False,
    )
