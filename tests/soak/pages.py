"""What a year left, by four weeks, on a page."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.soak.base import N_CASES
from tests.soak.measures import BACKUPS, REST, STORES, Day

PAGE = Path(__file__).parents[2] / "docs" / "soak.md"
TEMPLATE = Path(__file__).parent / "page.md"
ACTS = (
    *("hand in", "build without dbt", "build", "audit", "backup"),
    *("review", "note", "digest", "status", "retention"),
)
WEEKS_DAYS = 28
Column = tuple[str, Callable[[Sequence[Day]], str]]


def page(days: Sequence[Day], wrong: Sequence[str] | None, real_every: int) -> str:
    """The page of docs.

    Args:
        days: The days that were lived.
        wrong: What was wrong in the end; None where it was not looked at.
        real_every: How often dbt built.
    """
    told = [f"day {day.number}: {text}" for day in days for text in day.wrong]
    lines = "\n".join(f"    {text.strip()[:400]}" for text in [*told, *(wrong or ())])
    return TEMPLATE.read_text(encoding="utf-8").format(
        n_cases=f"{N_CASES:,}",
        real_every=real_every,
        n_days=len(days),
        n_files=sum(_n(day, "hand in") + _n(day, "load") for day in days),
        n_builds=sum(_n(day, "build without dbt") + _n(day, "build") for day in days),
        n_real=sum(_n(day, "build") for day in days),
        n_pages=sum(len(day.pages) for day in days),
        n_kills=sum(len(day.killed) for day in days),
        n_clocks=sum(bool(day.clock) for day in days),
        n_wrong=len(told),
        in_the_end="not looked at" if wrong is None else len(wrong),
        over_the_year=_table(days, _costs()),
        on_the_disk=_table(days, _disk()),
        wrong=f"## What was wrong\n\n{lines}\n" if lines else "",
    )


def _n(day: Day, act: str) -> int:
    return len(day.cpu.get(act, ()))


def _costs() -> list[Column]:
    def of_act(act: str) -> Callable[[Sequence[Day]], str]:
        return lambda some: _median(s for day in some for s in day.cpu.get(act, ()))

    columns: list[Column] = [(act, of_act(act)) for act in ACTS]
    columns.append(("page", lambda some: _median(_of_pages(some, 0))))
    columns.append(("page, by the wall", lambda some: _median(_of_pages(some, 1))))
    columns.append(("server, MiB", lambda some: f"{some[-1].mib:.0f}"))
    return columns


def _of_pages(some: Sequence[Day], which: int) -> Iterable[float]:
    return (seen[which] for day in some for seen in day.pages.values())


def _disk() -> list[Column]:
    def of_store(name: str) -> Callable[[Sequence[Day]], str]:
        return lambda some: f"{some[-1].n_bytes.get(name, 0) / 1000:,.0f}"

    columns: list[Column] = [(n, of_store(n)) for n in (*STORES, REST, BACKUPS)]
    for name in ("inbox", "desk", BACKUPS):
        columns.append((f"{name}, files", _files(name)))
    return columns


def _files(name: str) -> Callable[[Sequence[Day]], str]:
    return lambda some: str(some[-1].n_files.get(name, 0))


def _median(values: Iterable[float]) -> str:
    found = list(values)
    return f"{statistics.median(found):.2f}" if found else ""


def _table(days: Sequence[Day], columns: Sequence[Column]) -> str:
    lines = [
        f"| days | {' | '.join(name for name, _ in columns)} |",
        "|---|" + "---:|" * len(columns),
    ]
    for first in range(0, len(days), WEEKS_DAYS):
        some = days[first : first + WEEKS_DAYS]
        cells = " | ".join(of(some) for _, of in columns)
        lines.append(f"| {some[0].number} – {some[-1].number} | {cells} |")
    return "\n".join(lines)
