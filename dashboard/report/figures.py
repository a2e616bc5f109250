"""Figures of the written report: the charts of the slides, beside their tables."""

from __future__ import annotations

from dashboard.report.change_table import names_of_waves
from dashboard.report.parts import Chart, Figure, Slide
from dashboard.report.slides_of_change import verdict
from dashboard.report.slides_of_work import complaints, lateness
from dashboard.words import Words
from warehouse.reviews.facts import Facts


def change_figures(facts: Facts, words: Words) -> tuple[Figure, ...]:
    """Satisfaction before and after; none where nothing is compared or shown."""
    before, after = names_of_waves(facts, words)
    return _figures(words, facts, verdict(facts, words), before=before, after=after)


def work_figures(facts: Facts, words: Words) -> tuple[Figure, ...]:
    """Lateness and complaints by month, as far as a register holds them."""
    slides = (lateness(facts, words), complaints(facts, words))
    return tuple(one for slide in slides for one in _figures(words, facts, slide))


def _figures(
    words: Words, facts: Facts, slide: Slide, **named: str
) -> tuple[Figure, ...]:
    if not isinstance(slide.picture, Chart) or slide.picture.is_flat:
        return ()
    unit = str(facts.unit["unit_name"])
    title = words(f"report.figures.{slide.kind}", unit=unit, **named)
    return (Figure(title, words(f"report.figures.{slide.kind}_note"), slide.picture),)
