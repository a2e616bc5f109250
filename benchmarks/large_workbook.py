"""A workbook of a million dossiers: written, then loaded, with the memory it took.

    python -m benchmarks.large_workbook --rows 1000000 --home DIR

The dossiers are simulated. Texts stand in the workbook's shared table, as Excel
writes them.
"""

from __future__ import annotations

import argparse
import resource
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from ingest.loading.load import load_files
from warehouse.settings import Settings

FILE_NAME = "dong_bo_MO_PHONG_20260701.xlsx"
HEADINGS = (
    "MaHoSo", "MaTTHC", "KenhThucHien", "LoaiDoiTuong", "DonViTiepNhan", "DonViXuLy",
    "MaXaChuHoSo", "CanBoXuLy", "NgayTiepNhan", "NgayHenTra", "NgayTra",
    "NgayKetThucXuLy", "TrangThaiHoSo",
)  # fmt: skip
COLUMNS = "ABCDEFGHIJKLM"
N_MINUTES, N_CODES = 40_000, 1_000
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SMALL = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{_KIND}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" '
    f'ContentType="{_KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
    f'Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="HoSo" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def shared_texts(n_rows: int) -> Iterator[str]:
    """The table of texts: headings, minutes, codes, then one dossier code per row."""
    yield from HEADINGS
    start = datetime(2026, 5, 1)
    for minute in range(N_MINUTES):
        yield f"{start + timedelta(minutes=minute):%Y%m%d%H%M%S}"
    yield from (f"{code:05d}" for code in range(N_CODES))
    yield from (f"000.00.00.H09-260501-{row:07d}" for row in range(n_rows))


def sheet_rows(n_rows: int) -> Iterator[str]:
    """The sheet's rows as XML; small codes stand as numbers."""
    minutes = len(HEADINGS)
    codes = minutes + N_MINUTES
    dossiers = codes + N_CODES
    yield _row(1, [f"s{index}" for index in range(len(HEADINGS))])
    for row in range(n_rows):
        code = f"s{codes + row % N_CODES}"
        at = [f"s{minutes + (row * step) % N_MINUTES}" for step in (1, 3, 7, 7)]
        first = [f"s{dossiers + row}", code, str(row % 4 + 1), str(row % 2 + 1)]
        yield _row(row + 2, [*first, code, code, code, code, *at, "10"])


def _row(line: int, cells: list[str]) -> str:
    xml = "".join(
        f'<c r="{column}{line}" t="s"><v>{cell[1:]}</v></c>'
        if cell[0] == "s"
        else f'<c r="{column}{line}"><v>{cell}</v></c>'
        for column, cell in zip(COLUMNS, cells, strict=True)
    )
    return f'<row r="{line}">{xml}</row>'


def write_workbook(path: Path, n_rows: int) -> None:
    """Writes the workbook in a stream."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _SMALL.items():
            archive.writestr(name, text)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as out:
            out.write(f"<sst {_NS}>".encode())
            for text in shared_texts(n_rows):
                out.write(f"<si><t>{text}</t></si>".encode())
            out.write(b"</sst>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
            out.write(f"<worksheet {_NS}><sheetData>".encode())
            for row in sheet_rows(n_rows):
                out.write(row.encode())
            out.write(b"</sheetData></worksheet>")


def main() -> None:
    """Prints what the load took; memory of this process and of the reader's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, required=True)
    asked = parser.parse_args()
    asked.home.mkdir(parents=True, exist_ok=True)
    path = asked.home / FILE_NAME
    if not path.exists():
        write_workbook(path, asked.rows)
    wall, cpu = time.monotonic(), time.process_time()
    (result,) = load_files(
        [path], settings=Settings(home=asked.home), is_simulated=True
    )
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{result.status}: {result.n_source_rows:,} rows, {result.kinds}")
    print(f"{result.reason or ''}{wall:.1f} s wall; {path.stat().st_size >> 20} MiB")
    print(f"loader: {cpu:.1f} s of processor, peak {own:.0f} MiB")
    reader_s = child.ru_utime + child.ru_stime
    print(
        f"reader: {reader_s:.1f} s of processor, peak {child.ru_maxrss / 1024:.0f} MiB"
    )


if __name__ == "__main__":
    main()
