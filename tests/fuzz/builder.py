"""Runs alone: makes the base home, and builds homes as `thanthien build` does."""

from __future__ import annotations

import json
import pickle
import sys
import traceback
from pathlib import Path
from typing import Any

from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from tests.dirty.province import OPEN
from tests.dirty.reading import read
from tests.fuzz.accounts import wrong_accounts
from tests.fuzz.seeds import seeds_of, starts_of
from tests.parsed_once import ParsedOnce
from warehouse.builds import transform
from warehouse.builds.build import build
from warehouse.errors import ThanThienError
from warehouse.settings import Settings

N_CASES = 1_000


def make_base(folder: Path) -> dict[str, Any]:
    """Loads the small province, each file cut to its first rows; keeps good files.

    Returns:
        `rows`: file name → rows of it that were read or passed over.
    """
    files = write_province(folder / "files", n_cases=N_CASES, seed=1).files
    settings = Settings(home=folder / "base", threads=1)
    started = starts_of(files, folder / "starts")
    results = load_files(started, settings=settings)
    seeds = seeds_of(started, results)
    (folder / "seeds").write_bytes(pickle.dumps(seeds))
    rows = {r.file_name: r.n_source_rows + r.n_skipped_rows for r in results}
    return {"rows": rows, "refused": [r.as_text("en") for r in results if r.reason]}


def _build(home: Path) -> dict[str, Any]:
    settings = Settings(home=home, threads=1)
    wrong = wrong_accounts(settings)
    result = build(settings)
    failures = [f"{one.name}: {one.message}"[:600] for one in result.failures]
    if result.path is not None:
        n_open = read(result.path, OPEN)[0][0]
        wrong += [f"{n_open} kinds of the build"] * bool(n_open)
    return {"published": result.is_published, "failures": failures, "wrong": wrong}


def main() -> None:
    """Serves until its input ends."""
    transform.dbtRunner = ParsedOnce  # type: ignore[attr-defined]
    while line := sys.stdin.readline():
        asked = json.loads(line)
        said: dict[str, Any]
        try:
            folder = Path(asked["folder"])
            said = _build(folder) if asked["act"] == "build" else make_base(folder)
        except ThanThienError as refusal:
            said = {"published": False, "failures": [refusal.in_words("en")]}
        except BaseException:  # noqa: BLE001 - the parent tells it
            said = {"published": False, "failures": [traceback.format_exc()]}
        print("\n" + json.dumps({"said": said}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
