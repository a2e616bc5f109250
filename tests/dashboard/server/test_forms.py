"""A form that is announced and never sent ends; nobody waits for it for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from starlette.types import Message

from dashboard.server import login
from dashboard.server.settings import ServerSettings
from warehouse.settings import Settings


def test_a_form_that_does_not_come_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "FORM_SECONDS", 0.05)
    settings, server = (
        Settings(home=tmp_path),
        ServerSettings.from_environment("127.0.0.1", 1),
    )
    app = login.build_door(login.Door(settings, server), [])
    said: list[Message] = []

    async def ask() -> None:
        with anyio.fail_after(5):
            await app(_announced("/login"), _silent, _keep)

    async def _keep(message: Message) -> None:
        said.append(message)

    # in a thread of its own: a browser's loop may run in this one
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, ask).result()
    assert said[0]["status"] == 408
    text = said[1]["body"].decode()
    assert "chưa được gửi hết" in text


async def _silent() -> Message:
    await anyio.sleep_forever()
    raise AssertionError


def _announced(path: str) -> dict[str, object]:
    return {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"x"), (b"content-length", b"100")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "http_version": "1.1",
        "app": None,
    }
