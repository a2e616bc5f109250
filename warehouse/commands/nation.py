"""`thanthien nation …`: many provinces' homes, gathered and built as one nation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.commands.progress import shown
from warehouse.commands.terminal import (
    ACTOR,
    LANG,
    AsJson,
    console,
    errors,
    grouped,
    print_json,
)
from warehouse.errors import ExitCode, ThanThienError
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    from warehouse.nation.build_nation import NationResult
    from warehouse.nation.provinces import Gathered
    from warehouse.nation.status_nation import ProvinceStatus

say = words_of(LANG)

nation_app = typer.Typer(no_args_is_help=True, help=say("commands.nation.help"))


@nation_app.command("gather", help=say("commands.nation.gather"))
def nation_gather(
    provinces: Annotated[
        list[str] | None, typer.Argument(help=say("commands.nation.provinces"))
    ] = None,
    moved: Annotated[
        bool, typer.Option("--moved", help=say("commands.nation.moved"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from warehouse.nation.gather import gather
    from warehouse.nation.provinces import known_provinces, lost_record

    settings = Settings.from_environment()
    asked = [_code_and_home(text) for text in provinces or ()]
    faults: dict[str, ThanThienError] = {}
    if not asked:
        known = known_provinces(settings)
        asked = [(c, Path(one.source)) for c, one in known.items() if one.source]
        faults = {c: lost_record(c) for c, one in known.items() if not one.source}
    if not asked and not faults:
        errors.print(say("nation.none"), markup=False)
        raise typer.Exit(ExitCode.BAD_REQUEST)
    done: dict[str, Gathered] = {}
    with shown(say("commands.nation.gathering"), counted="units") as progress:
        for number, (code, home) in enumerate(asked, start=1):
            try:
                done[code] = gather(settings, code, home, actor=ACTOR, is_moved=moved)
            except ThanThienError as error:
                faults[code] = error
            progress(number, len(asked))
    if as_json:
        gathered = {code: asdict(one) for code, one in done.items()}
        print_json({"gathered": gathered, "faults": _said(faults)})
    else:
        for code, one in done.items():
            _tell_gathered(code, one)
    _end(faults)


def _code_and_home(text: str) -> tuple[str, Path]:
    code, separator, home = text.partition("=")
    if not separator or not home:
        rule, step = "a province is its code and its home", "give it as 79=/srv/79"
        raise ThanThienError("province", text, rule, step)
    return code, Path(home)


def _tell_gathered(code: str, one: Gathered) -> None:
    facts = asdict(one)
    numbers = {
        name: grouped(facts[name])
        for name in ("n_files", "n_changed", "n_gone", "n_waiting")
    }
    console.print(say("nation.gathered", code=code, **numbers), markup=False)
    if names := ", ".join(facts["own_rules"]):
        console.print(say("nation.own_rules", code=code, names=names), markup=False)


@nation_app.command("build", help=say("commands.nation.build"))
def nation_build(
    full: Annotated[
        bool, typer.Option("--full", help=say("commands.nation.full"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from warehouse.nation.build_nation import build_nation

    settings = Settings.from_environment()
    with shown(say("commands.nation.building"), counted="nodes") as progress:
        result = build_nation(
            settings,
            full=full,
            echo=lambda code: errors.print(
                say("nation.building", code=code), markup=False
            ),
            progress=progress,
        )
    if as_json:
        facts = asdict(result)
        print_json({**facts, "faults": _said(result.faults)})
    else:
        _tell_built(result)
    if result.failures:
        raise typer.Exit(ExitCode.BUILD_FAILED)
    _end(result.faults)


def _tell_built(result: NationResult) -> None:
    for code, build_id in sorted({**result.kept, **result.built}.items()):
        what = "province_built" if code in result.built else "province_kept"
        line = say(f"nation.{what}", code=code, build_id=build_id)
        console.print(line, markup=False)
    for code in result.older:
        console.print(say("nation.older", code=code), markup=False)
    for failure in result.failures:
        errors.print(f"{failure.name}: {failure.message}", markup=False)
    if result.failures:
        errors.print(say("nation.not_published"), markup=False)
        return
    what = "published" if result.is_published else "unchanged"
    n = len({*result.built, *result.kept, *result.older})
    line = say(f"nation.{what}", build_id=result.build_id, n=grouped(n))
    console.print(line, markup=False)


@nation_app.command("status", help=say("commands.nation.status"))
def nation_status(as_json: AsJson = False) -> None:
    from warehouse.nation.status_nation import nation_status as read_status

    found = read_status(Settings.from_environment())
    faults = {one.code: one.fault for one in found.provinces if one.fault is not None}
    if as_json:
        facts = asdict(found)
        for one in facts["provinces"]:
            fault = faults.get(one["code"])
            one["fault"] = fault.in_words(LANG) if fault else None
        print_json(facts)
    else:
        what = "national" if found.build_id else "no_national"
        line = say(
            f"nation.{what}", build_id=found.build_id, data_as_of=found.data_as_of
        )
        console.print(line, markup=False)
        for province in found.provinces:
            _tell_province(province)
    _end(faults)


def _tell_province(province: ProvinceStatus) -> None:
    gathered = province.gathered
    line = say(
        "nation.line",
        code=province.code,
        state=say(f"nation.states.{province.state}"),
        gathered_at=gathered.gathered_at,
        source=gathered.source,
        n_files=grouped(gathered.n_files),
        n_waiting=grouped(gathered.n_waiting),
        data_as_of=province.data_as_of or "—",
    )
    console.print(line, markup=False)


def _said(faults: Mapping[str, ThanThienError]) -> dict[str, str]:
    return {code: fault.in_words(LANG) for code, fault in faults.items()}


def _end(faults: Mapping[str, ThanThienError]) -> None:
    """What went wrong, province by province; the first of it is the exit code."""
    for code, fault in sorted(faults.items()):
        line = say("nation.fault", code=code, why=fault.in_words(LANG))
        errors.print(line, markup=False, style="red")
    if faults:
        raise typer.Exit(next(iter(faults.values())).exit_code)
