"""Homes that a year begins in: a simulated province, or a tiny one without dbt."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ingest.loading.load import load_files
from ingest.simulation.province import MARKER, write_province
from tests.faults.home import Made, make_home
from tests.soak.deliveries import (
    FAULTY_EVERY,
    FIRST_DAY,
    ballots_of,
    cases_of,
    later,
    on_hand,
)
from tests.soak.stand_in import build_really
from tests.warehouse.custody.front_desk import signer_of
from tests.warehouse.doctor.doctor_home import case_file
from tests.warehouse.process.conftest import PEOPLE
from warehouse.demo_accounts import make_demo_accounts
from warehouse.people.account_rows import Identity
from warehouse.reviews.units import own_unit
from warehouse.settings import Settings

N_CASES, N_BALLOTS, SEED = 2_000, 1_500, 11


@dataclass(frozen=True)
class Delivery:
    """A file of a day.

    Attributes:
        path: The file.
        by: The clerk who hands it over; empty where it is loaded by a command.
        mended: What belongs into the one refused cell of it; empty where all is right.
    """

    path: Path
    by: str = ""
    mended: str = ""


@dataclass(frozen=True)
class Base:
    """A home and what comes to it.

    Attributes:
        root: Folder of everything.
        leader: Who reviews a unit.
        committee: Who returns and releases reviews.
        steward: Who confirms that their data are complete.
        unit_key: The unit that is reviewed.
        deliveries: Day → its files.
        is_real: dbt builds it.
    """

    root: Path
    leader: Identity
    committee: Identity
    steward: Identity
    unit_key: str
    deliveries: dict[date, list[Delivery]]
    is_real: bool

    @property
    def settings(self) -> Settings:
        """Names the home."""
        return Settings(home=self.root / "home", lang="en", threads=1)


def kept(folder: Path, make: Callable[[Path], Base]) -> Base:
    """The base of a folder, made the first time."""
    told = folder / "base"
    if not told.exists():
        shutil.rmtree(folder / "home", ignore_errors=True)
        told.write_bytes(pickle.dumps(make(folder)))
    base: Base = pickle.loads(told.read_bytes())
    return base


def province(root: Path) -> Base:
    """Lists and files until the year begins, loaded and built; all that comes after."""
    drops = root / "drops"
    for folder in (root / "files", drops):
        shutil.rmtree(folder, ignore_errors=True)
    drops.mkdir(parents=True)
    (drops / MARKER).touch()
    files = write_province(
        root / "files", n_cases=N_CASES, seed=SEED, n_service_ballots=N_BALLOTS
    ).files
    settings = Settings(home=root / "home", lang="en", threads=1)
    settings.home.mkdir(mode=0o700)
    load_files(on_hand(files, drops), settings=settings, signer=signer_of(settings))
    build_really(settings, root)
    people = {one.identity.role: one.identity for one in make_demo_accounts(settings)}
    unit = own_unit(settings, people["leader"])
    assert unit is not None
    return Base(
        root,
        people["leader"],
        people["committee"],
        people["steward"],
        str(unit["unit_key"]),
        _deliveries(files, drops),
        is_real=True,
    )


def _deliveries(files: tuple[Path, ...], drops: Path) -> dict[date, list[Delivery]]:
    cases, ballots = cases_of(files), ballots_of(files)
    once = later(files, drops)
    found: dict[date, list[Delivery]] = {}
    for number in range(365):
        day = FIRST_DAY + timedelta(days=number)
        of_day = []
        if path := cases.write(drops, day):
            of_day.append(Delivery(path, "dulieu"))
        is_faulty = number % FAULTY_EVERY == 0
        if path := ballots.write(drops, day, is_faulty=is_faulty):
            mended = f"{day:%d/%m/%Y}" if is_faulty else ""
            of_day.append(Delivery(path, "dulieu.2", mended))
        found[day] = [*of_day, *(Delivery(path) for path in once.get(day, ()))]
    return found


def tiny(root: Path) -> Base:
    """A home of a few hundred dossiers whose builds are copies of one finished file."""
    made: Made = make_home(root)
    found: dict[date, list[Delivery]] = {}
    for number in range(365):
        day = FIRST_DAY + timedelta(days=number)
        found[day] = []
        for clerk, first in (("quan.tri", 6_000), ("quan.tri.2", 60_000)):
            first += number * 20
            name = f"{clerk}_{day:%Y%m%d}.csv"
            path = case_file(root / "drops", name, range(first, first + 30))
            found[day].append(Delivery(path, clerk))
    unit = own_unit(made.settings, PEOPLE["leader"])
    assert unit is not None
    key = str(unit["unit_key"])
    people = PEOPLE["leader"], PEOPLE["committee"], PEOPLE["steward"]
    return Base(root, *people, key, found, is_real=False)
