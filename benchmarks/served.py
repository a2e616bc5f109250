"""A home with something published, people who may read it, and servers to ask."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.stage import measure
from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from tests.security.server import free_port, wait_until_open
from warehouse.demo_accounts import demo_signer
from warehouse.demo_waves import release_demo_waves
from warehouse.people import sessions
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account, list_accounts
from warehouse.read import reader_of
from warehouse.settings import Settings

CLI = ["-m", "thanthien"]


def is_published(home: Path) -> bool:
    """Whether a home has a build to read."""
    return (home / "builds" / "current.json").exists()


def sign_in(settings: Settings) -> dict[str, str]:
    """Role → session of an account of that role, made if it is not there."""
    return {
        role: sessions.open_session(settings, name, "127.0.0.1")
        for role, name in add_people(settings).items()
    }


def fill(home: Path, cases: int, ballots: int) -> None:
    """Writes a simulated province of this size, loads and builds it, and releases what
    the Front asked: the committee reads nothing else of before and after."""
    settings = Settings(home=home)
    written = write_province(home / "files", n_cases=cases, n_service_ballots=ballots)
    load_files(list(written.files), settings=settings, signer=demo_signer(settings))
    measure([*CLI, "build"], {"THANTHIEN_HOME": str(home)})
    release_demo_waves(settings)


def add_people(settings: Settings) -> dict[str, str]:
    """Role → user name of an account; the leader's is a commune of today."""
    reader = reader_of(settings)
    scope = reader.scope_of_account(user_id="benchmark", role="committee")
    front = reader.scope_of_account(user_id="benchmark", role="front")
    officer = reader.run("officer_postings", front).rows[0]["officer_code"]
    communes = [
        row
        for row in reader.run("units", scope).rows
        if row["unit_level"] == "commune" and row["is_current"]
    ]
    unit = str(communes[0]["unit_code"])
    people = {
        "committee": Identity("bench.committee", "Committee", "committee"),
        "front": Identity("bench.front", "Front", "front"),
        "leader": Identity("bench.leader", "Leader", "leader", unit),
        "steward": Identity("bench.steward", "Steward", "steward"),
        "officer": Identity("bench.officer", "Officer", "officer", None, officer),
    }
    there = {account.identity.user_name for account in list_accounts(settings)}
    for person in people.values():
        if person.user_name not in there:
            add_account(settings, person, actor="benchmark", must_change_password=False)
    return {role: person.user_name for role, person in people.items()}


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    url: str
    pid: int


@contextmanager
def process(arguments: list[str], home: Path) -> Iterator[Served]:
    """Runs `python ARGUMENTS --port N` until the block ends."""
    port = free_port()
    started = subprocess.Popen(
        [sys.executable, *(text.format(port=port) for text in arguments)],
        env={**os.environ, "THANTHIEN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_open(port, started)
        yield Served(f"http://127.0.0.1:{port}", started.pid)
    finally:
        started.terminate()
        started.wait(10)


def ours() -> list[str]:
    """How the product is started, as documented."""
    return [*CLI, "serve", "--port", "{port}"]
