"""Refused cells that are refused alike, said once: how many, where, three examples."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.loading.refused_list import LISTED
from ingest.mapping.rules import column_text, rule_text, step_text, with_spec_step
from ingest.words import words_of
from warehouse.masking import covered
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

MAX_EXAMPLES = 3
_OF_THE_VALUE = (
    "unit_unknown",
    "unit_ambiguous",
    "unit_undated",
    "scale_labelled",
    "scale_word",
)
"""Rules whose advice names what is near one value: other values stand apart."""


@dataclass(frozen=True)
class RefusedAlike:
    """Cells of one column that broke one rule, or one whole file.

    Attributes:
        file_name: File as delivered.
        sheet: Sheet, "" for a text file.
        column: Heading of the cells; None for a whole file.
        rule: Rule code.
        rule_params: Parameters of the first cell, JSON.
        n: Cells.
        examples: Line and value of the first cells, each value once.
    """

    file_name: str
    sheet: str | None
    column: str | None
    rule: str
    rule_params: str
    n: int
    examples: tuple[tuple[int | None, str | None], ...]

    def as_text(self, lang: str) -> str:
        """One line in vi or en: place, number, examples, rule and what to do."""
        words = words_of(lang)
        rule, step = rule_text(self.rule, self.rule_params, lang)
        step = step_text(self.column, step, lang)
        step = with_spec_step(step, self.rule, self.rule_params, lang)
        place = " · ".join(filter(None, (self.file_name, self.sheet)))
        if self.column is None:
            # the reason names the next step itself
            return f"{place}: {rule}"
        said = [
            words(
                "refused_alike.example",
                line=line,
                value=words("refused_alike.blank") if value is None else f"«{value}»",
            )
            for line, value in self.examples
        ]
        more = ", …" if self.n > len(said) else ""
        cells = words(
            "refused_alike.cells" if self.n > 1 else "refused_alike.cell",
            n=f"{self.n:,}".replace(",", "." if lang == "vi" else ","),
            column=column_text(self.column, lang),
            examples=", ".join(said) + more,
        )
        return f"{place}: {cells}: {rule} → {step}"


def refused_alike(
    settings: Settings, file: str | None = None, *, hidden: Collection[str] = ()
) -> list[RefusedAlike]:
    """Refused cells by what is wrong with them; the arguments as for `list_refused`.

    Raises:
        BusyError: A load is running.
    """
    if not settings.raw_path.exists():
        return []
    with open_raw(settings) as connection:
        found = run_sql(
            connection, _ALIKE, {"file": file, "hidden": sorted(hidden)}
        ).fetchall()
    alike = []
    for file_name, sheet, column, rule, params, n, cells in found:
        examples = _examples(cells, settings.lang)
        alike.append(RefusedAlike(file_name, sheet, column, rule, params, n, examples))
    return alike


def _examples(
    cells: Sequence[str], lang: str
) -> tuple[tuple[int | None, str | None], ...]:
    parsed = [json.loads(cell) for cell in cells]
    return tuple((cell["line"], covered(cell["value"], lang)) for cell in parsed)


# Cells of one text stand under their first line, so that the examples differ.
_ALIKE = f"""
    {LISTED},
    by_text as (
        select
            file_name, kind, sheet, column_name, rule, value, loaded_at, file_sha256,
            case when rule in {_OF_THE_VALUE!r} then rule_params else '' end as apart,
            count(*) as n,
            min(line) as line,
            first(rule_params order by line) as rule_params
        from listed
        where ($file is null or $file in (file_name, file_sha256))
        and not list_contains($hidden, file_sha256)
        group by all
    )
    select
        file_name, sheet, column_name, rule,
        first(rule_params order by line),
        sum(n)::bigint,
        list_slice(
            list(json_object('line', line, 'value', value)::varchar order by line),
            1, {MAX_EXAMPLES}
        )
    from by_text
    group by loaded_at, file_sha256, file_name, kind, sheet, column_name, rule, apart
    order by loaded_at, file_sha256, sheet, min(line), column_name, rule
"""
