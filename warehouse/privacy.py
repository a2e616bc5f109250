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

from warehouse.raw.kind_words import column_classes


@dataclass(frozen=True)
class PrivacyClass:
    """One kind of data about people; the texts are Vietnamese.

    Attributes:
        name: Name in the code.
        title: What it is.
        why: What it is needed for.
        kept: How long; `warehouse.upkeep.retention` acts by it.
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
        page: The page `docs/privacy.vi.md`, with places for the tables.
    """

    never_stored: tuple[str, ...]
    classes: tuple[PrivacyClass, ...]
    stores: tuple[PrivacyClass, ...]
    columns: dict[str, dict[str, str]]
    page: str


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
        page=content["page"],
    )


def privacy_page() -> str:
    """The text of `docs/privacy.vi.md`."""
    found = privacy()
    never = "\n".join(f"- {what}" for what in found.never_stored)
    return found.page.format(
        never=never,
        classes=_rows(found.classes),
        stores=_rows(found.stores),
        columns=_columns(found),
    )


def _rows(classes: tuple[PrivacyClass, ...]) -> str:
    return "\n".join(
        f"| {c.name} | {c.title} | {c.why} | {c.kept} | {c.seen_by} |" for c in classes
    )


def _columns(found: Privacy) -> str:
    lines = []
    for kind, classes in found.columns.items():
        for name in dict.fromkeys(classes.values()):
            columns = [f"`{column}`" for column, c in classes.items() if c == name]
            lines.append(f"| `{kind}` | {', '.join(columns)} | {name} |")
    return "\n".join(lines)
