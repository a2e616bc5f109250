"""`thanthien process …`: matters about officers, step by step, by who may take each."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.sign_in import signed_in_by_prompt
from warehouse.commands.terminal import LANG, AsJson, console, print_json
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)

process_app = typer.Typer(no_args_is_help=True, help=say("commands.process.help"))

User = Annotated[str, typer.Option(help=say("commands.process.user"))]


@process_app.command("list", help=say("commands.process.list"))
def process_list(user: User, as_json: AsJson = False) -> None:
    from warehouse.chain import day_of
    from warehouse.process.queue import queue_of, to_open

    settings = Settings.from_environment()
    by = signed_in_by_prompt(settings, user)
    today = day_of(None)
    entries = queue_of(settings, by, today)
    waiting = to_open(settings, by)
    if as_json:
        matters = [
            {
                "matter": entry.matter.code,
                "kind": entry.matter.kind,
                "state": entry.matter.state,
                "unit_key": entry.matter.unit_key,
                "officer_code": entry.matter.officer_code,
                "since": entry.matter.since,
                "due_on": entry.due_on,
                "actions": list(entry.actions),
            }
            for entry in entries
        ]
        print_json({"matters": matters, "waiting": [one.name for one in waiting]})
        return
    for entry in entries:
        matter = entry.matter
        parts = (
            matter.code,
            say(f"process.kinds.{matter.kind}"),
            matter.officer_code,
            say(f"process.states.{matter.state}"),
            f"{matter.since:%d/%m/%Y}",
            ", ".join(entry.actions),
        )
        console.print("  ".join(part for part in parts if part), markup=False)
    for one in waiting:
        line = say("commands.process.waiting", evidence=one.name)
        console.print(line, markup=False)


@process_app.command("open", help=say("commands.process.open"))
def process_open(
    evidence: Annotated[str, typer.Argument(help=say("commands.process.evidence"))],
    user: User,
) -> None:
    from warehouse.process.act import open_matter

    settings = Settings.from_environment()
    matter = open_matter(settings, evidence, by=signed_in_by_prompt(settings, user))
    _print_state(matter.code, matter.state)


@process_app.command("step", help=say("commands.process.step"))
def process_step(
    matter: Annotated[str, typer.Argument(help=say("commands.process.matter"))],
    action: Annotated[str, typer.Argument(help=say("commands.process.action"))],
    user: User,
    text: Annotated[str, typer.Option(help=say("commands.process.text"))] = "",
    decision: Annotated[str, typer.Option(help=say("commands.process.decision"))] = "",
) -> None:
    from warehouse.process.act import take_step

    settings = Settings.from_environment()
    by = signed_in_by_prompt(settings, user)
    done = take_step(settings, matter, action, by=by, text=text, decision=decision)
    _print_state(done.code, done.state)


@process_app.command("check", help=say("commands.process.check"))
def process_check() -> None:
    from warehouse.errors import DamagedError
    from warehouse.matters.passed_over import passed_over, told
    from warehouse.matters.record import read_process

    record = read_process(Settings.from_environment())
    if found := passed_over(record):
        rows = ", ".join(f"{one.seq} {told(one)}" for one in found)
        rule = "every step on record is signed, follows the one before and an arrow"
        step = "restore the store from backup; these rows have no effect"
        raise DamagedError("process", record.problem or rows, rule, step)
    console.print(say("commands.process.intact", n=len(record.events)))


def _print_state(code: str, state: str) -> None:
    shown = say(f"process.states.{state}")
    console.print(say("commands.process.done", matter=code, state=shown))
