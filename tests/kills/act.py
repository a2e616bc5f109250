"""What an act that is killed is, and how a command is one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.commands import calls
from tests.faults.home import Made

Work = Callable[[Made], None]


def _nothing(_: Made) -> None:
    pass


def _home(made: Made) -> Path:
    return made.settings.home


@dataclass(frozen=True)
class Act:
    """One act.

    Attributes:
        kind: What people call it.
        name: Which of that kind.
        work: Does it; run again after a kill, it finishes what is not done yet.
        before: Brings the home to where it can be done.
        place: What is compared: the home, or what the act makes beside it.
        takes: Rows go on purpose.
        breaks: A store is broken before, so that what it held is no measure.
    """

    kind: str
    name: str
    work: Work
    before: Work = _nothing
    place: Callable[[Made], Path] = _home
    takes: bool = False
    breaks: str = ""


def command(*words: str) -> Work:
    """A command with the arguments it has in the sweep of faults."""

    def work(made: Made) -> None:
        name = " ".join(words)
        thanthien(made, *words, *calls(made)[name])

    return work


def thanthien(made: Made, *arguments: str, home: Path | None = None) -> None:
    """Any command, in this process."""
    import thanthien

    os.environ["THANTHIEN_HOME"] = str(home or made.settings.home)
    os.chdir(made.root)
    sys.argv = ["thanthien", *arguments]
    thanthien.main()
