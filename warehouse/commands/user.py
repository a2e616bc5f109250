"""`thanthien user …`: accounts, and what a group of the sign-on may see."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.terminal import ACTOR, AsJson, console, print_json, say
from warehouse.settings import Settings

user_app = typer.Typer(no_args_is_help=True, help=say("Tài khoản", "Accounts"))

UserName = Annotated[str, typer.Argument(help=say("Tên đăng nhập.", "User name."))]
Role = Annotated[
    str, typer.Option(help="committee | front | leader | steward | officer")
]
Unit = Annotated[
    str | None, typer.Option(help=say("Mã đơn vị (lãnh đạo).", "Unit code."))
]


@user_app.command("add", help=say("Thêm tài khoản.", "Add an account."))
def user_add(
    user_name: UserName,
    role: Role,
    display_name: Annotated[
        str | None, typer.Option(help=say("Tên hiển thị.", "Name to greet by."))
    ] = None,
    unit: Unit = None,
    officer: Annotated[
        str | None, typer.Option(help=say("Mã cán bộ.", "Officer code."))
    ] = None,
    administrator: Annotated[
        bool, typer.Option(help=say("Quản lý tài khoản.", "Manages accounts."))
    ] = False,
) -> None:
    from warehouse.people.accounts import Identity, add_account

    identity = Identity(
        user_name, display_name or user_name, role, unit, officer, administrator
    )
    password = add_account(Settings.from_environment(), identity, actor=ACTOR)
    console.print(
        say(
            f"Mật khẩu lần đầu của {user_name} (chỉ hiện một lần): {password}",
            f"First password of {user_name} (shown once): {password}",
        ),
        markup=False,
    )


@user_app.command("list", help=say("Danh sách tài khoản.", "List the accounts."))
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
        state = say("đã khóa", "disabled") if row.is_disabled else ""
        console.print(f"{who.user_name}  {who.role}  {place}  {state}", markup=False)


@user_app.command("disable", help=say("Khóa tài khoản.", "Disable an account."))
def user_disable(user_name: UserName) -> None:
    from warehouse.people.accounts import disable_account

    disable_account(Settings.from_environment(), user_name, actor=ACTOR)
    console.print(say(f"Đã khóa {user_name}.", f"Disabled {user_name}."))


@user_app.command("reset", help=say("Đặt lại mật khẩu.", "Reset a password."))
def user_reset(user_name: UserName) -> None:
    from warehouse.people.accounts import reset_account

    password = reset_account(Settings.from_environment(), user_name, actor=ACTOR)
    console.print(
        say(f"Mật khẩu mới (một lần): {password}", f"New password: {password}"),
        markup=False,
    )


@user_app.command(
    "map",
    help=say(
        "Nhóm của hệ thống đăng nhập một lần được quyền gì; không có nhóm thì liệt kê.",
        "What a group of the single sign-on may see; without a group, lists.",
    ),
)
def user_map(
    group: Annotated[
        str | None, typer.Argument(help=say("Nhóm.", "Value of the group claim."))
    ] = None,
    role: Role = "",
    unit: Unit = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=say("Bỏ quyền của nhóm.", "Take away."))
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
