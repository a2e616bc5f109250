"""The plain-words text the page shows beside its figures can be found by id."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = Path(__file__).parents[1] / "dashboard" / "words" / "methods.vi.md"
IDS = [
    "verdicts",
    "intervals",
    "badges",
    "too_few",
    "not_comparable",
    "officers",
    "independent",
    "signals",
    "effects",
    "restated",
]


def test_each_topic_has_a_heading_an_id_and_words() -> None:
    sections = TEXT.read_text(encoding="utf-8").split("\n## ")[1:]
    found = {}
    for section in sections:
        heading, anchor, body = section.split("\n", 2)
        match = re.fullmatch(r"<!-- id: ([a-z_]+) -->", anchor)
        assert match is not None, heading
        found[match.group(1)] = body.strip()
    assert list(found) == IDS
    assert all(len(body) > 300 for body in found.values())
