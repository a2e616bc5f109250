"""The files of the simulated province, loaded once by the shipped specs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from ingest.simulation.province import ProvinceSummary, write_province
from warehouse.settings import Settings

SEED, N_CASES = 12, 2_000


@dataclass(frozen=True)
class Loaded:
    """A province, the account of its load, and a reader of raw."""

    summary: ProvinceSummary
    truth: dict[str, Any]
    results: list[FileResult]
    settings: Settings


def load_province(folder: Path) -> Loaded:
    """Writes the simulated province into a folder and loads all of it."""
    summary = write_province(folder / "files", n_cases=N_CASES, seed=SEED)
    settings = Settings(home=folder / "home")
    results = load_files(summary.files, settings=settings)
    truth = json.loads(summary.truth_path.read_text(encoding="utf-8"))
    return Loaded(summary, truth, results, settings)
