"""`thanthien wave verify --summary`: is a public summary as the Front signed it."""

from __future__ import annotations

from pathlib import Path

import typer

from warehouse.commands.terminal import LANG, console, errors, print_json
from warehouse.errors import ExitCode
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)


def verify_summary(
    settings: Settings, path: Path, public: str, *, as_json: bool
) -> None:
    """Checks a summary; where no key is known, with its own, and says so.

    Args:
        settings: Names the home, whose key and release count where it has them.
        path: The file.
        public: The public half given; empty for the registered one.
        as_json: Print for programs.

    Raises:
        CustodyError: The file is no summary, or `public` no key.
    """
    from dataclasses import asdict

    from warehouse.custody.front_key import front_key, key_id_of
    from warehouse.custody.releases import releases
    from warehouse.custody.summary import read_summary, summary_faults

    found = read_summary(path.read_bytes(), path.name)
    known = front_key(settings)
    key = public or (known.public_key if known else found.public_key)
    if not public and known is None:
        errors.print(say("commands.wave.summary_own_key", public=key), markup=False)
    about = found.about
    done = {release.wave_code: release for release in releases(settings)}
    faults = summary_faults(found, key, done.get(about.wave_code))
    if as_json:
        print_json({**asdict(about), "key_id": key_id_of(key), "faults": faults})
    elif not faults:
        line = say(
            "commands.wave.summary_sound",
            wave_code=about.wave_code,
            edition=about.edition,
            key_id=key_id_of(key),
        )
        console.print(line, markup=False)
    else:
        for fault in faults:
            what = say("commands.wave.faults.summary")
            line = f"✗ {fault.wave_code}: {what}: {fault.place}"
            errors.print(line, markup=False, style="red")
    if faults:
        raise typer.Exit(ExitCode.DAMAGED)
