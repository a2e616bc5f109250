"""Asks the running server for pages over its socket, as the script of a page does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_SECONDS = 60


@dataclass
class Visit:
    """One run of a page.

    Attributes:
        build: The build its foot names; empty where it came to no foot.
        errors: Exceptions it showed, or how it ended if not well.
        n_characters: Characters of HTML it sent: a page of refusal has few.
    """

    build: str
    errors: list[str]
    n_characters: int


@asynccontextmanager
async def line_to(netloc: str, token: str) -> AsyncIterator[ClientConnection]:
    """A page's socket, for a session."""
    async with connect(
        f"ws://{netloc}/_stcore/stream",
        origin=f"http://{netloc}",  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Cookie": f"thanthien={token}"},
        max_size=None,
        open_timeout=PATIENCE_SECONDS,
    ) as line:
        yield line


async def visit(line: ClientConnection, page: str) -> Visit:
    """Asks for a page and waits until it is whole."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    await line.send(ask.SerializeToString())
    build, errors, n_characters = "", [], 0
    while True:
        content = await asyncio.wait_for(line.recv(), PATIENCE_SECONDS)
        assert isinstance(content, bytes)
        message = ForwardMsg()
        message.ParseFromString(content)
        element = message.delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                errors.append(element.exception.message)
            case "html" if "tt-foot" in element.html.body:
                build = element.html.body.rsplit(" ", 1)[-1].split("<")[0]
            case "html":
                n_characters += len(element.html.body)
        if message.WhichOneof("type") == "script_finished":
            if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                errors.append(f"finished {message.script_finished}")
            return Visit(build, errors, n_characters)
