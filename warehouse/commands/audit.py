"""`thanthien audit …`: whether the record of what was done is intact."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import console, errors, grouped, say
from warehouse.errors import ExitCode
from warehouse.settings import Settings

audit_app = typer.Typer(no_args_is_help=True, help=say("Nhật ký", "Audit record"))


@audit_app.command("verify", help=say("Kiểm tra nhật ký.", "Check the record."))
def audit_verify(
    anchors: Annotated[
        Path | None,
        typer.Option(help=say("Mốc giữ ở nơi khác.", "Anchors kept elsewhere.")),
    ] = None,
) -> None:
    from warehouse.audit import verify

    check = verify(Settings.from_environment(), anchors_from=anchors)
    if check.is_intact:
        console.print(
            say(
                f"Nguyên vẹn: {grouped(check.n_records)} bản ghi, "
                f"{check.n_anchors} mốc.",
                f"Intact: {grouped(check.n_records)} records, "
                f"{check.n_anchors} anchors.",
            )
        )
        return
    errors.print(f"{check.first_bad_seq}: {check.problem}", markup=False)
    raise typer.Exit(ExitCode.BAD_REQUEST)


@audit_app.command("anchor", help=say("Ghi mốc trong ngày.", "Note the day's anchor."))
def audit_anchor(
    copy_to: Annotated[
        Path | None,
        typer.Option(help=say("Chép mốc ra nơi khác.", "Also write it here.")),
    ] = None,
) -> None:
    from warehouse.audit import anchor

    head = anchor(Settings.from_environment(), copy_to=copy_to)
    console.print(head.as_line(), markup=False)
