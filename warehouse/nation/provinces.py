"""The provinces a nation's home knows: each has a home of its own inside it.

Rows of two provinces never lie in one store, so what their codes name never meets: two
provinces may number officers, dossiers and waves alike. Where their figures come
together, in the national file, each code stands behind the province's: `79:DL-2026`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from warehouse.errors import DamagedError, ThanThienError
from warehouse.settings import Settings
from warehouse.stores.durable import replace_text

SEPARATOR = ":"
"""Stands between a province's code and a code of its own."""
_CODE = re.compile(r"[0-9A-Za-z]{1,12}")
_RECORD = "gathered.json"


@dataclass(frozen=True)
class Gathered:
    """What was gathered of a province last.

    Attributes:
        source: The province's home.
        gathered_at: UTC time, ISO 8601.
        n_files: Files whose rows are here.
        n_changed: Files whose rows came, or came otherwise, the last time.
        n_gone: Files that were taken out the last time.
        n_waiting: Waves of the Front that stay in the province.
        own_rules: Tables of rules that the province sets for itself; the nation's
            build does not judge by them.
        is_simulated: The rows are of a simulated province; None while there are none.
    """

    source: str
    gathered_at: str
    n_files: int
    n_changed: int
    n_gone: int
    n_waiting: int
    own_rules: tuple[str, ...]
    is_simulated: bool | None


def province_of(code: str) -> str:
    """Code of the province whose code stands before one in the national file.

    >>> province_of("79:DL-2026"), province_of("VN")
    ('79', '')
    """
    before, separator, _ = code.partition(SEPARATOR)
    return before if separator else ""


def own_code(code: str) -> str:
    """A code of the national file as its province writes it.

    >>> own_code("79:DL-2026")
    'DL-2026'
    """
    return code.partition(SEPARATOR)[2]


def provinces_dir(settings: Settings) -> Path:
    """Where the provinces of a nation's home lie."""
    return settings.home / "provinces"


def province_settings(settings: Settings, code: str) -> Settings:
    """The home of one province inside the nation's.

    Raises:
        ThanThienError: It is no code of a province.
    """
    if not _CODE.fullmatch(code):
        rule = "a province's code has 1 to 12 Latin letters and digits"
        raise ThanThienError("province", code, rule, "give its code, as 79")
    return replace(settings, home=provinces_dir(settings) / code, desk="")


def refuse_if_a_province(settings: Settings) -> None:
    """Refuses a home that holds rows of its own: it is a province's.

    Raises:
        ThanThienError: It does.
    """
    if settings.raw_path.exists():
        rule = "a nation's home has no files of its own, only provinces"
        step = "set THANTHIEN_HOME to another folder"
        raise ThanThienError("THANTHIEN_HOME", str(settings.home), rule, step)


def known_provinces(settings: Settings) -> dict[str, Gathered]:
    """The provinces gathered so far, by code.

    Where it cannot be read what was noted of one, its `source` is empty: the rows are
    there, and the others go on.
    """
    found = {}
    for path in sorted(provinces_dir(settings).glob(f"*/{_RECORD}")):
        found[path.parent.name] = _read(path) or Gathered("", "", 0, 0, 0, 0, (), None)
    return found


def lost_record(code: str) -> DamagedError:
    """The refusal to gather a province again of which nobody knows from where."""
    rule = "what was noted of a gathered province must be as it was written"
    return DamagedError(_RECORD, code, rule, "thanthien nation gather CODE=HOME")


def note_gathered(province: Settings, gathered: Gathered) -> None:
    """Notes what was gathered of a province."""
    text = json.dumps(asdict(gathered), indent=2, ensure_ascii=False)
    replace_text(province.home / _RECORD, text + "\n")


def _read(path: Path) -> Gathered | None:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        known = {f.name: facts[f.name] for f in fields(Gathered)}
        return Gathered(**{**known, "own_rules": tuple(known["own_rules"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None
