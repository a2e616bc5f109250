"""The spellings of a unit's name: with its office, in short, without marks.

People write "UBND Xã Tân Hòa", "xã Tân Hòa, huyện Một", "P. Hòa Bình", "xa tan hoa".
The office in front is dropped, a kind in short is written out, what stands behind a
comma is the parent. A name without marks means a unit only where it can mean no other.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.files.text import heading_key

_KINDS = "xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh"
_KIND = re.compile("^(" + "|".join(map(heading_key, _KINDS.split("|"))) + ") ")
_PLAIN_KIND = re.compile(
    "^(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh) "
)
_OFFICES = (
    "ủy ban nhân dân",
    "uỷ ban nhân dân",
    "ubnd",
    "hội đồng nhân dân",
    "hđnd",
    "hđnd và ubnd",
    "hđnd-ubnd",
    "hđnd - ubnd",
    "văn phòng hđnd và ubnd",
    "văn phòng ubnd",
    "uy ban nhan dan",
)
_OFFICE = re.compile(
    "^(" + "|".join(sorted(map(heading_key, _OFFICES), key=len, reverse=True)) + r")\s+"
)
_SHORT = {
    "p": "phường",
    "x": "xã",
    "tt": "thị trấn",
    "đk": "đặc khu",
    "h": "huyện",
    "q": "quận",
    "tx": "thị xã",
    "tp": "thành phố",
    "t": "tỉnh",
}
_IN_SHORT = re.compile(r"^(" + "|".join(_SHORT) + r")\s*\.\s*|^(tp|tx|tt)\s+")


def bare(name: str) -> str:
    """Comparison key of a name without its kind."""
    return _KIND.sub("", heading_key(name))


def plain(name: str) -> str:
    """Letters alone, without marks and kind."""
    unmarked_name = _PLAIN_KIND.sub("", unmarked(name))
    return "".join(char for char in unmarked_name if char.isalnum())


def has_kind(key: str) -> bool:
    """Whether a key without marks begins with a kind of unit."""
    return _PLAIN_KIND.match(key) is not None


def unmarked(text: str) -> str:
    """Comparison key without marks."""
    marks = unicodedata.normalize("NFD", heading_key(text).replace("đ", "d"))
    return "".join(char for char in marks if not unicodedata.combining(char))


def written_out(text: str) -> str:
    """Comparison key without the office in front, its kind written out."""
    key = heading_key(text).rstrip(".")
    key = _OFFICE.sub("", key)
    return _IN_SHORT.sub(
        lambda found: heading_key(_SHORT[found[1] or found[2]]) + " ", key
    )


def parted(text: str) -> tuple[str, list[str]]:
    """A name and, behind commas or dashes with blanks, those of its parents."""
    name, *parents = re.split(r"\s*,\s*|\s+[-–]\s+|\s*\((?=\D)", text.rstrip(") "))
    return name, [parent for parent in parents if parent]


def is_like_code(text: str) -> bool:
    """Whether a text is a code rather than a name: figures in it, and no blank."""
    has_figure = any("0" <= sign <= "9" for sign in text)
    return has_figure and not any(sign.isspace() for sign in text)


def is_like_code_sql(text: str) -> str:
    """The same in SQL."""
    return f"(not contains({text}, ' ') and regexp_matches({text}, '[0-9]'))"
