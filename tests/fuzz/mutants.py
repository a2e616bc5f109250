"""One mutated file of a number: always the same for the same seed and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fuzz.book_spoilings import spoil_book
from tests.fuzz.byte_spoilings import BYTE_SPOILINGS
from tests.fuzz.seeds import Seed
from tests.fuzz.text_spoilings import TEXT_SPOILINGS
from tests.fuzz.typed_cells import spoil_typed_cells

MAX_BYTES = 8 << 20


@dataclass(frozen=True)
class Mutant:
    """A spoilt file.

    Attributes:
        number: Its number.
        layout: Layout of the good file it was.
        form: csv, xlsx, xls, ods or geojson.
        sorts: How it was spoilt, one after the other.
        name: Its name as delivered.
        data: Its bytes.
    """

    number: int
    layout: str
    form: str
    sorts: tuple[str, ...]
    name: str
    data: bytes

    def write(self, folder: Path) -> Path:
        """Lays it into a folder."""
        path = folder / self.name
        path.write_bytes(self.data)
        return path


def mutant(seeds: Sequence[Seed], seed: int, number: int) -> Mutant:
    """The mutated file of a number; layouts take turns."""
    chance = Random(f"{seed}/{number}")
    layouts = sorted({one.layout for one in seeds})
    layout = layouts[number % len(layouts)]
    good = chance.choice([one for one in seeds if one.layout == layout])
    data, sorts = _spoilt(good, chance)
    name = f"{number:05d}_{good.name}"
    return Mutant(number, layout, good.form, tuple(sorts), name, data[:MAX_BYTES])


def _spoilt(good: Seed, chance: Random) -> tuple[bytes, list[str]]:
    data, sorts = good.data, list[str]()
    is_book = good.form in ("xlsx", "xls", "ods")
    if is_book and good.rows and chance.random() < 0.4:
        data = spoil_typed_cells(good.rows, good.form, chance)
        sorts.append("typed cells")
    # the parts first: behind bytes that changed, a book may be no zip any more
    if good.form in ("xlsx", "ods") and chance.random() < 0.5:
        name, data = spoil_book(data, chance)
        sorts.append(name)
    if good.form in ("csv", "geojson"):
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            name = chance.choice((*TEXT_SPOILINGS, "cells", "cells", "column"))
            data = TEXT_SPOILINGS[name](data, chance)
            sorts.append(name)
    if not sorts or chance.random() < 0.1:
        name = chance.choice(list(BYTE_SPOILINGS))
        data = BYTE_SPOILINGS[name](data, chance)
        sorts.append(name)
    return data, sorts
