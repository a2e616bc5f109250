"""One thing the doctor found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warehouse.words import words_of

Mend = Literal["itself", "asks", "none"]

# Code → whether `--mend` does it at once (nothing can be lost), asks first, or cannot;
# what stands under `doctor.<code>` in the words says what it is and what to do.
MENDS: dict[str, Mend] = {
    "raw_damaged": "itself",
    "raw_unsealed": "itself",
    "raw_account": "none",
    "log_foreign": "itself",
    "busy": "none",
    "pointer_damaged": "itself",
    "build_damaged": "itself",
    "working_file_damaged": "itself",
    "last_run_damaged": "itself",
    "state_damaged": "asks",
    "state_unsealed": "asks",
    "misplaced": "itself",
    "secret_damaged": "none",
    "source_key_damaged": "asks",
    "source_damaged": "asks",
    "source_spec_damaged": "itself",
    "job_damaged": "itself",
    "own_file_wrong": "none",
    "audit_damaged": "asks",
    "anchors_damaged": "asks",
    "chain_broken": "none",
    "steps_passed_over": "none",
    "half_restored": "none",
    "partial": "itself",
    "open_to_others": "itself",
    "of_another_user": "none",
    "disk": "none",
    "disk_short": "none",
    "clock_back": "none",
    "clock_ahead": "none",
    "newer_version": "none",
}
# What is worth a look, while all figures are whole.
NOTICES = {"busy", "disk_short", "clock_back", "clock_ahead", "partial"}


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where.

    Attributes:
        code: One of `MENDS`.
        place: The file, folder or moment it concerns.
        detail: What the disk or the database said of it.
    """

    code: str
    place: str
    detail: str = ""

    @property
    def mend(self) -> Mend:
        """Whether `--mend` can do something about it."""
        return MENDS[self.code]

    @property
    def is_damage(self) -> bool:
        """Whether something is not as it was written."""
        return self.code not in NOTICES

    def as_dict(self, lang: str) -> dict[str, str]:
        """The same for a program."""
        words = words_of(lang)
        return {
            "code": self.code,
            "place": self.place,
            "detail": self.detail,
            "mend": self.mend,
            "what": words(f"doctor.{self.code}.what"),
            "next_step": words(f"doctor.{self.code}.next"),
        }

    def as_text(self, lang: str) -> str:
        """The same for a person, in one line."""
        facts = self.as_dict(lang)
        detail = f" ({self.detail})" if self.detail else ""
        return f"{facts['what']}: {self.place}{detail} → {facts['next_step']}"
