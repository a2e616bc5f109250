"""Texts that are no level of an answer scale yet: what to ask, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from ingest.desk.questions.new_words import MOST_TEXTS, is_word
from ingest.spec import scales as spec_scales
from ingest.spec.scales import Scale
from ingest.spec.spec import Spec
from ingest.spec.strict_yaml import read_yaml
from warehouse.raw.ballots import NO_ANSWER as REASONS
from warehouse.stores.run_sql import run_sql

LEVEL, NO_ANSWER = "level:", "no_answer:"
"""How an answer says which of the two a text is."""
_MOST_LEVELS = 11
_SHIPPED = Path(spec_scales.__file__).with_name("scales.yml")
_REFUSED = """
select column_name, value, any_value(rule_params), count(*)
from store.raw.refused
where file_sha256 = $sha and rule in ('scale', 'scale_word', 'scale_labelled')
    and value is not null
group by column_name, value
order by count(*) desc, value, column_name
"""


def scale_words(
    connection: duckdb.DuckDBPyConnection, sha256: str, spec: Spec
) -> list[dict[str, Any]]:
    """The scales of a loaded file with texts that are no level of theirs.

    Args:
        connection: With the raw store it was loaded into attached as `store`.
        sha256: The file.
        spec: What it was read with.

    Returns:
        Per scale: `scale`, its `headings`, `texts` (each with how many cells and the
        likely choice, or ""), `levels` (choice → the level and its word) and `reasons`
        (choices that say why there is no level). Texts that may point to a person are
        left out; so is a scale with more texts than a person can answer for.
    """
    known = {rule.name: rule for rule in _scales_of(spec)}
    found: dict[str, dict[str, Any]] = {}
    rows = run_sql(connection, _REFUSED, {"sha": sha256}).fetchall()
    for heading, text, params, n in rows:
        said = json.loads(params)
        name = str(said["scale"])
        if name not in known or not is_word(str(text)):
            continue
        asked = found.setdefault(name, {"headings": {}, "texts": {}, "likely": {}})
        asked["headings"][heading] = None
        asked["texts"][text] = asked["texts"].get(text, 0) + int(n)
        asked["likely"][text] = said.get("offer") or ""
    # the texts that most cells hold come first, whichever question they stand under
    for asked in found.values():
        most = sorted(asked["texts"].items(), key=lambda one: (-one[1], one[0]))
        asked["texts"] = dict(most)
    return [
        _question(known[name], asked)
        for name, asked in found.items()
        if len(asked["texts"]) <= MOST_TEXTS
    ]


def add_scale_words(body: Any, said: Mapping[str, Any]) -> None:
    """Adds the answers about one scale to a spec.

    Args:
        body: The spec as read from YAML; it is changed.
        said: `scale`, and `texts`: text → choice, as `scale_words` offers them.
    """
    name = str(said["scale"])
    texts: Mapping[str, str] = said["texts"]
    levels = {t: c[len(LEVEL) :] for t, c in texts.items() if c.startswith(LEVEL)}
    silent = {
        text: choice[len(NO_ANSWER) :]
        for text, choice in texts.items()
        if choice.startswith(NO_ANSWER)
    }
    if levels:
        scales = body.setdefault("scales", {})
        if name not in scales:
            scales[name] = _shipped(name)
        scale = scales[name]
        # a bare map is short for its words
        words = scale.setdefault("words", {}) if _is_long(scale) else scale
        words |= {text: _number(level) for text, level in levels.items()}
    for kind in body["kinds"] if silent else ():
        for place in (kind, *kind.get("items", ())):
            if place.get("scale") == name:
                place["no_answer"] = place.get("no_answer", {}) | silent


def _scales_of(spec: Spec) -> Iterator[Scale]:
    for rule in spec.kinds:
        yield from (item.scale for item in rule.items if not item.x_columns)
        if rule.scale is not None:
            yield rule.scale


def _question(scale: Scale, asked: Mapping[str, Any]) -> dict[str, Any]:
    levels = {f"{LEVEL}{level}": text for level, text in _levels(scale).items()}
    likely = {text: f"{LEVEL}{_plain(n)}" for text, n in asked["likely"].items() if n}
    return {
        "scale": scale.name,
        "headings": list(asked["headings"]),
        "texts": [
            [text, n, one if (one := likely.get(text, "")) in levels else ""]
            for text, n in asked["texts"].items()
        ],
        "levels": levels,
        "reasons": [NO_ANSWER + reason for reason in REASONS],
    }


def _levels(scale: Scale) -> dict[str, str]:
    """Every level, best last, with the first word known of it."""
    numbers = set(scale.words.values())
    if scale.low is not None and scale.high is not None:
        n_steps = int((scale.high - scale.low) / scale.step)
        steps = (scale.low + scale.step * n for n in range(n_steps + 1))
        numbers |= set(steps) if n_steps < _MOST_LEVELS else set()
    return {_plain(n): scale.spelt.get(n, "") for n in sorted(numbers)}


def _plain(level: Decimal | str) -> str:
    """A level as people write it: 4, 2.5."""
    return f"{Decimal(level).normalize():f}"


def _number(level: str) -> int | float:
    return float(level) if "." in level else int(level)


def _shipped(name: str) -> dict[str, Any]:
    """A shipped scale as a spec would write it."""
    shipped = read_yaml(_SHIPPED)
    assert isinstance(shipped, dict)
    return {**shipped[name]}


def _is_long(scale: Mapping[str, Any]) -> bool:
    return bool({"min", "max", "step", "reversed", "words"} & scale.keys())
