"""`thanthien digest`: what is new since Monday, per account, kept and sent by mail."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.words import words_of
from warehouse.commands.terminal import LANG, AsJson, console, print_json
from warehouse.settings import Settings

say = words_of(LANG)


def digest(
    send: Annotated[bool, typer.Option(help=say("commands.digest.send"))] = True,
    as_json: AsJson = False,
) -> None:
    from dashboard.digest.make import make_digests
    from dashboard.server.settings import ServerSettings
    from warehouse.digests.mail_settings import MailSettings
    from warehouse.digests.readers import digest_lock, waiting
    from warehouse.digests.record import week_of
    from warehouse.digests.send import SENT, send_digests
    from warehouse.errors import ExitCode

    settings = Settings.from_environment()
    mail = MailSettings.from_environment() if send else None
    url = ServerSettings.from_environment("127.0.0.1", 0).public_url
    week = week_of(None)
    outcomes: dict[str, str] = {}
    sent: dict[str, str] = {}
    with digest_lock(settings):
        for by, outcome in make_digests(settings, url):
            outcomes[by.user_name] = outcome
        if mail is not None:
            for sending in send_digests(settings, mail, waiting(settings, week)):
                sent[sending.user_name] = sending.outcome
    if as_json:
        print_json({"week": week, "made": outcomes, "sent": sent})
    else:
        for name, outcome in outcomes.items():
            said = say(f"digest.outcomes.{outcome}")
            if name in sent:
                is_sent = sent[name] == SENT
                key = "outcomes.sent" if is_sent else f"faults.{sent[name]}"
                said = f"{said}; {say(f'digest.{key}')}"
            console.print(f"{name}: {said}", markup=False)
    if any(outcome != SENT for outcome in sent.values()):
        raise typer.Exit(ExitCode.NOT_SENT)
