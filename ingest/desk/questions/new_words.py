"""Texts of a closed list that a known layout does not know yet: what to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from ingest.desk.value_words import value_labels, words_for
from ingest.drafting.known_words import known_words
from ingest.files.text import heading_key
from ingest.mapping.gathering.gather_sql import VALUE_LENGTH
from ingest.spec.samples import view_column
from ingest.spec.spec import ColumnRule, KindRule, Spec
from warehouse.masking import covered
from warehouse.stores.run_sql import run_sql

MOST_TEXTS = 12
"""A column with more texts that nobody knows holds something else."""
_REFUSED = """
select kind, column_name, value, count(*)
from store.raw.refused
where file_sha256 = $sha and rule in ('value', 'word', 'boolean') and value is not null
group by all
order by count(*) desc, value
"""


def new_words(
    connection: duckdb.DuckDBPyConnection,
    sha256: str,
    spec: Spec,
    specs: Sequence[Spec],
) -> list[dict[str, Any]]:
    """The closed columns of a loaded file with texts that are no word of theirs.

    Args:
        connection: With the raw store it was loaded into attached as `store`.
        sha256: The file.
        spec: What it was read with.
        specs: All known specs, for what they say of such texts.

    Returns:
        Per column: `kind`, `column`, `heading`, `texts` (each with how many cells and
        the word it may stand for) and `labels`, the words to choose among. Texts that
        may point to a person are left out.
    """
    refused: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for kind, heading, text, n in run_sql(
        connection, _REFUSED, {"sha": sha256}
    ).fetchall():
        refused[kind, heading][str(text)] = int(n)
    found = []
    for (kind, heading), texts in refused.items():
        asked = {text: n for text, n in texts.items() if is_word(text)}
        named = next(_columns(spec, kind, heading), None)
        if named and asked and len(texts) <= MOST_TEXTS:
            found.append(_question(*named, heading, asked, specs))
    return found


def is_word(text: str) -> bool:
    """Whether a refused text is whole and points to no person."""
    is_whole = len(text) < VALUE_LENGTH and covered(text, "vi") == text
    return is_whole and view_column("", [text]).looks != "personal"


def _columns(
    spec: Spec, kind: str, heading: str
) -> Iterator[tuple[KindRule, ColumnRule]]:
    key = heading_key(heading)
    for rule in spec.kinds:
        for column in rule.columns if rule.kind.name == kind else ():
            headings = [text for s in column.sources for text in s.headings]
            if column.how == "one" and key in map(heading_key, headings):
                yield rule, column


def _question(
    rule: KindRule,
    column: ColumnRule,
    heading: str,
    texts: dict[str, int],
    specs: Sequence[Spec],
) -> dict[str, Any]:
    raw = next(c for c in rule.kind.columns if c.name == column.name)
    known = known_words(rule.kind, specs).values[column.name]
    likely = words_for(raw, known, list(texts))
    return {
        "kind": rule.kind.name,
        "column": column.name,
        "heading": heading,
        "texts": [[text, n, likely[text]] for text, n in texts.items()],
        "labels": value_labels(raw, known),
    }
