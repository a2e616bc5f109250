"""Codes as LimeSurvey takes them: letters and digits, and few of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warehouse.waves.forms.fields import BALLOT, FIELDS, UNIT, VERSION, WAVE, Field
from warehouse.waves.forms.form import Form

MOST_QUESTION, MOST_ANSWER = 20, 5
"""Signs of a code that LimeSurvey stores."""
SUBMITTED = "submitdate"
OF_THE_TOOL = ("id", "lastpage", "startlanguage", "seed", "startdate", "datestamp")
"""Headings LimeSurvey adds of itself, where it exports codes."""
_NO_SIGN = re.compile(r"[^A-Za-z0-9]")
_RESERVED = (
    *("LANG", "SID", "SAVEDID", "TOKEN", "QID", "GID", "SGQ"),
    *("self", "that", "this"),
)


def question_codes(form: Form) -> dict[str, str]:
    """Name of each question of a form → its code in LimeSurvey, each another one.

    Args:
        form: What is asked.
    """
    about = (BALLOT, UNIT, WAVE, VERSION, *(field.name for field in FIELDS))
    return _distinct((*about, *(item.code for item in form.items)))


def answer_codes(field: Field) -> dict[str, str]:
    """Code in LimeSurvey → value in the warehouse."""
    values = enumerate(field.choices.values(), 1)
    return {f"A{number}": value for number, value in values}


def is_answer_code(text: str) -> bool:
    """Whether LimeSurvey can store it as the code of an answer."""
    return bool(re.fullmatch(rf"[A-Za-z0-9]{{1,{MOST_ANSWER}}}", text))


def _distinct(names: Iterable[str]) -> dict[str, str]:
    taken = {code.lower() for code in (*_RESERVED, *OF_THE_TOOL, SUBMITTED)}
    found: dict[str, str] = {}
    for name in names:
        plain = _NO_SIGN.sub("", name)
        plain = plain if plain[:1].isalpha() else f"q{plain}"
        code, number = plain[:MOST_QUESTION], 1
        while code.lower() in taken:
            number += 1
            code = f"{plain[: MOST_QUESTION - len(str(number))]}{number}"
        taken.add(code.lower())
        found[name] = code
    return found
