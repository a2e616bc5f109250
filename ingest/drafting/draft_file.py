"""The draft of a spec for a file that no spec fits."""

from __future__ import annotations

from pathlib import Path

from ingest.drafting.draft import write_draft
from ingest.spec.explain import sheets_to_draft
from ingest.spec.find_spec import known_specs
from warehouse.errors import ThanThienError, UnreadableFileError
from warehouse.raw.kinds import KINDS
from warehouse.safe_text import name_of
from warehouse.settings import Settings


def draft_spec(path: Path, kind: str | None = None) -> str:
    """A spec for an unknown file, to be finished by hand.

    Args:
        path: The file.
        kind: What a row is, where a clerk says so.

    Returns:
        YAML text. What could not be seen in the file is marked "?".

    Raises:
        UnreadableFileError: The file cannot be read, or holds no row of headings.
        SpecError: Its table cannot be found without help.
        ThanThienError: No such kind.
    """
    if kind is not None and kind not in KINDS:
        rule = f"write one of: {', '.join(KINDS)}"
        raise ThanThienError("kind", kind, rule, "choose one of these")
    settings = Settings.from_environment()
    specs = known_specs(settings)
    known = frozenset[str]().union(*(spec.known_keys() for spec in specs))
    for headings, cells, titles in sheets_to_draft(path, known):
        columns = list(zip(headings, cells, strict=True))
        said = None if kind is None else KINDS[kind]
        return write_draft(name_of(path), columns, specs, settings, said, titles)
    raise UnreadableFileError(
        name_of(path),
        "0 tables",
        "no row of headings was found",
        "choose another file",
    )
