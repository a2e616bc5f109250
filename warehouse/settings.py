"""Where things live and how much of the machine may be used.

One frozen object, read once from the environment. Thresholds that decide about
people are not here: they are dated rows of `warehouse/rules`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import ThanThienError

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Settings:
    """Everything that is not code.

    Attributes:
        home: Folder for all data (`THANTHIEN_HOME`, default `./data`).
        lang: Language of messages, `vi` or `en` (`THANTHIEN_LANG`, default `vi`).
        memory_limit_mb: DuckDB memory for loads and builds, MiB
            (`THANTHIEN_MEMORY_MB`, default 2816, so a process stays under 4 GiB).
        threads: DuckDB threads (`THANTHIEN_THREADS`, default the processor count).
        front_by_bundle: The Front's waves come by signed bundle and in no other way
            (`THANTHIEN_FRONT_BY_BUNDLE`, 1 or 0, default 0).
        build_at: When of a day new files are built by themselves, as HH:MM in Vietnam
            (`THANTHIEN_BUILD_AT`, default empty: never).
        desk: Whose desk files are handed over at: empty for the clerks of the province,
            `front` for the Front's own. Set by who asks, never by the environment.
    """

    home: Path
    lang: str = "vi"
    memory_limit_mb: int = 2816
    threads: int = 2
    front_by_bundle: bool = False
    build_at: str = ""
    desk: str = ""

    @property
    def raw_path(self) -> Path:
        """The append-only store of accepted rows."""
        return self.home / "raw.duckdb"

    @property
    def rules_dir(self) -> Path:
        """The province's own rules, one CSV file per table."""
        return self.home / "rules"

    @property
    def builds_dir(self) -> Path:
        """Published builds, each under a name of its own."""
        return self.home / "builds"

    @property
    def pointer_path(self) -> Path:
        """The file that names the published build."""
        return self.builds_dir / "current.json"

    @property
    def state_path(self) -> Path:
        """Accounts, sessions and releases."""
        return self.home / "state.sqlite"

    @property
    def desk_home(self) -> Path:
        """Where files handed over and their jobs lie: those of each desk apart."""
        return self.home / self.desk

    @property
    def audit_path(self) -> Path:
        """The record of who saw what."""
        return self.home / "audit.sqlite"

    @classmethod
    def from_environment(cls) -> Settings:
        """Reads `THANTHIEN_*` variables.

        Raises:
            ThanThienError: A variable holds a value outside its rule.
        """
        lang = os.environ.get("THANTHIEN_LANG", "vi")
        if lang not in ("vi", "en"):
            raise ThanThienError("THANTHIEN_LANG", lang, "vi | en", "export vi")
        by_bundle = os.environ.get("THANTHIEN_FRONT_BY_BUNDLE") or "0"
        if by_bundle not in ("0", "1"):
            name, step = "THANTHIEN_FRONT_BY_BUNDLE", "unset it or set 1"
            raise ThanThienError(name, by_bundle, "0 | 1", step)
        build_at = os.environ.get("THANTHIEN_BUILD_AT", "")
        if build_at and not _CLOCK.fullmatch(build_at):
            rule, step = "a time of day, HH:MM", "unset it or set 02:30"
            raise ThanThienError("THANTHIEN_BUILD_AT", build_at, rule, step)
        return cls(
            home=Path(os.environ.get("THANTHIEN_HOME", "data")).absolute(),
            lang=lang,
            memory_limit_mb=_positive("THANTHIEN_MEMORY_MB", 2816),
            threads=_positive("THANTHIEN_THREADS", os.cpu_count() or 1),
            front_by_bundle=by_bundle == "1",
            build_at=build_at,
        )


def _positive(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        rule = "a whole number of 1 or more"
        raise ThanThienError(name, text, rule, f"unset it or set {default}")
    return int(text)
