"""The dirt of real exports, put in on purpose and the same for the same seed."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

import numpy as np

from ingest.simulation.files.workbook import Cell

_EXCEL_ZERO = datetime(1899, 12, 30)
# The same word with the tone mark on the other vowel, as older keyboards put it.
_RESPELLED = (
    ("oà", "òa"),
    ("oá", "óa"),
    ("uỷ", "ủy"),
    ("uý", "úy"),
    ("Oà", "Òa"),
    ("uà", "ùa"),
)


def nfd(text: str) -> str:
    """The text with its marks apart, as some Macs and phones send it."""
    return unicodedata.normalize("NFD", text)


def respell(text: str) -> str:
    """The text with tone marks on the other vowel: hoà becomes hòa."""
    for one, other in _RESPELLED:
        text = text.replace(one, other)
    return text


def spoil_text(rng: np.random.Generator, text: str) -> str:
    """Mostly the text; sometimes decomposed, respelled or with spaces around."""
    u = float(rng.random())
    if u < 0.06:
        return nfd(text)
    if u < 0.14:
        return respell(text)
    if u < 0.18:
        return f" {text} "
    return text


def mixed_time(rng: np.random.Generator, moment: datetime | None) -> Cell:
    """A time as text, as a real Excel date, or as a bare serial number."""
    if moment is None:
        return None
    u = float(rng.random())
    if u < 0.55:
        return moment.strftime("%d/%m/%Y %H:%M")
    if u < 0.9:
        return moment
    return (moment - _EXCEL_ZERO) / timedelta(days=1)


def mixed_date(rng: np.random.Generator, day: date | None) -> Cell:
    """A date as dd/mm/yyyy text or as a real Excel date.

    The real ones are of days after the 12th: a short column whose real dates all lie
    before could as well have been turned round by a spreadsheet, and is refused.
    """
    if day is None:
        return None
    is_text = float(rng.random()) < 0.5 or day.day <= 12
    return day.strftime("%d/%m/%Y") if is_text else day
