"""How every command speaks: in the reader's language, answers apart from the rest.

Answers go to standard output, progress and refusals to standard error, so that a
program may read the one without the other.
"""

from __future__ import annotations

import getpass
import io
import json
import math
import os
import sys
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.console import Console

from warehouse.words import words_of

LANG = "en" if os.environ.get("THANTHIEN_LANG") == "en" else "vi"


def _system_user() -> str:
    """Who runs the command, as the system knows and not as the shell says."""
    try:
        import pwd  # not on Windows
    except ImportError:
        try:
            return getpass.getuser()
        except (ImportError, KeyError, OSError):
            return "unknown"
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


ACTOR = f"cli:{_system_user()}"
"""Who did it, in the audit record; no account may have a name with a colon."""


def speak_anywhere() -> None:
    """Lets no letter end a command, whatever the terminal can write.

    Windows writes into files and pipes in a code page without most Vietnamese
    letters: there the output becomes UTF-8. A screen shows what it can.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        is_chosen = "PYTHONIOENCODING" in os.environ or stream.isatty()
        encoding = stream.encoding if is_chosen else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


speak_anywhere()
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def grouped(number: int) -> str:
    """A number with its thousands parted as the language parts them."""
    return f"{number:,}".replace(",", "." if LANG == "vi" else ",")


def print_json(content: object) -> None:
    """Writes an answer for a program; days and paths become text.

    JSON knows no number that is none: it becomes null. Colours, and letters that the
    output cannot write, would spoil it.
    """
    is_ascii = console.encoding.lower() not in ("utf-8", "utf8")
    text = json.dumps(_plain(content), ensure_ascii=is_ascii, indent=2, default=str)
    console.out(text, highlight=False)


def _plain(content: object) -> object:
    if isinstance(content, Mapping):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    is_no_number = isinstance(content, float) and not math.isfinite(content)
    return None if is_no_number else content


AsJson = Annotated[bool, typer.Option("--json", help=words_of(LANG)("commands.json"))]
