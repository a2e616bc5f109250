"""Nasty files, and a few mutated ones, are each answered in words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from ingest.spec.find_spec import known_specs
from tests.fuzz.accounts import wrong_accounts
from tests.fuzz.mutants import mutant
from tests.fuzz.nasty_books import nasty_books
from tests.fuzz.nasty_texts import NASTY_TEXTS
from tests.fuzz.seeds import Seed
from tests.fuzz.typed_cells import WRITERS
from tests.ingest.spoilt.files import DOSSIERS, GOOD
from tests.ingest.spoilt.test_next_steps import UNITS
from warehouse.settings import Settings

REPO = Path(__file__).parents[2]
N_NASTY, N_MUTANTS = 120, 20
READ = """
two marks of bytes|a quoted cell over many lines|a quote in the middle
sixteen thousand columns|a row of ten thousand cells
a thousand empty lines between rows|control characters|vertical tabs and form feeds
marks of direction|invisible letters|line separators of Unicode
a hundred marks on one letter|letters beyond the first plane|UTF-16 without a mark
UTF-16 of the other order|a formula|a formula that calls|a formula that links
SQL in a code|a template in a cell|markup in a cell|headings twice
five thousand rows alike|no styles|no shared texts|a name of a sheet with marks
merged over the whole sheet|an old workbook of an odd size
cells repeated two billion times|a member with a name of 300 letters
a member turned round|packed in a way nobody asked for|a style that is not there
an attribute of a megabyte|elements a hundred thousand deep
"""
"""Files of which every row is read; the others are refused, whole or in part."""
Load = Callable[[dict[str, bytes]], list[FileResult]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("fuzz") / "home")


@pytest.fixture(scope="module")
def load(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Loads files of any bytes, each in a folder of its own, into one home."""
    root = tmp_path_factory.mktemp("files")
    specs = known_specs(home)  # read once: that is what takes the time

    def load_all(files: dict[str, bytes]) -> list[FileResult]:
        paths = []
        for number, (name, data) in enumerate(files.items()):
            folder = root / f"{len(files)}-{number}"
            folder.mkdir()
            paths.append(folder / name.partition("/")[2])
            paths[-1].write_bytes(data)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ingest.loading.load.known_specs", lambda _: specs)
            return load_files(paths, settings=home)

    load_all({"0/danh_muc_20260101.csv": UNITS.encode()})
    return load_all


@pytest.fixture(scope="module")
def nasty(is_release: bool) -> dict[str, tuple[str, bytes]]:
    """What is odd → ending and bytes: every fourth, for a release all."""
    texts = {what: ("csv", data) for what, data in NASTY_TEXTS.items()}
    found = {**texts, **nasty_books()}
    assert len(found) >= N_NASTY
    return dict(list(found.items())[:: 1 if is_release else 4])


def test_every_nasty_file_is_answered_in_words(
    home: Settings, load: Load, nasty: dict[str, tuple[str, bytes]]
) -> None:
    names = [f"{n}/don_thu_20260630.{end}" for n, (end, _) in enumerate(nasty.values())]
    data = [content for _, content in nasty.values()]
    results = load(dict(zip(names, data, strict=True)))
    whole = {
        what
        for what, result in zip(nasty, results, strict=True)
        if result.status == "loaded" and not result.n_refused
    }
    assert whole == nasty.keys() & set(READ.strip().replace("\n", "|").split("|"))
    assert all(result.reason for result in results if result.status == "refused")
    assert wrong_accounts(home) == []


def test_a_few_mutated_files_are_answered(
    home: Settings, load: Load, tmp_path: Path
) -> None:
    seeds = [Seed("petition_list", "don_thu_20260630.csv", GOOD.encode())]
    for form, write in WRITERS.items():
        data = write(tmp_path / f"a.{form}", {"Sheet1": DOSSIERS}).read_bytes()
        seeds.append(Seed("dossier_list", f"ho_so.{form}", data, DOSSIERS))
    some = [mutant(seeds, 1, number) for number in range(N_MUTANTS)]
    results = load({f"{one.number}/{one.name}": one.data for one in some})
    assert {result.status for result in results} >= {"loaded", "refused"}
    assert all(result.reason for result in results if result.status == "refused")
    assert wrong_accounts(home) == []


@pytest.mark.release
def test_mutated_files_of_all_layouts_hold() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--files", "500"]
    done = subprocess.run(
        command, cwd=REPO, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
