"""Loading a handed-over file into raw, or a loaded one once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ingest.desk.card_files import how_to_read, spec_for, waiting_card
from ingest.desk.in_turn import in_turn
from ingest.desk.mending.mend_book import kept_source
from ingest.desk.mending.refused_rows import rows_to_mend
from ingest.desk.questions.unit_names import unknown_names
from ingest.desk.rows_told import rows_told
from ingest.desk.signing import refuse_if_not_fronts
from ingest.desk.trial import refused_facts, result_facts
from ingest.loading.load import load_files
from ingest.loading.mended_rows import note_mended
from ingest.loading.refused_alike import refused_alike
from ingest.loading.result import FileResult
from ingest.loading.sources import open_source, spec_of
from ingest.spec.find_spec import known_specs
from warehouse.custody.front_key import Signer
from warehouse.desk.desks import is_fronts
from warehouse.desk.inbox import LOADED, Card, path_of, put_away
from warehouse.desk.jobs import Job
from warehouse.desk.work_folder import work_folder
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]


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
        spec = how.spec or spec_for(path, known_specs(settings))[0]
        refuse_if_not_fronts(settings, spec, card.name)
    [result] = in_turn(
        lambda: load_files(
            [path],
            spec_path=how.path,
            stated_on=how.stated_on,
            settings=settings,
            is_simulated=card.is_simulated,
            progress=rows_told(progress, "load"),
            signer=signer,
        ),
        waits=lambda: progress("wait", 0, 0),
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
                progress=rows_told(progress, "load"),
                signer=signer,
            ),
            waits=lambda: progress("wait", 0, 0),
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
