"""A file that two known layouts or more fit equally: what each would make of it.

Nothing is guessed: its clerk says which it is, and that holds for this file alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.desk.card_files import one_file_specs, waiting_card
from ingest.desk.keep_spec import keep_spec
from ingest.files.text import heading_key
from ingest.spec.find_spec import (
    equal_fits,
    known_specs,
    rank_specs,
    spec_file,
    table_heads,
)
from ingest.spec.spec import KindRule, Spec
from warehouse.desk.inbox import write_card
from warehouse.desk.jobs import Job
from warehouse.errors import SpecError, ThanThienError, UnreadableFileError
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]
_Reads = Mapping[str, tuple[tuple[str, str], ...]]
"""Kind and column (or question) by comparison key of the heading they are read from."""


def equal_layouts(path: Path, specs: Sequence[Spec]) -> list[dict[str, Any]]:
    """What each of several layouts that fit a file equally would make of it.

    Args:
        path: The file.
        specs: All known specs.

    Returns:
        Per layout its `name`, `sha256`, titles, `kinds`; `reads`, of the headings
        that are not the same in all of them, [heading, kind, column], column empty
        where it is not read; `fixed`, columns filled alike for all rows, with the text;
        `is_told_apart`, whether any of these differ. Empty where one fits best.
    """
    try:
        heads = table_heads(path, specs)
        best = equal_fits(rank_specs(specs, heads))
    except (SpecError, UnreadableFileError):
        return []
    if len(best) < 2:
        return []
    found = [one.spec for one in best]
    headings = {heading_key(h): h for head in heads for h in head.headings}
    reads = [_reads(spec) for spec in found]
    differing = [
        key for key in headings if len({one.get(key, ()) for one in reads}) > 1
    ]
    fixed = [_fixed(spec) for spec in found]
    shared = [pair for pair in fixed[0] if all(pair in one for one in fixed)]
    own = [[pair for pair in one if pair not in shared] for one in fixed]
    kinds = [[rule.kind.name for rule in spec.kinds] for spec in found]
    is_told_apart = bool(differing or any(own) or any(one != kinds[0] for one in kinds))
    return [
        {
            "name": spec.name,
            "sha256": spec.sha256,
            "vi": spec.title["vi"],
            "en": spec.title["en"],
            "kinds": list(dict.fromkeys(names)),
            "reads": list(_shown(differing, headings, read)),
            "fixed": own_fixed,
            "is_told_apart": is_told_apart,
        }
        for spec, names, read, own_fixed in zip(found, kinds, reads, own, strict=True)
    ]


def choose_layout(
    settings: Settings, job: Job, progress: Progress
) -> Mapping[str, Any]:
    """Keeps by which of the layouts that fit it one file is read.

    `job.said` holds `spec` and its `sha256` as the file was read with it.

    Returns:
        `spec`, its name.

    Raises:
        ThanThienError: The layout has changed since, or is not there.
        AuditError: It cannot be recorded: nothing is kept.
    """
    progress("keep", 0, 0)
    card = waiting_card(settings, job.subject)
    name = str(job.said["spec"])
    spec = next((s for s in known_specs(settings) if s.name == name), None)
    if spec is None or spec.sha256 != job.said["sha256"]:
        rule = "the layout is as it was when the file was read"
        raise ThanThienError("spec", name, rule, "read the file again")
    text = spec_file(settings, spec).read_text(encoding="utf-8")
    file_name = f"{name}-{card.sha256[:12]}.yml"
    path = one_file_specs(settings) / file_name
    keep_spec(settings, job, path, text, name=name, of_file=card.name)
    write_card(settings, replace(card, spec=file_name))
    return {"spec": name}


def _shown(
    keys: Sequence[str], headings: Mapping[str, str], reads: _Reads
) -> Iterator[list[str]]:
    for key in keys:
        for kind, column in reads.get(key, (("", ""),)):
            yield [headings[key], kind, column]


def _reads(spec: Spec) -> _Reads:
    found: dict[str, list[tuple[str, str]]] = {}
    for rule in spec.kinds:
        for heading, column in _columns(rule):
            found.setdefault(heading_key(heading), []).append((rule.kind.name, column))
    return {key: tuple(dict.fromkeys(pairs)) for key, pairs in found.items()}


def _columns(rule: KindRule) -> Iterator[tuple[str, str]]:
    for column in rule.columns:
        for source in column.all_sources:
            yield from ((heading, column.name) for heading in source.headings)
    for item in rule.items:
        for spellings in (item.headings, *item.x_columns):
            yield from ((heading, item.item_code) for heading in spellings)


def _fixed(spec: Spec) -> list[list[str]]:
    return [
        [column.name, source.names[0]]
        for rule in spec.kinds
        for column in rule.columns
        for source in column.sources
        if source.place == "constant" and source.names
    ]
