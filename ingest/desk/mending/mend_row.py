"""Mending one refused row on the page: a code, a day, a number typed anew.

The row, with the cells that were changed, is a small file of its own in the layout of
the file it came from: tried first, then handed over and loaded as a correction of that
file. So both files keep their account, and what stood there before stays in raw.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ingest.desk.card_files import known_card
from ingest.desk.load_card import load_one
from ingest.desk.mending.mend_book import book_of, faults_of, kept_source
from ingest.desk.trial import as_facts, try_load
from ingest.files.text import heading_key
from ingest.loading.sources import spec_of
from warehouse import audit
from warehouse.custody.front_key import Signer
from warehouse.custody.held_files import held_files
from warehouse.desk.desks import is_fronts, said_of
from warehouse.desk.inbox import WAITING, Card, name_to_mend, next_name, receive
from warehouse.desk.jobs import Job
from warehouse.desk.work_folder import work_folder
from warehouse.errors import ThanThienError
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]
_MADE_IN = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def mend_row(
    settings: Settings, job: Job, progress: Progress, signer: Signer | None = None
) -> Mapping[str, Any]:
    """Mends one refused row of a loaded file.

    `job.said` holds `sheet`, `line`, and `cells`: heading → what is to stand there.

    Returns:
        `is_mended`, and the account of the row: of its trial where it is still faulty;
        then nothing was kept.

    Raises:
        ThanThienError: The row is not refused, its file was not kept, or it is held.
        AuditError: It cannot be recorded: nothing is changed.
        BusyError: Raw is being loaded.
    """
    card = known_card(settings, job.subject)
    sheet, line = str(job.said["sheet"]), int(job.said["line"])
    cells: Mapping[str, str] = job.said["cells"]
    faults = faults_of(settings, card.sha256).get(sheet, {}).get(line)
    is_held = not is_fronts(settings) and card.sha256 in held_files(settings)
    if not faults or is_held:
        rule = "a refused row of this file"
        raise ThanThienError("line", line, rule, "choose one of the list")
    progress("book", 0, 0)
    content = _content(settings, card, {sheet: {line: faults}}, cells)
    tried = _trial(settings, card, content)
    if tried["status"] != "loaded" or _sum(tried, "n_refused"):
        return {"is_mended": False, **tried}
    columns = json.dumps(list(cells), ensure_ascii=False)
    place = {"sheet": sheet, "line": str(line), "columns": columns}
    detail = said_of(settings, file=card.name, **place)
    audit.record(
        settings, actor=job.by, action="row_mended", subject=card.sha256, detail=detail
    )
    mends = {"sheet": sheet, "line": line, "columns": list(cells)}
    made, _ = receive(
        settings,
        name_to_mend(card),
        io.BytesIO(content),
        by=job.by,
        is_simulated=card.is_simulated,
        mends=mends,
    )
    if made.status != WAITING:
        return {"is_mended": True, "n_loaded": 0}  # mended so before
    return {"is_mended": True, **load_one(settings, made, job, progress, signer)}


def _content(
    settings: Settings,
    card: Card,
    faults: Mapping[str, Mapping[int, Sequence[tuple[str, str, str]]]],
    cells: Mapping[str, str],
) -> bytes:
    """The mended row as a workbook."""
    mended = {heading_key(heading): text for heading, text in cells.items()}
    rows = {s: {n: list(f) for n, f in one.items()} for s, one in faults.items()}
    book, _ = book_of(settings, card.sha256, rows, settings.lang, mended=mended)
    out = io.BytesIO()
    book.save(out)
    return _settled(out)


def _settled(book: io.BytesIO) -> bytes:
    """A workbook without the moment it was made: the same row gives the same bytes.

    So a row that is mended once more after a stop is known.
    """
    settled = io.BytesIO()
    with zipfile.ZipFile(book) as parts, zipfile.ZipFile(settled, "w") as out:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == _MADE_IN:
                content = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            out.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return settled.getvalue()


def _trial(settings: Settings, card: Card, content: bytes) -> dict[str, Any]:
    source = kept_source(settings, card.sha256)
    stated_on = date.fromisoformat(source.stated_on) if source.stated_on else None
    with work_folder(settings) as folder:
        path = folder / next_name(settings, card)
        path.write_bytes(content)
        trial = try_load(
            settings, path, spec_path=spec_of(settings, source), stated_on=stated_on
        )
    return as_facts(trial)


def _sum(facts: Mapping[str, Any], name: str) -> int:
    return sum(int(counts[name]) for counts in facts["kinds"].values())
