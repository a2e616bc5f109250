"""What a choice is called on a form, the same whichever way the form goes out."""

from __future__ import annotations

from warehouse.waves.forms.form import NO_ANSWERS, Item
from warehouse.words import Words


def answer_labels(item: Item, words: Words) -> dict[str, str]:
    """Code of each answer to a question → its words: levels, the highest first, then
    the answers that are none.
    """
    levels = range(item.scale_max, item.scale_min - 1, -1)
    found = dict(zip(map(str, levels), level_labels(item, words), strict=True))
    for code, reason in NO_ANSWERS.items():
        found[code] = words(f"waves.forms.no_answers.{reason}")
    return found


def level_labels(item: Item, words: Words) -> list[str]:
    """Words of the levels of a question, the highest first; the number where its scale
    has no words.
    """
    levels = range(item.scale_max, item.scale_min - 1, -1)
    return [words.or_else(f"waves.forms.{item.scale}.{n}", str(n)) for n in levels]


def choice_label(value: str, words: Words) -> str:
    """Words of a value of a question about who answers."""
    return words.or_else(f"waves.forms.choices.{value}", value)


def unit_label(code: str, name: str) -> str:
    """A unit as a reader chooses it; its code stands last, in brackets."""
    return f"{name} ({code})"
