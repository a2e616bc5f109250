"""`thanthien serve`: opens the dashboard behind sign-in."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.terminal import say
from warehouse.settings import Settings

Port = Annotated[int, typer.Option(help=say("Cổng.", "Port."))]


def serve(
    host: Annotated[
        str, typer.Option(help=say("Địa chỉ nghe.", "Address to listen on."))
    ] = "127.0.0.1",
    port: Port = 8501,
) -> None:
    from dashboard.server.serve import serve as serve_dashboard

    serve_dashboard(Settings.from_environment(), host=host, port=port)
