"""Refusals in the reader's language.

Code raises in English, and raw keeps that text, so that one refusal reads the same
in every log; a Vietnamese reader meets the words of `words/refusals.vi.yml`. A
phrase the list does not know stays as it is: better English than nothing.
"""

from __future__ import annotations

import re
from functools import cache

import yaml

from warehouse.words import REFUSALS_PATH

# What only who writes a layout as a file has a use for: its keys, and that one was left
# to the program.
_IN_BRACKETS = re.compile(r"\s*\([^()]*\bread\.[a-z_]+[^()]*\)")
_LEFT_OPEN = re.compile(r" = '?auto'?(?=: )")
_KEY = re.compile(r"\bread\.([a-z]+(?:_[a-z]+)*)")
_LINE = re.compile(r"(?P<head>.*) → (?P<step>.*)", re.DOTALL)


@cache
def phrases() -> dict[str, str]:
    """Vietnamese by English phrase; `{}` stands for a value in both."""
    found: dict[str, str] = yaml.safe_load(REFUSALS_PATH.read_text(encoding="utf-8"))
    return found


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Phrases with values, the most specific first."""
    listed = sorted(
        (en for en in phrases() if "{}" in en),
        key=lambda en: len(en.replace("{}", "")),
        reverse=True,
    )
    return [
        (re.compile("(.*)".join(map(re.escape, en.split("{}"))), re.DOTALL), en)
        for en in listed
    ]


def phrase_in(text: str, lang: str) -> str:
    """One phrase of a refusal in a language.

    Args:
        text: The phrase in English.
        lang: vi or en.
    """
    if lang != "vi" or text in phrases():
        return phrases()[text] if lang == "vi" else text
    for pattern, en in _patterns():
        match = pattern.fullmatch(text)
        if match and match.groups() != (text,):
            parts = [_value_in(part) for part in match.groups()]
            return phrases()[en].format(*parts)
    return text


def _value_in(text: str) -> str:
    """A value inside a phrase: phrases of its own, or left alone."""
    parts = text.split("; ")
    return "; ".join(phrase_in(part, "vi") if part.strip() else part for part in parts)


def message_in(message: str, lang: str) -> str:
    """A whole refusal, `thing = value: rule → next step`, in a language."""
    line = _LINE.fullmatch(message)
    if lang != "vi" or line is None:
        return message
    thing, sign, rest = line["head"].partition(" = ")
    value, rule = _value_and_rule(rest)
    step = step_in(line["step"], lang)
    return f"{phrase_in(thing, lang)}{sign}{value}{rule} → {step}"


def for_clerks(message: str) -> str:
    """A refusal as the desk shows it, without the letters of a layout's file.

    >>> for_clerks("read.header_line = 'auto': not certain (read.sheets) → say it")
    'header line: not certain → say it'
    """
    bare = _LEFT_OPEN.sub("", _IN_BRACKETS.sub("", message))
    return _KEY.sub(lambda key: key[1].replace("_", " "), bare)


def step_in(text: str, lang: str) -> str:
    """One step in vi or en, or several with a semicolon between, each known."""
    if lang != "vi":
        return text
    parts = text.split("; ")
    said = [phrase_in(part, "vi") for part in parts]
    if all(one != part for one, part in zip(said, parts, strict=True)):
        return "; ".join(said)
    return phrase_in(text, "vi")


def _value_and_rule(text: str) -> tuple[str, str]:
    """Divides at the first colon behind which a known rule stands."""
    for match in re.finditer(": ", text):
        rule = text[match.end() :]
        known = phrase_in(rule, "vi")
        if known != rule or rule in phrases():
            value = text[: match.start()]
            bare = value[1:-1] if value[:1] in ("'", '"') else value
            shown = value.replace(bare, phrase_in(bare, "vi")) if bare else value
            return shown, f": {known}"
    return text, ""
