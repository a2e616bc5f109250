"""Delimited text: every record with its line, or the whole file refused."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.files import text_blocks
from ingest.files.csv_parser import CsvParser
from ingest.files.open import open_tables
from ingest.files.sheet import ReadHints
from warehouse.errors import SpecError, UnreadableFileError

ODD_BLANKS = str.maketrans("\u00a0\u2007\u202f", "   ")


def write(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(path: Path, hints: ReadHints | None = None) -> list[list[object]]:
    out: list[list[object]] = []
    for table in open_tables(path, hints or ReadHints()):
        for batch in table.batches():
            columns = [column.to_pylist() for column in batch.columns]
            out += [list(row) for row in zip(*columns, strict=True)]
    return out


def strict_records(text: str) -> list[tuple[int, list[str | None]]]:
    """The authority: Python's csv, with the line each record starts on."""
    reader = csv.reader(io.StringIO(text, newline="\n"), strict=True)
    out, line = [], 1
    for record in reader:
        texts = (cell.translate(ODD_BLANKS) for cell in record)
        cells = [unicodedata.normalize("NFC", text).strip() or None for text in texts]
        out.append((line, cells))
        line = reader.line_num + 1
    return out


def test_text_numbers_and_zeros_stay_text(tmp_path: Path) -> None:
    path = write(tmp_path, "mã,điểm\n00123,5\n1.0E+11, 3.50 \n")
    assert rows_of(path) == [[2, "00123", "5"], [3, "1.0E+11", "3.50"]]


def test_text_stays_as_it_is_where_the_spec_names_its_encoding(tmp_path: Path) -> None:
    names = ["NguyÔn V¨n An", "TrÇn ThÞ B×nh", "Lª Hång Phong", "Ph¹m Ngäc Th¹ch"]
    path = write(tmp_path, "mã,tên\n" + "".join(f"Hà Nội,{name}\n" for name in names))
    assert [row[2] for row in rows_of(path, ReadHints(encoding="utf-8"))] == names
    assert rows_of(path)[0][2] == "Nguyễn Văn An"


def test_heading_that_begins_like_a_zip(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, "PK_STEP,b\n1,2\n")) == [[2, "1", "2"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    other = ";" if delimiter != ";" else ","
    text = f"mã|tên|ngày\n1|An{other} Bình|2026\n2|Dung|2026\n"
    path = write(tmp_path, text.replace("|", delimiter))
    table = next(iter(open_tables(path)))
    assert (table.delimiter, table.headings) == (delimiter, ("mã", "tên", "ngày"))


def test_delimiter_that_divides_nothing_evenly_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "a;b,c\n1;2,3\n4;5,6\n")
    with pytest.raises(SpecError, match=r"read\.delimiter"):
        rows_of(path)
    assert rows_of(path, ReadHints(delimiter=";"))[0] == [2, "1", "2,3"]


def test_cell_over_several_lines_keeps_true_line_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, 'a,b\n1,"hai\ndòng"\n2,x\n')
    assert rows_of(path) == [[2, "1", "hai\ndòng"], [4, "2", "x"]]


def test_composed_and_decomposed_text_come_out_equal(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Hòa Bình")
    assert len(decomposed) > len("Hòa Bình")
    path = write(tmp_path, f"tên,số\n{decomposed},1\n")
    assert rows_of(path)[0][1] == "Hòa Bình"


def test_blanks_that_break_no_line_are_blanks(tmp_path: Path) -> None:
    path = write(tmp_path, "mã,ngày\n1,03/11/2026\u00a008:00\n2,x\u202fy\u2007z\n")
    assert rows_of(path) == [[2, "1", "03/11/2026 08:00"], [3, "2", "x y z"]]


def test_invisible_characters_are_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, "mã,tên\n00123\u200b,\ufeffAn\u00a0\n")
    assert rows_of(path) == [[2, "00123", "An"]]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n', 3, "quote that is never closed"),
        ('a,b\n1,2\n3,"4"x\n5,6\n', 3, "expected after"),
        ("a,b\n1,2\n3\n5,6\n", 3, "1 fields where the header has 2"),
        ("a,b\n1,2\n3,4,5\n", 3, "3 fields where the header has 2"),
        ("a,b\n1,2\n3,\x004\n", 3, "NUL"),
        ("a,b\n1,2\n3,4\r5,6\n", 3, "carriage return"),
        (b"a,b\n1,\xc3\xb4\n" + b"1,2\n" * 1_200_000 + b"3,\xff\n", 1_200_003, "utf-8"),
    ],
)
def test_broken_record_refuses_the_file_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, what: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(UnreadableFileError, match=what) as caught:
        rows_of(path)
    assert f"line {line}" in caught.value.thing
    assert caught.value.next_step


def test_unclosed_quote_swallows_nothing_in_a_long_file(tmp_path: Path) -> None:
    lines = [f"{i},x{i}" for i in range(400_000)]
    lines[200_000] = '200000,"x'
    path = write(tmp_path, "a,b\n" + "\n".join(lines) + "\n")
    with pytest.raises(UnreadableFileError) as caught:
        rows_of(path)
    assert "line 200002" in caught.value.thing


def test_old_macintosh_line_ends_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="carriage return"):
        rows_of(write(tmp_path, "a,b\r1,2\r3,4\r"))


def test_cut_file_is_refused_unless_the_spec_allows_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,2\n3,4")
    with pytest.raises(UnreadableFileError, match=r"read\.final_newline"):
        rows_of(path)
    allowed = rows_of(path, ReadHints(needs_final_newline=False))
    assert allowed == [[2, "1", "2"], [3, "3", "4"]]


def test_cell_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,2\n3," + "x" * 200_000 + "\n")
    with pytest.raises(UnreadableFileError, match="131072 characters") as caught:
        rows_of(path)
    assert "line 3" in caught.value.thing


def test_blank_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,2\n\n,\n3,4\n")
    table = next(iter(open_tables(path)))
    lines = [line for b in table.batches() for line in b.column(0).to_pylist()]
    assert (lines, dict(table.skipped)) == ([2, 5], {"blank": 2})
    assert table.n_skipped_rows == 2


def test_batches_hold_at_most_fifty_thousand_rows(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n" + "".join(f"{i},x\n" for i in range(120_000)))
    table = next(iter(open_tables(path)))
    batches = list(table.batches())
    assert max(batch.num_rows for batch in batches) <= 50_000
    numbers = [n for batch in batches for n in batch.column(1).to_pylist()]
    assert numbers == [str(i) for i in range(120_000)]


def test_blocks_may_end_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "a,b\n" + "".join(f'{i},"x ""{i}"",\n y{i}"\n' for i in range(200))
    path = write(tmp_path, text)
    expected = [[line, *cells] for line, cells in strict_records(text)[1:]]
    for size in (7, 64, 1000):
        monkeypatch.setattr(text_blocks, "BLOCK_BYTES", size)
        assert rows_of(path) == expected


CELLS = st.text(alphabet=' aăđ1"\n,;\r\u0301', max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_written_records_come_back_as_the_strict_reader_has_them(
    records: list[list[str]], quoting: Literal[0, 1], end: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator=end).writerows(records)
    check_against_strict(out.getvalue())


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet='ab",\n\r', max_size=40))
def test_any_text_is_read_as_the_strict_reader_has_it_or_refused(text: str) -> None:
    check_against_strict(text + "\n")


EDGES = st.text(alphabet=' aế"\n,\t\xa0\u3000', max_size=4)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.lists(EDGES, min_size=3, max_size=3), min_size=1, max_size=4),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_white_space_at_the_edge_of_a_cell_is_always_taken_off(
    records: list[list[str]], quoting: Literal[0, 1]
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(records)
    check_against_strict(out.getvalue())


def check_against_strict(text: str) -> None:
    parser = CsvParser("f", ",", 3, "utf-8")
    expected: list[tuple[int, list[str | None]]] | None
    try:
        strict = strict_records(text)
    except csv.Error:
        expected = None
    else:
        # empty fields beyond the header are no matter
        expected = [(n, c if any(c[3:]) else c[:3]) for n, c in strict]
    is_even = expected is not None and all(len(c) in (0, 1, 3) for _, c in expected)
    is_even = is_even and all(
        len(c) == 3 or not "".join(x or "" for x in c) for _, c in expected or []
    )
    try:
        parsed = parser.parse(text.encode(), 1)
    except UnreadableFileError:
        assert not is_even
        return
    if expected is None:
        assert parsed is None or parsed.n_bytes < len(text.encode())
        return
    assert is_even
    assert parsed is not None
    columns = [column.to_pylist() for column in parsed.columns]
    cells = [list(row) for row in zip(*columns, strict=True)]
    found = list(zip(parsed.lines.to_pylist(), cells, strict=True))
    blank: list[str | None] = [None] * 3
    assert found == [(n, c if len(c) == 3 else blank) for n, c in expected]
