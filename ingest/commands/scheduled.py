"""`thanthien scheduled`: one turn of the timer."""

from __future__ import annotations

from ingest.words import words_of
from warehouse.commands.terminal import LANG, console
from warehouse.settings import Settings

say = words_of(LANG)


def scheduled() -> None:
    from ingest.desk.scheduled import run_scheduled

    taken = run_scheduled(Settings.from_environment())
    if taken:
        console.print(say("commands.scheduled.taken", names=", ".join(taken)))
    else:
        console.print(say("commands.scheduled.nothing"))
