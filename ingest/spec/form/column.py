"""The form of a column: where its text comes from, and what is done to it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ingest.spec.form.base import Form, OrText, Text, Texts, Word

ROOT_FILE_NAME = "A named group of the root's `file_name`."
ROOT_TITLE = "A named group of the root's `title_block`."


class PartForm(Form):
    """One source of text: exactly one of the places it may come from."""

    one_of: ClassVar[tuple[str, ...]] = (
        "from",
        "parent",
        "constant",
        "file_name",
        "title",
        "sheet",
        "line",
        "file",
    )

    from_: Texts | None = Field(
        default=None,
        alias="from",
        description="Heading in the file; several spellings may be listed. Where the "
        "file has several of them, the first that is filled counts, and a row that "
        "fills two differently is refused.",
    )
    parent: Texts | None = Field(
        default=None,
        description="Heading in the parent sheet (see `parent` of the kind).",
    )
    constant: Word | None = Field(
        default=None,
        description="The same value in every row; written as in the warehouse.",
    )
    file_name: str | None = Field(default=None, description=ROOT_FILE_NAME)
    title: str | None = Field(default=None, description=ROOT_TITLE)
    sheet: Literal[True] | None = Field(
        default=None, description="The name of the sheet (or zip member)."
    )
    line: Literal[True] | None = Field(
        default=None,
        description="The line in the file. Only for ids of things that have none.",
    )
    file: Literal[True] | None = Field(
        default=None,
        description="The first 12 signs of the file's content hash. Only for ids of "
        "things that have none.",
    )


Part = Annotated[PartForm, OrText("from")]


class DateForm(Form):
    """A date format, alone or for some texts only."""

    needs: ClassVar = {"heading": "in", "in": "heading"}

    format: Text = Field(description="The format.")
    matches: str | None = Field(
        default=None, description="Regular expression (RE2) of the texts that have it."
    )
    heading: Texts | None = Field(
        default=None, description="Heading whose text says that a row has it."
    )
    in_: Annotated[list[str], Field(min_length=1)] | None = Field(
        default=None,
        alias="in",
        description="What stands under `heading` in such a row.",
    )


class AsOfForm(Form):
    """The day of the unit list that a file speaks of."""

    one_of = ("from", "constant", "file_name", "title")

    from_: Texts | None = Field(
        default=None, alias="from", description="Heading of the day in the file."
    )
    constant: str | None = Field(
        default=None, description="The day itself, yyyy-MM-dd."
    )
    file_name: str | None = Field(default=None, description=ROOT_FILE_NAME)
    title: str | None = Field(default=None, description=ROOT_TITLE)
    dates: Annotated[list[str], Field(min_length=1)] = Field(
        default=[], description="Formats the day may have, as for a date column."
    )


class UnitForm(Form):
    """How the text of a unit finds its code."""

    parent: Texts | None = Field(
        default=None,
        description="Heading of the parent's name or code (district, province); tells "
        "units of one name apart.",
    )
    as_of: AsOfForm | None = Field(
        default=None,
        description="Day of the unit list that the file speaks of: a heading, a "
        "constant yyyy-MM-dd, or a named group of the file's name or title, with "
        "`dates`. Default: the record's own day (receipt, answer, month); without one "
        "the text must be one unit for all time.",
    )


class ColumnForm(PartForm):
    """Where a column's text comes from, and what is done to it."""

    one_of = (*PartForm.one_of, "join", "hash", "x_columns")

    join: Annotated[list[Part], Field(min_length=1)] = Field(
        default=[],
        description="Several headings or sources put together with `separator`; empty "
        "if any part is empty.",
    )
    hash: Annotated[list[Part], Field(min_length=1)] = Field(
        default=[],
        description="An id made from several headings or sources; equal parts give "
        "equal ids.",
    )
    x_columns: Annotated[dict[str, Texts], Field(min_length=2)] = Field(
        default={},
        description="Word in the warehouse -> heading of the column whose mark says it "
        "(as `marks` of an item). A row with two marks is refused.",
    )
    regex: str | None = Field(
        default=None,
        description="Keeps one part of the text: the group named `value`, else the "
        "first group, else the whole match. Text that does not match is refused (rule "
        "`pattern`). The regular expression is searched for, so use ^ and $ to fix the "
        "ends. RE2 syntax.",
    )
    values: Annotated[dict[str, Word | None], Field(min_length=1)] = Field(
        default={},
        description="Text in the file -> word in the warehouse. Texts are compared "
        "without regard to capitals, spaces, Unicode form or the place of the tone "
        "mark. null leaves the cell empty.",
    )
    otherwise: Literal["refuse", "keep", "null"] = Field(
        default="refuse",
        description="What happens to a text that `values` does not list: refuse the "
        "row, keep the text, or leave the cell empty.",
    )
    empty: list[str] = Field(
        default=[], description='Texts that mean an empty cell here, e.g. ["NA", "-"].'
    )
    default: Word | None = Field(
        default=None,
        description="Taken where the cell is empty; written as in the warehouse (dates "
        "yyyy-MM-dd).",
    )
    pad: Annotated[int, Field(ge=1, le=30)] | None = Field(
        default=None,
        description="Gives back leading zeros: digits shorter than this get zeros in "
        "front.",
    )
    dates: Annotated[
        list[Annotated[DateForm, OrText("format")]], Field(min_length=1)
    ] = Field(
        default=[],
        description="Formats a date may have, tried all: a text that is two different "
        "days under two of them is read as all other dates of the column demand, and "
        "refused where they demand nothing. Tokens: dd d MM M yyyy yy HH H hh h mm ss "
        "a (AM/PM, SA/CH) and text in single quotes; also `excel` (serial number). yy: "
        "00-68 is 2000-2068, 69-99 is 1969-1999. yyyy-MM-dd with or without time and "
        "ISO 8601 is always understood. A date without format list is ISO. A format "
        "may be bound: {format: MM/dd/yyyy, matches: PATTERN} or {format: MM/dd/yyyy, "
        "heading: HEADING, in: [TEXT]}; such formats are tried first.",
    )
    dates_in_order: bool = Field(
        default=False,
        description="The first of `dates` that fits counts, even where another gives "
        "another day.",
    )
    swapped: bool | None = Field(
        default=None,
        description="Whether a spreadsheet has turned day and month of its real dates "
        "round where the day is at most 12: true turns them back, false takes every "
        "date as it stands. If left out, a column that looks so is refused.",
    )
    of_rows: Literal["first", "last", "min", "max"] | None = Field(
        default=None,
        description="Only in a kind with `one_per`: which of the rows of a record is "
        "taken. first and last go by `in_order_of`, or by the order in the file; min "
        "and max are for days and numbers. Empty cells are passed over. If left out, "
        "all rows of a record say the same, or it is refused (rule `rows_differ`).",
    )
    number: Literal["auto", "vi", "en"] = Field(
        default="auto",
        description="vi: 1.234,5 · en: 1,234.5 · auto: both decimal marks, but a text "
        "that could be either (1.234) is refused.",
    )
    required: bool | None = Field(
        default=None,
        description="The file must have this heading. Default: true where the kind "
        "needs the column.",
    )
    filled: bool | None = Field(
        default=None,
        description="An empty cell refuses the row. Default: true where the kind needs "
        "the column.",
    )
    separator: str = Field(default="-", description="Stands between joined parts.")
    unit: UnitForm | None = Field(
        default=None,
        description="Only for a unit's code: the text is a name, a code, or 'code - "
        "name', looked up in the unit lists loaded before, as of a day. What is not "
        "one unit is refused with the candidates.",
    )
