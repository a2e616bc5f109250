"""What a letter says of the body that sends it, in the form of Decree 30/2020."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_BODIES = Path(__file__).with_name("signing_offices.yml")


@dataclass(frozen=True)
class Body:
    """The sending body.

    Attributes:
        above: Name of the body above, capitals; "" for a People's Committee.
        name: Its name.
        heading: Its name in capitals; that of a commune is not torn apart.
        sign: What stands behind the number.
        place: Place of the letter.
        behalf: On whose behalf the head signs; "" for one who signs alone.
        position: Position of the head, capitals.
    """

    above: str
    name: str
    heading: str
    sign: str
    place: str
    behalf: str
    position: str


def body_of(unit_name: str, unit_level: str, province_name: str) -> Body:
    """The body of a unit: a People's Committee, or a centre under the province's.

    Args:
        unit_name: As the unit list writes it, its level before it.
        unit_level: province, district, commune or centre.
        province_name: Name of the province above it.
    """
    forms = _forms()
    form = forms["centre" if unit_level == "centre" else "committee"]
    committee = str(forms["committee"]["name"])
    above = committee.format(unit=_low(province_name)).upper()
    is_low = bool(form["is_low"])
    kept = _low(unit_name).replace(" ", "\u00a0") if is_low else unit_name
    seat = province_name if unit_level == "centre" else unit_name
    return Body(
        above=above if form["has_above"] else "",
        name=str(form["name"]).format(unit=_low(unit_name) if is_low else unit_name),
        heading=str(form["name"]).format(unit=kept).upper(),
        sign=str(form["sign"]),
        place=_place(seat),
        behalf=str(form["behalf"]),
        position=str(form["position"]),
    )


def day_in_words(day: date) -> str:
    """A day as letters write it: days to 9 and months to 2 with a zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return str(_forms()["day"]).format(day=f"{day.day:02d}", month=month, year=day.year)


def forms_of_address(form: str) -> tuple[str, str]:
    """How a letter names who receives it: above the text, and inside a sentence.

    Args:
        form: person, organisation, unknown, family or couple.
    """
    found = _forms()["address"][form]
    return str(found["dear"]), str(found["inside"])


def _place(unit_name: str) -> str:
    """The name without the word for its level, unless a number is all that is left."""
    for word in _forms()["levels"]:
        rest = unit_name[len(word) + 1 :]
        if unit_name.lower().startswith(f"{word} ") and not rest[:1].isdigit():
            return rest
    return unit_name


def _low(unit_name: str) -> str:
    """A name inside a name: its word for the level begins small."""
    return unit_name[:1].lower() + unit_name[1:]


@cache
def _forms() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_BODIES.read_text(encoding="utf-8"))
    return found
