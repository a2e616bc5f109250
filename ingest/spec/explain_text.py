"""An explanation of a file in words, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.spec.samples import ColumnView
from ingest.spec.seen import Explanation, FitView, SheetView
from ingest.spec.some_headings import some_headings
from ingest.words import words_of
from warehouse.messages import message_in, step_in
from warehouse.words import Words


def as_text(explanation: Explanation, lang: str = "vi") -> str:
    """An explanation for a person, in Vietnamese (`vi`) or English (`en`)."""
    return "\n".join(as_lines(explanation, lang))


def as_lines(explanation: Explanation, lang: str) -> Iterator[str]:
    """The lines of an explanation in `vi` or `en`."""
    say = words_of(lang)
    form = say(f"explain.forms.{explanation.form or 'unreadable'}")
    size = f"{explanation.size_bytes:,}"
    size = size.replace(",", ".") if lang == "vi" else size
    size = f"{size} {say('explain.bytes')}"
    yield f"{say('explain.file')} {explanation.file_name}: {form}, {size}"
    if explanation.problem:
        problem = message_in(explanation.problem, lang)
        yield f"{say('explain.problem')}: {problem}"
    for sheet in explanation.sheets:
        yield ""
        yield from _sheet_lines(sheet, say, lang)
    if any(sheet.columns for sheet in explanation.sheets):
        yield ""
        yield f"{say('explain.fits')}:"
        if not explanation.fits:
            yield f"  {say('explain.none')}"
        for fit in explanation.fits:
            yield from _fit_lines(fit, say, lang)


def _sheet_lines(sheet: SheetView, say: Words, lang: str) -> Iterator[str]:
    kind = say("explain.sheet") if sheet.delimiter is None else say("explain.text_file")
    yield f"{kind} {sheet.sheet or sheet.file_name}"
    about = f"  {say('explain.encoding')} {sheet.encoding}"
    if sheet.delimiter is not None:
        about += f", {say('explain.delimiter')} {sheet.delimiter!r}"
    yield about
    if sheet.header_line is None:
        problem = message_in(sheet.problem or "", lang)
        yield (
            f"  {say('explain.problem')}: {problem}"
            if problem
            else f"  {say('explain.no_header')}"
        )
        return
    rows = f"{say('explain.header_rows')} {sheet.header_rows}"
    yield f"  {say('explain.header')} {sheet.header_line}, {rows}"
    for line in sheet.title_lines:
        yield f"  {say('explain.titles')}: {line}"
    if sheet.duplicates:
        yield f"  {say('explain.duplicates')}: {' | '.join(sheet.duplicates)}"
    yield f"  {say('explain.rows')}: {sheet.n_rows_seen}"
    if sheet.skipped:
        parts = ", ".join(
            f"{say(f'explain.skipped_rows.{reason}')} {n}"
            for reason, n in sheet.skipped
        )
        yield f"  {say('explain.skipped')}: {parts}"
    yield from _hidden_lines(sheet, say)
    yield f"  {say('explain.columns')}:"
    for number, column in enumerate(sheet.columns, start=1):
        yield f"  {number:>4}. {_column_line(column, say)}"


def _hidden_lines(sheet: SheetView, say: Words) -> Iterator[str]:
    """What a person who opens the workbook does not see."""
    if sheet.hidden_sheets:
        yield f"  {say('explain.hidden_sheets')}: {' | '.join(sheet.hidden_sheets)}"
    if sheet.n_hidden_rows:
        yield f"  {say('explain.hidden_rows')}: {sheet.n_hidden_rows}"
    if sheet.hidden_columns:
        columns = some_headings(sheet.hidden_columns)
        yield f"  {say('explain.hidden_columns')}: {columns}"


def _column_line(column: ColumnView, say: Words) -> str:
    looks = say(f"explain.looks.{column.looks}")
    samples = " · ".join(column.samples)
    example = f"; {say('explain.for_example')} {samples}" if samples else ""
    return f"{column.heading} — {looks}{example}"


def _fit_lines(fit: FitView, say: Words, lang: str) -> Iterator[str]:
    verdict = say("explain.fit") if fit.is_fitting else say("explain.no_fit")
    title = fit.title_en if lang == "en" else fit.title_vi
    yield f"  {fit.spec} ({title}): {verdict}, {say('explain.knows')}: {fit.n_known}"
    if fit.missing:
        yield f"    {say('explain.missing')}: {some_headings(fit.missing)}"
    if fit.unknown:
        yield f"    {say('explain.unknown')}: {some_headings(fit.unknown)}"
    if fit.next_step:
        yield f"    {say('explain.to_do')}: {step_in(fit.next_step, lang)}"
