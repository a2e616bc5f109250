"""A refusal at the desk speaks of lines and columns, not of the keys of a layout."""

from __future__ import annotations

import re

import pytest

from warehouse.messages import for_clerks, message_in, phrases

KEY = re.compile(r"\bread\.[a-z]")


@pytest.mark.parametrize("step", [en for en in phrases() if KEY.search(en)])
@pytest.mark.parametrize("thing", ["read.header_line", "read.delimiter", "a.csv"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_key_of_a_layout_is_shown(step: str, thing: str, lang: str) -> None:
    written = f"{thing} = 'auto': the row of headings is not certain → {step}"
    said = for_clerks(message_in(written, lang))
    assert not KEY.search(said)
    assert "auto" not in said


def test_what_is_said_in_words_stays() -> None:
    plain = "a.csv = '0 tables': a file must hold a table (any) → deliver it again"
    assert for_clerks(plain) == plain
