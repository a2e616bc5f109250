"""What a clerk must say himself, typed into a form: a survey round, a question.

It is loaded as a list of one row, in the layout such lists have: it is kept, known to
the command line, and withdrawn like any other.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from ingest.desk.load_card import loaded_facts
from ingest.desk.template import columns_of
from ingest.loading.load import load_files
from ingest.spec.form.column import ColumnForm
from warehouse import audit
from warehouse.builds.status import holds_simulated
from warehouse.custody.front_key import Signer
from warehouse.custody.owners import owners
from warehouse.desk.desks import is_fronts, said_of
from warehouse.desk.jobs import Job
from warehouse.desk.work_folder import work_folder
from warehouse.errors import CustodyError, ThanThienError
from warehouse.raw.kinds import KINDS
from warehouse.raw.store import open_raw
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

Progress = Callable[[str, int, int], None]
TYPED = ("wave", "item")
"""Kinds of which a row can be typed."""
Values = Mapping[str, str]


def add_row(
    settings: Settings, job: Job, progress: Progress, signer: Signer | None = None
) -> Mapping[str, Any]:
    """Loads the row of `job.said`: its `kind`, and `values` by column.

    Days are ISO, words are those of the warehouse.

    Returns:
        The account of the list, as a load gives it.

    Raises:
        CustodyError: It would make or alter a wave of the Front; at the Front's desk,
            a wave of somebody else.
        ThanThienError: Something needed is empty, or no such row can be typed.
        AuditError: It cannot be recorded: nothing is loaded.
        BusyError: Raw is being loaded.
    """
    kind = str(job.said["kind"])
    said = {name: str(text).strip() for name, text in job.said["values"].items()}
    values = {name: text for name, text in said.items() if text}
    _refuse_unfit(kind, values)
    if is_fronts(settings):
        _refuse_of_others(settings, kind, values)
    else:
        _refuse_of_front(settings, kind, values)
    progress("load", 0, 0)
    named = " · ".join(values[name] for name in KINDS[kind].key)
    detail = {"kind": kind, **said_of(settings, row=named)}
    audit.record(settings, actor=job.by, action="row_typed", subject="", detail=detail)
    columns = columns_of(kind)
    with work_folder(settings) as folder:
        path = folder / f"{kind}_{datetime.now(UTC):%Y%m%d}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow([(form.from_ or [name])[0] for name, form in columns.items()])
            rows.writerow(
                [_written(form, values.get(name, "")) for name, form in columns.items()]
            )
        [result] = load_files(
            [path],
            settings=settings,
            is_simulated=holds_simulated(settings),
            signer=signer,
        )
    return loaded_facts(settings, result)


def _written(form: ColumnForm, word: str) -> str:
    """A word as lists of this layout spell it."""
    spelt = (text for text, known in form.values.items() if known == word)
    return next(spelt, word)


def _refuse_unfit(kind: str, values: Values) -> None:
    if kind not in TYPED:
        rule = f"one of {', '.join(TYPED)}"
        raise ThanThienError("kind", kind, rule, "hand it over as a file")
    for column in KINDS[kind].columns:
        if column.is_required and column.name not in values:
            rule = "what is needed is filled in"
            raise ThanThienError("column", column.name, rule, "fill it in")


def _refuse_of_front(settings: Settings, kind: str, values: Values) -> None:
    """A wave of the Front, its list and its questions are the Front's alone."""
    fronts = {c for c, wave in owners(settings).items() if wave.owner == FRONT}
    rule = "what is of a wave of the Front is typed by nobody else"
    step = "let the Front hand it over, signed"
    if kind == "wave":
        if values["owner"] == FRONT or values["wave_code"] in fronts:
            raise CustodyError("wave", values["wave_code"], rule, step)
    elif values["instrument"] in _instruments(settings, fronts):
        raise CustodyError("instrument", values["instrument"], rule, step)


def _refuse_of_others(settings: Settings, kind: str, values: Values) -> None:
    """At its own desk the Front types what is of its own waves."""
    others = {c for c, wave in owners(settings).items() if wave.owner != FRONT}
    rule = "the Front types what is of its own waves"
    step = "let the data steward type it"
    if kind == "wave":
        if values["owner"] != FRONT or values["wave_code"] in others:
            raise CustodyError("wave", values["wave_code"], rule, step)
    elif values["instrument"] in _instruments(settings, others):
        raise CustodyError("instrument", values["instrument"], rule, step)


def _instruments(settings: Settings, waves: set[str]) -> set[str]:
    """The instruments of waves."""
    if not settings.raw_path.exists():
        return set()
    text = "select distinct instrument from store.raw.wave"
    text += " where list_contains($waves, wave_code) and instrument is not null"
    with open_raw(settings) as connection:
        found = run_sql(connection, text, {"waves": sorted(waves)}).fetchall()
    return {str(instrument) for (instrument,) in found}
