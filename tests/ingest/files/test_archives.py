"""Archives give the tables of what is packed in them."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from ingest.files.open import content_sha256, open_tables
from ingest.files.sheet import ReadHints
from tests.ingest.files.workbooks import write_xlsx
from warehouse.errors import UnreadableFileError

CSV = "Mã,Tên\n1,Hòa\n"
Found = list[tuple[str, str, int]]


def tables_of(path: Path) -> Found:
    return [
        (table.file_name, table.sheet, sum(b.num_rows for b in table.batches()))
        for table in open_tables(path, ReadHints())
    ]


def test_gzip_of_text_and_of_a_workbook(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "b.xlsx", {"S": [["Mã", "Tên"], ["1", "A"]]})
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(CSV.encode()))
    (tmp_path / "b.xlsx.gz").write_bytes(gzip.compress(book.read_bytes()))
    assert tables_of(tmp_path / "a.csv.gz") == [("a.csv", "", 1)]
    assert tables_of(tmp_path / "b.xlsx.gz") == [("b.xlsx", "S", 1)]


def test_zip_of_several_files_in_order_of_name(tmp_path: Path) -> None:
    sheet = [["Mã", "Tên"], ["1", "A"], ["2", "B"]]
    book = write_xlsx(tmp_path / "b.xlsx", {"T1": sheet, "T2": sheet})
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/z.csv", CSV)
        archive.write(book, "m.xlsx")
        archive.writestr("a.csv", CSV)
        archive.writestr("__MACOSX/._a.csv", "rác")
        archive.writestr("x/", "")
    assert tables_of(path) == [
        ("a.csv", "a.csv", 1),
        ("m.xlsx", "m.xlsx/T1", 2),
        ("m.xlsx", "m.xlsx/T2", 2),
        ("x/z.csv", "x/z.csv", 1),
    ]


def test_one_bad_member_refuses_the_whole_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("b.csv", CSV + '2,"B\n')
    with pytest.raises(UnreadableFileError, match=r"b\.csv line 3"):
        tables_of(path)


def test_empty_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    with pytest.raises(UnreadableFileError, match="empty archive"):
        tables_of(tmp_path / "a.zip")


def test_nothing_unpacked_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(CSV.encode()))
    tables = open_tables(tmp_path / "a.csv.gz")
    next(tables)
    assert list(folder.iterdir())
    tables.close()  # type: ignore[attr-defined]
    assert list(folder.iterdir()) == []


def test_hash_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert content_sha256(path) == expected


@pytest.mark.parametrize(
    ("of", "at"), [(b"PK\x03\x04", 0), (b"PK\x01\x02", 10), (b"PK\x05\x06", 19)]
)
def test_a_damaged_member_is_refused(tmp_path: Path, of: bytes, at: int) -> None:
    """Its own header, how it is packed by the list, or where the list begins."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.writestr(name, "Mã,Tên\n1,A\n")
    content = bytearray(path.read_bytes())
    content[content.rindex(of) + at] ^= 0x55
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError):
        list(open_tables(path))


def test_what_an_open_workbook_leaves_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thang 1/a.csv", CSV)
        archive.writestr("thang 1/~$a.xlsx", b"x")
        archive.writestr(".~lock.a.csv#", b"x")
    assert tables_of(path) == [("thang 1/a.csv", "thang 1/a.csv", 1)]
