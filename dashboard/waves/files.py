"""The Front's report of a wave as a file, on record before it is there."""

from __future__ import annotations

from dashboard.report.files import WRITERS
from dashboard.waves.facts import wave_facts
from dashboard.waves.report import report_of_wave, words_of_front
from dashboard.words import words_of
from warehouse import audit
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

KINDS = ("docx", "xlsx", "pptx")
"""Kinds of file a wave's report is given in."""


def wave_report_file(
    settings: Settings, by: Identity, wave_code: str, kind: str
) -> bytes:
    """Records that the Front takes its report along, then makes the file.

    Args:
        settings: Names the home.
        by: Who takes it.
        wave_code: The wave.
        kind: One of `KINDS`.

    Raises:
        AccountError: The account is not the Front's.
        PlanError: The build has no answers of such a wave.
        AuditError: It could not be recorded: there is no file.
        NothingPublishedError: There is no build.
    """
    facts = wave_facts(settings, by, wave_code)
    detail = {"wave": wave_code, "kind": kind, "build": facts.build.build_id}
    audit.record(
        settings, actor=by.user_name, action="export", subject="report", detail=detail
    )
    # A report is an act in Vietnamese, whatever the reader's language.
    words = words_of_front(words_of("vi"))
    return WRITERS[kind](report_of_wave(facts, words), words)


def file_name(wave_code: str, kind: str) -> str:
    """What it is and of which wave."""
    return f"bao_cao_dot_{wave_code}.{kind}"


def summary_name(wave_code: str) -> str:
    """Name of the public summary of a wave."""
    return f"tom_tat_dot_{wave_code}.html"
