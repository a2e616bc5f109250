"""Simulated data never lie beside real ones; a marker in their folder says which."""

from __future__ import annotations

import pytest

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from tests.ingest.loading.test_load import SPEC, rows
from warehouse.errors import ThanThienError


def test_simulated_and_real_never_mix(desk: Desk) -> None:
    desk.load(SPEC, rows(range(3)))
    simulated = desk.file("mo_phong/a.csv", rows(range(5)))
    desk.file("mo_phong/MO_PHONG.txt", "mô phỏng")
    with pytest.raises(ThanThienError, match="never mixed"):
        desk.load_path(simulated, SPEC)
    assert desk.raw("select count(*) from raw.file") == [(1,)]


def test_the_marker_makes_a_file_simulated(desk: Desk) -> None:
    path = desk.file("mo_phong/a.csv", rows(range(5)))
    desk.file("mo_phong/MO_PHONG.txt", "mô phỏng")
    desk.load_path(path, SPEC)
    assert desk.raw("select is_simulated from raw.file") == [(True,)]


def test_mixed_in_one_call_loads_nothing(desk: Desk) -> None:
    desk.file("mo_phong/MO_PHONG.txt", "mô phỏng")
    spec = desk.file("s.yml", "spec: s\ntitle: {vi: a, en: a}\n" + SPEC)
    paths = [
        desk.file("1.csv", rows(range(3))),
        desk.file("mo_phong/a.csv", rows(range(5))),
    ]
    with pytest.raises(ThanThienError):
        load_files(paths, spec_path=spec, settings=desk.settings)
    assert desk.raw("select count(*) from raw.file") == [(0,)]
