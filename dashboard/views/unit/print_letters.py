"""Printing the letters a unit still owes, from the office's own export.

The export and the letters are in memory while they are asked for; reading needs a file,
so the export lies in a private folder of the system's for those seconds.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path

import streamlit as st

from dashboard import address, blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.periods import Span
from dashboard.rows import access
from dashboard.rows.context import VIETNAM, Page
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.words.file_names import file_name
from warehouse.errors import ThanThienError
from warehouse.letters.owed_letters import KINDS
from warehouse.letters.printing import (
    Ask,
    NotPrinted,
    Printed,
    match_letters,
    note_printed,
)
from warehouse.letters.units import unit_of
from warehouse.settings import Settings

MOST_MB = 50
MOST_SHOWN = 100
TYPES = ("xlsx", "xls", "ods", "csv", "tsv", "txt", "zip")


@own_part()
def show_printing(page: Page, unit: Unit, span: Span) -> None:
    """Draws the field for the export, and what can be printed from it."""
    if not unit.is_current:
        return
    words = page.words
    blocks.heading(words("letters_print.title"), words("letters_print.lead"))
    kind = address.choose(
        "print",
        words("letters.kind"),
        KINDS,
        default=KINDS[0],
        shown=lambda name: words(f"letters.kinds.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    signer = st.text_input(words("letters_print.signer"), max_chars=80).strip()
    export = st.file_uploader(
        words("letters_print.export", mb=MOST_MB),
        type=TYPES,
        max_upload_size=MOST_MB,
        key=f"export_{kind}",
    )
    blocks.note(words("letters_print.note"))
    if export is None:
        return
    settings = Settings.from_environment()
    try:
        ask = Ask(
            unit=unit_of(access.reader(), page.scope, unit.code),
            letter_kind=kind,
            since=span.first,
            until=span.last,
            signed_on=datetime.now(VIETNAM).date(),
            signer=signer,
        )
        printed = _matched(settings, page, ask, export.name, export.getvalue())
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
        return
    _offer(page, settings, printed)
    _show_left(page, printed.not_printed)


def _matched(
    settings: Settings, page: Page, ask: Ask, name: str, content: bytes
) -> Printed:
    with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return match_letters(settings, access.reader(), page.scope, ask, path)


def _offer(page: Page, settings: Settings, printed: Printed) -> None:
    words = page.words
    n = len(printed.matters)
    if not n:
        st.info(words("letters_print.none"))
        return
    st.download_button(
        words("letters_print.take", n=numbers.count(n, page.lang)),
        # made at the click, after its record
        lambda: _zipped(settings, page, printed),
        file_name=file_name(
            "zip",
            words(f"letters.kinds.{printed.ask.letter_kind}"),
            printed.ask.unit.name,
        ),
        mime="application/zip",
        on_click="ignore",
        type="primary",
        key="letters_zip",
    )


def _zipped(settings: Settings, page: Page, printed: Printed) -> bytes:
    note_printed(settings, printed, by=page.scope.user_id)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in printed.letters():
            archive.writestr(name, content)
    return stream.getvalue()


def _show_left(page: Page, left: tuple[NotPrinted, ...]) -> None:
    if not left:
        return
    words = page.words
    for reason, n in Counter(one.reason for one in left).most_common():
        shown = numbers.count(n, page.lang)
        st.warning(words(f"letters_print.left.{reason}", n=shown))
    rows = [
        {
            "matter": one.matter.masked_code,
            "procedure": one.matter.procedure or numbers.MISSING,
            "occasion_on": one.matter.occasion_on,
            "due_on": one.matter.due_on,
            "reason": words(f"letters_print.reasons.{one.reason}"),
        }
        for one in left[:MOST_SHOWN]
    ]
    columns = (
        Column(words("letters.matter"), lambda row: str(row["matter"])),
        Column(words("cases.procedure"), lambda row: str(row["procedure"])),
        Column(words("letters.occasion_on"), lambda row: dates.day(row["occasion_on"])),
        Column(words("letters.due_on"), lambda row: dates.day(row["due_on"])),
        Column(words("letters_print.reason"), lambda row: str(row["reason"])),
    )
    n_left = numbers.count(len(left), page.lang)
    show_table(rows, columns, words("letters_print.not_printed", n=n_left))
