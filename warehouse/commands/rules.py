"""`thanthien rules …`: the dated rules in force, and those the province sets."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import LANG, AsJson, console, errors, print_json
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)

rules_app = typer.Typer(no_args_is_help=True, help=say("commands.rules.help"))

TableName = Annotated[str, typer.Argument(help=say("commands.rules.table"))]


@rules_app.command("list", help=say("commands.rules.list"))
def rules_list(
    table: TableName = "",
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help=say("commands.rules.day")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from warehouse.rules.listing import as_line, rules_on

    on = (day or datetime.now()).date()
    found = rules_on(Settings.from_environment(), on, table)
    if as_json:
        rows = [
            {"table": name, **rule.values, "valid_from": rule.valid_from}
            | {"valid_to": rule.valid_to, "origin": rule.origin}
            for name, rule in found
        ]
        print_json(rows)
        return
    console.print(say("commands.rules.on_day", day=f"{on:%d/%m/%Y}"), markup=False)
    for name, rule in found:
        console.print(as_line(name, rule, say), markup=False)


@rules_app.command("check", help=say("commands.rules.check"))
def rules_check() -> None:
    from warehouse.rules.rules import own_rows

    settings = Settings.from_environment()
    rows, faults = own_rows(settings)
    for fault in faults:
        errors.print(fault.in_words(LANG), markup=False, style="red")
    if faults:
        sys.exit(faults[0].exit_code)
    n_rows = sum(len(some) for some in rows.values())
    where = str(settings.rules_dir)
    line = say("commands.rules.good", n_files=len(rows), n_rows=n_rows, folder=where)
    console.print(line, markup=False)


@rules_app.command("template", help=say("commands.rules.template"))
def rules_template(
    table: TableName,
    group: Annotated[str, typer.Argument(help=say("commands.rules.group"))] = "",
    out: Annotated[Path | None, typer.Option(help=say("commands.rules.out"))] = None,
) -> None:
    from warehouse.rules.listing import write_template

    path = out or Path(f"{table}.csv")
    write_template(path, table, group, Settings.from_environment())
    home = Settings.from_environment().rules_dir
    line = say("commands.rules.written", path=str(path), folder=str(home))
    console.print(line, markup=False)
