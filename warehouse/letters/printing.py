"""Letters ready to sign: owed matters meet their addressees and become documents.

First the template is checked, then the owed matters are read, then the addressees, then
the audit notes how many letters of which kind for which unit (`note_printed`); only
then is a name written, into the letters and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse import audit
from warehouse.errors import ThanThienError
from warehouse.letters.addressees import Addressee, addressees_of
from warehouse.letters.field_values import values_of
from warehouse.letters.owed_letters import Matter, owed_matters
from warehouse.letters.signing_office import Body, body_of
from warehouse.letters.template import Template, filled, speaks_of, template_of
from warehouse.read import Reader
from warehouse.scope import Scope
from warehouse.settings import Settings
from warehouse.words import words_of

REASONS = ("not_in_export", "no_addressee", "several_addressees", "template_of_cases")


@dataclass(frozen=True)
class Unit:
    """The unit that sends: key, name, level, and the name of its province."""

    key: str
    code: str
    name: str
    level: str
    province: str


@dataclass(frozen=True)
class Ask:
    """What is to be printed.

    Attributes:
        unit: Who sends.
        letter_kind: apology, thanks, congratulation or condolence.
        since: First day of the occasions.
        until: Their last day.
        signed_on: Day the letters bear.
        signer: Name of who signs; may be empty.
    """

    unit: Unit
    letter_kind: str
    since: date
    until: date
    signed_on: date
    signer: str = ""


@dataclass(frozen=True)
class NotPrinted:
    """A letter that is owed and not printed, with the reason, one of `REASONS`."""

    matter: Matter
    reason: str


@dataclass(frozen=True)
class Printed:
    """What is to be written, and what is not.

    Attributes:
        matters: The matters with their one addressee, oldest due first.
        not_printed: The others.
        is_simulated: The letters bear the mark of simulated data.
        template: The template in use.
        ask: What was asked for.
    """

    matters: tuple[tuple[Matter, Addressee], ...]
    not_printed: tuple[NotPrinted, ...]
    is_simulated: bool
    template: Template
    ask: Ask

    def letters(self) -> Iterator[tuple[str, bytes]]:
        """File name and bytes of each letter, one at a time."""
        words = words_of("vi")
        mark = words("letters.simulated") if self.is_simulated else ""
        unit = self.ask.unit
        body: Body = body_of(unit.name, unit.level, unit.province)
        for number, (matter, to) in enumerate(self.matters, 1):
            values = values_of(matter, to, body, self.ask.signed_on, self.ask.signer)
            name = words(f"letters.files.{matter.letter_kind}", n=f"{number:04d}")
            yield name, filled(self.template, values, mark)


def match_letters(
    settings: Settings,
    reader: Reader,
    scope: Scope,
    ask: Ask,
    export: Path,
    *,
    spec_path: Path | None = None,
) -> Printed:
    """Matches owed letters with the addressees of an export.

    Raises:
        ScopeError: The account does not answer for the unit's dossiers.
        ThanThienError: The template, the export or the period was refused.
    """
    template = template_of(settings, ask.letter_kind)
    owed = owed_matters(
        reader,
        scope,
        unit_key=ask.unit.key,
        letter_kind=ask.letter_kind,
        since=ask.since,
        until=ask.until,
    )
    if not owed:
        rule = "no letter of this kind is owed and unsent in the period"
        step = "choose another kind, unit or period"
        raise ThanThienError("letters", ask.letter_kind, rule, step)
    subjects = {matter.about for matter in owed}
    found = addressees_of(
        settings,
        export,
        [matter.code for matter in owed],
        about=subjects,
        letter_kind=ask.letter_kind,
        spec_path=spec_path,
    )
    told = {about for about in subjects if speaks_of(template, about)}
    printed, left = _matched([one for one in owed if one.about in told], found.by_code)
    left += [NotPrinted(x, "template_of_cases") for x in owed if x.about not in told]
    is_simulated = found.is_simulated or reader.build().is_simulated
    return Printed(tuple(printed), tuple(left), is_simulated, template, ask)


def note_printed(settings: Settings, printed: Printed, *, by: str) -> None:
    """Notes how many letters of which kind for which unit; no name, no code.

    Raises:
        AuditError: It could not be recorded: write no letter.
    """
    audit.record(
        settings,
        actor=by,
        action="letters_printed",
        subject=printed.ask.unit.code,
        detail={
            "kind": printed.ask.letter_kind,
            "printed": str(len(printed.matters)),
            "not_printed": str(len(printed.not_printed)),
        },
    )


def _matched(
    owed: list[Matter], by_code: Mapping[str, tuple[Addressee, ...]]
) -> tuple[list[tuple[Matter, Addressee]], list[NotPrinted]]:
    printed, left = [], []
    for matter in owed:
        named = [one for one in by_code.get(matter.code, ()) if one.name]
        if len(named) == 1:
            printed.append((matter, named[0]))
        elif named:
            left.append(NotPrinted(matter, "several_addressees"))
        elif matter.code in by_code:
            left.append(NotPrinted(matter, "no_addressee"))
        else:
            left.append(NotPrinted(matter, "not_in_export"))
    return printed, left
