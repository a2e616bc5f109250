"""The part of a column's text that a rule keeps, as SQL."""

from __future__ import annotations

import re

from ingest.spec.spec import ColumnRule
from ingest.values.sql_text import quote


def kept_sql(rule: ColumnRule, text: str) -> str:
    """SQL of what a rule keeps of a text: by its regex, filled up with noughts."""
    if rule.regex:
        group = _kept_group(rule.regex)
        text = f"nullif(trim(regexp_extract({text}, {quote(rule.regex)}, {group})), '')"
    if rule.pad:
        is_short = (
            f"length({text}) < {rule.pad} and regexp_full_match({text}, '[0-9]+')"
        )
        text = (
            f"case when {is_short} then lpad({text}, {rule.pad}, '0') else {text} end"
        )
    return text


def _kept_group(pattern: str) -> int:
    compiled = re.compile(pattern)
    return compiled.groupindex.get("value", min(compiled.groups, 1))
