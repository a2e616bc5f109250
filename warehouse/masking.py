"""Free text with what identifies a person covered: phones, ID numbers, e-mails.

Covers digits written together or in groups with blanks, dots or dashes, also
full-width digits. Names and addresses cannot be found by a rule; that is why such
text stands in one place only, the list of refused rows, which the steward corrects.
A note on a finding is refused rather than covered.
"""

from __future__ import annotations

import re
import unicodedata

from warehouse.words import words_of

_GAP = r"[\s.\-()]{0,3}"
_EMAIL = re.compile(r"[^\s@<>,;:]+\s?@\s?[^\s@<>,;:]+\.[^\s@<>,;:]+")
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?{_GAP}84{_GAP}|0)(?:\d{_GAP}){{8,9}}\d?(?!\d)"
)
_CITIZEN_ID = re.compile(rf"(?<!\d)0(?:{_GAP}\d){{11}}(?!\d)")
_ID_NUMBER = re.compile(rf"(?<!\d)(?:\d{_GAP}){{8,}}\d(?!\d)")


def mask_text(text: str, lang: str = "vi") -> str:
    """Covers e-mails, telephone numbers and any other run of nine or more digits.

    Args:
        text: What a person wrote into a cell.
        lang: Language of the marks, vi or en.

    Returns:
        The text in NFC with marks in place of what was covered.
    """
    words = words_of(lang)
    phone, number = words("masking.phone"), words("masking.number")
    plain = unicodedata.normalize("NFC", _plain_digits(text))
    plain = _EMAIL.sub(words("masking.email"), plain)
    plain = _CITIZEN_ID.sub(number, plain)
    plain = _PHONE.sub(lambda found: _marked(found, phone), plain)
    return _ID_NUMBER.sub(lambda found: _marked(found, number), plain)


def has_personal_numbers(text: str) -> bool:
    """Whether `mask_text` would cover something in a text."""
    return mask_text(text) != unicodedata.normalize("NFC", _plain_digits(text))


def _marked(found: re.Match[str], mark: str) -> str:
    # The pattern may take the blank after the last digit along: give it back.
    text = found.group()
    return mark + text[len(text.rstrip()) :]


def _plain_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
        for sign in text
    )


def covered(value: str | None, lang: str) -> str | None:
    """Words that stand in a wrong cell, without phones, ID numbers and e-mails.

    Codes, dates and numbers stay as they are, or nobody could correct them.
    """
    if value is None or not any(sign.isspace() for sign in value.strip()):
        return value
    has_words = any(sign.isalpha() for sign in value)
    return mask_text(value, lang) if has_words else value
