"""Writes the draft of a spec for a file no spec fits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.drafting.content import MAX_WORDS
from ingest.drafting.event_log import event_log, rather_dossiers
from ingest.drafting.placement import ASIDE, Cells, Placement, place
from ingest.drafting.questions import texts_without_answer
from ingest.files.text import heading_key
from ingest.spec.samples import ColumnView, view_column
from ingest.spec.spec import Spec
from ingest.words import words_of
from warehouse.raw.column import Column, Kind
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings

_DATES = (
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "d/M/yyyy"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d\d"), "d/M/yy"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d"), "d/M/yyyy H:mm"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d"), "d/M/yyyy H:mm:ss"),
    (re.compile(r"\d{1,2}:\d\d \d{1,2}/\d{1,2}/\d{4}"), "H:mm d/M/yyyy"),
    (re.compile(r"\d{1,2}:\d\d:\d\d \d{1,2}/\d{1,2}/\d{4}"), "H:mm:ss d/M/yyyy"),
    (re.compile(r"\d{1,2}-\d{1,2}-\d{4}"), "d-M-yyyy"),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}"), "d.M.yyyy"),
    (re.compile(r"\d{4}/\d\d/\d\d"), "yyyy/MM/dd"),
    (re.compile(r"\d{4}/\d\d/\d\d \d{1,2}:\d\d:\d\d"), "yyyy/MM/dd H:mm:ss"),
    (
        re.compile(r"\d{4}/\d\d/\d\d \d{1,2}:\d\d:\d\d [AP]M GMT\+7"),
        "yyyy/MM/dd h:mm:ss a 'GMT+7'",
    ),
    (re.compile(r"\d{8}"), "yyyyMMdd"),
    (re.compile(r"\d{14}"), "yyyyMMddHHmmss"),
    (re.compile(r"\d{5}(?:\.\d+)?"), "excel"),
)


def write_draft(
    file_name: str,
    columns: Sequence[tuple[str, Cells]],
    specs: Sequence[Spec],
    settings: Settings,
    kind: Kind | None = None,
    titles: Sequence[str] = (),
) -> str:
    """YAML for a file no spec fits.

    Args:
        file_name: Name of the file.
        columns: Heading and first cells of each column.
        specs: Where spellings of headings are learnt from.
        settings: Whose dossiers are known, and the language of its comments.
        kind: What a row is, where a clerk says so; else the kind that fits best.
        titles: Lines above the headings.

    Returns:
        Text that the schema accepts; "?" stands where a person must decide.
    """
    cells = dict(columns)
    personal = frozenset[str]().union(*(spec.personal for spec in specs))
    views = {h: view_column(h, texts, personal) for h, texts in columns}
    placement = place(file_name, cells, views, specs, kind, titles)
    if kind is None and placement.kind.name == "case_step":
        dossiers = place(file_name, cells, views, specs, KINDS["case"], titles)
        placement = rather_dossiers(placement, dossiers, cells, settings)
    lines = _Draft(file_name, cells, views, placement, settings.lang).lines()
    return "\n".join(lines) + "\n"


class _Draft:
    def __init__(
        self,
        file_name: str,
        cells: Mapping[str, Cells],
        views: Mapping[str, ColumnView],
        placement: Placement,
        lang: str,
    ) -> None:
        self._say = words_of(lang)
        self._file_name = file_name
        self._kind = placement.kind
        self._cells = cells
        self._views = views
        self._words = placement.words
        self._log = event_log(placement, cells)
        left = self._log.left if self._log else ()
        self._placed = {n: h for n, h in placement.columns.items() if n not in left}
        self._questions = placement.questions
        self._marked = placement.marked
        self._crosses = placement.crosses
        self._crossed = {h for one in placement.marked for h in one.x_columns}
        self._crossed |= {h for one in placement.crosses.values() for h in one.values()}

    def lines(self) -> Iterator[str]:
        stem = re.sub(r"[^a-z0-9]+", "_", self._file_name.lower().rsplit(".", 1)[0])
        yield "# yaml-language-server: $schema=spec.schema.json"
        yield f"# {self._say('draft.head', file=self._file_name)}"
        yield f"#   thanthien ingest {self._file_name} --spec THIS.yml"
        yield f"spec: draft_{stem.strip('_') or 'file'}"
        name = _quoted(self._file_name)
        yield f"title: {{vi: {name}, en: {name}}}"
        yield from self._aside_lines()
        yield "kinds:"
        yield f"  # {self._say('draft.kinds', kinds=', '.join(KINDS))}"
        yield f"  - kind: {self._kind.name}"
        if self._log:
            yield f"    one_per: {self._log.one_per}  # {self._say('draft.one_per')}"
            yield f"    in_order_of: {self._log.in_order_of}"
        yield "    columns:"
        for column in self._kind.columns:
            yield from self._column_lines(column)
        yield from self._item_lines()
        asked = {*self._questions, *self._crossed}
        left = [heading for heading in self._open() if heading not in asked]
        if left:
            yield f"# {self._say('draft.left')}"
            yield from (f"#   - {_quoted(heading)}" for heading in left)

    def _aside_lines(self) -> Iterator[str]:
        personal = [h for h, v in self._views.items() if v.looks == "personal"]
        personal = [h for h in personal if h not in self._placed.values()]
        aside = [h for h in self._views if heading_key(h) in ASIDE]
        if personal:
            yield f"# {self._say('draft.personal')}"
            yield f"personal: [{', '.join(map(_quoted, personal))}]"
        if aside:
            yield f"ignore: [{', '.join(map(_quoted, aside))}]"

    def _open(self) -> list[str]:
        placed = set(self._placed.values())
        return [
            heading
            for heading, view in self._views.items()
            if heading not in placed
            and view.looks != "personal"
            and heading_key(heading) not in ASIDE
        ]

    def _column_lines(self, column: Column) -> Iterator[str]:
        heading = self._placed.get(column.name)
        if crosses := self._crosses.get(column.name):
            said = ", ".join(f"{word}: {_quoted(h)}" for word, h in crosses.items())
            yield f"      {column.name}: {{x_columns: {{{said}}}}}"
            return
        if heading is None:
            if column.is_required and not self._comes_from_items(column.name):
                needed = self._say("draft.needed")
                yield f'      {column.name}: {{from: "?"}}  # {needed}'
            return
        parts = [f"from: [{_quoted(heading)}]"]
        view = self._views[heading]
        if column.type in ("date", "timestamp"):
            parts.append(f"dates: [{', '.join(map(_quoted, self._formats(heading)))}]")
        if self._log and column.name != self._log.one_per:
            taken = self._log.of_rows(column.name, heading)
            parts += [f"of_rows: {taken}"] if taken else []
        values = self._values(column, heading, view)
        if values:
            parts.append(f"values: {{{values}}}")
        yield f"      {column.name}: {{{', '.join(parts)}}}"

    def _comes_from_items(self, name: str) -> bool:
        return self._kind.name == "answer" and name in ("item_code", "level")

    def _formats(self, heading: str) -> list[str]:
        return date_formats(self._cells[heading]) or ["d/M/yyyy"]

    def _values(self, column: Column, heading: str, view: ColumnView) -> str:
        known = self._words.values[column.name]
        if view.n_distinct > MAX_WORDS or not (known or column.words):
            return ""
        texts = dict.fromkeys(cell for cell in self._cells[heading] if cell)
        return ", ".join(
            f"{_quoted(text)}: {_word(known.get(heading_key(text)))}" for text in texts
        )

    def _item_lines(self) -> Iterator[str]:
        if not self._questions and not self._marked:
            return
        silent = texts_without_answer(self._questions.values())
        if silent:
            yield f"    no_answer:  # {self._say('draft.no_answer')}"
            for text, why in silent.items():
                yield f"      {_quoted(text)}: {_word(why)}"
        yield f"    items:  # {self._say('draft.items')}"
        for number, (heading, asked) in enumerate(self._questions.items(), start=1):
            code = self._words.item_codes.get(heading_key(heading), f"q{number}")
            source = f"from: {_quoted(heading)}, scale: {asked.scale}"
            yield f"      - {{item_code: {code}, {source}}}"
        for number, one in enumerate(self._marked, start=len(self._questions) + 1):
            headings = ", ".join(map(_quoted, one.x_columns))
            yield f"      - {{item_code: q{number}, x_columns: [{headings}]}}"


def date_formats(cells: Cells) -> list[str]:
    """The formats of days that some of the cells have."""
    filled = [cell for cell in cells if cell]
    return [name for p, name in _DATES if any(p.fullmatch(cell) for cell in filled)]


def _word(word: str | None) -> str:
    return '"?"' if word is None else _quoted(word)


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)
