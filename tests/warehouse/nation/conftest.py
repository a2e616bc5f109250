"""A nation of two small provinces, built once for these tests."""

from __future__ import annotations

import pytest

from tests.warehouse.nation.two_provinces import (
    ONE,
    OTHER,
    TwoProvinces,
    two_provinces,
)
from warehouse.nation.build_nation import build_nation


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> TwoProvinces:
    provinces = two_provinces(tmp_path_factory.mktemp("provinces"))
    for code in (ONE, OTHER):
        provinces.gather(code)
    result = build_nation(provinces.nation)
    assert (result.faults, result.failures) == ({}, ())
    assert result.is_published
    assert set(result.built) == {ONE, OTHER}
    return provinces
