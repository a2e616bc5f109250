"""Starts the real server in a process of its own, and talks to it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from warehouse.people import sessions
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account, list_accounts
from warehouse.settings import Settings

REPO = Path(__file__).parents[2]
PROBE = Path(__file__).with_name("probe_page.py")
PASSWORD = "mật khẩu thử nghiệm 1"

PEOPLE = (
    Identity("anna", "Anna", "committee"),
    Identity("binh", "Bình", "leader", "01234"),
    Identity("chi", "Chi", "officer", None, "CB00001"),
)

_START = """
import sys
from pathlib import Path
from dashboard.server import asgi
asgi.build_app.__kwdefaults__["script"] = Path(sys.argv[2])
from dashboard.server.serve import serve
from warehouse.settings import Settings
serve(Settings.from_environment(), port=int(sys.argv[1]))
"""


@dataclass(frozen=True)
class Server:
    """A running server, the home it serves, and its process."""

    settings: Settings
    port: int
    pid: int

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.netloc}"

    def client(self) -> httpx.Client:
        """A client that sends the Origin of our own pages, as browsers do."""
        return httpx.Client(
            base_url=self.url, headers={"origin": self.url}, timeout=20.0
        )

    def session(self, user_name: str = "anna") -> str:
        """Opens a session in the store, without the cost of a password check."""
        return sessions.open_session(self.settings, user_name, "127.0.0.1")

    def sign_in(self, user_name: str = "anna", password: str = PASSWORD) -> str:
        """Signs in and returns the session token."""
        with self.client() as client:
            form = {"user_name": user_name, "password": password}
            answer = client.post("/login", data=form)
            assert answer.status_code == 303, answer.status_code
            return str(client.cookies["thanthien"])


@contextmanager
def running(
    home: Path, *, env: Mapping[str, str] | None = None, script: Path = PROBE
) -> Iterator[Server]:
    """Serves `home` until the block ends."""
    settings = Settings(home=home)
    # a home that was served before knows them
    there = {account.identity.user_name for account in list_accounts(settings)}
    for person in PEOPLE:
        if person.user_name not in there:
            add_account(
                settings,
                person,
                password=PASSWORD,
                must_change_password=False,
                actor="t",
            )
    port = free_port()
    environment = {**os.environ, "THANTHIEN_HOME": str(home), "PYTHONPATH": str(REPO)}
    process = subprocess.Popen(
        [sys.executable, "-c", _START, str(port), str(script)],
        env={**environment, **(env or {})},
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_open(port, process)
        yield Server(settings, port, process.pid)
    finally:
        process.terminate()
        process.wait(60)


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """Waits for the port; a server that ended instead fails with its output."""
    for _ in range(600):
        if process.poll() is not None:
            assert process.stdout is not None
            raise AssertionError(process.stdout.read().decode())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not open its port")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def routes_in_streamlit() -> list[str]:
    """Paths of every kind Streamlit serves, its files included."""
    import streamlit

    static = Path(streamlit.__file__).with_name("static")
    files = sorted(path.relative_to(static) for path in static.rglob("*.*"))
    page = (static / "index.html").read_text("utf-8")
    linked = re.findall(r'(?:src|href)="\./([^"]+)"', page)
    paths = [f"/{file}" for file in files[:40]] + [f"/{link}" for link in linked]
    return list(dict.fromkeys(paths))
