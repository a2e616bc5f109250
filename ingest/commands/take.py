"""`thanthien wave take`: takes a bundle of the Front's released waves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import ACTOR, LANG, console, grouped
from warehouse.settings import Settings

say = words_of(LANG)


def wave_take(
    bundle: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            readable=True,
            help=say("commands.wave_take.bundle"),
        ),
    ],
    public: Annotated[str, typer.Option(help=say("commands.wave_take.public"))] = "",
) -> None:
    from ingest.loading.take_bundle import take_bundle
    from warehouse.custody.front_key import front_key

    settings = Settings.from_environment()
    if not public and front_key(settings) is None:
        public = typer.prompt(say("commands.wave_take.which_key"), err=True)
    done = take_bundle(settings, bundle, actor=ACTOR, public_key=public.strip())
    what = "taken"
    if done.is_known:
        what = "put_right" if done.n_rows else "known"
    words = say(
        f"commands.wave_take.{what}",
        waves=", ".join(done.waves),
        n_rows=grouped(done.n_rows),
        key_id=done.key_id,
    )
    console.print(words, markup=False)
