"""What a reader's questions bind of the Front's waves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple


class Custody(NamedTuple):
    """Codes of the Front's waves by its own record, those released, those withheld.

    Attributes:
        kept: Waves of the Front, whatever a list says.
        released: Waves that everybody may read.
        withheld: Waves that are not as they were signed, which nobody reads.
        held_files: Asks for the files of waves that wait.
    """

    kept: Collection[str]
    released: Collection[str]
    withheld: Collection[str]
    held_files: Callable[[], Collection[str]]


def bound(text: str, custody: Custody) -> dict[str, Any]:
    """Values of the waves that a select names.

    >>> bound("select unnest($released_waves)", Custody((), ["A"], (), tuple))
    {'released_waves': ['A']}
    """
    waves = {
        "released_waves": list(custody.released),
        "kept_waves": list(custody.kept),
        "withheld_waves": list(custody.withheld),
    }
    return {name: codes for name, codes in waves.items() if f"${name}" in text}
