"""What the words of a note must keep: short, about no person, fit for a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from warehouse.errors import NoteError
from warehouse.masking import has_personal_numbers, mask_text
from warehouse.safe_text import CONTROL_SIGNS

MOST_LETTERS = 1000


def fit_text(text: str) -> str:
    """The words of a note as they are kept: without blanks around them.

    Raises:
        NoteError: They are empty, too long, hold control signs, or a number by which
            a person can be found.
    """
    text = text.strip()
    if not text:
        raise NoteError("text", text, "a note says what was decided", "write it down")
    if len(text) > MOST_LETTERS:
        rule = f"at most {MOST_LETTERS} letters"
        raise NoteError("text", len(text), rule, "shorten it")
    if CONTROL_SIGNS.search(text):
        rule = "text without control signs"
        raise NoteError("text", text[:20], rule, "type it anew")
    if has_personal_numbers(text):
        rule = "no telephone number, ID number or e-mail of anybody"
        step = "leave it out; a long number that is none: write it in words"
        raise NoteError("text", mask_text(text)[:60], rule, step)
    return text


def refuse_if_names_officer(text: str, called: Iterable[str]) -> None:
    """Checks that none of the officers known to the writer is named.

    Args:
        text: The words.
        called: Names and codes of officers.

    Raises:
        NoteError: One of them stands there as a whole word.
    """
    words = f" {_plain(text)} "
    for name in called:
        if f" {_plain(name)} " in words:
            rule = (
                "a note names no officer: what is said of one goes through due process"
            )
            raise NoteError("text", name, rule, "name the office or the post instead")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(s if s.isalnum() else " " for s in folded).split())
