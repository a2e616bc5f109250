"""What is kept about people, why, how long and who sees it.

The words of the classes are in `privacy.yml`, the class of every raw column in
`warehouse/raw/kinds.yml`. A new column without a class fails a test, so nobody adds
personal data without saying so.
`docs/privacy.vi.md` is made from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from warehouse.raw.about import column_classes


@dataclass(frozen=True)
class PrivacyClass:
    """One kind of data about people; the texts are Vietnamese.

    Attributes:
        name: Name in the code.
        title: What it is.
        why: What it is needed for.
        kept: How long; `warehouse.stores.retention` acts by it.
        seen_by: Who sees it, and in which form.
    """

    name: str
    title: str
    why: str
    kept: str
    seen_by: str


@dataclass(frozen=True)
class Privacy:
    """Everything `privacy.yml` says, and the class of every raw column.

    Attributes:
        never_stored: What never gets past ingest.
        classes: Classes of raw columns.
        stores: The stores beside raw.
        columns: Kind → column → name of its class.
    """

    never_stored: tuple[str, ...]
    classes: tuple[PrivacyClass, ...]
    stores: tuple[PrivacyClass, ...]
    columns: dict[str, dict[str, str]]


@cache
def privacy() -> Privacy:
    """Reads `privacy.yml`."""
    text = Path(__file__).with_name("privacy.yml").read_text("utf-8")
    content = yaml.safe_load(text)
    return Privacy(
        never_stored=tuple(content["never_stored"]),
        classes=tuple(PrivacyClass(k, **v) for k, v in content["classes"].items()),
        stores=tuple(PrivacyClass(k, **v) for k, v in content["stores"].items()),
        columns=column_classes(),
    )


def privacy_page() -> str:
    """The text of `docs/privacy.vi.md`."""
    found = privacy()
    never = "\n".join(f"- {what}" for what in found.never_stored)
    return f"""# Dữ liệu cá nhân: giữ gì, vì sao, bao lâu, ai thấy

Căn cứ: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Luật Tố cáo. Dữ liệu dùng mã thay
tên vẫn là dữ liệu cá nhân và được giữ kín như nhau.

## Không bao giờ được lưu

{never}

Chữ viết nằm nhầm ô trong tệp nguồn (dòng bị từ chối) chỉ được hiển thị, cho người quản
lý dữ liệu, sau khi che số điện thoại, số giấy tờ, thư điện tử.

## Bảng dữ liệu

{_table(found.classes)}

## Kho vận hành

{_table(found.stores)}

`thanthien retention` xóa những gì đã hết hạn và ghi lại việc đó trong nhật ký.

## Từng cột

| Bảng | Cột | Loại |
|---|---|---|
{_columns(found)}
"""


def _table(classes: tuple[PrivacyClass, ...]) -> str:
    lines = [
        "| Loại | Dữ liệu | Vì sao | Giữ bao lâu | Ai thấy |",
        "|---|---|---|---|---|",
    ]
    for c in classes:
        lines.append(f"| {c.name} | {c.title} | {c.why} | {c.kept} | {c.seen_by} |")
    return "\n".join(lines)


def _columns(found: Privacy) -> str:
    lines = []
    for kind, classes in found.columns.items():
        for name in dict.fromkeys(classes.values()):
            columns = [f"`{column}`" for column, c in classes.items() if c == name]
            lines.append(f"| `{kind}` | {', '.join(columns)} | {name} |")
    return "\n".join(lines)
