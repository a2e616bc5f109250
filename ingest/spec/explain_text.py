"""An explanation of a file in words, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.spec.explain import Explanation, FitView, SheetView
    from ingest.spec.samples import ColumnView

_WORDS = {
    "text": ("tệp văn bản có dấu phân cách", "delimited text"),
    "zipped_workbook": ("bảng tính (.xlsx hoặc .ods)", "workbook (.xlsx or .ods)"),
    "ole_workbook": ("bảng tính cũ (.xls)", "old workbook (.xls)"),
    "zip": ("tệp nén zip", "zip archive"),
    "gzip": ("tệp nén gzip", "gzip file"),
    "unreadable": ("không đọc được", "cannot be read"),
    "file": ("Tệp", "File"),
    "bytes": ("byte", "bytes"),
    "sheet": ("Trang tính", "Sheet"),
    "text_file": ("Nội dung", "Content"),
    "encoding": ("bảng mã", "encoding"),
    "delimiter": ("dấu phân cách", "delimiter"),
    "no_header": (
        "bỏ qua: trống, là hướng dẫn, hoặc không có hàng tiêu đề",
        "passed over: empty, instructions, or no row of headings",
    ),
    "header": ("hàng tiêu đề: dòng", "headings: line"),
    "header_rows": ("số hàng", "rows"),
    "titles": ("phía trên tiêu đề", "above the headings"),
    "duplicates": ("tiêu đề trùng (thêm số vào tên)", "headings met twice (numbered)"),
    "rows": ("số dòng dữ liệu đã xem", "data rows looked at"),
    "skipped": ("dòng không phải dữ liệu", "rows that are no data"),
    "columns": ("các cột", "columns"),
    "date": ("ngày giờ", "date"),
    "number": ("số", "number"),
    "code": ("mã", "code"),
    "words": ("chữ", "text"),
    "empty": ("trống", "empty"),
    "personal": (
        "có thể là dữ liệu cá nhân, không hiện mẫu",
        "may be personal, no sample shown",
    ),
    "for_example": ("ví dụ", "e.g."),
    "fits": ("Mẫu đọc (spec)", "Specs"),
    "fit": ("KHỚP", "FITS"),
    "no_fit": ("chưa khớp", "does not fit"),
    "knows": ("tiêu đề đã biết", "headings known"),
    "missing": ("còn thiếu", "missing"),
    "unknown": ("chưa biết", "unknown"),
    "none": (
        "không mẫu đọc nào biết các tiêu đề này; viết bản nháp bằng --draft",
        "no spec knows these headings; write a draft with --draft",
    ),
    "problem": ("Vướng mắc", "Problem"),
    "blank": ("dòng trống", "blank"),
    "title": ("dòng tên bảng", "title"),
    "column_numbers": ("hàng số thứ tự cột", "column numbers"),
    "repeated_header": ("tiêu đề lặp lại", "repeated headings"),
    "total": ("dòng cộng", "total"),
    "signature": ("chữ ký, ghi chú", "signatures and notes"),
    "group": ("dòng nhóm", "group"),
}


def as_lines(explanation: Explanation, lang: str) -> Iterator[str]:
    """The lines of an explanation in `vi` or `en`."""
    say = _Say(lang)
    form = say(explanation.form or "unreadable")
    size = f"{explanation.size_bytes:,}"
    size = size.replace(",", ".") if lang == "vi" else size
    yield f"{say('file')} {explanation.file_name}: {form}, {size} {say('bytes')}"
    if explanation.problem:
        yield f"{say('problem')}: {explanation.problem}"
    for sheet in explanation.sheets:
        yield ""
        yield from _sheet_lines(sheet, say)
    if any(sheet.columns for sheet in explanation.sheets):
        yield ""
        yield f"{say('fits')}:"
        if not explanation.fits:
            yield f"  {say('none')}"
        for fit in explanation.fits:
            yield from _fit_lines(fit, say, lang)


class _Say:
    def __init__(self, lang: str) -> None:
        self._index = 1 if lang == "en" else 0

    def __call__(self, word: str) -> str:
        return _WORDS[word][self._index]


def _sheet_lines(sheet: SheetView, say: _Say) -> Iterator[str]:
    kind = say("sheet") if sheet.delimiter is None else say("text_file")
    yield f"{kind} {sheet.sheet or sheet.file_name}"
    about = f"  {say('encoding')} {sheet.encoding}"
    if sheet.delimiter is not None:
        about += f", {say('delimiter')} {sheet.delimiter!r}"
    yield about
    if sheet.header_line is None:
        problem = sheet.problem
        yield f"  {say('problem')}: {problem}" if problem else f"  {say('no_header')}"
        return
    rows = f"{say('header_rows')} {sheet.header_rows}"
    yield f"  {say('header')} {sheet.header_line}, {rows}"
    for line in sheet.title_lines:
        yield f"  {say('titles')}: {line}"
    if sheet.duplicates:
        yield f"  {say('duplicates')}: {' | '.join(sheet.duplicates)}"
    yield f"  {say('rows')}: {sheet.n_rows_seen}"
    if sheet.skipped:
        parts = ", ".join(f"{say(reason)} {n}" for reason, n in sheet.skipped)
        yield f"  {say('skipped')}: {parts}"
    yield f"  {say('columns')}:"
    for number, column in enumerate(sheet.columns, start=1):
        yield f"  {number:>4}. {_column_line(column, say)}"


def _column_line(column: ColumnView, say: _Say) -> str:
    looks = say("words" if column.looks == "text" else column.looks)
    samples = " · ".join(column.samples)
    example = f"; {say('for_example')} {samples}" if samples else ""
    return f"{column.heading} — {looks}{example}"


def _fit_lines(fit: FitView, say: _Say, lang: str) -> Iterator[str]:
    verdict = say("fit") if fit.is_fitting else say("no_fit")
    title = fit.title_en if lang == "en" else fit.title_vi
    yield f"  {fit.spec} ({title}): {verdict}, {say('knows')}: {fit.n_known}"
    if fit.missing:
        yield f"    {say('missing')}: {' | '.join(fit.missing)}"
    if fit.unknown:
        yield f"    {say('unknown')}: {' | '.join(fit.unknown)}"
