"""The front door: every command with a sentence on what it does.

What a command does stands in `commands/` of the room it works in. Only `demo` goes
through all rooms, so it stands here. Commands import what they need when they run, so
that `thanthien --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer

from dashboard.commands.digest import digest
from dashboard.commands.report import report
from dashboard.commands.serve import Port, serve
from dashboard.commands.wave_report import wave_report, wave_summary
from dashboard.words import words_of as words_of_dashboard
from ingest.commands.desk import desk
from ingest.commands.doctor import doctor
from ingest.commands.explain import explain
from ingest.commands.ingest import ingest, load, print_reconciliation
from ingest.commands.refused import refused
from ingest.commands.scheduled import scheduled
from ingest.commands.take import wave_take
from ingest.commands.template import template
from ingest.commands.withdraw import withdraw
from ingest.words import words_of as words_of_ingest
from warehouse.commands.audit import audit_app
from warehouse.commands.backup import backup, restore
from warehouse.commands.build import build, print_build, run_build
from warehouse.commands.docs import docs
from warehouse.commands.letters import letters
from warehouse.commands.nation import nation_app
from warehouse.commands.note import note_app
from warehouse.commands.process import process_app
from warehouse.commands.progress import shown
from warehouse.commands.retention import retention
from warehouse.commands.review import review_app
from warehouse.commands.rules import rules_app
from warehouse.commands.session import session_app
from warehouse.commands.status import status
from warehouse.commands.terminal import LANG, console, errors
from warehouse.commands.user import user_app
from warehouse.commands.wave import wave_app
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.faults import FAULTS, refusal_of
from warehouse.upkeep.half_restored import refuse_if_half_restored
from warehouse.words import Words, words_of

say = words_of(LANG)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=say("commands.help"),
)


@app.callback()
def _before(context: typer.Context) -> None:
    """No command but these two works on a home that is restored in part."""
    if context.invoked_subcommand not in ("restore", "doctor"):
        refuse_if_half_restored(Settings.from_environment())


def demo(
    serve: Annotated[bool, typer.Option(help=say("commands.demo.serve"))] = True,
    cases: Annotated[
        int,
        typer.Option(min=1_000, max=10_000_000, help=say("commands.demo.cases")),
    ] = 60_000,
    seed: Annotated[int, typer.Option(help=say("commands.demo.seed"))] = 20260701,
    port: Port = 8501,
) -> None:
    from dashboard.server.port import refuse_if_taken
    from dashboard.server.serve import serve as serve_dashboard
    from dashboard.summary import province_summary
    from ingest.simulation.province import write_province
    from warehouse.builds.unchanged import is_unchanged
    from warehouse.demo_accounts import demo_signer
    from warehouse.demo_matters import keep_demo_matter
    from warehouse.demo_waves import (
        keep_demo_draw,
        keep_running_wave,
        release_demo_waves,
    )

    if serve:
        refuse_if_taken("127.0.0.1", port)
    settings = Settings.from_environment()
    folder = settings.home / "tinh_mo_phong"
    with shown(say("commands.demo.writing"), counted="months") as progress:
        province = write_province(
            folder,
            n_cases=cases,
            seed=seed,
            has_running_wave=True,
            progress=progress,
        )
    signer = demo_signer(settings)
    loaded = load(settings, list(province.files), signer=signer)
    for drawn in province.drawn:
        loaded += load(settings, [drawn.ballots], spec=drawn.spec, signer=signer)
    print_reconciliation(loaded)
    if is_unchanged(settings):
        console.print(say("commands.demo.unchanged"))
    else:
        print_build(run_build(settings))
    release_demo_waves(settings)
    keep_demo_matter(settings)
    if province.running is not None:
        wave = province.running
        keep_running_wave(settings, wave.wave_code, wave.frame, since=wave.since)
    for one in province.drawn:
        keep_demo_draw(settings, one.request, one.ask, one.frame, drawn_on=one.drawn_on)
    console.print(province_summary(settings), markup=False)
    if serve:
        serve_dashboard(settings, port=port, demo_accounts=True)


COMMANDS: tuple[tuple[Words, Callable[..., None]], ...] = (
    (words_of_ingest(LANG), explain),
    (words_of_ingest(LANG), ingest),
    (words_of_ingest(LANG), refused),
    (words_of_ingest(LANG), withdraw),
    (words_of_ingest(LANG), desk),
    (words_of_ingest(LANG), scheduled),
    (words_of_ingest(LANG), template),
    (words_of_ingest(LANG), doctor),
    (say, build),
    (say, status),
    (words_of_dashboard(LANG), serve),
    (words_of_dashboard(LANG), report),
    (words_of_dashboard(LANG), digest),
    (say, letters),
    (say, demo),
    (say, docs),
    (say, backup),
    (say, restore),
    (say, retention),
)

for room_words, command in COMMANDS:
    app.command(help=room_words(f"commands.{command.__name__}.help"))(command)
app.add_typer(user_app, name="user")
app.add_typer(session_app, name="session")
for of_wave in (wave_report, wave_summary):
    wave_app.command(
        of_wave.__name__.removeprefix("wave_"),
        help=words_of_dashboard(LANG)(f"commands.{of_wave.__name__}.help"),
    )(of_wave)
wave_app.command("take", help=words_of_ingest(LANG)("commands.wave_take.help"))(
    wave_take
)
app.add_typer(wave_app, name="wave")
app.add_typer(audit_app, name="audit")
app.add_typer(process_app, name="process")
app.add_typer(note_app, name="note")
app.add_typer(review_app, name="review")
app.add_typer(rules_app, name="rules")
app.add_typer(nation_app, name="nation")


def main() -> None:
    """Runs a command; a refusal is one line and an exit code, never a traceback."""
    os.umask(0o077)  # whatever a command writes is its owner's alone
    try:
        app()
    except ThanThienError as error:
        _refuse(error)
    except FAULTS as fault:
        _refuse(refusal_of(fault))


def _refuse(error: ThanThienError) -> NoReturn:
    errors.print(error.in_words(LANG), markup=False, style="red")
    sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
