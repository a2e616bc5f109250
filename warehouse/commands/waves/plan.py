"""`thanthien wave plan`: how many to ask, and what that will be able to say."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table

from warehouse.commands.terminal import LANG, AsJson, console, grouped, print_json
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    from warehouse.statistics.sampling.plan_terms import Outlook
    from warehouse.waves.plan import Plan

say = words_of(LANG)
Code = Annotated[str, typer.Argument(help=say("commands.wave.wave_code"))]
User = Annotated[str, typer.Option(help=say("commands.wave.user"))]


def _option(name: str) -> typer.models.OptionInfo:
    return typer.Option(help=say(f"commands.wave_plan.{name}"))  # type: ignore[no-any-return]


def wave_plan(
    wave_code: Code,
    user: User,
    since: Annotated[str, _option("since")],
    purpose: Annotated[
        Literal["level", "change", "gap"], _option("purpose")
    ] = "change",
    points: Annotated[float, _option("points")] = 5.0,
    level: Annotated[Literal["unit", "province"], _option("level")] = "unit",
    forms: Annotated[int | None, _option("forms")] = None,
    spread: Annotated[
        Literal["proportional", "neyman"], _option("spread")
    ] = "proportional",
    minimum: Annotated[int, _option("minimum")] = 30,
    response: Annotated[float | None, _option("response")] = None,
    design_effect: Annotated[float, _option("design_effect")] = 1.0,
    months: Annotated[int, _option("months")] = 3,
    item: Annotated[str, _option("item")] = "overall",
    households: Annotated[Path | None, _option("households")] = None,
    keep: Annotated[bool, _option("keep")] = False,
    as_json: AsJson = False,
) -> None:
    from warehouse.commands.as_front import as_front
    from warehouse.statistics.sampling.plan_terms import Wanted
    from warehouse.waves.kept_plans import keep_plan
    from warehouse.waves.plan import Request, make_plan
    from warehouse.waves.sampling_frame import read_households

    settings = Settings.from_environment()
    wanted = Wanted(purpose, points / 100, level, forms, spread, minimum, design_effect)
    front, ask = as_front(settings, user)
    listed: tuple[tuple[str, int], ...] = ()
    if households is not None:
        listed = read_households(settings, households, ask("units").rows).sizes
    request = Request(wave_code, since, item, months, response, wanted, listed)
    plan = make_plan(ask, request)
    kept = keep_plan(settings, plan, by=front) if keep else None
    if as_json:
        print_json(plan.as_record() | {"kept": kept and kept.edition})
        return
    names = {row["unit_key"]: row["unit_name"] for row in ask("units").rows}
    _print(plan, names, "households" if listed else "returned")
    if kept:
        console.print(
            say("commands.wave_plan.kept", edition=kept.edition, sha256=kept.sha256)
        )


def _print(plan: Plan, names: dict[str, str], whom: str) -> None:
    table = Table()
    table.add_column(say("commands.wave_plan.columns.unit"))
    table.add_column(say(f"commands.wave_plan.population.{whom}"))
    for name in ("n_forms", "n_answers", "needed", "official"):
        table.add_column(say(f"commands.wave_plan.columns.{name}"))
    for name in ("margin", "rise", "fall"):
        table.add_column(say(f"commands.wave_plan.columns.{name}"), justify="right")
    for unit in plan.units:
        table.add_row(*_cells(names.get(unit.unit_key, unit.unit_key), unit.outlook))
    table.add_section()
    table.add_row(*_cells(say("commands.wave_plan.all"), plan.province))
    console.print(table)
    if plan.left_out:
        left = ", ".join(names.get(key, key) for key in plan.left_out)
        said = say(f"commands.wave_plan.left_out.{whom}", units=left)
        console.print(said, markup=False)
    source = say(f"commands.wave_plan.response_from.{plan.response_is_from}")
    console.print(source, markup=False)


def _cells(name: str, outlook: Outlook) -> tuple[str, ...]:
    needed = outlook.n_needed
    return (
        name,
        *(grouped(n) for n in (outlook.population, outlook.n_forms, outlook.n_answers)),
        say("commands.wave_plan.no_number") if needed is None else grouped(needed),
        grouped(outlook.n_official),
        _points(outlook.margin),
        _points(outlook.rise),
        _points(outlook.fall),
    )


def _points(share: float) -> str:
    if isnan(share):
        return "–"
    text = f"{share * 100:.1f}"
    return text.replace(".", ",") if LANG == "vi" else text
