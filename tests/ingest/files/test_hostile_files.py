"""Crafted and damaged files are refused in words; the reader goes on."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest.files import archive_guard
from ingest.files.open import open_tables
from ingest.files.workbooks import reader as workbook_reader
from tests.ingest.files.workbooks import (
    many_rows,
    raw_xlsx,
    text_cell,
    write_ods,
    write_xls,
    write_xlsx,
)
from warehouse.errors import UnreadableFileError

GOOD = {"S": [["Mã", "Tên"], ["1", "A"], ["2", "B"]]}
ROW = f'<row r="1">{text_cell("A1", "Mã")}{text_cell("B1", "Tên")}</row>'


def read_all(path: Path) -> int:
    return sum(b.num_rows for table in open_tables(path) for b in table.batches())


def refusal(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_all(path)
    assert caught.value.next_step
    return caught.value


def test_far_cell(tmp_path: Path) -> None:
    far = f'{ROW}<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    found = refusal(raw_xlsx(tmp_path / "far.xlsx", far))
    assert found.value == "16384 x 1048576"


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
@pytest.mark.parametrize("left", [0.4, 0.9, 0.999])
def test_a_part_cut_within_a_sound_archive_is_no_shorter_table(
    tmp_path: Path, ending: str, left: float
) -> None:
    whole, cut = tmp_path / f"whole.{ending}", tmp_path / f"cut.{ending}"
    (write_xlsx if ending == "xlsx" else write_ods)(whole, {"S": many_rows(400)})
    assert read_all(whole) == 400
    part = "xl/worksheets/sheet1.xml" if ending == "xlsx" else "content.xml"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(cut, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == part:
                data = data[: int(len(data) * left)]
            new.writestr(member, data)
    found = refusal(cut)
    assert "cut short" in found.rule
    assert part in str(found.value)


@pytest.mark.parametrize("end", ["ế".encode()[:1], b"<![CDATA[x"])
def test_a_cut_within_a_letter_or_a_text_is_a_cut(tmp_path: Path, end: bytes) -> None:
    whole, cut = tmp_path / "whole.xlsx", tmp_path / "cut.xlsx"
    write_xlsx(whole, {"S": many_rows(40)})
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(cut, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == part:
                data = data[: data.rindex(b"</row>")] + end
            new.writestr(member, data)
    assert "cut short" in refusal(cut).rule


def test_a_row_that_never_ends_is_refused(tmp_path: Path) -> None:
    open_row = f'<row r="2">{text_cell("A2", "1")}'
    found = refusal(raw_xlsx(tmp_path / "open.xlsx", ROW + open_row))
    assert "cut short" in found.rule


def test_a_control_sign_in_a_cell_is_no_cut(tmp_path: Path) -> None:
    row = f'<row r="2">{text_cell("A2", chr(1) + "1")}{text_cell("B2", "A")}</row>'
    assert read_all(raw_xlsx(tmp_path / "sign.xlsx", ROW + row)) == 1


def test_bomb_of_the_same_byte(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    raw_xlsx(path, ROW + "<!--" + " " * (40 << 20) + "-->")
    assert path.stat().st_size < 200_000
    assert "100 times" in refusal(path).rule


def test_bomb_in_gzip_and_zip(tmp_path: Path) -> None:
    zeros = b"a,b\n" + b"1,2\n" * (10 << 20)
    with gzip.open(tmp_path / "a.csv.gz", "wb") as out:
        out.write(zeros)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", zeros)
    assert "100 times" in refusal(tmp_path / "a.csv.gz").rule
    assert "100 times" in refusal(tmp_path / "a.zip").rule


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_dtd_and_entities(tmp_path: Path, prolog: str) -> None:
    assert "DTD" in refusal(raw_xlsx(tmp_path / "dtd.xlsx", ROW, prolog=prolog)).rule


def test_macros_and_members_that_point_outside(tmp_path: Path) -> None:
    macro = raw_xlsx(tmp_path / "m.xlsx", ROW, extra={"xl/vbaProject.bin": "x"})
    assert "macros" in refusal(macro).rule
    outside = raw_xlsx(tmp_path / "o.xlsx", ROW, extra={"../evil.xml": "<x/>"})
    assert "outside" in refusal(outside).rule


@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_cut_workbook(tmp_path: Path, share: float) -> None:
    data = write_xlsx(tmp_path / "a.xlsx", GOOD).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(data[: int(len(data) * share)])
    refusal(path)


def test_flipped_bits_are_refused_or_harmless(tmp_path: Path) -> None:
    data = bytearray(write_xlsx(tmp_path / "a.xlsx", GOOD).read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    for offset in (0, 40, 90):
        flipped = bytearray(data)
        flipped[at + offset] ^= 0x10
        path = tmp_path / f"flip{offset}.xlsx"
        path.write_bytes(flipped)
        refusal(path)


def test_password_protected_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    ole = write_xls(tmp_path / "a.xls", GOOD).read_bytes()
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal(path).rule


def test_old_workbook_under_a_new_name_is_read_by_its_content(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", GOOD).rename(tmp_path / "b.xlsx")
    (table,) = open_tables(path)
    assert table.headings == ("Mã", "Tên")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x7fELF" + bytes(range(256)) * 8, "a program"),
        (b"MZ\x90\x00\x03" + bytes(range(256)), "a program"),
        (bytes(range(253, 0, -1)) * 8, "bytes that are no text"),
        (b"", "empty"),
        (b" \n\n", "empty"),
    ],
)
def test_what_only_looks_like_a_table(
    tmp_path: Path, content: bytes, what: str
) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert what in str(refusal(path).value)


def test_archive_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.write(tmp_path / "in.zip", "in.zip")
    (tmp_path / "out.zip.gz").write_bytes(
        gzip.compress((tmp_path / "in.zip").read_bytes())
    )
    assert "inside an archive" in refusal(tmp_path / "out.zip").rule
    assert "inside an archive" in refusal(tmp_path / "out.zip.gz").rule


def test_damaged_gzip(tmp_path: Path) -> None:
    data = gzip.compress(b"a,b\n" + os.urandom(50_000).hex().encode())
    path = tmp_path / "a.csv.gz"
    path.write_bytes(data[:-20])
    assert "cut short" in refusal(path).rule


def test_reader_that_dies_is_shown_and_its_rows_are_not_taken_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many_rows(60_000)
    path = write_xlsx(tmp_path / "a.xlsx", {"S": rows})
    started = []
    popen: Any = subprocess.Popen

    def keep(*args: object, **kwargs: object) -> object:
        started.append(popen(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", keep)
    tables = open_tables(path)
    batches = next(tables).batches()
    next(batches)
    started[0].kill()
    with pytest.raises(UnreadableFileError, match="reader stopped"):
        list(batches)


def test_stream_that_ends_early_between_batches_is_no_short_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Arrow takes the end of a broken pipe for the end of the stream.
    path = write_xlsx(tmp_path / "a.xlsx", GOOD)
    read_stream = workbook_reader._Reader._stream

    def promise_more(self: object, reader: object, n_rows: int) -> object:
        return read_stream(self, reader, n_rows + 1)  # type: ignore[arg-type]

    monkeypatch.setattr(workbook_reader._Reader, "_stream", promise_more)
    assert "reader stopped" in refusal(path).rule


def test_memory_limit_holds_in_the_reading_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 700 columns × 1,048,576 rows would be 17 GB of empty cells.
    far = f'{ROW}<row r="1048576">{text_cell("ZX1048576", "x")}</row>'
    path = raw_xlsx(tmp_path / "wide.xlsx", far)
    assert "reader stopped" in refusal(path).rule
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert children < 3 << 20  # KiB


def test_limits_are_stated_where_they_are_used() -> None:
    archive_guard.check_inflation("f", archive_guard.SMALL_BYTES, 1)
    with pytest.raises(UnreadableFileError):
        archive_guard.check_inflation("f", archive_guard.SMALL_BYTES + 1, 1)
    with pytest.raises(UnreadableFileError):
        archive_guard.check_inflation("f", (4 << 30) + 1, 1 << 30)
