"""`python -m tests.dirty`: spoils all there is and writes docs/dirty_province.md."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.dirty.batches import together
from tests.dirty.fates import Outcome
from tests.dirty.province import DirtyProvince, Trial

PAGE = Path(__file__).parents[2] / "docs" / "dirty_province.md"
TEMPLATE = Path(__file__).parent / "page.md"
FATES = (
    "file refused", "refused", "left out", "accounted", "flagged", "noticed",
    "duplicate", "counted", "silent",
)  # fmt: skip


def page(trials: Sequence[Trial]) -> str:
    """The page: what held, and what became of each, by what was spoilt and by kind."""
    outcomes = [one for trial in trials for one in trial.outcomes]
    compared = [trial for trial in trials if trial.n_units]
    return TEMPLATE.read_text(encoding="utf-8").format(
        n=len(outcomes),
        n_trials=len(trials),
        n_published=sum(trial.is_published for trial in trials),
        n_open=sum(trial.n_open > 0 for trial in trials),
        n_said=sum(trial.is_said for trial in trials),
        n_misread=sum(len(trial.misread) for trial in trials),
        n_changed=sum(len(trial.changed) for trial in trials),
        n_compared=len(compared),
        least_units=min((trial.n_units for trial in compared), default=0),
        most_units=max((trial.n_units for trial in compared), default=0),
        n_silent=sum(one.fate == "silent" for one in outcomes),
        silent=_silent(outcomes),
        by_sort=_table(
            "what was spoilt",
            [(one.spoiling.sort.name, one.fate) for one in outcomes],
        ),
        by_kind=_table(
            "raw kind", [(one.spoiling.sort.kind.name, one.fate) for one in outcomes]
        ),
    )


def _silent(outcomes: Sequence[Outcome]) -> str:
    """What went unseen, by layout and column."""
    sorts = [one.spoiling.sort for one in outcomes if one.fate == "silent"]
    found = sorted({(s.spec.name, s.column, s.name.replace("_", " ")) for s in sorts})
    lines = [f"- `{spec}`, `{column}`: {name}" for spec, column, name in found]
    return "\n".join(lines) or "Nothing."


def _table(title: str, found: Sequence[tuple[str, str]]) -> str:
    counts = Counter(found)
    used = [fate for fate in FATES if any(f == fate for _, f in counts)]
    lines = [f"| {title} | {' | '.join(used)} |", "|---" * (len(used) + 1) + "|"]
    for name in sorted({name for name, _ in counts}):
        cells = " | ".join(str(counts[name, fate] or "") for fate in used)
        lines.append(f"| {name.replace('_', ' ')} | {cells} |")
    return "\n".join(lines)


def _say(trial: Trial, seconds: float) -> None:
    """One line for a build, and one for each row that went unseen."""
    sys.stderr.write(
        f"{len(trial.outcomes)} spoilt, {seconds:.0f} s: published"
        f" {trial.is_published}, open {trial.n_open}, misread {sorted(trial.misread)},"
        f" changed {sorted(trial.changed)[:9]}, said {trial.is_said},"
        f" units compared {trial.n_units} {trial.failures or ''}\n"
    )
    for one in trial.outcomes:
        if one.fate == "silent":
            sort = one.spoiling.sort
            line = (sort.spec.name, sort.column, sort.name, one.spoiling.line)
            sys.stderr.write(f"  silent: {line}\n")
    sys.stderr.flush()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        province = DirtyProvince(Path(folder))
        trials = []
        for batch in together(province.sorts, province.units):
            started = time.monotonic()
            trials.append(province.build_with(batch))
            _say(trials[-1], time.monotonic() - started)
        PAGE.write_text(page(trials), encoding="utf-8")


if __name__ == "__main__":
    main()
