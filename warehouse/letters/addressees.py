"""Asks a process of its own who the letters go to; the names stay in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.ask_ingest import ask_ingest
from warehouse.settings import Settings

# The family member who came, not the child or the dead whose record it is.
FIRST_OF_KIND = {"apology": "owner"}
FIRST = "applicant"


@dataclass(frozen=True)
class Addressee:
    """One person or organisation, as the export writes it.

    Attributes:
        name: "" where the export has no name.
        address: "" where it has none.
        kind: person, organisation, or "" where it does not say.
    """

    name: str
    address: str
    kind: str


@dataclass(frozen=True)
class Addressees:
    """Code → the different addressees of its rows, and whether they are invented."""

    by_code: Mapping[str, tuple[Addressee, ...]]
    is_simulated: bool


def addressees_of(
    settings: Settings,
    export: Path,
    codes: Collection[str],
    *,
    about: Collection[str],
    letter_kind: str,
    spec_path: Path | None = None,
) -> Addressees:
    """Reads the addressees of some matters from an export.

    Raises:
        ThanThienError: The export was refused; as the reader of files refused it.
    """
    request = {
        "path": str(export),
        "codes": sorted(codes),
        "about": sorted(about),
        "first": FIRST_OF_KIND.get(letter_kind, FIRST),
        "spec": str(spec_path) if spec_path else None,
    }
    answer = ask_ingest(settings, "ingest.letters.child", request, export)
    return Addressees(
        {
            code: tuple(Addressee(**one) for one in found)
            for code, found in answer["addressees"].items()
        },
        answer["is_simulated"],
    )
