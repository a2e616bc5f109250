"""Ways to spoil the parts of a workbook that is a zip of XML (.xlsx, .ods)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from xml.sax.saxutils import escape

from tests.fuzz.byte_spoilings import cut, double_block, flip_bits
from tests.fuzz.cells import nasty_cell

Parts = dict[str, bytes]
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml|content\.xml")
_NUMBERS = (b"0", b"-1", b"99999", b"4294967296", b"1e999", b"x", b"")
_REFERENCES = (b"A0", b"XFD1048576", b"XFE1", b"A1048577", b"A99999999999", b"1A", b"")


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _sheet(parts: Parts) -> str:
    return next((name for name in parts if _SHEET.fullmatch(name)), next(iter(parts)))


def drop_part(parts: Parts, chance: Random) -> None:
    del parts[chance.choice(list(parts))]


def empty_part(parts: Parts, chance: Random) -> None:
    parts[chance.choice(list(parts))] = chance.choice((b"", b"<x/>", b"\0" * 100))


def spoil_part(parts: Parts, chance: Random) -> None:
    name = chance.choice([*parts, *[_sheet(parts)] * 3])
    parts[name] = chance.choice((flip_bits, cut, double_block))(parts[name], chance)


def swap_parts(parts: Parts, chance: Random) -> None:
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]


def rename_part(parts: Parts, chance: Random) -> None:
    name = chance.choice(list(parts))
    put = ("../x.xml", "X" * 300, "xl/vbaProject.bin", name.upper(), "á/ữ.xml", "a\\b")
    parts[chance.choice(put)] = parts.pop(name)


def set_dimension(parts: Parts, chance: Random) -> None:
    """The rectangle a sheet says it has, and how often a row or cell repeats."""
    name = _sheet(parts)
    xml = parts[name]
    far = chance.choice((b"A1:XFD1048576", b"A1:ZZZZ9", b"B9:A1", b"", b"A1:A99999999"))
    xml = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % far, xml)
    n = chance.choice((b"1048576", b"2000000000", b"16384", b"-5"))
    cell = b'<table:table-cell table:number-columns-repeated="%s"' % n
    row = b'<table:table-row table:number-rows-repeated="%s"' % n
    xml = xml.replace(b"<table:table-cell", cell, chance.randrange(2))
    parts[name] = xml.replace(b"<table:table-row", row, chance.randrange(2))


def set_references(parts: Parts, chance: Random) -> None:
    """Where cells say they stand, and what they point to."""
    name = _sheet(parts)
    put, number = chance.choice(_REFERENCES), chance.choice(_NUMBERS)
    which = chance.randrange(4)
    patterns = (
        (rb' r="[A-Z]+\d+"', b' r="%s"' % put),
        (rb' t="s"', b' t="%s"' % chance.choice((b"s", b"d", b"e", b"b", b"zz"))),
        (rb"<v>[^<]*</v>", b"<v>%s</v>" % number),
        (rb' s="\d+"', b' s="%s"' % number),
    )
    pattern, text = patterns[which]
    n = chance.choice((1, 3, 0))
    parts[name] = re.sub(pattern, lambda _: text, parts[name], count=n)


def set_shared(parts: Parts, chance: Random) -> None:
    """The table of shared texts: cut, emptied, wrongly counted, with odd marks."""
    name = next((n for n in parts if n.endswith("sharedStrings.xml")), _sheet(parts))
    xml = parts[name]
    match chance.randrange(4):
        case 0:
            items = re.findall(rb"<si>.*?</si>", xml, re.DOTALL)
            for item in items[len(items) // 2 :]:
                xml = xml.replace(item, b"", 1)
        case 1:
            xml = re.sub(rb'ount="\d+"', b'ount="4294967295"', xml)
        case 2:
            xml = xml.replace(b"<t>", b"<t>_x0000_&#1;&#xFFFF;&bad;", 3)
        case _:
            xml = re.sub(rb"<si>", b"<si/><si>", xml, count=3)
    parts[name] = xml


def nest(parts: Parts, chance: Random) -> None:
    name = chance.choice([*parts, _sheet(parts)])
    depth = chance.choice((100, 5_000, 200_000))
    place = max(0, parts[name].rfind(b"</"))
    deep = b"<x>" * depth + b"</x>" * (depth if chance.random() < 0.7 else 0)
    parts[name] = parts[name][:place] + deep + parts[name][place:]


def set_encoding(parts: Parts, chance: Random) -> None:
    name = chance.choice([*parts, _sheet(parts)])
    text = parts[name].decode("utf-8", "replace")
    how = chance.choice(("utf-16", "utf-16-le", "latin-1", "cp1258", "utf-8-sig"))
    said = chance.choice(("UTF-8", how, "utf-32", "EBCDIC", "x"))
    text = text.replace('encoding="UTF-8"', f'encoding="{said}"')
    parts[name] = text.encode(how, "replace")


def set_cells(parts: Parts, chance: Random) -> None:
    """Texts of cells, shared or their own."""
    name = next((n for n in parts if n.endswith("sharedStrings.xml")), _sheet(parts))
    xml = parts[name].decode("utf-8", "replace")
    pieces = re.split(r"(<(?:text:p|t)[^>]*>)([^<]*)", xml)
    for _ in range(chance.randrange(1, 6)):
        texts = range(2, len(pieces), 3)
        if texts:
            place = chance.choice(texts)
            pieces[place] = escape(nasty_cell(chance, pieces[place]))
    parts[name] = "".join(pieces).encode("utf-8", "replace")


def add_cells(parts: Parts, chance: Random) -> None:
    """Cells of every type, with nonsense in them, behind the last row."""
    name = _sheet(parts)
    kinds = ("s", "str", "inlineStr", "b", "e", "d", "n", "zz", "")
    value = chance.choice(("1e400", "-1e400", "nan", "2958466", "-1", "x", "", "99999"))
    cells = "".join(
        f'<c r="{chr(65 + n)}{5000}" t="{kind}" s="{chance.randrange(99)}">'
        f"<f>A{n}</f><v>{value}</v></c>"
        for n, kind in enumerate(kinds)
    )
    row = f'<row r="{chance.choice((5000, 1, -3, 1048576))}">{cells}</row></sheetData>'
    merged = f'<mergeCells><mergeCell ref="A1:{chance.choice(("XFD1", "A1048576"))}"/>'
    xml = parts[name].replace(b"</sheetData>", row.encode())
    if chance.random() < 0.3:
        end = f"</sheetData>{merged}</mergeCells>".encode()
        xml = xml.replace(b"</sheetData>", end)
    parts[name] = xml


SPOIL_PARTS: dict[str, Callable[[Parts, Random], None]] = {
    "part dropped": drop_part,
    "part emptied": empty_part,
    "part spoilt": spoil_part,
    "parts swapped": swap_parts,
    "part renamed": rename_part,
    "dimensions": set_dimension,
    "references": set_references,
    "shared texts": set_shared,
    "nested deep": nest,
    "encoding of a part": set_encoding,
    "cells of a book": set_cells,
    "cells added": add_cells,
}


def spoil_book(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Spoils one part of a good workbook; says how."""
    parts = _parts(data)
    name = chance.choice(list(SPOIL_PARTS))
    SPOIL_PARTS[name](parts, chance)
    return name, _packed(parts)
