"""Answers of a wave the Front planned: read by its own form, without a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.desk.card_files import How, how_to_read, one_file_specs
from ingest.desk.keep_spec import keep_spec
from ingest.desk.trial import try_load
from ingest.spec.find_spec import rank_specs, table_heads
from ingest.spec.read_spec import read_spec
from warehouse.desk.inbox import Card, path_of, write_card
from warehouse.desk.jobs import Job
from warehouse.desk.work_folder import work_folder
from warehouse.errors import SpecError, UnreadableFileError
from warehouse.settings import Settings
from warehouse.stores.copies import write_private


def by_planned_form(settings: Settings, job: Job, card: Card) -> How | None:
    """Finds the planned wave whose answers a file holds, and keeps how it is read.

    Forms of several waves have the same headings: it is the one by which rows can be
    loaded, for the number of a ballot names its wave.

    Args:
        settings: The home, as the Front's desk sees it.
        job: Its `said` may hold `forms`, specs of planned waves as YAML.
        card: The file.

    Returns:
        The spec, kept for this file alone; None where it is of no planned wave.

    Raises:
        SpecError: A form is no whole spec.
        AuditError: It cannot be recorded: nothing is kept.
        BusyError: Raw is being loaded.
    """
    path, texts = path_of(settings, card.sha256), job.said.get("forms", ())
    with work_folder(settings) as folder:
        places = dict(_written(folder, texts))
        specs = [read_spec(place) for place in places]
        of = dict(zip((spec.sha256 for spec in specs), places, strict=True))
        try:
            ranked = rank_specs(specs, table_heads(path, specs)) if specs else []
        except (SpecError, UnreadableFileError):
            return None
        for found in ranked:
            place = of[found.spec.sha256]
            if found.is_fitting and _reads(settings, path, place):
                name = f"{found.spec.name}-{card.sha256[:12]}.yml"
                keep_spec(
                    settings,
                    job,
                    one_file_specs(settings) / name,
                    places[place],
                    name=found.spec.name,
                    of_file=card.name,
                )
                kept = replace(card, spec=name)
                write_card(settings, kept)
                return how_to_read(settings, kept)
    return None


def _written(folder: Path, texts: Sequence[str]) -> list[tuple[Path, str]]:
    found = []
    for number, text in enumerate(texts):
        place = folder / f"{number}.yml"
        write_private(place, text)
        found.append((place, text))
    return found


def _reads(settings: Settings, path: Path, spec_path: Path) -> bool:
    """Whether any row of the file can be loaded by the spec."""
    trial = try_load(settings, path, spec_path=spec_path)
    return any(counts.n_loaded for counts in trial.result.kinds.values())
