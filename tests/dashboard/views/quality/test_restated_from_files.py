"""From corrected files to the page: figures of every kind that only a build makes."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.dashboard.views.quality import corrected_year
from tests.dashboard.views.quality.corrected_books import page_text
from tests.warehouse.raw_rows import write_raw
from warehouse.builds.build import build
from warehouse.settings import Settings


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home built before and after its books were corrected."""
    folder = tmp_path_factory.mktemp("corrected")
    settings = Settings(home=folder / "home")
    write_raw(
        settings.raw_path,
        corrected_year.rows_of_a_year(),
        loaded_at=datetime(2026, 10, 1, 8, 0),
    )
    assert build(settings).failures == ()
    corrected_year.load_corrected_year(folder, settings)
    assert build(settings).failures == ()
    return settings


@pytest.mark.parametrize(
    ("role", "figures", "about", "old", "new", "book"),
    [
        ("front", "restated_gaps", "quý 1/2026", "−7,0", "+67,0", corrected_year.FRONT),
        ("front", "restated_tiers", "quý 2/2026", "0", "1", corrected_year.BALLOTS),
        ("committee", "restated_signals", "7/2026", "0", "1", corrected_year.DOSSIERS),
        ("committee", "restated_letters", "7/2026", "0", "12", corrected_year.LETTERS),
        ("committee", "restated_acts", "7/2026", "1", "3", corrected_year.MEETINGS),
    ],
)
def test_a_corrected_book_is_told_with_what_it_changed(
    corrected: Settings,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    figures: str,
    about: str,
    old: str,
    new: str,
    book: str,
) -> None:
    text = page_text(corrected, monkeypatch, role, figures)
    lines = [line for line in text.split("<tr") if book in line]
    told = [line for line in lines if f">{old}<" in line and f">{new}<" in line]
    assert any(about in line.lower() for line in told), lines


def test_a_signal_of_lateness_is_of_no_book_of_ballots(
    corrected: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page_text(corrected, monkeypatch, "committee", "restated_signals")
    late = [line for line in text.split("<tr") if "Trễ hẹn" in line]
    assert late
    assert not any(corrected_year.BALLOTS in line for line in late)


def test_what_rests_on_a_wave_that_waits_is_told_to_the_front_alone(
    corrected: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for figures in ("restated_gaps", "restated_tiers"):
        text = page_text(corrected, monkeypatch, "committee", figures)
        assert corrected_year.FRONT not in text
