"""What people, programs and accidents put into cells."""

from __future__ import annotations

from random import Random

NASTY = (
    "",
    " ",
    "\u00a0",
    "0",
    "-1",
    "1000000000000",
    "99999999999999999999999999",
    "1e308",
    "1E+11",
    "-0",
    "NaN",
    "Infinity",
    "0.1",
    "1.234.567,89",
    "null",
    "NULL",
    "TRUE",
    "#REF!",
    "#DIV/0!",
    "=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "+84900000000",
    "'; drop table raw.file; --",
    '"',
    "'",
    "$$",
    "\\",
    "{{ x }}",
    "{0}",
    "%s",
    "<script>alert(1)</script>",
    "&amp;&lt;",
    "\t",
    "\v\f",
    "\x01\x07\x1b[31m",
    "\u202eabc",
    "\u200b\u200d\ufeff",
    "\u2028",
    "a\u0301\u0323" * 20,
    "\U0001f600",
    "\ud7ff",
    "\uffff",
    "Ⅷ½²",
    "٣٤",
    "31/02/2026",
    "00/00/0000",
    "29/02/2025",
    "1900-02-29",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "-4713-01-01",
    "24:00:00",
    "12/13/2026",
    "2026-06-31T25:61:61",
    "60",
    "2958466",
    "x" * 300,
    "Xã " * 2000,
    "9" * 5000,
    "nguyễn văn a 0900000001 001099000001",
)
"""Cell texts; NUL and lone surrogates come by bytes."""


def nasty_cell(chance: Random, cell: str) -> str:
    """Another text in the place of a cell's, or the same one bent."""
    ways = chance.randrange(8)
    if ways < 4:
        return chance.choice(NASTY)
    if ways == 4:
        return cell + chance.choice(NASTY)
    if ways == 5 and cell:
        place = chance.randrange(len(cell))
        return cell[:place] + chr(chance.randrange(1, 0xD800)) + cell[place + 1 :]
    if ways == 6:
        return cell * chance.randrange(2, 50)
    return cell[::-1]
