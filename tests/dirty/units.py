"""Which units a row of a file is about, and whose figures may move with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.dirty.reading import read

PROVINCE = "09"
_NAMED = """
    select officer_code, split_part(unit_key, '@', 1) from dim_officers
    union
    select petition_code, split_part(unit_key, '@', 1) from fct_petitions
    union
    select
        case_code,
        split_part(unnest(
            [receiving_unit_key, resolving_unit_key, residence_unit_key]
        ), '@', 1)
    from fct_cases
"""
_ABOVE = """
    select split_part(old_unit_key, '@', 1), split_part(new_unit_key, '@', 1)
    from bridge_unit_succession
    union
    select split_part(unit_key, '@', 1), split_part(parent_unit_key, '@', 1)
    from dim_units where parent_unit_key is not null
"""


class Units:
    """Units of the clean province by what names them."""

    def __init__(self, published: Path) -> None:
        """Reads them from the clean build."""
        self.named: dict[str, set[str]] = {}
        for name, code in read(published, _NAMED):
            if code:
                self.named.setdefault(str(name), set()).add(str(code))
        self.above: dict[str, set[str]] = {}
        for code, other in read(published, _ABOVE):
            self.above.setdefault(str(code), set()).add(str(other))
        self.codes = {
            str(code) for (code,) in read(published, "select unit_code from dim_units")
        }
        self.belonging = cache(self._belonging)

    def of(self, cells: Iterable[Any]) -> set[str]:
        """Units that a row names by code, officer, dossier or petition."""
        texts = [str(cell) for cell in cells if cell]
        words = {word for text in texts for word in re.split(r"[\s,;()]+", text)}
        found = words & self.codes
        for word in words:
            found |= self.named.get(word, set())
        return found

    def touched(self, codes: Iterable[str]) -> set[str]:
        """These units, those they became and those above: a row counts in all."""
        found, left = {PROVINCE}, set(codes)
        while left:
            found |= left
            left = {up for code in left for up in self.above.get(code, ())} - found
        return found

    def may_be_spoilt(self, cells: Sequence[Any]) -> bool:
        """Whether all units of a row are of the half of the province to be spoilt."""
        return all(self.belonging(code) for code in self.of(cells))

    def _belonging(self, code: str) -> bool:
        ends = {one for one in self.touched([code]) if len(one) == len("09001")}
        last = {one for one in ends if not (self.above.get(one, set()) - {one}) & ends}
        return not last or (int(min(last)) // 3) % 2 == 0
