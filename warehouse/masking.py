"""Free text with what identifies a person covered: phones, ID numbers, e-mails.

Covers digits written together or in groups with blanks, dots or dashes, also
full-width digits. Names and addresses cannot be found by a rule; that is why free
text is shown in batches, without time, and never beside an officer with few ballots.
"""

from __future__ import annotations

import re
import unicodedata

_GAP = r"[\s.\-()]{0,3}"
_EMAIL = re.compile(r"[^\s@<>,;:]+\s?@\s?[^\s@<>,;:]+\.[^\s@<>,;:]+")
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?{_GAP}84{_GAP}|0)(?:\d{_GAP}){{8,9}}\d?(?!\d)"
)
_CITIZEN_ID = re.compile(rf"(?<!\d)0(?:{_GAP}\d){{11}}(?!\d)")
_ID_NUMBER = re.compile(rf"(?<!\d)(?:\d{_GAP}){{8,}}\d(?!\d)")

EMAIL_MARK = "[thư điện tử]"
PHONE_MARK = "[số điện thoại]"
NUMBER_MARK = "[số giấy tờ]"


def mask_text(text: str) -> str:
    """Covers e-mails, telephone numbers and any other run of nine or more digits.

    Args:
        text: What a citizen wrote.

    Returns:
        The text in NFC with marks in place of what was covered.
    """
    plain = unicodedata.normalize("NFC", _plain_digits(text))
    plain = _EMAIL.sub(EMAIL_MARK, plain)
    plain = _CITIZEN_ID.sub(NUMBER_MARK, plain)
    plain = _PHONE.sub(lambda found: _marked(found, PHONE_MARK), plain)
    return _ID_NUMBER.sub(lambda found: _marked(found, NUMBER_MARK), plain)


def _marked(found: re.Match[str], mark: str) -> str:
    # The pattern may take the blank after the last digit along: give it back.
    text = found.group()
    return mark + text[len(text.rstrip()) :]


def _plain_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
        for sign in text
    )
