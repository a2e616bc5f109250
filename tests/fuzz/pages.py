"""What became of the files, by layout, form and way to spoil them, on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.fuzz.trial import Fate, Fifty

PAGE = Path(__file__).parents[2] / "docs" / "fuzz.md"
TEMPLATE = Path(__file__).parent / "page.md"


def page(found: Sequence[Fifty], seed: int) -> str:
    """The page of docs."""
    fates = [fate for fifty in found for fate in fifty.fates]
    statuses = Counter(fate.status for fate in fates)
    return TEMPLATE.read_text(encoding="utf-8").format(
        n=len(fates),
        seed=seed,
        n_wrong=sum(bool(fate.wrong) for fate in fates),
        n_loaded=statuses["loaded"],
        n_known=statuses["already_loaded"],
        n_refused=statuses["refused"],
        n_rows=sum(bool(fate.n_refused) for fate in fates),
        n_builds=sum(fifty.is_built for fifty in found),
        n_unbuilt=sum(len(fifty.fates) for fifty in found if not fifty.is_built),
        n_published=sum(fifty.is_built and not fifty.failures for fifty in found),
        max_mib=max((round(fate.peak_mib) for fate in fates), default=0),
        max_seconds=max((fate.seconds for fate in fates), default=0),
        max_cpu_seconds=max((fate.cpu_seconds for fate in fates), default=0),
        by_layout=_table(fates, lambda fate: [fate.mutant.layout]),
        by_form=_table(fates, lambda fate: [fate.mutant.form]),
        by_sort=_table(fates, lambda fate: set(fate.mutant.sorts)),
    )


def _table(fates: Sequence[Fate], keys: Callable[[Fate], Iterable[str]]) -> str:
    by_key: dict[str, list[Fate]] = {}
    for fate in fates:
        for key in keys(fate):
            by_key.setdefault(key, []).append(fate)
    lines = []
    for key in sorted(by_key):
        some = by_key[key]
        n_refused = sum(fate.status == "refused" for fate in some)
        n_rows = sum(bool(fate.n_refused) for fate in some)
        n_wrong = sum(bool(fate.wrong) for fate in some)
        n_others = len(some) - n_refused
        cells = (key, len(some), n_refused, n_others, n_rows, n_wrong)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)
