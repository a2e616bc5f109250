"""`thanthien serve`: opens the dashboard behind sign-in."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.words import words_of
from warehouse.commands.terminal import LANG
from warehouse.settings import Settings

say = words_of(LANG)

Port = Annotated[int, typer.Option(help=say("commands.serve.port"))]


def serve(
    host: Annotated[str, typer.Option(help=say("commands.serve.host"))] = "127.0.0.1",
    port: Port = 8501,
) -> None:
    from dashboard.server.serve import serve as serve_dashboard

    serve_dashboard(Settings.from_environment(), host=host, port=port)
