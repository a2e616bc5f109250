"""`thanthien ingest`: loads files and accounts for every row they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ingest.words import words_of
from warehouse.commands.terminal import (
    LANG,
    AsJson,
    console,
    errors,
    grouped,
    print_json,
)
from warehouse.raw.kind_words import kind_titles
from warehouse.safe_text import name_of
from warehouse.settings import Settings

if TYPE_CHECKING:
    from ingest.loading.result import FileResult
    from ingest.mapping.notices import Notice
    from warehouse.custody.front_key import Signer

say = words_of(LANG)

# What the simulated province lays beside its files.
NOT_DELIVERED = ("MO_PHONG.txt", "truth.json")

MAX_FAULTS = 12
"""Kinds of fault of one file that a load says; `refused` says all."""


def ingest(
    files: Annotated[list[Path], typer.Argument(exists=True, readable=True)],
    spec: Annotated[
        Path | None,
        typer.Option(help=say("commands.ingest.spec")),
    ] = None,
    stated_on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%d/%m/%Y"],
            help=say("commands.ingest.stated_on"),
        ),
    ] = None,
    sign: Annotated[
        Path | None,
        typer.Option(exists=True, readable=True, help=say("commands.ingest.sign")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from warehouse.custody.front_key import open_key

    settings = Settings.from_environment()
    signer = None
    if sign is not None:
        word = say("commands.ingest.passphrase")
        signer = open_key(sign, typer.prompt(word, hide_input=True, err=True))
    results = load(settings, files, spec, stated_on, signer)
    if as_json:
        print_json([result.as_dict() for result in results])
    else:
        print_reconciliation(results)
        _print_refused(settings, results)
    raise typer.Exit(_exit_code(results))


def _files_in(paths: list[Path]) -> tuple[list[Path], list[Notice]]:
    """Files named, and files directly inside folders named, in name order.

    What a spreadsheet leaves beside an open workbook is no delivery: it is passed
    over, and said so by name.
    """
    from ingest.files.archive import OWNER_FILES
    from ingest.mapping.notices import Notice

    found: list[Path] = []
    for path in paths:
        inside = path.iterdir() if path.is_dir() else [path]
        found += sorted(p for p in inside if path == p or _is_delivered(p))
    left = [path for path in found if path.name.startswith(OWNER_FILES)]
    notices = [Notice.of_file("owner_file", name=name_of(path)) for path in left]
    return [path for path in found if path not in left], notices


def _folders_inside(paths: list[Path]) -> Iterator[str]:
    """Names of folders inside the folders named, which are not gone through."""
    given = {path.resolve() for path in paths}
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else []
        for folder in inside:
            is_seen = not folder.name.startswith((".", "__"))
            if folder.is_dir() and is_seen and folder.resolve() not in given:
                yield name_of(folder)


def _is_delivered(path: Path) -> bool:
    """A file of a folder that is data; the mark and key of a simulation are not."""
    return path.is_file() and path.name not in NOT_DELIVERED


def load(
    settings: Settings,
    files: list[Path],
    spec: Path | None = None,
    stated_on: datetime | None = None,
    signer: Signer | None = None,
) -> list[FileResult]:
    """Loads files and folders, and shows on the way which file and row it is at."""
    from ingest.loading.load import load_files

    delivered, passed_over = _files_in(files)
    for notice in passed_over:
        errors.print(notice.as_text(LANG), markup=False)
    for name in _folders_inside(files):
        errors.print(say("commands.ingest.folder_inside", name=name), markup=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(say("commands.ingest.loading"), total=None)

        def on_progress(file_name: str, n_read: int, _: int) -> None:
            rows = say("commands.ingest.rows", n=grouped(n_read))
            bar.update(task, description=f"{file_name}: {rows}")

        return load_files(
            delivered,
            spec_path=spec,
            stated_on=stated_on.date() if stated_on else None,
            settings=settings,
            progress=on_progress,
            signer=signer,
            passed_over=passed_over,
        )


def _print_refused(settings: Settings, results: list[FileResult]) -> None:
    """What is wrong with the refused rows of these files, equal faults once."""
    from ingest.loading.refused_alike import refused_alike

    for result in results:
        alike = refused_alike(settings, result.sha256) if result.n_refused else []
        for line in alike[:MAX_FAULTS]:
            console.print(line.as_text(LANG), markup=False)
        if left := alike[MAX_FAULTS:]:
            console.print(say("commands.ingest.more_faults", n=len(left)), markup=False)
    if any(result.n_refused for result in results):
        console.print(say("commands.ingest.see_refused"), markup=False)


def _exit_code(results: list[FileResult]) -> int:
    """The gravest of the files' codes: a file refused whole outweighs rows."""
    return max((int(result.exit_code) for result in results), default=0)


def print_reconciliation(results: list[FileResult]) -> None:
    """Every file that was not plain, then the sum per kind."""
    for result in results:
        if result.status == "refused" or result.n_refused or result.notices:
            console.print(result.as_text(LANG), markup=False)
    totals: dict[str, list[int]] = {}
    for result in results:
        for kind, counts in result.kinds.items():
            row = totals.setdefault(kind, [0, 0, 0, 0])
            numbers = (
                counts.n_read,
                counts.n_loaded,
                counts.n_duplicate,
                counts.n_refused,
            )
            totals[kind] = [a + b for a, b in zip(row, numbers, strict=True)]
    heads = say("commands.ingest.headings")
    table = Table(*heads.split("|"), box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    titles = kind_titles(LANG)
    for kind in sorted(totals, key=titles.__getitem__):
        table.add_row(titles[kind], *(grouped(n) for n in totals[kind]))
    console.print(table)
    n_known = sum(result.status == "already_loaded" for result in results)
    console.print(say("commands.ingest.done", n=len(results), n_known=n_known))
