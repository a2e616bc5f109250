"""Codes of waves that a reader could take for one another."""

from __future__ import annotations

import unicodedata

# the letter d with a stroke has no form without it
_ALIKE = str.maketrans({"\u0111": "d", "o": "0", "i": "1", "l": "1"})


def is_plain_code(code: str) -> bool:
    """Whether every sign of a code is one a Vietnamese keyboard gives.

    Letters of other scripts that look like ours, signs without width and signs that
    turn the order of reading are none.

    >>> is_plain_code("DL-2026-Q3"), is_plain_code("DL-2026-Q3\\u202e")
    (True, False)
    """
    return all(_is_plain(sign) for sign in code)


def _is_plain(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable()
    # a letter with marks; eth and others look like ours and have no base of ours
    base = unicodedata.normalize("NFKD", sign)[0]
    is_latin = unicodedata.name(sign, "").startswith("LATIN ")
    is_letter = is_latin and (base.isascii() or sign in "\u0111\u0110")
    return is_letter or unicodedata.category(sign) in ("Pd", "Mn")


def look_of(code: str) -> str:
    """What two codes that look alike have in common.

    Case, marks, spaces and dashes, the letter O for a zero and I or l for a one make
    no difference.

    >>> look_of("DL-2026-Q3") == look_of("dl 2026_q3") == look_of("DL2O26Q3")
    True
    """
    plain = unicodedata.normalize("NFKD", code).casefold()
    return "".join(filter(str.isalnum, plain)).translate(_ALIKE)
