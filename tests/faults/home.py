"""A small whole home: files, three builds, people, waves, a review, a matter, a job."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyotp
import typer
import uvicorn
from argon2 import PasswordHasher

import dashboard.report
import dashboard.server
import ingest
import warehouse
from ingest.simulation import province
from tests.faults.child import run
from tests.warehouse.custody.front_desk import (
    FRONT,
    PASSPHRASE,
    released_by_front,
    signer_of,
)
from tests.warehouse.custody.held_home import OTHER, write_held
from tests.warehouse.doctor.doctor_home import SPEC, case_file
from tests.warehouse.letters.exports import write_export
from tests.warehouse.process.conftest import PEOPLE
from tests.warehouse.process.walks import bring_to as bring_matter
from tests.warehouse.reviews import walks as review_walks
from warehouse import audit, demo_accounts
from warehouse.builds import build as builds
from warehouse.builds import model_docs
from warehouse.builds.daily import write_stand_in
from warehouse.builds.transform import Failure, Outcome
from warehouse.desk.jobs import Job, jobs_dir, write_job
from warehouse.people import passwords, sessions
from warehouse.people.accounts import add_account
from warehouse.people.second_factor import new_secret, turn_on
from warehouse.reviews.review_file import to_yaml
from warehouse.settings import Settings
from warehouse.upkeep.backup import back_up

PASSWORD = "mật khẩu thử nghiệm 1"
CONFIRMED = "2026-08"
PERIOD, DRAFTED, JOB = "2026-10", "2026-Q3", "20261101080000-0123abcd"
RULES = "threshold,value,source,valid_from\ntheta_min,0.9,QĐ 12/QĐ-UBND,2026-01-01\n"


@dataclass(frozen=True)
class Made:
    """The home, and what lies outside of it for the commands to use.

    Attributes:
        root: Folder of everything.
        matter: Code of the matter that was opened.
    """

    root: Path
    matter: str

    @property
    def settings(self) -> Settings:
        """Names the home."""
        return Settings(home=self.root / "home", lang="en", threads=1)


def hurry() -> None:
    """Makes passwords cheap, and dbt a copy of one finished file: it has no models
    of its own to fail, so a build does all the rest of its work."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._hasher = cheap
    passwords._nobody = lambda: cheap.hash("nobody")  # type: ignore[assignment]
    builds.run = _one_finished_file  # type: ignore[attr-defined]
    model_docs.run = _one_finished_file  # type: ignore[attr-defined]
    demo_accounts.demo_signer = signer_of
    province.write_province = _two_files  # type: ignore[assignment]
    uvicorn.run = lambda *_args, **_options: None
    typer.prompt = _typed  # type: ignore[assignment]


def warm() -> None:
    """Loads the program's modules once, so that no child has to."""
    for package in (ingest, warehouse, dashboard.server, dashboard.report):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)


def _one_finished_file(
    settings: Settings, *, database: Path, scratch: Path, **_: Any
) -> Outcome:
    """Stands in for dbt: reads raw, then writes what a build writes."""
    try:
        (settings.home / "dbt").mkdir(exist_ok=True)
        database.unlink(missing_ok=True)
        shutil.copyfile(os.environ["FAULTS_FINISHED"], database)
        if database.name == "warehouse.duckdb":
            _name_loads(settings, database)
        kept = database.with_name("kept.duckdb")
        kept.unlink(missing_ok=True)
        write_stand_in(kept)
    except (OSError, duckdb.Error) as error:
        return Outcome(0, 0, (Failure("model", "model", str(error)),), ())
    return Outcome(1, 1, (), ())


def made_apart(
    root: Path, scratch: Path, first: Callable[[], object] = lambda: None
) -> Made:
    """Makes it in a child, for a process that has used DuckDB forks badly.

    Args:
        root: An empty folder.
        scratch: Folder for what the child says.
        first: What the child does before.
    """

    def work() -> None:
        first()
        made = make_home(root)
        sys.stdout.write(f"{os.environ['FAULTS_FINISHED']}\n{made.matter}\n")

    said = run(work, scratch)
    if said.code:
        raise SystemExit(said.error)
    os.environ["FAULTS_FINISHED"], matter = said.out.split("\n")[-3:-1]
    return Made(root, matter)


def make_home(root: Path) -> Made:
    """Makes the home and its surroundings in an empty folder."""
    settings = Settings(home=root / "home", lang="en", threads=1)
    settings.home.mkdir(mode=0o700)
    write_held(root / "finished")
    [held] = (root / "finished").rglob("*.duckdb")
    finished = root / "finished.duckdb"
    with duckdb.connect() as connection:
        # blocks of a sixteenth: a copy of the home is made for each combination
        connection.execute(f"attach '{finished}' as small (block_size 16384)")
        connection.execute(f"attach '{held}' as held (read_only)")
        connection.execute("copy from database held to small")
    held.unlink()
    os.environ["FAULTS_FINISHED"] = str(finished)
    spec = settings.home / "specs" / "thu.yml"
    spec.parent.mkdir()
    spec.write_text(SPEC, encoding="utf-8")
    settings.rules_dir.mkdir()
    (settings.rules_dir / "thresholds.csv").write_text(RULES, encoding="utf-8")
    _load_and_build(settings, root, spec)
    matter = _people_act(settings)
    write_job_of(settings)
    audit.anchor(settings)
    back_up(settings, root / "backups", now=datetime(2026, 11, 2, tzinfo=UTC))
    case_file(root, "next.csv", range(5000, 5400))
    text = to_yaml(review_walks.TEXT, ())
    (root / "review.yml").write_text(text, encoding="utf-8")
    write_export(root / "export.xlsx", [("H1", "Một", "Một", "", "Cá nhân")])
    (root / "out").mkdir()
    return Made(root, matter)


def _load_and_build(settings: Settings, root: Path, spec: Path) -> None:
    from ingest.loading.load import load_files

    for n in (0, 1, 2):
        path = case_file(root, f"{n}.csv", range(n * 400, n * 400 + 500))
        load_files([path], spec_path=spec, settings=settings)
        assert builds.build(settings).is_published


def _people_act(settings: Settings) -> str:
    for identity in (*PEOPLE.values(), FRONT):
        add_account(
            settings,
            identity,
            password=PASSWORD,
            must_change_password=False,
            actor="t",
        )
    secret = new_secret()
    turn_on(settings, "can.bo", secret, pyotp.TOTP(secret).now())
    released_by_front(settings, OTHER)
    review_walks.bring_to(settings, "submitted")
    review_walks.step(settings, "write", period=DRAFTED)
    for action in review_walks.WAY["confirmed"]:
        review_walks.step(settings, action, period=CONFIRMED)
    matter = bring_matter(settings, "flagged")
    sessions.open_session(settings, "quan.tri", client_address="127.0.0.1")
    return matter.code


def write_job_of(settings: Settings) -> None:
    """Leaves a job of the desk as a server that was stopped leaves it."""
    jobs_dir(settings).mkdir(mode=0o700)
    said: Mapping[str, Any] = {"kind": "unit", "lang": "vi"}
    write_job(settings, Job(JOB, "template", "", "quan.tri", 1.0, said))


def _name_loads(settings: Settings, database: Path) -> None:
    """Lets the build say of which files it was made, as every build does."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"attach '{settings.raw_path}' as store (read_only)")
        connection.execute("delete from dq_loads")
        connection.execute(
            "insert into dq_loads by name select file_sha256, status, loaded_at"
            " from store.raw.file"
        )


def _two_files(folder: Path, **_: Any) -> SimpleNamespace:
    """Stands in for the simulated province: its folder with two small files."""
    files = [case_file(folder, f"{n}.csv", range(n, n + 9)) for n in (7000, 8000)]
    return SimpleNamespace(files=files, drawn=(), running=None)


def _typed(question: str, **_: Any) -> str:
    """What a person types when asked."""
    is_of_key = any(word in question.lower() for word in ("passphrase", "khóa"))
    return PASSPHRASE if is_of_key else PASSWORD
