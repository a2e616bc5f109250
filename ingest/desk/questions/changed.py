"""A file of a known layout with a few headings that are otherwise: what to ask.

Nothing is guessed: a heading of the file that may be what the layout calls otherwise is
named with cells of it, and its clerk says whether it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.files.text import heading_key
from ingest.spec.explain import sheets_to_draft
from ingest.spec.find_spec import rank_specs, table_heads
from ingest.spec.layout import Fit, fit
from ingest.spec.misfit import is_near
from ingest.spec.nearest_heading import nearest_heading
from ingest.spec.samples import ColumnView, view_column
from ingest.spec.spec import Spec
from warehouse.errors import SpecError, UnreadableFileError

MOST_QUESTIONS = 4
"""With more headings that are otherwise it is another layout, to be mapped."""


def changed_headings(path: Path, specs: Sequence[Spec]) -> dict[str, Any] | None:
    """What to ask about a file that one spec nearly fits.

    Args:
        path: The file; no spec fits it.
        specs: All known specs.

    Returns:
        `spec` (name, titles, `sha256`); `missing`, headings the layout needs, each with
        `columns` and the `nearest` of the file; `odd`, headings it does not know, each
        with `near`, the heading that it may be; `unread`, headings of the file no
        column is read from; `absent`, headings of further columns that the file lacks.
        The last three with `samples`. None where no layout is near enough.
    """
    try:
        heads = table_heads(path, specs)
        ranked = rank_specs(specs, heads)
    except (SpecError, UnreadableFileError):
        return None
    if not ranked or not is_near(ranked[0]):
        return None
    spec = ranked[0].spec
    fits = [
        fit(spec, head.headings, head.sheet)
        for head in heads
        if any(rule.reads(head.sheet) for rule in spec.kinds)
    ]
    if len(ranked[0].missing) > MOST_QUESTIONS or _n_odd(ranked[0]) > MOST_QUESTIONS:
        return None
    views = _views(path, specs)
    unread = [text for one in fits for text in one.unread]
    unread = [h for h in dict.fromkeys(unread) if heading_key(h) not in spec.personal]
    return {
        "spec": {
            "name": spec.name,
            "sha256": spec.sha256,
            "vi": spec.title["vi"],
            "en": spec.title["en"],
        },
        "missing": [_missing(spec, text, unread) for text in ranked[0].missing],
        "odd": [_odd(text, ranked[0], views) for text in _unknown(ranked[0])],
        "unread": [_shown(text, views) for text in unread],
        "absent": _absent(ranked[0]),
    }


def _n_odd(found: Fit) -> int:
    """Unknown headings beyond those that may be what is missing."""
    return len(_unknown(found)) - len(found.missing)


def _unknown(found: Fit) -> tuple[str, ...]:
    return found.unknown if found.spec.is_strict else ()


def _views(path: Path, specs: Sequence[Spec]) -> dict[str, ColumnView]:
    known = frozenset[str]().union(*(spec.known_keys() for spec in specs))
    personal = frozenset[str]().union(*(spec.personal for spec in specs))
    return {
        heading: view_column(heading, cells, personal)
        for headings, columns, _ in sheets_to_draft(path, known)
        for heading, cells in zip(headings, columns, strict=True)
    }


def _missing(spec: Spec, heading: str, unread: Sequence[str]) -> dict[str, Any]:
    key = heading_key(heading)
    columns = [
        column.name
        for rule in spec.kinds
        for column in rule.columns
        for source in column.all_sources
        if key in map(heading_key, source.headings)
    ]
    return {
        "heading": heading,
        "columns": list(dict.fromkeys(columns)),
        "nearest": nearest_heading(heading, unread) or "",
    }


def _odd(heading: str, found: Fit, views: Mapping[str, ColumnView]) -> dict[str, Any]:
    near = [one.heading for one in found.absent if one.nearest == heading]
    return _shown(heading, views) | {"near": near[0] if near else ""}


def _shown(heading: str, views: Mapping[str, ColumnView]) -> dict[str, Any]:
    view = views.get(heading)
    return {
        "heading": heading,
        "looks": view.looks if view else "text",
        "samples": list(view.samples) if view else [],
    }


def _absent(found: Fit) -> list[dict[str, str]]:
    by_heading = {one.heading: one.column for one in found.absent}
    return [{"heading": text, "column": name} for text, name in by_heading.items()]
