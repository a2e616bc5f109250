"""Writes the draft of a spec for a file no spec fits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from ingest.files.text import heading_key
from ingest.spec.samples import ColumnView, view_column
from ingest.spec.scales import Scale, shipped_scales
from ingest.spec.spec import ColumnRule, KindRule, Spec
from ingest.words import words_of
from warehouse.raw.column import Column, Kind
from warehouse.raw.kinds import KINDS

Cells = Sequence[str | None]
_ASIDE = frozenset(
    map(heading_key, ("stt", "tt", "số tt", "số thứ tự", "ghi chú", "note", "no"))
)
_CLOSE = 0.82
_MAX_WORDS = 12
_DATES = (
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "dd/MM/yyyy"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d"), "dd/MM/yyyy HH:mm"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d"), "dd/MM/yyyy HH:mm:ss"),
    (re.compile(r"\d{1,2}-\d{1,2}-\d{4}"), "dd-MM-yyyy"),
    (re.compile(r"\d{8}"), "yyyyMMdd"),
    (re.compile(r"\d{14}"), "yyyyMMddHHmmss"),
    (re.compile(r"\d{5}(?:\.\d+)?"), "excel"),
)


def write_draft(
    file_name: str,
    columns: Sequence[tuple[str, Cells]],
    specs: Sequence[Spec],
    lang: str = "en",
) -> str:
    """YAML for a file, of the kind whose specs know most of its headings.

    Args:
        file_name: Name of the file.
        columns: Heading and first cells of each column.
        specs: Where spellings of headings are learnt from.
        lang: Language of its comments, vi or en.

    Returns:
        Text that the schema accepts; "?" stands where a person must decide.
    """
    kind = _nearest_kind([heading for heading, _ in columns], specs)
    return "\n".join(_Draft(file_name, columns, specs, kind, lang).lines()) + "\n"


def _nearest_kind(headings: Sequence[str], specs: Sequence[Spec]) -> Kind:
    keys = set(map(heading_key, headings))
    known = {
        name: len(keys & set(_spellings(_rules_of(specs, name)))) for name in KINDS
    }
    best = max(known, key=lambda name: known[name])
    return KINDS[best if known[best] else "case"]


def _rules_of(specs: Sequence[Spec], kind: str) -> list[KindRule]:
    return [rule for spec in specs for rule in spec.kinds if rule.kind.name == kind]


def _spellings(rules: Sequence[KindRule]) -> dict[str, str]:
    """Column of the kind by comparison key of each known heading."""
    return {
        heading_key(text): column.name
        for rule in rules
        for column in rule.columns
        for source in column.sources
        for text in source.headings
    }


class _Draft:
    def __init__(
        self,
        file_name: str,
        columns: Sequence[tuple[str, Cells]],
        specs: Sequence[Spec],
        kind: Kind,
        lang: str,
    ) -> None:
        self._say = words_of(lang)
        self._file_name = file_name
        self._kind = kind
        self._cells = dict(columns)
        personal = frozenset[str]().union(*(spec.personal for spec in specs))
        self._views = {h: view_column(h, cells, personal) for h, cells in columns}
        self._rules = _rules_of(specs, kind.name)
        self._placed = self._place()

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
        yield "    columns:"
        for column in self._kind.columns:
            yield from self._column_lines(column)
        yield from self._item_lines()
        left = [heading for heading in self._open() if not self._scale_of(heading)]
        if left:
            yield f"# {self._say('draft.left')}"
            yield from (f"#   - {_quoted(heading)}" for heading in left)

    def _aside_lines(self) -> Iterator[str]:
        personal = [h for h, v in self._views.items() if v.looks == "personal"]
        aside = [h for h in self._views if heading_key(h) in _ASIDE]
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
            and heading_key(heading) not in _ASIDE
        ]

    def _place(self) -> dict[str, str]:
        """Heading by column: equal spelling first, then close spelling.

        What may point to a person is placed by a person.
        """
        spellings = _spellings(self._rules)
        placed: dict[str, str] = {}
        keys = {
            heading_key(heading): heading
            for heading, view in self._views.items()
            if view.looks != "personal"
        }
        for key, heading in keys.items():
            if key in spellings:
                placed.setdefault(spellings[key], heading)
        for key, heading in keys.items():
            close = get_close_matches(key, spellings, n=1, cutoff=_CLOSE)
            if close and heading not in placed.values() and key not in _ASIDE:
                placed.setdefault(spellings[close[0]], heading)
        return placed

    def _column_lines(self, column: Column) -> Iterator[str]:
        heading = self._placed.get(column.name)
        if heading is None:
            if column.is_required and not self._comes_from_items(column.name):
                needed = self._say("draft.needed")
                yield f'      {column.name}: {{from: "?"}}  # {needed}'
            return
        parts = [f"from: [{_quoted(heading)}]"]
        view = self._views[heading]
        if column.type in ("date", "timestamp"):
            parts.append(f"dates: [{', '.join(map(_quoted, self._formats(heading)))}]")
        values = self._values(column, heading, view)
        if values:
            parts.append(f"values: {{{values}}}")
        yield f"      {column.name}: {{{', '.join(parts)}}}"

    def _comes_from_items(self, name: str) -> bool:
        return self._kind.name == "answer" and name in ("item_code", "level")

    def _formats(self, heading: str) -> list[str]:
        cells = [cell for cell in self._cells[heading] if cell]
        found = [name for p, name in _DATES if any(p.fullmatch(c) for c in cells)]
        return found or ["dd/MM/yyyy"]

    def _values(self, column: Column, heading: str, view: ColumnView) -> str:
        known = self._known_values(column.name)
        if view.n_distinct > _MAX_WORDS or not (known or column.words):
            return ""
        texts = dict.fromkeys(cell for cell in self._cells[heading] if cell)
        return ", ".join(
            f"{_quoted(text)}: {_word(known.get(heading_key(text)))}" for text in texts
        )

    def _known_values(self, name: str) -> dict[str, str | None]:
        rules: list[ColumnRule] = [
            rule for kind in self._rules for rule in kind.columns if rule.name == name
        ]
        return {
            key: word for rule in rules for key, word in (rule.values or {}).items()
        }

    def _item_lines(self) -> Iterator[str]:
        if self._kind.name != "answer":
            return
        items = [(h, scale) for h in self._open() if (scale := self._scale_of(h))]
        if not items:
            return
        known = _item_codes(self._rules)
        yield f"    items:  # {self._say('draft.items')}"
        for number, (heading, scale) in enumerate(items, start=1):
            code = known.get(heading_key(heading), f"q{number}")
            source = f"from: {_quoted(heading)}, scale: {scale}"
            yield f"      - {{item_code: {code}, {source}}}"

    def _scale_of(self, heading: str) -> str | None:
        if self._kind.name != "answer":
            return None
        texts = {cell for cell in self._cells[heading] if cell}
        fitting = [s for s in shipped_scales().values() if texts and _holds(s, texts)]
        return min(fitting, key=_span).name if fitting else None


def _item_codes(rules: Sequence[KindRule]) -> dict[str, str]:
    return {
        heading_key(text): item.item_code
        for rule in rules
        for item in rule.items
        for text in item.headings
    }


def _holds(scale: Scale, texts: set[str]) -> bool:
    return all(
        heading_key(text) in scale.words or _in_range(scale, text) for text in texts
    )


def _in_range(scale: Scale, text: str) -> bool:
    if scale.low is None or scale.high is None or not text.isdecimal():
        return False
    return scale.low <= int(text) <= scale.high


def _span(scale: Scale) -> tuple[int, int, str]:
    span = (
        int(scale.high - scale.low)
        if scale.high is not None and scale.low is not None
        else 0
    )
    return (span, len(scale.words), scale.name)


def _word(word: str | None) -> str:
    return '"?"' if word is None else _quoted(word)


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)
