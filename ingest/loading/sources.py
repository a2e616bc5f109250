"""Kept source files: the delivered bytes of every loaded file, encrypted.

Raw can be made anew from them. A delivered file holds names, phones and other columns
that raw never takes in, so it is encrypted for a key that lies beside the secret of the
home, and removed when its term is over (docs/privacy.vi.md).
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyrage

from ingest.files.open import content_sha256
from ingest.loading.ledger import SourceFile
from ingest.spec.read_spec import SPECS_DIR
from ingest.spec.spec import Spec
from warehouse.errors import DamagedError
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder, write_private
from warehouse.stores.durable import put_on_disk
from warehouse.stores.keys import key_path
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import refuse_if_shared


@dataclass(frozen=True)
class Source:
    """How a kept file was loaded, so that it can be loaded the same way again.

    Attributes:
        file_sha256: Content hash of the delivered bytes.
        file_name: Name as delivered.
        is_simulated: It holds simulated data.
        spec_sha256: The spec it was read with, kept beside.
        stated_on: Day its lists speak of, ISO, if the loader said so.
        sequence: 1, 2, 3 … in the order of first loading.
        is_withdrawn: It was taken out again and is not part of raw.
        delivered_at: When it came, ISO, as raw has it; None of one kept before this was
            noted, until the next load.
    """

    file_sha256: str
    file_name: str
    is_simulated: bool
    spec_sha256: str
    stated_on: str | None
    sequence: int
    is_withdrawn: bool = False
    delivered_at: str | None = None


def sources_dir(settings: Settings) -> Path:
    """Where kept files lie."""
    return settings.home / "sources"


def keep_source(
    settings: Settings,
    path: Path,
    file: SourceFile,
    spec: Spec,
    stated_on: date | None,
    spec_path: Path | None,
) -> None:
    """Keeps a delivered file, or notes that it is now read by another spec.

    Raises:
        OSError: It cannot be written: the file is then not loaded either.
    """
    folder = sources_dir(settings)
    make_folder(folder / "specs")
    keep_spec(settings, folder / "specs" / f"{spec.sha256}.yml", spec_path)
    sealed = folder / f"{file.sha256}.age"
    if not sealed.exists():
        draft = sealed.with_name(f"{sealed.name}.{secrets.token_hex(4)}.partial")
        reader = _identity(settings).to_public()
        # By file objects: a name of bytes that are no UTF-8 opens too.
        with path.open("rb") as plain, draft.open("wb") as kept:
            pyrage.encrypt_io(plain, kept, [reader])
        draft.chmod(0o400)
        put_on_disk(draft)
        os.replace(draft, sealed)
    others = {source.file_sha256: source for source in sources(settings)}
    before = others.get(file.sha256)
    last = max((source.sequence for source in others.values()), default=0)
    write_source(
        settings,
        Source(
            file_sha256=file.sha256,
            file_name=file.name,
            is_simulated=file.is_simulated,
            spec_sha256=spec.sha256,
            stated_on=stated_on.isoformat() if stated_on else None,
            sequence=before.sequence if before else last + 1,
            delivered_at=before.delivered_at if before else None,
        ),
    )


def write_source(settings: Settings, source: Source) -> None:
    """Writes what is known of a kept file."""
    path = sources_dir(settings) / f"{source.file_sha256}.json"
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    # Names may hold bytes that are no UTF-8: escapes keep them.
    write_private(draft, json.dumps(asdict(source)) + "\n")
    os.replace(draft, path)
    put_on_disk(path.parent)


def mark_withdrawn(settings: Settings, file_sha256: str) -> None:
    """Notes that a kept file is no longer part of raw."""
    for source in sources(settings):
        if source.file_sha256 == file_sha256:
            gone = replace(source, is_withdrawn=True, delivered_at=None)
            write_source(settings, gone)


def note_deliveries(settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
    """Notes beside kept files when they came: raw made anew tells it again.

    Args:
        settings: Names the home.
        connection: Raw, with the loads committed.
    """
    missing = [
        source
        for source in sources(settings)
        if source.delivered_at is None and not source.is_withdrawn
    ]
    if not missing:
        return
    text = "select file_sha256, delivered_at from raw.delivery"
    came = dict(run_sql(connection, text).fetchall())
    for source in missing:
        if at := came.get(source.file_sha256):
            write_source(settings, replace(source, delivered_at=at.isoformat()))


def sources(settings: Settings) -> list[Source]:
    """The kept files, in the order of first loading.

    Raises:
        DamagedError: What is known of one cannot be read.
    """
    found = []
    for path in sources_dir(settings).glob("*.json"):
        try:
            found.append(Source(**json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError) as error:
            rule = "the file must be as it was written"
            step = "thanthien doctor"
            raise DamagedError(path.name, str(path), rule, step) from error
    return sorted(found, key=lambda source: source.sequence)


def open_source(settings: Settings, source: Source, folder: Path) -> Path:
    """Decrypts a kept file under its own name into a folder.

    Raises:
        DamagedError: It is gone, damaged, or its key is not the one it was kept with.
    """
    sealed = sources_dir(settings) / f"{source.file_sha256}.age"
    target = folder / source.file_sha256[:16] / Path(source.file_name).name
    make_folder(target.parent)
    rule = "the file must be as it was written"
    try:
        with sealed.open("rb") as kept, target.open("wb") as plain:
            pyrage.decrypt_io(kept, plain, [_identity(settings)])
    except (pyrage.DecryptError, OSError) as error:
        raise DamagedError(
            sealed.name, str(sealed), rule, "thanthien doctor"
        ) from error
    if content_sha256(target) != source.file_sha256:
        raise DamagedError(sealed.name, str(sealed), rule, "thanthien doctor")
    return target


def spec_of(settings: Settings, source: Source) -> Path:
    """The spec a kept file was read with."""
    return sources_dir(settings) / "specs" / f"{source.spec_sha256}.yml"


def keep_spec(settings: Settings, kept: Path, spec_path: Path | None) -> None:
    """Keeps the spec whose digest is the name of `kept`, if somebody has it."""
    if kept.exists():
        return
    places: Iterable[Path] = [spec_path] if spec_path else []
    places = [
        *places,
        *(settings.home / "specs").glob("*.yml"),
        *SPECS_DIR.glob("*.yml"),
    ]
    for path in places:
        if content_sha256(path) == kept.stem:
            draft = kept.with_suffix(".new")
            draft.unlink(missing_ok=True)
            write_private(draft, path.read_text(encoding="utf-8"))
            os.replace(draft, kept)
            return


def _identity(settings: Settings) -> pyrage.x25519.Identity:
    """The key of kept files, beside the secret of the home; made on first use."""
    path = key_path(settings).with_name("sources.key")
    if not path.exists():
        if any(sources_dir(settings).glob("*.age")):
            # another key would not open what is kept
            rule, step = (
                "the file must be there",
                "put back the copy that is kept apart",
            )
            raise DamagedError(path.name, str(path), rule, step)
        make_folder(path.parent)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        write_private(draft, f"{pyrage.x25519.Identity.generate()}\n")
        try:
            os.link(draft, path)  # of two processes that start at once, one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return own_key(settings)


def own_key(settings: Settings) -> pyrage.x25519.Identity:
    """The key of kept files that lies there.

    Raises:
        OSError: There is none.
        DamagedError: It is no key.
        ThanThienError: Others may read it.
    """
    path = key_path(settings).with_name("sources.key")
    refuse_if_shared(path)
    try:
        return pyrage.x25519.Identity.from_str(path.read_text(encoding="utf-8").strip())
    except (pyrage.IdentityError, ValueError) as error:
        rule = "the file must be as it was written"
        step = "put back the copy that is kept apart"
        raise DamagedError(path.name, str(path), rule, step) from error
