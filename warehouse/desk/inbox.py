"""Files handed over in the browser, until they are loaded or put aside.

A file lies in `THANTHIEN_HOME/inbox` under its content hash. What its sender called it
stands in a card beside it and is text only: no path is ever made of it. Once a file is
loaded its bytes go (the kept source is encrypted); the card stays, so that the same
file is known again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from warehouse import audit
from warehouse.desk.desks import INBOX, said_of
from warehouse.errors import DamagedError, ThanThienError
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder, write_private
from warehouse.stores.durable import put_on_disk

MEGABYTE = 1_000_000
"""As browsers and Streamlit's field count it, in which this limit is told."""
MOST_BYTES = 200 * MEGABYTE
"""The largest file that is taken in."""
MOST_NAME = 120
_PART = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MENDED = re.compile(r"sua_([0-9a-f]{12})_")
"""How a workbook of refused rows is called; the digits name the file it mends."""
_SEPARATORS = re.compile(r"[/\\]")
_BLANKS = re.compile(r"\s+")
WAITING, LOADED, LEFT, OPENED = "waiting", "loaded", "left", "opened"


@dataclass(frozen=True)
class Card:
    """What is known of a file beside its bytes.

    Attributes:
        sha256: Content hash: its name here.
        name: What its sender called it, without folders and unprintable signs.
        size_bytes: Its size.
        received_at: UTC time, ISO 8601.
        received_by: Account that handed it over.
        status: `waiting`; `loaded`; `left` (put aside unread); `opened` (an archive
            whose files lie here by themselves).
        is_simulated: Its sender says that it holds simulated data.
        inside: Name of the archive it came in.
        corrects: Content hash of the file whose refused rows it mends.
        spec: File name of the spec made for it alone, if any.
        mends: The one row of `corrects` that was mended on the page: `sheet`, `line`
            and `columns`, the headings of the cells that were changed.
    """

    sha256: str
    name: str
    size_bytes: int
    received_at: str
    received_by: str
    status: str = WAITING
    is_simulated: bool = False
    inside: str = ""
    corrects: str = ""
    spec: str = ""
    mends: Mapping[str, Any] = field(default_factory=dict)


def inbox_dir(settings: Settings) -> Path:
    """Where the files lie."""
    return settings.desk_home / INBOX


def path_of(settings: Settings, sha256: str) -> Path:
    """The bytes of a file.

    Raises:
        ThanThienError: That is no content hash.
    """
    if not _SHA256.fullmatch(sha256):
        rule = "a file of the inbox is named by its content hash"
        raise ThanThienError("file", sha256, rule, "choose a file of the list")
    return inbox_dir(settings) / sha256


def receive(
    settings: Settings,
    name: str,
    content: IO[bytes],
    *,
    by: str,
    is_simulated: bool = False,
    inside: str = "",
    mends: Mapping[str, Any] | None = None,
) -> tuple[Card, bool]:
    """Takes in a file; nothing of it is read here.

    Args:
        settings: Names the home.
        name: What the sender calls it.
        content: Its bytes.
        by: Account of the sender.
        is_simulated: The sender says it holds simulated data.
        inside: Name of the archive it came in.
        mends: The row it mends, if it was made on the page.

    Returns:
        Its card, and whether the same content was handed over before.

    Raises:
        ThanThienError: It is empty or larger than `MOST_BYTES`.
        AuditError: It cannot be recorded: nothing is taken in.
    """
    folder = inbox_dir(settings)
    make_folder(folder)
    draft = folder / f"{secrets.token_hex(8)}.partial"
    try:
        sha256, size = _write(draft, content, plain_name(name))
        known = None
        with suppress(DamagedError):  # it is written anew
            known = card_of(settings, sha256)
        if known is not None and known.status != LEFT:
            with suppress(FileNotFoundError):
                os.utime(path_of(settings, sha256))  # its time to wait begins anew
            return known, True
        mended = _mended_by(settings, name)
        card = Card(
            sha256=sha256,
            name=next_name(settings, mended) if mended else plain_name(name),
            size_bytes=size,
            received_at=datetime.now(UTC).isoformat(timespec="seconds"),
            received_by=by,
            is_simulated=is_simulated,
            inside=plain_name(inside) if inside else "",
            corrects=mended.sha256 if mended else "",
            mends=dict(mends or {}),
        )
        detail = said_of(settings, file=card.name, size_bytes=str(size))
        audit.record(
            settings, actor=by, action="file_received", subject=sha256, detail=detail
        )
        os.replace(draft, path_of(settings, sha256))
        write_card(settings, card)
    finally:
        draft.unlink(missing_ok=True)
    return card, False


def plain_name(name: str) -> str:
    """A sender's name as one line of text: no folders, no unprintable signs."""
    last = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    kept = [s for s in last if unicodedata.category(s)[0] != "C"]
    flat = _BLANKS.sub(" ", "".join(kept)).strip(" .")
    if len(flat) > MOST_NAME:
        stem, dot, end = flat.rpartition(".")
        is_ending = dot and len(end) <= 5
        flat = f"{stem[:MOST_NAME]}.{end}" if is_ending else flat[:MOST_NAME]
    return flat or "file"


def name_to_mend(card: Card) -> str:
    """What a workbook of the refused rows of a file is called."""
    return f"sua_{card.sha256[:12]}_{card.name.rpartition('.')[0] or card.name}.xlsx"


def corrections(settings: Settings, card: Card) -> list[Card]:
    """Files handed over that mend refused rows of another."""
    return [c for c in cards(settings) if c.corrects == card.sha256]


def _mended_by(settings: Settings, name: str) -> Card | None:
    """The file whose refused rows a workbook holds, by the name we gave it."""
    found = _MENDED.match(plain_name(name))
    if not found:
        return None
    alike = (c for c in cards(settings) if c.sha256.startswith(found[1]))
    return next(alike, None)


def next_name(settings: Settings, card: Card) -> str:
    """The file's own name with a number: days and codes in it are read from there."""
    number = len(corrections(settings, card)) + 2
    return f"{card.name.rpartition('.')[0] or card.name}.{number}.xlsx"


def cards(settings: Settings) -> list[Card]:
    """The cards of all files, the latest received first."""
    found = [
        card
        for path in inbox_dir(settings).glob("*.json")
        if (card := card_of(settings, path.stem)) is not None
    ]
    return sorted(found, key=lambda c: (c.received_at, c.name), reverse=True)


def card_of(settings: Settings, sha256: str) -> Card | None:
    """The card of a file; None for one never received.

    Raises:
        DamagedError: The card cannot be read.
    """
    if not _SHA256.fullmatch(sha256):
        return None
    try:
        text = (inbox_dir(settings) / f"{sha256}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        facts = json.loads(text)
        known = {f.name: facts[f.name] for f in fields(Card) if f.name in facts}
        return Card(**known)
    except (ValueError, TypeError) as error:
        rule = "the file must be as it was written"
        raise DamagedError("file", sha256, rule, "hand it over again") from error


def put_away(settings: Settings, card: Card, status: str, *, by: str) -> Card:
    """Removes the bytes of a file; its card says what became of it.

    Raises:
        AuditError: It cannot be recorded: the bytes stay.
    """
    if status == LEFT:
        detail = said_of(settings, file=card.name)
        audit.record(
            settings, actor=by, action="file_left", subject=card.sha256, detail=detail
        )
    changed = replace(card, status=status)
    write_card(settings, changed)
    path_of(settings, card.sha256).unlink(missing_ok=True)
    return changed


def loaded_and_left(settings: Settings) -> list[Path]:
    """Bytes that should have gone with `put_away`, which was cut short."""
    found = []
    for card in sorted(inbox_dir(settings).glob("*.json")):
        with suppress(DamagedError):
            known = card_of(settings, card.stem)
            path = card.with_suffix("")
            if known is not None and known.status != WAITING and path.exists():
                found.append(path)
    return found


def write_card(settings: Settings, card: Card) -> None:
    """Writes a card in one step."""
    path = inbox_dir(settings) / f"{card.sha256}.json"
    draft = path.with_name(f"{card.sha256}.{secrets.token_hex(4)}.new")
    write_private(draft, json.dumps(asdict(card), ensure_ascii=False) + "\n")
    os.replace(draft, path)
    put_on_disk(path.parent)


def _write(draft: Path, content: IO[bytes], name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while part := content.read(_PART):
            size += len(part)
            if size > MOST_BYTES:
                rule = f"a file handed over has at most {MOST_BYTES // MEGABYTE} MB"
                step = "split it, or ask the administrator to load it on the server"
                raise ThanThienError("file", name, rule, step)
            digest.update(part)
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    if not size:
        rule = "a file handed over is not empty"
        raise ThanThienError("file", name, rule, "export it again")
    return digest.hexdigest(), size
