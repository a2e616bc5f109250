"""Which heading is which column, and of which kind the rows are.

Every heading is weighed against every column of a kind by its words and its cells; the
best whole assignment counts, not the best for each heading alone. The kind is the one
under which most of the sheet makes sense and whose needed columns can be filled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from ingest.drafting.content import (
    fit,
    holds_procedures,
    holds_units,
    is_name_beside_code,
    known_share,
)
from ingest.drafting.crossed_columns import (
    MarkedQuestion,
    marked_columns,
    marked_questions,
)
from ingest.drafting.known_words import (
    KnownWords,
    aside_headings,
    kind_phrases,
    known_words,
)
from ingest.drafting.needed import needed_by_content
from ingest.drafting.questions import (
    YES_NO,
    Question,
    counts_something,
    is_called_a_count,
    question_of,
)
from ingest.drafting.second_look import only_meant
from ingest.files.text import heading_key
from ingest.spec.samples import ColumnView
from ingest.spec.spec import Spec
from warehouse.raw.column import BOOLEAN, Column, Kind
from warehouse.raw.kinds import KINDS

Cells = Sequence[str | None]
ASIDE = aside_headings()
_ENOUGH = 0.42
"""A lower score leaves a heading to a person: a guess is worse than a question."""
_TELLING, _TELLING_OF_YES_AND_NO = 0.5, 0.3
"""What cells count that are all words of a closed list; yes and no stand anywhere."""
_BY_CONTENT_WEIGHT = 0.1
_FAINT_WEIGHT = 0.4
"""What a needed column named only faintly takes from the likeness of its kind."""
_CROSSES_WEIGHT = 0.8
_NAME_FOR_CODE = 0.5
"""What is left of a likeness where a heading says name and its column wants a code."""
_TITLE_WEIGHT = 1.2
_LOWEST_PART = 0.1
"""What the lowest part of a heading counts beside the whole."""
_NO_QUESTION = 0.7
"""A heading that is a phrase of a column asks nothing, however small its numbers."""
_QUESTION_WEIGHT = 0.6
_MOST_QUESTIONS = 5
_SAID_ELSEWHERE = frozenset(
    (
        *("stated_on", "extracted_on", "wave_code", "index_code", "unit_code"),
        *("period", "month", "valid_from", "item_code", "level", "kind"),
    )
)
"""Needed columns that a file's name or its clerk often says instead of a column."""


@dataclass(frozen=True)
class Placement:
    """One reading of a sheet.

    Attributes:
        kind: What a row is.
        columns: Heading by column of the kind.
        questions: What is asked, by heading.
        marked: Questions answered by a cross in one of several columns.
        crosses: By column of the kind, word → heading of the crosses that say it.
        words: What is known of the kind's words.
        score: How much of the sheet this reading explains.
    """

    kind: Kind
    columns: dict[str, str]
    questions: dict[str, Question]
    marked: list[MarkedQuestion]
    crosses: dict[str, dict[str, str]]
    words: KnownWords
    score: float


def place(
    file_name: str,
    cells: Mapping[str, Cells],
    views: Mapping[str, ColumnView],
    specs: Sequence[Spec],
    kind: Kind | None = None,
    titles: Sequence[str] = (),
) -> Placement:
    """The best reading of a sheet.

    Args:
        file_name: Name of the file, which often says what its rows are.
        cells: First cells by heading.
        views: What they look like, by heading.
        specs: Where spellings of headings are learnt from.
        kind: What a row is, where a clerk says so.
        titles: Lines above the headings, which say it too.
    """
    kinds = KINDS.values() if kind is None else (kind,)
    said = (file_name, *titles)
    readings = [_reading(said, cells, views, specs, one) for one in kinds]
    return max(readings, key=lambda reading: reading.score)


def _reading(
    said: Sequence[str],
    cells: Mapping[str, Cells],
    views: Mapping[str, ColumnView],
    specs: Sequence[Spec],
    kind: Kind,
) -> Placement:
    words = known_words(kind, specs)
    is_ballot = kind.name == "answer"
    texts = _texts(cells)
    crosses = marked_columns(kind, texts, words.values)
    crossed = {heading for one in crosses.values() for heading in one.values()}
    marked = marked_questions(texts) if is_ballot else []
    marked = [one for one in marked if crossed.isdisjoint(one.x_columns)]
    n_levels = sum(len(one.x_columns) for one in marked)
    crossed |= {heading for one in marked for heading in one.x_columns}
    questions = _questions(cells, views, words) if is_ballot else {}
    questions = {h: asked for h, asked in questions.items() if h not in crossed}
    if not marked and _is_one_answer_a_row(questions, words):
        questions = {}
    headings = [h for h in views if heading_key(h) not in ASIDE and h not in crossed]
    has_questions = bool(questions or marked)
    columns = [
        c
        for c in kind.columns
        if not (has_questions and c.name in ("item_code", "level"))
        and c.name not in crosses
    ]
    fits = np.array(
        [
            [fit(c, kind, views[h], cells[h], words.values[c.name]) for c in columns]
            for h in headings
        ]
    ).reshape(len(headings), len(columns))
    scores = np.array(
        [
            [
                _score(h, cells[h], views[h], column, kind, words, fits[i, j])
                for j, column in enumerate(columns)
            ]
            for i, h in enumerate(headings)
        ]
    ).reshape(fits.shape)
    for row, heading in enumerate(headings):
        if heading in questions and scores[row].max(initial=0.0) < _NO_QUESTION:
            scores[row] = 0.0
    rows, places = linear_sum_assignment(scores, maximize=True)
    placed = {
        columns[j].name: headings[i]
        for i, j in zip(rows, places, strict=True)
        if scores[i, j] >= _ENOUGH
    }
    names = [column.name for column in columns]
    faint = only_meant(headings, names, placed, scores, fits)
    placed |= faint
    free = [h for h in headings if views[h].looks != "personal" and h not in questions]
    by_content = needed_by_content(kind, placed, free, cells, views)
    placed |= by_content
    questions = {h: s for h, s in questions.items() if h not in placed.values()}
    explained = sum(
        scores[i, j] - _ENOUGH / 2
        for i, j in zip(rows, places, strict=True)
        if scores[i, j] >= _ENOUGH
    )
    score = (
        explained
        + _CROSSES_WEIGHT * len(crosses)
        + _BY_CONTENT_WEIGHT * len(by_content)
        + _TITLE_WEIGHT * max(kind_phrases().likeness(kind.name, one) for one in said)
        + _QUESTION_WEIGHT * min(len(questions) + n_levels, _MOST_QUESTIONS)
        - _missing(kind, {*placed, *crosses}, has_questions)
        - _FAINT_WEIGHT * sum(kind.column(name).is_required for name in faint)
    )
    return Placement(kind, placed, questions, marked, crosses, words, float(score))


def _is_one_answer_a_row(questions: Collection[str], words: KnownWords) -> bool:
    """Whether the only column of answers is called the answer, not by its question."""
    near = [words.phrases.likeness("level", heading) for heading in questions]
    return len(near) == 1 and near[0] >= _NO_QUESTION


def _texts(cells: Mapping[str, Cells]) -> dict[str, list[str]]:
    return {h: [t for t in dict.fromkeys(column) if t] for h, column in cells.items()}


def _missing(kind: Kind, placed: Collection[str], has_questions: bool) -> float:
    needed = [c.name for c in kind.columns if c.is_required and c.name not in placed]
    if kind.name == "answer" and not has_questions and "level" not in placed:
        return 3.0  # without an answer there is no ballot
    return sum(0.15 if name in _SAID_ELSEWHERE else 0.8 for name in needed)


def _score(
    heading: str,
    cells: Cells,
    view: ColumnView,
    column: Column,
    kind: Kind,
    words: KnownWords,
    holds: float,
) -> float:
    exact = words.spellings.get(heading_key(heading)) == column.name
    if view.looks == "personal" or holds == 0.0:
        return 0.0  # what may point to a person is placed by a person
    likeness = 1.0 if exact else _likeness(words, column.name, heading)
    if view.looks == "text" and not exact and is_name_beside_code(column, heading):
        likeness *= _NAME_FOR_CODE
    filled = [cell for cell in cells if cell]
    is_no_count = column.type == BOOLEAN or column.name.endswith("unit_code")
    if is_no_count and view.looks == "number" and is_called_a_count(heading):
        return 0.0  # how many days late is no yes or no, and no office
    score = likeness * (0.55 + 0.45 * holds)
    # yes and no stand anywhere: the heading must say something of the column
    is_closed = bool(column.words or (column.type == BOOLEAN and likeness))
    if is_closed and filled and view.looks != "number":
        # words of a list of its own say what a column is, however it is called
        telling = known_share(column, filled, words.values[column.name])
        known = _TELLING if column.words else _TELLING_OF_YES_AND_NO
        score = max(score, telling * (known + 0.5 * likeness))
    is_office = column.name.endswith("unit_code") and holds_units(cells)
    if is_office or (column.name == "procedure_code" and holds_procedures(cells)):
        names_rows = kind.key[:1] == (column.name,)
        new = view.n_distinct / view.n_filled if names_rows else 1.0
        score = max(score, (0.43 + 0.5 * likeness) * new)
    return score


def _likeness(words: KnownWords, name: str, heading: str) -> float:
    """Of the whole heading or its lowest part, which tells it from its neighbours."""
    upper, _, lowest = heading.rpartition(" / ")
    whole = words.phrases.likeness(name, heading)
    if not upper:
        return whole
    alone = words.phrases.likeness(name, lowest)
    return min(1.0, max(whole, alone) + _LOWEST_PART * alone)


def _questions(
    cells: Mapping[str, Cells], views: Mapping[str, ColumnView], words: KnownWords
) -> dict[str, Question]:
    found = {}
    for heading, view in views.items():
        key = heading_key(heading)
        if view.looks == "personal" or key in ASIDE or key in words.spellings:
            continue
        if key in words.ignored:
            continue  # a number of the survey tool's own
        filled = [cell for cell in cells[heading] if cell]
        question = None if counts_something(heading, filled) else question_of(filled)
        if question:
            found[heading] = question
    if all(asked.scale == YES_NO for asked in found.values()):
        return {h: asked for h, asked in found.items() if h.rstrip().endswith("?")}
    return found
