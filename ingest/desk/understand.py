"""Understanding a handed-over file: its first rows, its spec, a trial of all rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ingest.desk.card_files import how_to_read, spec_for, waiting_card
from ingest.desk.open_archive import open_into_inbox
from ingest.desk.planned_forms import by_planned_form
from ingest.desk.preview import look_at
from ingest.desk.questions.changed import changed_headings
from ingest.desk.questions.equal_layouts import equal_layouts
from ingest.desk.rows_told import rows_told
from ingest.desk.signing import holds_fronts_alone
from ingest.desk.trial import as_facts, try_load
from ingest.files.archive import unpack_zip
from ingest.files.file_form import form_of
from ingest.files.mail.message import is_message, unpack_message
from ingest.spec.find_spec import known_specs, rank_specs, table_heads
from ingest.spec.spec import Spec
from warehouse.desk.desks import is_fronts
from warehouse.desk.inbox import OPENED, path_of, put_away
from warehouse.desk.jobs import Job
from warehouse.errors import SpecError, UnreadableFileError
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]
MOST_FITS = 3


def understand(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """What a file is: its first rows, the spec that fits, and a trial of all its rows.

    Returns:
        `sheets` as `look_at` gives them; `spec` with its titles, or None with `near`;
        `trial`, the account of all rows, where a spec fits; `members`, the files of an
        archive that no spec reads as one, which lie in the inbox by themselves;
        `equal`, the layouts that fit it equally; `changed`, what to ask where one known
        layout nearly fits; `is_fronts`, whether all it holds may be the Front's.

    Raises:
        UnreadableFileError: The file cannot be read.
        BusyError: Raw is being loaded.
    """
    card = waiting_card(settings, job.subject)
    path = path_of(settings, card.sha256)
    specs = known_specs(settings)
    progress("look", 0, 0)
    if is_message(card.name):
        members = open_into_inbox(settings, card, unpack_message)
        put_away(settings, card, OPENED, by=job.by)
        return {"members": members, "spec": None, "sheets": [], "near": []}
    how = how_to_read(settings, card)
    if how.spec is None and is_fronts(settings):
        how = by_planned_form(settings, job, card) or how
    spec, why = (how.spec, "") if how.spec else spec_for(path, specs)
    if spec is None and form_of(path, card.name) == "zip":
        members = open_into_inbox(settings, card, unpack_zip)
        put_away(settings, card, OPENED, by=job.by)
        return {"members": members, "spec": None, "sheets": [], "near": []}
    equal = [] if spec else equal_layouts(path, specs)
    is_unknown = spec is None and not equal
    answer: dict[str, Any] = {
        "sheets": list(look_at(path, specs)),
        "spec": spec and _titled(spec),
        "near": _near(path, specs) if is_unknown else [],
        "equal": equal,
        "changed": changed_headings(path, specs) if is_unknown else None,
        "why_not": why,
        "members": [],
    }
    if spec is not None:
        trial = try_load(
            settings,
            path,
            spec_path=how.path,
            stated_on=how.stated_on,
            progress=rows_told(progress, "read"),
        )
        # a spec of this file alone, or of the file it mends, is not asked about
        answer["trial"] = as_facts(trial) | (
            {"words": [], "scales": []} if how.spec else {}
        )
        answer["is_fronts"] = holds_fronts_alone(spec)
    return answer


def _titled(spec: Spec) -> dict[str, str]:
    return {
        "name": spec.name,
        "sha256": spec.sha256,
        "vi": spec.title["vi"],
        "en": spec.title["en"],
    }


def _near(path: Path, specs: list[Spec]) -> list[dict[str, Any]]:
    """The specs that know most of its headings, with what each lacks.

    One that lacks as many as it knows only shares a running number or the like.
    """
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
        if found.n_known > len(found.missing) + 1
    ]
