"""Understanding a handed-over file, and loading it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ingest.desk.card_files import how_to_read, waiting_card
from ingest.desk.in_turn import in_turn
from ingest.desk.mend_book import kept_source
from ingest.desk.planned_forms import by_planned_form
from ingest.desk.preview import look_at
from ingest.desk.questions.changed import changed_headings
from ingest.desk.questions.unit_names import unknown_names
from ingest.desk.refused_rows import rows_to_mend
from ingest.desk.signing import holds_fronts_alone, refuse_if_not_fronts
from ingest.desk.trial import as_facts, refused_facts, result_facts, try_load
from ingest.files.archive import unpack_zip
from ingest.files.file_form import form_of
from ingest.files.mail.message import is_message, unpack_message
from ingest.loading.load import load_files
from ingest.loading.mended_rows import note_mended
from ingest.loading.refused_alike import refused_alike
from ingest.loading.result import FileResult
from ingest.loading.sources import open_source, spec_of
from ingest.spec.find_spec import find_spec, known_specs, rank_specs, table_heads
from ingest.spec.spec import Spec
from warehouse.custody.front_key import Signer
from warehouse.desk.desks import is_fronts
from warehouse.desk.inbox import (
    LOADED,
    OPENED,
    Card,
    path_of,
    put_away,
    receive,
)
from warehouse.desk.jobs import Job
from warehouse.desk.work_folder import work_folder
from warehouse.errors import SpecError, UnreadableFileError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]
Unpack = Callable[[Path, str, Path], Iterator[tuple[str, Path]]]
MOST_FITS = 3


def understand(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """What a file is: its first rows, the spec that fits, and a trial of all its rows.

    Returns:
        `sheets` as `look_at` gives them; `spec` with its titles, or None with `near`;
        `trial`, the account of all rows, where a spec fits; `members`, the files of an
        archive that no spec reads as one, which lie in the inbox by themselves;
        `changed`, what to ask where one known layout nearly fits; `is_fronts`,
        whether all it holds may be the Front's.

    Raises:
        UnreadableFileError: The file cannot be read.
        BusyError: Raw is being loaded.
    """
    card = waiting_card(settings, job.subject)
    path = path_of(settings, card.sha256)
    specs = known_specs(settings)
    progress("look", 0, 0)
    if is_message(card.name):
        members = _open(settings, card, unpack_message, path)
        put_away(settings, card, OPENED, by=job.by)
        return {"members": members, "spec": None, "sheets": [], "near": []}
    how = how_to_read(settings, card)
    if how.spec is None and is_fronts(settings):
        how = by_planned_form(settings, job, card) or how
    spec, why = (how.spec, "") if how.spec else _spec_for(path, specs)
    if spec is None and form_of(path, card.name) == "zip":
        members = _open(settings, card, unpack_zip, path)
        put_away(settings, card, OPENED, by=job.by)
        return {"members": members, "spec": None, "sheets": [], "near": []}
    answer: dict[str, Any] = {
        "sheets": list(look_at(path, specs)),
        "spec": spec and _titled(spec),
        "near": [] if spec else _near(path, specs),
        "changed": None if spec else changed_headings(path, specs),
        "why_not": why,
        "members": [],
    }
    if spec is not None:
        trial = try_load(
            settings,
            path,
            spec_path=how.path,
            stated_on=how.stated_on,
            progress=lambda _, n: progress("read", n, 0),
        )
        # a spec of this file alone, or of the file it mends, is not asked about
        answer["trial"] = as_facts(trial) | (
            {"words": [], "scales": []} if how.spec else {}
        )
        answer["is_fronts"] = holds_fronts_alone(spec)
    return answer


def load_card(
    settings: Settings, job: Job, progress: Progress, signer: Signer | None = None
) -> Mapping[str, Any]:
    """Loads a file into raw; its bytes leave the inbox once they are kept.

    Returns:
        The account of the file: `status`, `kinds`, `refused` and the sums.
    """
    card = waiting_card(settings, job.subject)
    return load_one(settings, card, job, progress, signer)


def load_one(
    settings: Settings,
    card: Card,
    job: Job,
    progress: Progress,
    signer: Signer | None,
) -> Mapping[str, Any]:
    """Loads a waiting file in the name of a job; returns what `load_card` does.

    Raises:
        CustodyError: At the Front's desk: it holds what is not the Front's.
    """
    how = how_to_read(settings, card)
    path = path_of(settings, card.sha256)
    if is_fronts(settings):
        spec = how.spec or _spec_for(path, known_specs(settings))[0]
        refuse_if_not_fronts(settings, spec, card.name)
    [result] = in_turn(
        lambda: load_files(
            [path],
            spec_path=how.path,
            stated_on=how.stated_on,
            settings=settings,
            is_simulated=card.is_simulated,
            progress=lambda _, n: progress("load", n, 0),
            signer=signer,
        )
    )
    if result.status != "refused":
        in_turn(lambda: note_mended(settings, card))
        put_away(settings, card, LOADED, by=job.by)
    return in_turn(lambda: loaded_facts(settings, result))


def read_again(
    settings: Settings, job: Job, progress: Progress, signer: Signer | None = None
) -> Mapping[str, Any]:
    """Reads a loaded file once more: what was refused may be known by now.

    Returns:
        The account of the file, as `load_card` gives it.

    Raises:
        ThanThienError: The file was not kept.
    """
    source = kept_source(settings, job.subject)
    stated_on = date.fromisoformat(source.stated_on) if source.stated_on else None
    with work_folder(settings) as folder:
        path, spec_path = (
            open_source(settings, source, folder),
            spec_of(settings, source),
        )
        [result] = in_turn(
            lambda: load_files(
                [path],
                spec_path=spec_path,
                stated_on=stated_on,
                settings=settings,
                is_simulated=source.is_simulated,
                progress=lambda _, n: progress("load", n, 0),
                signer=signer,
            )
        )
    return in_turn(lambda: loaded_facts(settings, result))


def loaded_facts(settings: Settings, result: FileResult) -> dict[str, Any]:
    """The account of a loaded file with its sums and what was refused."""
    counts = result.kinds.values()
    alike = refused_alike(settings, result.sha256) if result.n_refused else []
    names: Mapping[str, Any] = {}
    rows = rows_to_mend(settings, result.sha256) if result.n_refused else []
    if result.n_refused:
        with open_raw(settings) as connection:
            names = unknown_names(connection, result.sha256)
    return {
        **result_facts(result),
        "n_loaded": sum(c.n_loaded for c in counts),
        "n_duplicate": sum(c.n_duplicate for c in counts),
        "n_refused": result.n_refused,
        "refused": refused_facts(alike),
        "names": names,
        "rows": rows,
    }


def _spec_for(path: Path, specs: list[Spec]) -> tuple[Spec | None, str]:
    try:
        return find_spec(path, specs), ""
    except (SpecError, UnreadableFileError) as error:
        # no table with a known heading; what cannot be read at all is refused later
        return None, error.message


def _titled(spec: Spec) -> dict[str, str]:
    return {
        "name": spec.name,
        "sha256": spec.sha256,
        "vi": spec.title["vi"],
        "en": spec.title["en"],
    }


def _near(path: Path, specs: list[Spec]) -> list[dict[str, Any]]:
    """The specs that know most of its headings, with what each lacks."""
    try:
        ranked = rank_specs(specs, table_heads(path, specs))
    except (SpecError, UnreadableFileError):
        return []
    return [
        {
            **_titled(found.spec),
            "n_known": found.n_known,
            "missing": list(found.missing),
            "unknown": list(found.unknown),
        }
        for found in ranked[:MOST_FITS]
    ]


def _open(settings: Settings, card: Card, unpack: Unpack, path: Path) -> list[str]:
    """Puts each file of an archive or a message into the inbox by itself.

    Returns:
        Their content hashes.
    """
    found = []
    with work_folder(settings) as folder:
        for name, inner in unpack(path, card.name, folder):
            with inner.open("rb") as content:
                member, _ = receive(
                    settings,
                    name,
                    content,
                    by=card.received_by,
                    is_simulated=card.is_simulated,
                    inside=card.name,
                )
            found.append(member.sha256)
    return list(dict.fromkeys(found))
