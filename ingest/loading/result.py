"""What became of one delivered file, for a person and for a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ingest.loading.chunk_load import Counts
from ingest.mapping.notices import Notice
from ingest.words import words_of
from warehouse.errors import ExitCode
from warehouse.messages import message_in
from warehouse.raw.kind_words import kind_titles


@dataclass(frozen=True)
class FileResult:
    """The account of one file.

    Attributes:
        file_name: Name as delivered.
        sha256: Content hash.
        status: loaded, already_loaded, or refused (whole).
        reason: Why it was refused.
        spec_name: Spec it was read with.
        kinds: Counts of records by kind.
        n_source_rows: Data rows of the file, whatever became of them.
        n_skipped_rows: Blank, title, total and signature rows, and data rows that
            the spec's `where` leaves out.
        notices: What to know of it although its rows were loaded.
        exit_code: Exit code of a command for this file.
    """

    file_name: str
    sha256: str
    status: Literal["loaded", "already_loaded", "refused"]
    reason: str | None = None
    spec_name: str | None = None
    kinds: Mapping[str, Counts] = field(default_factory=dict)
    n_source_rows: int = 0
    n_skipped_rows: int = 0
    notices: tuple[Notice, ...] = ()
    exit_code: ExitCode = ExitCode.OK

    @property
    def n_refused(self) -> int:
        """Refused records of all kinds."""
        return sum(counts.n_refused for counts in self.kinds.values())

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for `--json`."""
        plain = asdict(self) | {"n_refused": self.n_refused}
        plain["exit_code"] = int(self.exit_code)
        plain["notices"] = [notice.as_dict() for notice in self.notices]
        return plain

    def as_text(self, lang: str) -> str:
        """The reconciliation in words.

        Args:
            lang: vi or en.
        """
        words, titles = words_of(lang), kind_titles(lang)
        lines = [f"{self.file_name}: {words(f'result.statuses.{self.status}')}"]
        if self.reason:
            lines.append(f"  {message_in(self.reason, lang)}")
        for kind, counts in self.kinds.items():
            name = titles[kind]
            numbers = {k: grouped(n, lang) for k, n in asdict(counts).items()}
            lines.append(words("result.kind", kind=name, **numbers))
        if self.status == "loaded":
            source = grouped(self.n_source_rows, lang)
            skipped = grouped(self.n_skipped_rows, lang)
            lines.append(words("result.rows", source=source, skipped=skipped))
        lines += [f"  {notice.as_text(lang)}" for notice in self.notices]
        return "\n".join(lines)


def grouped(number: int, lang: str) -> str:
    """A whole number with thousands parted: 1.234.567, or 1,234,567 in English."""
    text = f"{number:,}"
    return text.replace(",", ".") if lang == "vi" else text
