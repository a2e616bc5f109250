"""Runs alone: reads one request on standard input, answers on standard output.

The process that prints letters, a command or the server, asks through pipes: names
never become a file, and this process ends with its one answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.letters.addressees import read_addressees
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.faults import FAULTS, refusal_of


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """The addressees of a request, or the four parts of a refusal and its exit code."""
    spec = request["spec"]
    try:
        return read_addressees(
            Settings.from_environment(),
            Path(request["path"]),
            frozenset(request["codes"]),
            about=request["about"],
            first=request["first"],
            spec_path=Path(spec) if spec else None,
        ).as_facts()
    except ThanThienError as error:
        return _refused(error)
    except FAULTS as fault:
        return _refused(refusal_of(fault))


def _refused(error: ThanThienError) -> dict[str, object]:
    parts = [error.thing, str(error.value), error.rule, error.next_step]
    return {"refused": parts, "exit_code": int(error.exit_code)}


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
