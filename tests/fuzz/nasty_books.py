"""Workbooks and archives nobody meant to send, each named by what is odd about it."""

from __future__ import annotations

import bz2
import gzip
import io
import tempfile
import zipfile
from pathlib import Path

from tests.ingest.files.workbooks import (
    raw_xlsx,
    text_cell,
    write_ods,
    write_xls,
    write_xlsx,
)
from tests.ingest.spoilt.files import DOSSIERS, GOOD

_HEADS = "Mã hồ sơ", "Ngày nhận", "Đơn vị tiếp nhận", "Trạng thái"
_CSV = GOOD.encode()


def _head() -> str:
    title = text_cell("A1", "Tính đến ngày 30/06/2026")
    heads = zip("ABCD", _HEADS, strict=True)
    cells = "".join(text_cell(f"{letter}2", text) for letter, text in heads)
    return f'<row r="1">{title}</row><row r="2">{cells}</row>'


def _cell(xml: str) -> str:
    others = text_cell("C3", "01001") + text_cell("D3", "Đang xử lý")
    return f'{_head()}<row r="3">{text_cell("A3", "H1")}{xml}{others}</row>'


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _without(book: bytes, gone: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return _zip({n: archive.read(n) for n in archive.namelist() if n != gone})


def _put(book: bytes, part: str, old: bytes, new: bytes, n: int = -1) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part], part
    return _zip({**parts, part: parts[part].replace(old, new, n)})


def _flip(data: bytes, at: int, to: bytes) -> bytes:
    return data[:at] + to + data[at + len(to) :]


def _endless(xls: bytes) -> bytes:
    """Every block names the first as the one behind it."""
    table = 512 * (1 + int.from_bytes(xls[76:80], "little"))
    return _flip(xls, table, bytes(512))


def nasty_books() -> dict[str, tuple[str, bytes]]:
    """What is odd → ending and bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = {"S": DOSSIERS}
        xlsx = write_xlsx(folder / "a.xlsx", good).read_bytes()
        xls = write_xls(folder / "a.xls", good).read_bytes()
        ods = write_ods(folder / "a.ods", good).read_bytes()

        def raw(data: str, prolog: str = "") -> bytes:
            return raw_xlsx(folder / "raw.xlsx", data, prolog=prolog).read_bytes()

        books = {
            "a cell without a place": raw(_cell("<c><v>1</v></c>")),
            "a cell in row zero": raw(_cell('<c r="B0"><v>1</v></c>')),
            "a cell beyond the last column": raw(_cell('<c r="XFE3"><v>1</v></c>')),
            "a cell beyond the last row": raw(_cell('<c r="B9999999"><v>1</v></c>')),
            "a shared text that is not there": raw(
                _cell('<c r="B3" t="s"><v>4294967295</v></c>')
            ),
            "a shared text before the first": raw(
                _cell('<c r="B3" t="s"><v>-1</v></c>')
            ),
            "a type nobody knows": raw(_cell('<c r="B3" t="zz"><v>1</v></c>')),
            "a number of infinity": raw(_cell('<c r="B3"><v>1e999</v></c>')),
            "a number of letters": raw(_cell('<c r="B3"><v>abc</v></c>')),
            "a style that is not there": raw(
                _cell('<c r="B3" s="99999"><v>46000</v></c>')
            ),
            "a day before all days": raw(
                _cell('<c r="B3" t="d"><v>-9999-13-45</v></c>')
            ),
            "a formula of itself": raw(_cell('<c r="B3"><f>B3</f></c>')),
            "an entity nobody declared": raw(
                _cell('<c r="B3" t="inlineStr"><is><t>&bad;</t></is></c>')
            ),
            "NUL as an entity": raw(
                _cell('<c r="B3" t="inlineStr"><is><t>&#0;</t></is></c>')
            ),
            "elements without an end": raw(_head() + "<row>" * 1_000),
            "elements a hundred thousand deep": raw(
                _head() + "<x>" * 100_000 + "</x>" * 100_000
            ),
            "an attribute of a megabyte": raw(f'{_head()}<row r="{"9" * (1 << 20)}"/>'),
            "a row with a number below zero": raw(f'{_head()}<row r="-5"/>'),
            "rows in the wrong order": raw(
                f'<row r="9">{text_cell("A9", "x")}</row>{_head()}'
            ),
            "a thousand cells of one place": raw(
                _head() + f'<row r="3">{text_cell("A3", "H") * 1_000}</row>'
            ),
            "a DTD": raw(_head(), prolog='<!DOCTYPE x [<!ENTITY a "a">]>'),
            "no book in the book": _without(xlsx, "xl/workbook.xml"),
            "no sheet in the book": _without(xlsx, "xl/worksheets/sheet1.xml"),
            "no list of parts": _without(xlsx, "[Content_Types].xml"),
            "no links between parts": _without(xlsx, "xl/_rels/workbook.xml.rels"),
            "no styles": _without(xlsx, "xl/styles.xml"),
            "no shared texts": _without(xlsx, "xl/sharedStrings.xml"),
            "a sheet that names another file": _put(
                xlsx,
                "xl/_rels/workbook.xml.rels",
                b"worksheets/sheet1.xml",
                b"../../../etc/passwd",
            ),
            "a sheet in UTF-16 that says UTF-8": _put(
                xlsx, "xl/worksheets/sheet1.xml", b"<worksheet", b"\xff\xfe<\0w\0"
            ),
            "a name of a sheet with marks": _put(
                xlsx, "xl/workbook.xml", b'name="S"', 'name="\u202e/*?"'.encode()
            ),
            "merged over the whole sheet": _put(
                xlsx,
                "xl/worksheets/sheet1.xml",
                b"</sheetData>",
                b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/>'
                b"</mergeCells>",
            ),
            "a workbook cut in its list": xlsx[:-30],
            "a workbook with a wrong checksum": _flip(xlsx, 60, b"\xff\xff"),
        }
        old = {
            "blocks without an end": _endless(xls),
            "an old workbook cut short": xls[: len(xls) // 2],
            "an old workbook of a head alone": xls[:512],
            "sectors of a size nobody has": _flip(xls, 30, b"\xff\xff"),
            "a first block far outside": _flip(xls, 48, b"\xff\xff\xff\x7f"),
            "records turned to 255": _flip(xls, 512, b"\xff" * 400),
            "an old workbook of an odd size": xls + bytes(100),
        }
        open_document = {
            "rows repeated a million times": _put(
                ods,
                "content.xml",
                b"<table:table-row",
                b'<table:table-row table:number-rows-repeated="1048576"',
                1,
            ),
            "cells repeated two billion times": _put(
                ods,
                "content.xml",
                b"<table:table-cell",
                b'<table:table-cell table:number-columns-repeated="2000000000"',
                1,
            ),
            "cells repeated less than once": _put(
                ods,
                "content.xml",
                b"<table:table-cell",
                b'<table:table-cell table:number-columns-repeated="-7"',
                1,
            ),
            "an open document of nothing": _without(ods, "content.xml"),
            "a type of value nobody knows": _put(
                ods, "content.xml", b'value-type="string"', b'value-type="zz"', 3
            ),
        }
    inner = _zip({"a.csv": _CSV})
    packed = {
        "an archive of an archive": _zip({"a.zip": inner}),
        "an archive of nothing": _zip({}),
        "an archive of folders": _zip({"a/": b"", "b/": b""}),
        "a member above the archive": _zip({"../a.csv": _CSV}),
        "a member of another disk": _zip({"C:/a.csv": _CSV}),
        "a member of the root": _zip({"/etc/a.csv": _CSV}),
        "an empty member": _zip({"a.csv": b""}),
        "a program beside the list": _zip({"a.csv": _CSV, "a.exe": b"MZ" + bytes(99)}),
        "a member with a name of 300 letters": _zip({"x" * 300 + ".csv": _CSV}),
        "a member turned round": _zip({"a\u202evsc.exe": _CSV}),
        "packed in a way nobody asked for": _zip({"a.csv": _CSV}, zipfile.ZIP_LZMA),
        "a way of packing nobody knows": _flip(
            inner, inner.rindex(b"PK\x01\x02") + 10, b"\x55"
        ),
        "a member that is not where it should be": _flip(
            inner, inner.rindex(b"PK\x01\x02") + 42, b"\x07"
        ),
        "a bomb of 64 MiB": _zip({"a.csv": b"a,b\n" + bytes(64 << 20)}),
    }
    zipped = {
        "gzip cut short": gzip.compress(_CSV)[:-9],
        "gzip of gzip": gzip.compress(gzip.compress(_CSV)),
        "gzip with rubbish behind": gzip.compress(_CSV) + b"rubbish",
        "bzip2 under the name of gzip": bz2.compress(_CSV),
        "gzip of a bomb": gzip.compress(bytes(64 << 20)),
    }
    return {
        **{what: ("xlsx", data) for what, data in books.items()},
        **{what: ("xls", data) for what, data in old.items()},
        **{what: ("ods", data) for what, data in open_document.items()},
        **{what: ("zip", data) for what, data in packed.items()},
        **{what: ("csv.gz", data) for what, data in zipped.items()},
    }
