"""Runs one Python model on frames given by name, without dbt or a database."""

from __future__ import annotations

import runpy
from typing import Any

import pandas as pd

from warehouse.builds.transform import PROJECT_DIR


class _Relation:
    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def df(self) -> pd.DataFrame:
        return self._frame.copy()


class _Dbt:
    def __init__(self, frames: dict[str, pd.DataFrame]) -> None:
        self._frames = frames

    def config(self, **_: Any) -> None:
        pass

    def ref(self, name: str) -> _Relation:
        return _Relation(self._frames[name])


def run_model(name: str, **frames: pd.DataFrame) -> pd.DataFrame:
    """Rows of the statistics model `name` from the relations it refers to."""
    path = PROJECT_DIR / "models" / "statistics" / f"{name}.py"
    found: pd.DataFrame = runpy.run_path(str(path))["model"](_Dbt(frames), None)
    return found
