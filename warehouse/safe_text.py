"""Text that a spreadsheet shows and never runs."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path

MAX_TEXT = 32_767
"""Signs in one cell of a sheet."""

# What a spreadsheet may take for the start of a formula, in its half-width form.
_STARTS = frozenset("=+-@|%\t\r\n")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROL_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no document may hold; line breaks and tabs are none."""


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    A leading apostrophe goes before text whose first visible sign, in half-width
    form, can start one; line breaks and control signs become blanks.
    """
    flat = _CONTROL.sub(" ", text)
    if _first_sign(text) in _STARTS or (text and text[0] in _STARTS):
        flat = "'" + flat
    return re.sub(r"[\r\n\t]+", " ", flat)[:MAX_TEXT]


def _first_sign(text: str) -> str:
    for sign in unicodedata.normalize("NFKC", text):
        is_hidden = unicodedata.category(sign) in ("Cf", "Cc", "Zs", "Mn")
        if sign in _STARTS or not is_hidden:
            return sign
    return ""


def name_of(path: Path) -> str:
    """A file's name as text; a name in another encoding keeps what can be read.

    A file of the inbox lies under its content hash: the card beside it has its name.
    """
    if _SHA256.fullmatch(path.name) and (card := path.with_suffix(".json")).exists():
        return str(json.loads(card.read_text(encoding="utf-8"))["name"])
    return os.fsencode(path.name).decode("utf-8", "replace")
