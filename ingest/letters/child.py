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
from ingest.one_answer import Facts, facts_or_refusal
from warehouse.settings import Settings


def answer(request: Mapping[str, Any]) -> Facts:
    """The addressees of a request, or the four parts of a refusal and its exit code."""
    spec = request["spec"]
    return facts_or_refusal(
        lambda: read_addressees(
            Settings.from_environment(),
            Path(request["path"]),
            frozenset(request["codes"]),
            about=request["about"],
            first=request["first"],
            spec_path=Path(spec) if spec else None,
        ).as_facts()
    )


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
