"""A file of the inbox: its card while it waits, and how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.desk.mending.mend_book import kept_source
from ingest.loading.sources import spec_of
from ingest.spec.find_spec import find_spec
from ingest.spec.read_spec import read_spec
from ingest.spec.spec import Spec
from warehouse.desk.inbox import Card, card_of, path_of
from warehouse.errors import SpecError, ThanThienError, UnreadableFileError
from warehouse.settings import Settings


def one_file_specs(settings: Settings) -> Path:
    """Specs that hold what a clerk said of one file alone: no other is read by them."""
    return settings.home / "specs" / "one_file"


def waiting_card(settings: Settings, sha256: str) -> Card:
    """The card of a file whose bytes are there.

    Raises:
        ThanThienError: There is no such file, or it was loaded or put aside.
    """
    card = card_of(settings, sha256)
    if card is None or not path_of(settings, sha256).exists():
        rule = "a file that waits in the inbox"
        raise ThanThienError("file", sha256[:12], rule, "hand it over again")
    return card


def known_card(settings: Settings, sha256: str) -> Card:
    """The card of a file that was handed over, whatever became of it.

    Raises:
        ThanThienError: There is no such file.
    """
    card = card_of(settings, sha256)
    if card is None:
        rule = "a file that was handed over"
        raise ThanThienError("file", sha256[:12], rule, "hand it over again")
    return card


@dataclass(frozen=True)
class How:
    """How a file is read, where that is not found by its headings.

    Attributes:
        spec: Its spec.
        path: Where that lies.
        stated_on: Day its lists speak of.
    """

    spec: Spec | None = None
    path: Path | None = None
    stated_on: date | None = None


def how_to_read(settings: Settings, card: Card) -> How:
    """Mended rows are read as the file they came from, others as their clerk said."""
    if card.spec:
        path = one_file_specs(settings) / card.spec
        return How(read_spec(path), path)
    if not card.corrects:
        return How()
    source = kept_source(settings, card.corrects)
    path = spec_of(settings, source)
    stated_on = date.fromisoformat(source.stated_on) if source.stated_on else None
    return How(read_spec(path), path, stated_on)


def spec_for(path: Path, specs: list[Spec]) -> tuple[Spec | None, str]:
    """The one spec that fits a file, or None and why none does."""
    try:
        return find_spec(path, specs), ""
    except (SpecError, UnreadableFileError) as error:
        # no table with a known heading; what cannot be read at all is refused later
        return None, error.message
