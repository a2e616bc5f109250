"""Finds the spec of a file by its headings, or says why none is certain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.files.open import open_tables
from ingest.files.sheet import ReadHints
from ingest.files.workbooks.process import WorkbookProcesses
from ingest.spec.layout import Fit, fit
from ingest.spec.misfit import is_near, next_step
from ingest.spec.read_spec import SPECS_DIR, shipped_specs
from ingest.spec.some_headings import some_headings
from ingest.spec.spec import Spec
from warehouse.errors import SpecError
from warehouse.safe_text import name_of
from warehouse.settings import Settings


@dataclass(frozen=True)
class TableHead:
    """Sheet and headings of one table."""

    sheet: str
    headings: tuple[str, ...]


def known_specs(settings: Settings) -> list[Spec]:
    """Shipped specs and those of `THANTHIEN_HOME/specs`.

    A spec of the home replaces a shipped one of the same name.
    """
    by_name = {spec.name: spec for spec in shipped_specs()}
    by_name |= {spec.name: spec for spec in shipped_specs(settings.home / "specs")}
    return list(by_name.values())


def spec_file(settings: Settings, spec: Spec) -> Path:
    """Where a known spec lies, in the home or as shipped.

    Raises:
        SpecError: It has changed since it was read.
    """
    for folder in (settings.home / "specs", SPECS_DIR):
        for path in folder.glob("*.yml"):
            if hashlib.sha256(path.read_bytes()).hexdigest() == spec.sha256:
                return path
    rule = "a spec stays as it was read"
    raise SpecError("spec", spec.name, rule, "start again")


def table_heads(
    path: Path, specs: Sequence[Spec], processes: WorkbookProcesses | None = None
) -> list[TableHead]:
    """Sheets and headings of a file, read with all known headings as a hint."""
    known = frozenset[str]().union(*(spec.known_keys() for spec in specs))
    hints = ReadHints(known_headings=known)
    tables = open_tables(path, hints, heads_only=True, processes=processes)
    return [TableHead(table.sheet, table.headings) for table in tables]


def rank_specs(specs: Sequence[Spec], heads: Sequence[TableHead]) -> list[Fit]:
    """How each spec fits the file, best first."""
    fits = [_fit_file(spec, heads) for spec in specs]
    return sorted(
        (f for f in fits if f.n_known),
        key=lambda f: (f.is_fitting, f.n_known - len(f.missing), -len(f.unknown)),
        reverse=True,
    )


def equal_fits(ranked: Sequence[Fit]) -> list[Fit]:
    """Those of the ranked specs that fit, none of them better than another."""
    fitting = [f for f in ranked if f.is_fitting]
    return [f for f in fitting if f.n_known == fitting[0].n_known]


def find_spec(
    path: Path, specs: Sequence[Spec], processes: WorkbookProcesses | None = None
) -> Spec:
    """The one spec that fits all tables of a file best.

    Args:
        path: The file.
        specs: Those to choose among.
        processes: Where the process that reads a workbook comes from.

    Raises:
        SpecError: None fits, or two fit equally well; names the candidates and
            what they miss.
        UnreadableFileError: The file cannot be read.
    """
    heads = table_heads(path, specs, processes)
    ranked = rank_specs(specs, heads)
    best = equal_fits(ranked)
    if not best:
        raise _no_spec(path, specs, heads, ranked)
    if len(best) > 1:
        names = ", ".join(f.spec.name for f in best)
        rule = f"several specs fit its headings equally well: {names}"
        raise SpecError("file", name_of(path), rule, "name one with --spec")
    return best[0].spec


def _no_spec(
    path: Path, specs: Sequence[Spec], heads: Sequence[TableHead], ranked: list[Fit]
) -> SpecError:
    name = name_of(path)
    for spec in specs if len(heads) > 1 else ():
        good = [h.sheet for h in heads if fit(spec, h.headings, h.sheet).is_fitting]
        if good:
            other = " | ".join(h.sheet for h in heads if h.sheet not in good)
            rule = f"spec {spec.name} fits {' | '.join(good)}, no spec fits {other}"
            step = f"take {other} out of the file, or give it a heading row of its own"
            return SpecError("file", name, rule, step)
    shown = ranked[:1] if ranked and is_near(ranked[0]) else ranked[:3]
    near = "; ".join(_why_not(found) for found in shown) or "no heading is known"
    rule = f"no spec fits its headings ({near})"
    return SpecError("file", name, rule, next_step(ranked[0] if ranked else None, name))


def _fit_file(spec: Spec, heads: Sequence[TableHead]) -> Fit:
    """A spec must fit each table it reads, and read at least one."""
    fits = [
        fit(spec, head.headings, head.sheet)
        for head in heads
        if any(rule.reads(head.sheet) for rule in spec.kinds)
    ]
    return Fit(
        spec=spec,
        missing=tuple(dict.fromkeys(text for f in fits for text in f.missing)),
        unknown=tuple(dict.fromkeys(text for f in fits for text in f.unknown)),
        n_known=min((f.n_known for f in fits), default=0),
        absent=tuple(dict.fromkeys(one for f in fits for one in f.absent)),
        absent_items=tuple(dict.fromkeys(one for f in fits for one in f.absent_items)),
    )


def _why_not(found: Fit) -> str:
    missing = f"misses {some_headings(found.missing)}" if found.missing else ""
    is_unknown = found.unknown and found.spec.is_strict
    unknown = f"does not know {some_headings(found.unknown)}" if is_unknown else ""
    return f"{found.spec.name} " + ", ".join(
        part for part in (missing, unknown) if part
    )
