"""The form of a kind: which rows become records, and of what columns."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ingest.spec.form.base import Form, OneOrMany, Text, Texts, Word
from ingest.spec.form.column import ColumnForm
from ingest.values.usual_marks import DEFAULT_MARKS

NoAnswer = dict[
    str, Literal["blank", "refused", "not_applicable", "dont_know", "invalid"]
]
_NO_ANSWER = 'Texts that stand for no answer. "" is the empty cell (default: blank).'


class ConditionForm(Form):
    """Which rows are read; every test that is given must hold."""

    any_of = ("in", "not_in", "filled", "matches", "at_least", "at_most")

    heading: Texts = Field(description="Heading the condition looks at.")
    in_: Annotated[list[str], Field(min_length=1)] | None = Field(
        default=None, alias="in", description="Rows with one of these texts are read."
    )
    not_in: Annotated[list[str], Field(min_length=1)] | None = Field(
        default=None, description="Rows with one of these texts are skipped."
    )
    filled: bool | None = Field(
        default=None,
        description="Rows whose cell is filled (true) or empty (false) are read.",
    )
    matches: str | None = Field(
        default=None,
        description="Regular expression (Python) searched in the cell: rows that match "
        "are read.",
    )
    at_least: Word | None = Field(
        default=None,
        description="Rows with this number, or with `dates` this day (yyyy-MM-dd), or "
        "a greater one are read.",
    )
    at_most: Word | None = Field(
        default=None,
        description="Rows with this number, or with `dates` this day, or a smaller one "
        "are read.",
    )
    dates: Annotated[list[str], Field(min_length=1)] = Field(
        default=[],
        description="Formats of the cell, where at_least and at_most are days.",
    )
    required: bool = Field(
        default=True,
        description="The file must have this heading; if false, all rows of a file "
        "without it are read.",
    )


class ItemForm(Form):
    """One question of a wide ballot: its own heading, or one heading per level."""

    one_of = ("from", "x_columns")
    needs: ClassVar = {"from": "scale"}

    item_code: Text = Field(description="Code of the question in the instrument.")
    from_: Texts | None = Field(
        default=None, alias="from", description="Heading of the question."
    )
    x_columns: Annotated[list[Texts], Field(min_length=2)] = Field(
        default=[],
        description="One column per level, lowest first, marked with an x. Two marks "
        "are an invalid answer.",
    )
    marks: Annotated[list[str], Field(min_length=1)] = Field(
        default=DEFAULT_MARKS, description="Texts that mark an x column."
    )
    scale: str | None = Field(
        default=None,
        description="Name of a scale (own or shipped); needed with `from`.",
    )
    no_answer: NoAnswer = Field(default={}, description=_NO_ANSWER)
    required: bool = Field(default=True, description="The file must have this heading.")


class ParentForm(Form):
    """The sheet whose rows own the rows of a repeat group."""

    sheet: str = Field(description="Regular expression for the parent's sheet.")
    key: Texts = Field(description="Heading in the parent sheet, e.g. _index.")
    foreign_key: Texts = Field(description="Heading in this sheet, e.g. _parent_index.")
    parent: ParentForm | None = Field(
        default=None,
        description="The sheet above the parent's, with the same keys: what the parent "
        "sheet lacks is read there.",
    )


class KindForm(Form):
    """What the rows of some sheets become."""

    needs: ClassVar = {"in_order_of": "one_per"}

    kind: str = Field(description="Raw kind the rows become.")
    sheet: Texts | None = Field(
        default=None,
        description="Regular expressions for the sheets this kind is read from "
        "(default: all).",
    )
    parent: ParentForm | None = Field(
        default=None,
        description="A repeat group: each row here belongs to one row of the parent "
        "sheet of the same file, whose headings are read with `parent:`.",
    )
    unpivot: Annotated[
        list[Annotated[dict[str, ColumnForm], Field(min_length=1)]],
        Field(min_length=1),
    ] = Field(
        default=[],
        description="One block of further columns for each record that stands in a "
        "row, e.g. one for each indicator of a table of targets. A row whose cells of "
        "a block are all empty gives no record of it.",
    )
    one_per: Text | None = Field(
        default=None,
        description="A log of events, where many rows make one record: the column of "
        "the kind whose text is the same in all rows of a record, e.g. case_code. "
        "`of_rows` of the other columns says which row each takes. A record with a "
        "refused row is refused whole. Rows of one sheet are put together.",
    )
    in_order_of: Text | None = Field(
        default=None,
        description="With `one_per`: the column of the kind, a day, time or number as "
        "each row states it, by which rows are first and last (default: the order in "
        "the file).",
    )
    where: Annotated[list[ConditionForm], Field(min_length=1), OneOrMany()] = Field(
        default=[], description="Rows outside are skipped and counted."
    )
    columns: Annotated[dict[str, ColumnForm], Field(min_length=1)] = Field(
        description="Column of the kind -> where it comes from."
    )
    items: Annotated[list[ItemForm], Field(min_length=1)] = Field(
        default=[], description="Only for `answer`: one row per item is written."
    )
    no_answer: NoAnswer = Field(default={}, description=_NO_ANSWER)
    scale: str | None = Field(
        default=None,
        description="Only for `answer` without items: scale of `level` when one row is "
        "one answer.",
    )
