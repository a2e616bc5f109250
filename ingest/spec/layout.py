"""Which column of a table carries which heading of the spec, or why none does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.files.sheet import ReadHints
from ingest.files.text import heading_key
from ingest.spec.spec import KindRule, Spec
from warehouse.errors import SpecError


@dataclass(frozen=True)
class Layout:
    """The headings of one table.

    Attributes:
        columns: Column of the batches ("c3") by comparison key of the heading.
        names: Heading as written, by the same key.
    """

    columns: Mapping[str, str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, headings: Sequence[str]) -> Layout:
        """Numbers the headings of a table."""
        keys = [heading_key(text) for text in headings]
        return cls(
            {key: f"c{i}" for i, key in enumerate(keys)},
            dict(zip(keys, headings, strict=True)),
        )

    def find(self, spellings: Iterable[str]) -> str | None:
        """Column of the heading, if the table has it.

        Raises:
            SpecError: Two of the spellings are in the table.
        """
        found = [
            key for text in spellings if (key := heading_key(text)) in self.columns
        ]
        if len(set(found)) > 1:
            names = ", ".join(self.names[key] for key in found)
            rule = "one column is read from one heading; the file has both"
            raise SpecError(
                "heading", names, rule, "leave one in `from`, ignore the other"
            )
        return self.columns[found[0]] if found else None

    def label(self, spellings: Sequence[str]) -> str:
        """The heading as the file writes it, for a person to find."""
        keys = (heading_key(text) for text in spellings)
        return next((self.names[k] for k in keys if k in self.names), spellings[0])


@dataclass(frozen=True)
class Fit:
    """How well a spec fits the headings of a table.

    Attributes:
        spec: The spec.
        missing: Headings it needs and the table lacks (first spelling).
        unknown: Headings of the table it does not know.
        n_known: Headings of the table it knows.
    """

    spec: Spec
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    n_known: int

    @property
    def is_fitting(self) -> bool:
        """All needed headings are there, and no unknown one if it is strict."""
        return not self.missing and not (self.spec.is_strict and self.unknown)


def fit(spec: Spec, headings: Sequence[str], sheet: str) -> Fit:
    """Compares a spec with the headings of one sheet."""
    have = {heading_key(text): text for text in headings}
    needed = [
        spellings
        for rule in spec.kinds
        for spellings, is_required in _read_here(rule, sheet)
        if is_required
    ]
    known = spec.known_keys()
    missing = (s[0] for s in needed if not any(heading_key(t) in have for t in s))
    return Fit(
        spec=spec,
        missing=tuple(dict.fromkeys(missing)),
        unknown=tuple(text for key, text in have.items() if key not in known),
        n_known=sum(1 for key in have if key in known),
    )


def _read_here(rule: KindRule, sheet: str) -> list[tuple[tuple[str, ...], bool]]:
    read = list(rule.headings()) if rule.reads(sheet) else []
    if rule.parent and is_parent(rule, sheet):
        read += rule.parent_headings()
    return read


def is_parent(rule: KindRule, sheet: str) -> bool:
    """Whether a sheet is the parent of a repeat group."""
    return rule.parent is not None and re.search(rule.parent.sheet, sheet) is not None


def check_fit(found: Fit, where: str) -> None:
    """Refuses a table that the spec does not fit.

    Raises:
        SpecError: Names the missing and the unknown headings.
    """
    if found.missing:
        rule = f"spec {found.spec.name} needs this heading in {where}"
        raise SpecError(
            "heading", " | ".join(found.missing), rule, "add its spelling to the spec"
        )
    if found.spec.is_strict and found.unknown:
        rule = f"spec {found.spec.name} does not know this heading of {where}"
        raise SpecError(
            "heading",
            " | ".join(found.unknown),
            rule,
            "list it in the spec under a column, `personal` or `ignore`",
        )


def hints_from(spec: Spec) -> ReadHints:
    """The spec's `read` block as the reader takes it."""
    read = spec.read
    rows = read.get("header_rows", "auto")
    skip = read.get("skip", {})
    return ReadHints(
        encoding=read.get("encoding", "auto"),
        delimiter=read.get("delimiter", "auto"),
        sheets=tuple(read.get("sheets", ())),
        header_line=read.get("header_line"),
        header_rows=None if rows == "auto" else rows,
        known_headings=spec.known_keys(),
        fill_down=tuple(read.get("fill_down", ())),
        skip_totals=skip.get("total", True),
        skip_signatures=skip.get("signature", True),
        skip_groups=skip.get("group", False),
        needs_final_newline=read.get("final_newline", True),
    )
