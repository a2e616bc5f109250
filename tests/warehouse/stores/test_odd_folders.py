"""What a build writes and attaches in a folder whose name holds an apostrophe."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.builds.previous import write_previous
from warehouse.builds.waiting_waves import write_waiting_waves
from warehouse.rules.write_rules import write_rules
from warehouse.settings import Settings
from warehouse.stores.read_through import read_through


@pytest.mark.parametrize("folder", ["M'Drắk", "a''b", "d'", 'hai "nháy"', "50% mới"])
def test_a_build_begins_in_any_folder(tmp_path: Path, folder: str) -> None:
    home = tmp_path / folder
    home.mkdir()
    scratch = home / "scratch.duckdb"
    duckdb.connect(str(scratch)).close()
    settings = Settings(home=home)
    write_rules(settings, scratch)
    write_previous(settings, scratch)
    write_waiting_waves(settings, scratch)
    assert "previous.builds" in read_through(scratch)
