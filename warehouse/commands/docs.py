"""`thanthien docs`: the site that describes the models."""

from __future__ import annotations

from warehouse.commands.terminal import console, say
from warehouse.settings import Settings


def docs() -> None:
    from warehouse.builds.model_docs import write_model_docs

    path = write_model_docs(Settings.from_environment())
    console.print(say(f"Đã ghi: {path}", f"Written: {path}"))
