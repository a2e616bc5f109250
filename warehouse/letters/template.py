"""A template of letters: the province's own or the default, checked and filled.

The province's stands in `THANTHIEN_HOME/letters/<kind>.docx`. It is refused before any
name is read if it cannot be opened, lacks a field the letter needs or holds one that
no letter of the kind has.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from warehouse.errors import ThanThienError
from warehouse.letters.default_template import default_template, mark_as_simulated
from warehouse.settings import Settings

FOLDER = "letters"
# An addressee is named by either.
NAMES = ("kinh_gui", "nguoi_nhan")
_FIELDS = Path(__file__).with_name("fields.yml")
_BROKEN = (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError)


@dataclass(frozen=True)
class Template:
    """A template that was found good.

    Attributes:
        letter_kind: Kind of letter it is for.
        name: Its file's name; "" for the default one.
        content: Its bytes.
    """

    letter_kind: str
    name: str
    content: bytes


def template_of(settings: Settings, letter_kind: str) -> Template:
    """The template in use for a kind of letter.

    Raises:
        ThanThienError: The province's own is broken, or its fields do not fit.
    """
    path = settings.home / FOLDER / f"{letter_kind}.docx"
    if not path.exists():
        return Template(letter_kind, "", default_template(letter_kind))
    template = Template(letter_kind, path.name, path.read_bytes())
    check_fields(template)
    return template


def check_fields(template: Template) -> None:
    """Refuses a template with a field too few or too many.

    Raises:
        ThanThienError: Names the fields and those the kind of letter has.
    """
    try:
        held = _open(template).get_undeclared_template_variables(_environment())
    except TemplateError as error:
        raise _refused(
            template, str(error.message), "fields stand as {{ name }}"
        ) from error
    kind = template.letter_kind
    known = fields_of(kind)
    unknown = sorted(held - known.keys())
    if unknown:
        rule = f"a letter of this kind has the fields {', '.join(sorted(known))}"
        raise _refused(template, ", ".join(unknown), rule)
    lacking = [name for name, one in known.items() if kind in one.get("needed", ())]
    lacking = [name for name in lacking if name not in held]
    if not held & set(NAMES):
        lacking.insert(0, " | ".join(NAMES))
    if lacking:
        rule = "the template lacks a field this letter needs"
        raise _refused(template, ", ".join(lacking), rule)
    # what only filling shows, before any name is read
    filled(template, dict.fromkeys(known, "–"))


def speaks_of(template: Template, about: str) -> bool:
    """Whether a letter of a template can tell of a matter: a case or a petition.

    An apology made for late dossiers alone says nothing of what a petition told.
    """
    if template.letter_kind != "apology" or about == "case":
        return True
    held = _open(template).get_undeclared_template_variables(_environment())
    return "ma_don" in held


def filled(template: Template, values: Mapping[str, str], mark: str = "") -> bytes:
    """One letter.

    Args:
        template: A checked template.
        values: Field → text.
        mark: Mark of simulated data; "" for real ones.

    Raises:
        ThanThienError: The template cannot be filled.
    """
    document = _open(template)
    if mark:
        mark_as_simulated(document.docx, mark)
    try:
        document.render(dict(values), _environment(), autoescape=True)
    except TemplateError as error:
        rule = "fields stand as {{ name }}"
        # without the cause: it may hold a name
        raise _refused(template, str(error.message), rule) from None
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@cache
def fields_of(letter_kind: str) -> dict[str, Mapping[str, Any]]:
    """Field → its words, `vi` and `en`, and the letters that need it."""
    listed: dict[str, Mapping[str, Any]] = yaml.safe_load(
        _FIELDS.read_text(encoding="utf-8")
    )
    return {
        name: one
        for name, one in listed.items()
        if letter_kind in one.get("kinds", (letter_kind,))
    }


def _environment() -> SandboxedEnvironment:
    """What a template may do: no code of its own, and nothing unnamed."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _open(template: Template) -> Any:
    document = DocxTemplate(io.BytesIO(template.content))
    try:
        document.init_docx()
    except _BROKEN as error:
        raise _refused(template, "", "a template is a .docx file of Word") from error
    return document


def _refused(template: Template, value: str, rule: str) -> ThanThienError:
    where = f"{FOLDER}/{template.name or template.letter_kind}"
    step = "correct it in Word, or take it away to print the default letter"
    return ThanThienError(where, value, rule, step)
