"""A bar on standard error that says how far a command is; pipes stay clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from warehouse.commands.terminal import LANG, errors, grouped
from warehouse.words import words_of

say = words_of(LANG)


@contextmanager
def shown(text: str, *, counted: str) -> Iterator[Callable[[int, int], None]]:
    """Yields what takes how many are done and how many there are.

    Nothing is written where nobody looks: a program reads no bar.

    Args:
        text: What is being done.
        counted: Name of the words with the numbers, `commands.progress.…`.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[numbers]}"),
        TimeElapsedColumn(),
        TextColumn(say("commands.progress.left")),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=errors, transient=True, disable=not errors.is_terminal
    ) as bar:
        task = bar.add_task(text, total=None, numbers="")

        def take(n_done: int, n_all: int) -> None:
            numbers = say(
                f"commands.progress.{counted}", n=grouped(n_done), of=grouped(n_all)
            )
            bar.update(task, completed=n_done, total=n_all, numbers=numbers)

        yield take
