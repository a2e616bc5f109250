"""`thanthien docs`: the site that describes the models."""

from __future__ import annotations

from warehouse.commands.progress import shown
from warehouse.commands.terminal import LANG, console
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)


def docs() -> None:
    from warehouse.builds.model_docs import write_model_docs

    with shown(say("commands.docs.reading"), counted="nodes") as progress:
        path = write_model_docs(Settings.from_environment(), progress)
    console.print(say("commands.docs.written", path=path))
