"""`thanthien doctor`: what is wrong with the home, and mending it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import (
    ACTOR,
    LANG,
    AsJson,
    console,
    errors,
    print_json,
)
from warehouse.errors import ExitCode
from warehouse.settings import Settings

if TYPE_CHECKING:
    from warehouse.doctor.finding import Finding
    from warehouse.doctor.mend import Ask

say = words_of(LANG)
MOST_ROUNDS = 4


def doctor(
    mend: Annotated[
        bool, typer.Option("--mend", help=say("commands.doctor.mend"))
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help=say("commands.doctor.agree"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from warehouse.commands.build import print_build, run_build

    settings = Settings.from_environment()
    found = _examine(settings)
    mended: list[Finding] = []
    if mend:

        def ask(finding: Finding) -> bool:
            question = say("commands.doctor.ask", what=finding.as_text(LANG))
            return yes or typer.confirm(question, default=False, err=True)

        for _ in range(MOST_ROUNDS):
            # one thing in the way may have hidden another
            done = _mend(settings, found, ask)
            mended += done
            found = _examine(settings) if done else found
            if not done:
                break
        if _must_build(settings, mended):
            result = run_build(settings, is_full=True)
            if not as_json:
                print_build(result)
            found = _examine(settings)
    if as_json:
        facts = {"found": found, "mended": mended}
        print_json({k: [f.as_dict(LANG) for f in v] for k, v in facts.items()})
    else:
        for finding in mended:
            text = finding.as_text(LANG)
            console.print(f"{say('commands.doctor.mended')}: {text}", markup=False)
        for finding in found:
            errors.print(finding.as_text(LANG), markup=False)
        if not found:
            console.print(say("commands.doctor.whole"))
    if any(finding.is_damage for finding in found):
        raise typer.Exit(ExitCode.DAMAGED)


def _examine(settings: Settings) -> list[Finding]:
    from ingest.loading.check_kept_sources import look_at_kept
    from warehouse.doctor.check_home import examine

    found = examine(settings)
    if any(finding.code in ("misplaced", "disk") for finding in found):
        return found
    return [*found, *look_at_kept(settings)]


def _mend(settings: Settings, found: list[Finding], ask: Ask) -> list[Finding]:
    from ingest.loading.check_kept_sources import put_spec_back
    from ingest.loading.rebuild import rebuild_raw
    from warehouse.doctor.mend import Mender

    mender = Mender(
        settings,
        ask,
        lambda: rebuild_raw(settings),
        lambda path: put_spec_back(settings, path),
        ACTOR,
    )
    return mender.mend(found)


def _must_build(settings: Settings, mended: list[Finding]) -> bool:
    """A build was set aside, or nothing is published any more though raw has rows.

    It may have been set aside by a mending that was cut short.
    """
    from warehouse.builds.pointer import is_fallen_back, read_pointer
    from warehouse.errors import DamagedError, NothingPublishedError

    if any(finding.code == "build_damaged" for finding in mended):
        return True
    try:
        read_pointer(settings)
    except NothingPublishedError:
        return bool(mended) and settings.raw_path.exists()
    except DamagedError:
        return False
    return is_fallen_back(settings)
