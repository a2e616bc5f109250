"""Figures the reader alone must reproduce on real Vietnamese files."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.files.legacy_encodings import from_tcvn3
from ingest.files.open import open_tables
from ingest.files.sheet import ReadHints
from ingest.files.tables import Table
from ingest.files.text import heading_key, nfc


def tables_of(
    path: Path, hints: ReadHints
) -> list[tuple[Table, list[list[str | None]]]]:
    out = []
    for table in open_tables(path, hints):
        rows: list[list[str | None]] = []
        for batch in table.batches():
            columns = [column.to_pylist() for column in batch.columns[1:]]
            rows += [list(row) for row in zip(*columns, strict=True)]
        out.append((table, rows))
    return out


def provinces(rows: list[list[str | None]]) -> list[list[str | None]]:
    return [row for row in rows if row[0] and row[0].isdigit()]


def test_tcvn3_sheet_equals_its_unicode_twin(real_data: Path) -> None:
    path = real_data / "vn_gov_xls" / "mof_Plan_2003.xls"
    hints = ReadHints(header_line=9, header_rows=6)
    (old, old_rows), (new, new_rows) = tables_of(path, hints)
    assert (old.encoding, new.encoding) == ("tcvn3", "utf-8")
    assert old.title_lines[1].casefold() == new.title_lines[1].casefold()
    names = [
        (str(a[1]).casefold(), str(b[1]).casefold())
        for a, b in zip(provinces(old_rows), provinces(new_rows), strict=True)
    ]
    assert len(names) == 61
    assert all(a == b for a, b in names)
    assert [row[2:-1] for row in old_rows] == [row[2:-1] for row in new_rows]
    # The last column was never calculated; each sheet keeps an error of its own.
    errors = [{row[-1] for row in provinces(rows)} for rows in (old_rows, new_rows)]
    assert errors == [{"#VALUE!"}, {"#REF!"}]


def test_tcvn3_names_come_out_as_expected(real_data: Path) -> None:
    path = real_data / "vn_gov_xls" / "expected_tcvn3_plan_2003_names.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        pairs = [(r["raw_tcvn3"], r["unicode"]) for r in csv.DictReader(stream)]
    assert len(pairs) == 61
    assert [from_tcvn3(raw) for raw, _ in pairs] == [expected for _, expected in pairs]


def test_six_header_rows_are_asked_for(real_data: Path) -> None:
    from ingest.spec.explain import explain_file
    from warehouse.settings import Settings

    path = real_data / "vn_gov_xls" / "mof_Plan_2003.xls"
    sheets = explain_file(path, Settings(home=Path("absent"))).sheets
    assert ["read.header_rows" in (sheet.problem or "") for sheet in sheets] == [
        True
    ] * 2


def test_provinces_add_up_to_the_printed_total(real_data: Path) -> None:
    path = real_data / "vn_gov_xls" / "mof_Plan_2004.xls"
    ((table, rows),) = tables_of(path, ReadHints())
    found = provinces(rows)
    assert (len(found), sum(int(row[2] or 0) for row in found)) == (61, 154_820_000)
    assert table.skipped["total"] == 1
    ((_, kept),) = tables_of(path, ReadHints(skip_totals=False))
    assert [row[2] for row in kept if (row[1] or "").startswith("TỔNG SỐ")] == [
        "154820000"
    ]
    ((_, no_groups),) = tables_of(path, ReadHints(skip_groups=True))
    assert len(no_groups) == 61


def test_names_that_differ_only_in_tone_placement(real_data: Path) -> None:
    path = real_data / "vn_units" / "same_code_different_spelling.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    equal = [row for row in rows if heading_key(row[2]) == heading_key(row[3])]
    assert len(equal) == 191
    # The ten others bear another kind of unit: xã against phường.
    others = [row for row in rows if row not in equal]
    assert all(row[2].split()[0] != row[3].split()[0] for row in others)


def test_every_delivered_text_file_is_read_record_by_record(real_data: Path) -> None:
    for path in sorted(real_data.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            _, *expected = csv.reader(stream, strict=True)
        # One file sets old-font text beside its meaning: it must say what it is.
        encoding = "utf-8" if "raw_tcvn3" in path.read_text("utf-8") else "auto"
        hints = ReadHints(encoding, skip_totals=False, skip_signatures=False)
        ((_, rows),) = tables_of(path, hints)
        # In NFC and without the soft hyphens and the like that nobody sees.
        visible = ([nfc(cell) for cell in row] for row in expected)
        cleaned = [[cell.strip() or None for cell in row] for row in visible]
        assert rows == [row for row in cleaned if any(row)], path.name
