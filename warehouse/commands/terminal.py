"""How every command speaks: in the reader's language, answers apart from the rest.

Answers go to standard output, progress and refusals to standard error, so that a
program may read the one without the other.
"""

from __future__ import annotations

import json
import os
from typing import Annotated

import typer
from rich.console import Console

from warehouse.words import words_of

LANG = "en" if os.environ.get("THANTHIEN_LANG") == "en" else "vi"
ACTOR = "command line"  # who did it, in the audit record

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def grouped(number: int) -> str:
    """A number with its thousands parted as the language parts them."""
    return f"{number:,}".replace(",", "." if LANG == "vi" else ",")


def print_json(content: object) -> None:
    """Writes an answer for a program; days and paths become text."""
    console.print_json(json.dumps(content, ensure_ascii=False, default=str))


AsJson = Annotated[bool, typer.Option("--json", help=words_of(LANG)("commands.json"))]
