"""The form of a whole spec, with its hints for the reader and its scales."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ingest.spec.form.base import Form, Number, Texts
from ingest.spec.form.kind import KindForm


class TitleForm(Form):
    """A name on screen in both languages."""

    vi: str
    en: str


class SkipForm(Form):
    """Which rows that are no records are left out."""

    total: bool = Field(default=True, description="Leave out total rows.")
    signature: bool = Field(default=True, description="Leave out the signature block.")
    group: bool = Field(
        default=False,
        description="Leave out group rows numbered I, II, III, which sum the rows "
        "below them.",
    )


def _n_rows(value: object) -> object:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if value != "auto" and not (is_number and 1 <= int(str(value)) <= 8):
        raise PydanticCustomError("header_rows", "a whole number from 1 to 8, or auto")
    return value


HeaderRows = Annotated[
    int | Literal["auto"],
    BeforeValidator(_n_rows),
    WithJsonSchema(
        {"oneOf": [{"type": "integer", "minimum": 1, "maximum": 8}, {"const": "auto"}]}
    ),
]


class ReadForm(Form):
    """Hints for the reader; leave out what it finds by itself."""

    encoding: str = Field(
        default="auto",
        description="Text encoding of the file: auto, tcvn3, vni, or any codec Python "
        "has (utf-8, utf-16, cp1258, cp1252, ...).",
    )
    delimiter: str = Field(
        default="auto", description="Column delimiter of a text file, or auto."
    )
    sheets: list[str] = Field(
        default=[], description="Names of the sheets to read, or regular expressions."
    )
    header_line: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Line of the (first) heading row, counted from 1."
    )
    header_rows: HeaderRows = Field(
        default="auto",
        description="Rows the headings take; two are joined as 'Upper / Lower'.",
    )
    fill_down: list[str] = Field(
        default=[],
        description="Headings whose merged or empty cells take the value above.",
    )
    skip: SkipForm = Field(
        default=SkipForm(), description="Which rows that are no records are left out."
    )
    final_newline: bool = Field(
        default=True,
        description="Refuse a text file whose last line does not end, as a file cut on "
        "its way looks.",
    )


class ScaleForm(Form):
    """Either words with their level, or numbers from min to max; both may be given.

    A bare map of words and levels is short for `words`.
    """

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"additionalProperties": {"type": "number"}}
    )
    __pydantic_extra__: dict[str, Number]

    min: Number | None = Field(default=None, description="Lowest number.")
    max: Number | None = Field(default=None, description="Highest number.")
    step: Annotated[Number, Field(gt=0)] = Field(
        default=1,
        description="Distance of two levels; 0.5 lets half points pass.",
        json_schema_extra={"exclusiveMinimum": 0},
    )
    reversed: bool = Field(
        default=False,
        description="True where the lowest number is the best: level = min + max - "
        "number.",
    )
    words: dict[str, Number] = Field(default={}, description="Words and their level.")


class AddresseeForm(Form):
    """Personal headings a letter is addressed by.

    They are read when a letter is printed, in memory alone, and at no other time.
    """

    applicant: list[str] = Field(
        default=[], description="Headings of the name of who handed it in."
    )
    owner: list[str] = Field(
        default=[], description="Headings of the name of whose matter it is."
    )
    address: list[str] = Field(default=[], description="Headings of the address.")


class SpecForm(Form):
    """One file layout: which headings of a file fill which columns of the raw tables.

    A new layout is a new spec, not code.
    """

    spec: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="Name of the spec, e.g. dossier_list."
    )
    title: TitleForm = Field(description="What the layout is called on screen.")
    read: ReadForm = Field(
        default=ReadForm(),
        description="Hints for the reader; leave out what it finds by itself.",
    )
    file_name: str | None = Field(
        default=None,
        description="Regular expression (Python) searched in the file's name; its "
        "named groups fill columns by `file_name:`. A file whose name does not match "
        "is refused if such a column has no default.",
    )
    title_block: Texts | None = Field(
        default=None,
        description="Regular expressions (Python) searched in the lines above the "
        "headings; named groups fill columns by `title:`.",
    )
    personal: list[str] = Field(
        default=[],
        description="Headings of citizens' personal data: never read past the door, "
        "never stored, never shown among refused rows.",
    )
    addressee: AddresseeForm | None = Field(
        default=None,
        description="Which of the personal headings name who a letter goes to; without "
        "it no letter is printed from such a file.",
    )
    ignore: list[str] = Field(default=[], description="Headings known and not used.")
    unknown_headings: Literal["refuse", "ignore"] = Field(
        default="refuse",
        description="A heading the spec does not know: refuse the file (it may be "
        "personal, or a question renamed) or do not read it.",
    )
    empty: list[str] = Field(
        default=[], description="Texts that mean an empty cell anywhere in the file."
    )
    scales: dict[str, ScaleForm] = Field(
        default={},
        description="Answer scales by name. Shipped: see ingest/spec/scales.yml.",
    )
    kinds: Annotated[list[KindForm], Field(min_length=1)] = Field(
        description="What the rows become. The same kind may appear several times (a "
        "ballot with places for three officers)."
    )
