"""Text files nobody meant to send, each named by what is odd about it."""

from __future__ import annotations

from tests.ingest.spoilt.files import GOOD, HEAD, ROW

_ROWS = GOOD.splitlines()[1:]
_CSV = GOOD.encode()


def _with(cell: str, column: int = 4) -> bytes:
    """The good list with one cell of its first row set."""
    cells = _ROWS[0].split(",")
    cells[column] = cell
    return "\n".join([HEAD, ",".join(cells), *_ROWS[1:], ""]).encode()


def _quoted(text: str) -> bytes:
    return _with('"' + text.replace('"', '""') + '"')


NASTY_TEXTS: dict[str, bytes] = {
    "only a mark of bytes": b"\xef\xbb\xbf",
    "two marks of bytes": b"\xef\xbb\xbf" * 2 + _CSV,
    "only line ends": b"\r\n" * 500,
    "only NUL": bytes(4096),
    "only commas": b"," * 10_000,
    "only quotes": b'"' * 9_999,
    "only spaces and one letter": b" " * 50_000 + b"x",
    "one line without an end": HEAD.encode(),
    "a heading of a megabyte": b"x" * (1 << 20) + b"\n" + _CSV,
    "a cell of a megabyte": _with("x" * (1 << 20)),
    "a quoted cell over many lines": _quoted("a\nb\r\nc\n" * 500),
    "a quote that opens and never closes": _CSV.replace(b"D12,", b'"D12,'),
    "a quote in the middle": _with('Đất "đai" xấu'),
    "sixteen thousand columns": b",".join([b"x"] * 16_000) + b"\n" + _CSV,
    "a row of ten thousand cells": _CSV + b"," * 10_000 + b"\n",
    "a thousand empty lines between rows": _CSV.replace(b"\n", b"\n" * 1_000),
    "carriage returns alone": _CSV.replace(b"\n", b"\r"),
    "line ends the wrong way round": _CSV.replace(b"\n", b"\n\r"),
    "three sorts of line end": _CSV.replace(b"\n", b"\r\n", 2).replace(b"\n", b"\r", 1),
    "a NUL in a cell": _with("Đất\0đai"),
    "a NUL in the headings": _CSV.replace(b",", b"\0,", 1),
    "a page of NUL at the end": _CSV + bytes(4096),
    "control characters": _with("\x01\x07\x08\x1b[2J"),
    "vertical tabs and form feeds": _with("\v\fĐất\v"),
    "marks of direction": _with("\u202eiađ tấĐ\u202c"),
    "invisible letters": _with("\u200b\u200d\ufeffĐất"),
    "line separators of Unicode": _with("Đất\u2028đai\u2029"),
    "a hundred marks on one letter": _with("a" + "\u0301" * 100),
    "letters beyond the first plane": _with("\U0001f600" * 50),
    "half a surrogate": _with("X").replace(b"X", b"\xed\xa0\x80"),
    "bytes that no encoding has": _with("X").replace(b"X", b"\xff\xfe\xc0\x80"),
    "an overlong slash": _with("X").replace(b"X", b"\xe0\x80\xaf"),
    "UTF-16 without a mark": GOOD.encode("utf-16-le"),
    "UTF-16 of the other order": b"\xfe\xff" + GOOD.encode("utf-16-be"),
    "UTF-16 cut in a letter": GOOD.encode("utf-16")[:-1],
    "UTF-32": GOOD.encode("utf-32"),
    "UTF-7": GOOD.encode("utf-7"),
    "half UTF-8, half UTF-16": _CSV + "\n".join(_ROWS).encode("utf-16-le"),
    "half UTF-8, half Windows": _CSV + "D90,Phản ánh".encode("cp1258", "replace"),
    "a formula": _with("=1+1"),
    "a formula that calls": _with("=cmd|' /C calc'!A0"),
    "a formula that links": _quoted('=HYPERLINK("http://example.invalid","x")'),
    "SQL in a code": _with("'); drop table raw.file; --", 0),
    "a template in a cell": _with("{{ x }}{%s}%(y)s"),
    "markup in a cell": _with("<script>alert(1)</script>"),
    "a trillion for a day": _with("1000000000000", 2),
    "the year zero": _with("01/01/0000", 2),
    "the year 9999": _with("31/12/9999", 2),
    "a day of the year 10000": _with("10000-01-01", 2),
    "an hour of 99": _with("10/06/2026 99:99:99", 2),
    "digits of Arabic": _with("١٠/٠٦/٢٠٢٦", 2),
    "no number, infinity": _with("NaN", 2),
    "a heading of spaces": _CSV.replace("Lĩnh vực".encode(), b"   "),
    "all headings alike": _CSV.replace(HEAD.encode(), b"A,A,A,A,A,A"),
    "headings twice": HEAD.encode() + b"\n" + _CSV,
    "delimiters of two sorts": _CSV.replace(b",", b";", 17),
    "tabs for some commas": _CSV.replace(b",", b"\t", 8),
    "five thousand rows alike": f"{HEAD}\n{ROW.format(1, 10)}\n".encode()
    + f"{ROW.format(2, 11)}\n".encode() * 5_000,
    "a file of GeoJSON cut short": b'{"type": "FeatureCollection", "features": [',
    "JSON a hundred thousand deep": b'{"a":' + b"[" * 100_000,
    "GeoJSON of nothing": b'{"type": "FeatureCollection", "features": []}',
    "GeoJSON with points of infinity": b'{"type":"FeatureCollection","features":'
    b'[{"type":"Feature","properties":{"ma_xa":"01001"},"geometry":{"type":'
    b'"Polygon","coordinates":[[[1e999,0],[0,1],[1,1],[1e999,0]]]}}]}',
}
