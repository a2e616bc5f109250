"""Runs alone: reads one request on standard input, answers on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ingest.one_answer import Facts, facts_or_refusal
from ingest.sampling_frames.households import read_households
from ingest.sampling_frames.returned import read_returned
from warehouse.settings import Settings


def answer(request: Mapping[str, Any]) -> Facts:
    """Rows of a frame, or the four parts of a refusal and its exit code."""
    read = _households if request["kind"] == "households" else _returned
    return facts_or_refusal(lambda: read(request))


def _households(request: Mapping[str, Any]) -> Facts:
    return read_households(Path(request["path"])).as_facts()


def _returned(request: Mapping[str, Any]) -> Facts:
    spec = request["spec"]
    return read_returned(
        Settings.from_environment(),
        Path(request["path"]),
        date.fromisoformat(request["since"]),
        date.fromisoformat(request["until"]),
        spec_path=Path(spec) if spec else None,
    ).as_facts()


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
