"""Who denounces is a state secret: such a file is turned away at the door.

A list that holds a denunciation must not have a heading that could name who wrote
it, even one the spec would not read: the file itself should not be here. Headings
are compared without marks and spaces, so spellings do not open a gap.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

import duckdb

from ingest.mapping.columns.cells import Cells
from ingest.mapping.denunciation import is_denunciation
from ingest.mapping.kind_sql import KindSql
from ingest.mapping.unit_lists import UnitLists
from warehouse.errors import UnreadableFileError
from warehouse.stores.run_sql import run_sql

_PARTS = tuple(
    part
    for line in (
        "hoten hovaten tennguoi tencongdan nguoitocao nguoinop nguoigui nguoiviet",
        "nguoikhieunai nguoiphananh nguoikiennghi nguoidenghi nguoibitocao",
        "nguoilamdon chudon dungdon congdan diachi noio thuongtru tamtru cutru",
        "quequan dienthoai sodt sdt didong cccd cmnd cmtnd cancuoc chungminh",
        "dinhdanh hochieu giayto email mail thudientu zalo facebook chuky buttich",
        "taikhoan ngaysinh namsinh nghenghiep noidung tomtat trichyeu mota tieude",
        "dienbien ghiam hinhanh dinhkem fullname denouncer sender author phone",
        "address signature content description subject attachment",
    )
    for part in line.split()
)
_WHOLE = {"ten", "name", "ip", "dob", "sdt", "cmt", "body", "text", "noio"}


def identity_headings(headings: Iterable[str]) -> list[str]:
    """Headings that could identify who wrote a denunciation."""
    return [text for text in headings if _may_identify(text)]


def _may_identify(heading: str) -> bool:
    folded = unicodedata.normalize("NFD", heading.casefold()).replace("đ", "d")
    bare = "".join(char for char in folded if char.isalnum())
    return bare in _WHOLE or any(part in bare for part in _PARTS)


def check_no_denouncer(
    connection: duckdb.DuckDBPyConnection,
    sql: KindSql,
    identity: list[str],
    name: str,
    units: UnitLists | None,
    cells: Cells,
) -> None:
    """Refuses the file if the chunk holds a denunciation beside such headings.

    Rows that the spec's `where` would skip count too.

    Raises:
        UnreadableFileError: A denunciation is there.
    """
    if sql.rule.kind.name != "petition" or not identity:
        return
    kind_alone = replace(
        sql,
        rule=replace(sql.rule, where=()),
        columns=tuple(c for c in sql.columns if c.column.name == "kind"),
        conditions=(),
    )
    for judged in kind_alone.judged():
        judged.learn(connection, units, cells)
    kinds = run_sql(
        connection, f"{kind_alone.mapped()} select distinct t_kind, v_kind from mapped"
    ).fetchall()
    for text, kind in kinds:
        if kind == "denunciation" or is_denunciation(text or ""):
            raise UnreadableFileError(
                name,
                " | ".join(identity),
                "a list with denunciations must not say who wrote them",
                "deliver it without these columns, and delete this copy",
            )
