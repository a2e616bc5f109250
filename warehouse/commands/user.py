"""`thanthien user …`: accounts, and what a group of the sign-on may see."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.terminal import ACTOR, LANG, AsJson, console, print_json
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)

user_app = typer.Typer(no_args_is_help=True, help=say("commands.user.help"))

UserName = Annotated[str, typer.Argument(help=say("commands.user.user_name"))]
Role = Annotated[
    str, typer.Option(help="committee | front | leader | steward | officer | ministry")
]
Unit = Annotated[str | None, typer.Option(help=say("commands.user.unit"))]


@user_app.command("add", help=say("commands.user.add"))
def user_add(
    user_name: UserName,
    role: Role,
    display_name: Annotated[
        str | None, typer.Option(help=say("commands.user.display_name"))
    ] = None,
    unit: Unit = None,
    officer: Annotated[
        str | None, typer.Option(help=say("commands.user.officer"))
    ] = None,
    administrator: Annotated[
        bool, typer.Option(help=say("commands.user.administrator"))
    ] = False,
) -> None:
    from warehouse.people.accounts import Identity, add_account

    identity = Identity(
        user_name, display_name or user_name, role, unit, officer, administrator
    )
    password = add_account(Settings.from_environment(), identity, actor=ACTOR)
    console.print(
        say("commands.user.first_password", user_name=user_name, password=password),
        markup=False,
    )


@user_app.command("list", help=say("commands.user.list"))
def user_list(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from warehouse.people.accounts import list_accounts

    rows = list_accounts(Settings.from_environment())
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    for row in rows:
        who = row.identity
        place = who.unit_code or who.officer_code or ""
        state = say("commands.user.is_disabled") if row.is_disabled else ""
        console.print(f"{who.user_name}  {who.role}  {place}  {state}", markup=False)


@user_app.command("disable", help=say("commands.user.disable"))
def user_disable(user_name: UserName) -> None:
    from warehouse.people.accounts import disable_account

    disable_account(Settings.from_environment(), user_name, actor=ACTOR)
    console.print(say("commands.user.disabled", user_name=user_name))


@user_app.command("reset", help=say("commands.user.reset"))
def user_reset(user_name: UserName) -> None:
    from warehouse.people.accounts import reset_account

    password = reset_account(Settings.from_environment(), user_name, actor=ACTOR)
    console.print(
        say("commands.user.new_password", password=password),
        markup=False,
    )


@user_app.command("second-factor", help=say("commands.user.second_factor"))
def user_second_factor(user_name: UserName) -> None:
    from warehouse.people.second_factor import turn_off

    turn_off(Settings.from_environment(), user_name, actor=ACTOR)
    console.print(say("commands.user.second_factor_off", user_name=user_name))


@user_app.command("address", help=say("commands.user.address"))
def user_address(
    user_name: UserName,
    address: Annotated[
        str | None, typer.Argument(help=say("commands.user.mail_address"))
    ] = None,
) -> None:
    from warehouse.digests.addresses import set_address

    set_address(Settings.from_environment(), user_name, address, actor=ACTOR)
    key = "address_set" if address else "address_removed"
    console.print(say(f"commands.user.{key}", user_name=user_name), markup=False)


@user_app.command(
    "map",
    help=say("commands.user.map"),
)
def user_map(
    group: Annotated[
        str | None, typer.Argument(help=say("commands.user.group"))
    ] = None,
    role: Role = "",
    unit: Unit = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=say("commands.user.remove"))
    ] = False,
) -> None:
    from warehouse.people.identity_map import list_claims, map_claim, unmap_claim

    settings = Settings.from_environment()
    if group is not None and remove:
        unmap_claim(settings, group, actor=ACTOR)
    elif group is not None:
        map_claim(settings, group, role=role, unit_code=unit, actor=ACTOR)
    for row in list_claims(settings):
        console.print("  ".join(row), markup=False)
