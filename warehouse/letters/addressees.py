"""Asks a process of its own who the letters go to; the names stay in memory.

Files are read by `ingest`, which nothing here may import: a process is asked through
its pipes, as the desk's jobs are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import ExitCode, ThanThienError
from warehouse.settings import Settings

SECONDS = 900
# The family member who came, not the child or the dead whose record it is.
FIRST_OF_KIND = {"apology": "owner"}
FIRST = "applicant"


@dataclass(frozen=True)
class Addressee:
    """One person or organisation, as the export writes it.

    Attributes:
        name: "" where the export has no name.
        address: "" where it has none.
        kind: person, organisation, or "" where it does not say.
    """

    name: str
    address: str
    kind: str


@dataclass(frozen=True)
class Addressees:
    """Code → the different addressees of its rows, and whether they are invented."""

    by_code: Mapping[str, tuple[Addressee, ...]]
    is_simulated: bool


def addressees_of(
    settings: Settings,
    export: Path,
    codes: Collection[str],
    *,
    about: str,
    letter_kind: str,
    spec_path: Path | None = None,
) -> Addressees:
    """Reads the addressees of some matters from an export.

    Raises:
        ThanThienError: The export was refused; as the reader of files refused it.
    """
    request = {
        "path": str(export),
        "codes": sorted(codes),
        "about": about,
        "first": FIRST_OF_KIND.get(letter_kind, FIRST),
        "spec": str(spec_path) if spec_path else None,
    }
    root = Path(__file__).resolve().parents[2]
    known = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "THANTHIEN_HOME": str(settings.home),
        "PYTHONPATH": os.pathsep.join(filter(None, known)),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ingest.letters.child"],
            input=json.dumps(request).encode(),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        rule = f"an export is read within {SECONDS} seconds"
        # without the cause: it holds what was read so far
        raise _unread(export, rule) from error.__cause__
    if done.returncode:
        raise _unread(export, "the process that reads the export must end by itself")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        refusal = ThanThienError(*answer["refused"])
        refusal.exit_code = ExitCode(answer["exit_code"])
        raise refusal
    return Addressees(
        {
            code: tuple(Addressee(**one) for one in found)
            for code, found in answer["addressees"].items()
        },
        answer["is_simulated"],
    )


def _unread(export: Path, rule: str) -> ThanThienError:
    step = "give a smaller export, of the months the letters are about"
    error = ThanThienError("file", export.name, rule, step)
    error.exit_code = ExitCode.UNREADABLE_FILE
    return error
