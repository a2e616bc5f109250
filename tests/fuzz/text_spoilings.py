"""Ways to spoil a text file: its cells, and what keeps cells and lines apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from random import Random

from tests.fuzz.cells import nasty_cell

Spoil = Callable[[bytes, Random], bytes]
_DELIMITERS = ",;\t|:"


def decoded(data: bytes) -> str:
    """The text of a good file."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_wide else "utf-8-sig", "replace")


def _rows(data: bytes) -> tuple[list[list[str]], str]:
    text = decoded(data)
    first = text.splitlines()[0] if text else ""
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [list(row) for row in reader], delimiter
    except csv.Error:
        lines = text.splitlines()
        return [line.split(delimiter) for line in lines], delimiter


def _text(rows: list[list[str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def spoil_cells(data: bytes, chance: Random) -> bytes:
    rows, delimiter = _rows(data)
    for _ in range(chance.randrange(1, 8)):
        row = chance.choice(rows) if rows else []
        if row:
            place = chance.randrange(len(row))
            row[place] = nasty_cell(chance, row[place])
    return _text(rows, delimiter)


def spoil_column(data: bytes, chance: Random) -> bytes:
    """One column, below its heading, all alike or each anew."""
    rows, delimiter = _rows(data)
    place = chance.randrange(max(1, max(map(len, rows), default=1)))
    is_alike, text = chance.random() < 0.5, nasty_cell(chance, "x")
    for row in rows[1:]:
        if place < len(row):
            row[place] = text if is_alike else nasty_cell(chance, row[place])
    return _text(rows, delimiter)


def spoil_shape(data: bytes, chance: Random) -> bytes:
    """Rows and columns doubled, dropped, swapped, cut, made wider."""
    rows, delimiter = _rows(data)
    for _ in range(chance.randrange(1, 5)):
        if not rows:
            break
        place = chance.randrange(len(rows))
        row = rows[place]
        match chance.randrange(8):
            case 0:
                rows.insert(place, list(row))
            case 1:
                del rows[place]
            case 2:
                row.extend("x" for _ in range(chance.randrange(1, 2000)))
            case 3:
                del row[len(row) // 2 :]
            case 4:
                column = chance.randrange(max(1, len(row)))
                rows = [[*r[:column], *r[column + 1 :]] for r in rows]
            case 5:
                column = chance.randrange(max(1, len(row)))
                rows = [[*r[:column], *r[column : column + 1] * 2, *r[column + 1 :]]
                        for r in rows]  # fmt: skip
            case 6:
                chance.shuffle(row)
            case _:
                rows[place:place] = [[] for _ in range(chance.randrange(1, 300))]
    return _text(rows, delimiter)


def spoil_quotes(data: bytes, chance: Random) -> bytes:
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(data) + 1)
        put = chance.choice((b'"', b'""', b'"\n', b"'", b'","', b'"x"y"', b"\\"))
        data = data[:place] + put + data[place:]
    return data


def spoil_delimiters(data: bytes, chance: Random) -> bytes:
    old, new = chance.choice(b",;\t"), chance.choice(b",;\t|:^ \x1f")
    if chance.random() < 0.5:
        return data.replace(bytes([old]), bytes([new]))
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    lines[place] = lines[place].replace(bytes([old]), bytes([new]))
    return b"\n".join(lines)


def spoil_line_ends(data: bytes, chance: Random) -> bytes:
    end = chance.choice((b"\r", b"\r\n", b"\n\r", b"\r\r\n", b"\x85", b"\n\n", b"\x0b"))
    if chance.random() < 0.5:
        return data.replace(b"\n", end)
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    return b"\n".join(lines[:place]) + end + b"\n".join(lines[place:])


def spoil_encoding(data: bytes, chance: Random) -> bytes:
    text = decoded(data)
    match chance.randrange(7):
        case 0:
            return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-16-be")))
        case 1:
            return text.encode(chance.choice(("utf-32", "utf-7", "utf-8-sig")))
        case 2:
            return text.encode("cp1258", "replace")
        case 3:
            mark = chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0"))
            return mark * chance.randrange(1, 3) + data
        case 4:
            half = len(data) // 2
            return data[:half] + text[len(text) // 2 :].encode("utf-16-le")
        case 5:
            half = len(text) // 2
            return text[:half].encode() + text[half:].encode("cp1258", "replace")
        case _:
            return text.encode("utf-16")[:-1]


def spoil_long_line(data: bytes, chance: Random) -> bytes:
    put = chance.choice((b"x", b",", b'"', "ữ".encode(), b"1;", b"\t"))
    place = chance.randrange(len(data) + 1)
    return (
        data[:place] + put * chance.choice((70_000, 500_000, 2_000_000)) + data[place:]
    )


def spoil_nul(data: bytes, chance: Random) -> bytes:
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(data) + 1)
        put = chance.choice(
            (b"\0", b"\0" * 4096, b"\xed\xa0\x80", b"\x1a", b"\xc0\x80")
        )
        data = data[:place] + put + data[place:]
    return data


TEXT_SPOILINGS: dict[str, Spoil] = {
    "cells": spoil_cells,
    "column": spoil_column,
    "shape": spoil_shape,
    "quotes": spoil_quotes,
    "delimiters": spoil_delimiters,
    "line ends": spoil_line_ends,
    "encoding": spoil_encoding,
    "long line": spoil_long_line,
    "NUL": spoil_nul,
}
