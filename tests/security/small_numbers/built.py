"""Simulated provinces that are attacked."""

from __future__ import annotations

from pathlib import Path

from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from warehouse.builds.build import build
from warehouse.demo_accounts import demo_signer
from warehouse.settings import Settings


def built_province(home: Path, n_cases: int) -> Settings:
    """A home with a published build of a province of so many dossiers."""
    settings = Settings(home=home)
    written = write_province(settings.home / "files", n_cases=n_cases, seed=7)
    load(settings, list(written.files))
    assert build(settings).is_published
    return settings


def load(settings: Settings, files: list[Path]) -> None:
    """Loads files, signed where they are the Front's."""
    loaded = load_files(files, settings=settings, signer=demo_signer(settings))
    assert {file.status for file in loaded} == {"loaded"}
