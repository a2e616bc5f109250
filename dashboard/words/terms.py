"""The glossary: each term, what it means, and how texts of the pages write it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dashboard.words import words_of

_TERMS, _FORM = "glossary.terms.", ".term"


@dataclass(frozen=True)
class Term:
    """One entry of the glossary.

    Attributes:
        name: Its key.
        term: Its words.
        means: What it means, in a sentence or two.
        forms: How texts write it, the longest first.
    """

    name: str
    term: str
    means: str
    forms: tuple[str, ...]


@cache
def terms_of(lang: str) -> tuple[Term, ...]:
    """All terms of a language."""
    words = words_of(lang)
    names = [
        key.removeprefix(_TERMS).removesuffix(_FORM)
        for key in words.entries
        if key.startswith(_TERMS) and key.endswith(_FORM)
    ]
    return tuple(
        Term(
            name,
            words(f"glossary.terms.{name}.term"),
            words(f"glossary.terms.{name}.means"),
            tuple(words(f"glossary.terms.{name}.forms").split("|")),
        )
        for name in names
    )
