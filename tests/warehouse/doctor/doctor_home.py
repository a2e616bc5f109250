"""A small whole home for what breaks: raw by way of a load, three builds, accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loading.load import load_files
from tests.warehouse.builds.small_builds import publish_one
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

SPEC = """spec: thu
title: {vi: Thử, en: Test}
kinds:
  - kind: case
    columns:
      case_code: {from: "Mã"}
      received_at: {from: "Ngày", dates: ["dd/MM/yyyy"]}
      extracted_on: {constant: 2026-07-01}
"""


def case_file(folder: Path, name: str, codes: range, day: str = "01/05/2024") -> Path:
    """Writes an export of dossiers."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    lines = "".join(f"H{code},{day}\n" for code in codes)
    path.write_text(f"Mã,Ngày\n{lines}", encoding="utf-8")
    return path


def load(settings: Settings, *paths: Path) -> None:
    """Loads exports of dossiers."""
    spec = settings.home.parent / "thu.yml"
    spec.write_text(SPEC, encoding="utf-8")
    load_files(paths, spec_path=spec, settings=settings)


def make_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Makes the home; its builds are tiny, so no dbt runs."""
    settings = Settings(home=folder / "home", lang="en", threads=1)
    settings.home.mkdir(parents=True, mode=0o700)
    files = [
        case_file(folder, f"{n}.csv", range(n * 400, n * 400 + 500)) for n in (0, 1, 2)
    ]
    load(settings, *files)
    for number in (1, 2, 3):
        publish_one(settings, number, monkeypatch)
    add_account(settings, Identity("mattran", "Mặt trận", "front"), actor="t")
    return settings
