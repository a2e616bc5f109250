"""Asks a process of its own what a file says; what it reads stays in memory.

Files are read by `ingest`, which nothing here may import: a process is asked through
its pipes, as the desk's jobs are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.errors import ExitCode, ThanThienError
from warehouse.settings import Settings

SECONDS = 900


def ask_ingest(
    settings: Settings, module: str, request: Mapping[str, object], path: Path
) -> dict[str, Any]:
    """The answer to one request about a file.

    Args:
        settings: Names the home.
        module: A module of `ingest` that answers one request and ends.
        request: Plain data.
        path: The file, for a refusal.

    Raises:
        ThanThienError: The file was refused; as the reader of files refused it.
    """
    root = Path(__file__).resolve().parents[1]
    known = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "THANTHIEN_HOME": str(settings.home),
        "PYTHONPATH": os.pathsep.join(filter(None, known)),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
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
        raise _unread(path, rule) from error.__cause__
    if done.returncode:
        raise _unread(path, "the process that reads the export must end by itself")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        refusal = ThanThienError(*answer["refused"])
        refusal.exit_code = ExitCode(answer["exit_code"])
        raise refusal
    return answer


def _unread(path: Path, rule: str) -> ThanThienError:
    step = "give a smaller export, of the months the question is about"
    error = ThanThienError("file", path.name, rule, step)
    error.exit_code = ExitCode.UNREADABLE_FILE
    return error
