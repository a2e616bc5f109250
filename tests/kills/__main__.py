"""`python -m tests.kills`: acts killed at named moments and at random times."""

from __future__ import annotations

import argparse
import gc
import os
import pickle
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice, zip_longest
from pathlib import Path

from tests.faults.home import hurry, made_apart, warm
from tests.kills.act import Act
from tests.kills.acts import ACTS
from tests.kills.moments import Moment
from tests.kills.trial import NOW, Kills, Trial
from tests.set_clock import stop_clock

PAGE = Path(__file__).parents[2] / "docs" / "kills.md"
TEMPLATE = Path(__file__).parent / "page.md"
_CRASH_POINT = re.compile(r"\w+: \w+$")
TOLD_EVERY = 10
Kill = tuple[Act, Moment | float]
"""An act, and the moment or the seconds after which it ends."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--named", type=int, default=10**6, help="kills at moments")
    parser.add_argument("--random", type=int, default=200, help="kills at any time")
    parser.add_argument("--only", default="", help="part of kind/name")
    parser.add_argument("--at", default="", help="part of a moment's name")
    parser.add_argument("--minutes", type=float, default=10**6, help="of each kind")
    parser.add_argument("-j", "--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--page", action="store_true", help="write docs/kills.md")
    parser.add_argument("--list", action="store_true", help="name the moments only")
    asked = parser.parse_args()
    os.umask(0o077)
    root = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=root, prefix="thanthien-kills-") as name:
        kills = _kills(Path(name))
        acts = [act for act in ACTS if asked.only in f"{act.kind}/{act.name}"]
        if asked.list:
            _list(kills, acts)
            return
        how = (asked.processes, asked.minutes)
        work = at_moments(kills, acts, asked.named, asked.at)
        named = tried(kills, work, Path(name) / "named", *how)
        work = at_random(kills, acts, asked.random)
        at_any = tried(kills, work, Path(name) / "random", *how)
    _sum_up("at named moments", named)
    _sum_up("at random times", at_any)
    if asked.page:
        PAGE.write_text(page(named, at_any), encoding="utf-8")
    sys.exit(any(trial.wrong for trial in (*named, *at_any)))


def _kills(folder: Path) -> Kills:
    hurry()
    warm()
    scratch = folder / "scratch"
    scratch.mkdir()
    (folder / "whole").mkdir()
    made = made_apart(folder / "whole", scratch, lambda: stop_clock(NOW))
    return Kills(made, scratch)


def at_moments(kills: Kills, acts: list[Act], n: int, at: str) -> list[Kill]:
    """Moments of all acts: all, or as many as asked for, in turn of the acts.

    Of each act its crash points come first, then any.
    """
    chance = random.Random(20261129)
    by_act = []
    for act in acts:
        some = [moment for moment in kills.ready(act).moments if at in moment[0]]
        chance.shuffle(some)
        some.sort(key=lambda moment: _CRASH_POINT.match(moment[0]) is None)
        by_act.append([(act, moment) for moment in some])
    in_turn = (one for turn in zip_longest(*by_act) for one in turn if one)
    return list(islice(in_turn, n))


def at_random(kills: Kills, acts: list[Act], n: int) -> list[Kill]:
    """Times from the start of an act to its end, in turn of the acts."""
    chance = random.Random(20261130)
    found: list[Kill] = []
    for act in islice(cycle(acts), n):
        found.append((act, chance.uniform(0, kills.ready(act).seconds)))
    return found


def tried(
    kills: Kills, work: list[Kill], folder: Path, n_processes: int, minutes: float
) -> list[Trial]:
    """Tries them, in some processes."""
    until = time.monotonic() + 60 * minutes
    folder.mkdir()
    pids = []
    for number in range(n_processes):
        pid = os.fork()
        if pid == 0:
            there = kills.beside(folder / f"copies-{number}")
            found = list(_one_by_one(there, work[number::n_processes], until))
            (folder / f"{number}").write_bytes(pickle.dumps(found))
            os._exit(0)
        pids.append(pid)
    for pid in pids:
        if os.waitpid(pid, 0)[1]:
            raise SystemExit("a process ended before its work was done")
    parts = [(folder / f"{n}").read_bytes() for n in range(n_processes)]
    return [trial for part in parts for trial in pickle.loads(part)]


def _one_by_one(kills: Kills, work: list[Kill], until: float) -> Iterator[Trial]:
    gc.freeze()  # what is there is never looked through again, nor copied for it
    for number, (act, when) in enumerate(work, start=1):
        if number % TOLD_EVERY == 0:
            sys.stderr.write(f"{number} of {len(work)}\n")
        if time.monotonic() > until:
            return
        if isinstance(when, float):
            trial = kills.after(act, when)
        else:
            trial = kills.at_moment(act, when)
        for text in trial.wrong:
            name = f"{trial.kind} / {trial.name} / {trial.at}"
            sys.stderr.write(f"✗ {name}: {text}\n")
        sys.stderr.flush()
        yield trial


def _list(kills: Kills, acts: list[Act]) -> None:
    for act in acts:
        ready = kills.ready(act)
        head = f"{act.kind}/{act.name}: {len(ready.moments)}, {ready.seconds:.2f} s"
        sys.stdout.write(f"{head}, code {ready.code}\n")
        for name, nth in ready.moments:
            sys.stdout.write(f"    {name} ({nth})\n")


def page(named: list[Trial], at_any: list[Trial]) -> str:
    """The page: how many kills of each kind, and what held."""
    kinds = list(dict.fromkeys(act.kind for act in ACTS))
    lines = []
    for kind in kinds:
        here, there = (
            [t for t in trials if t.kind == kind and t.is_killed]
            for trials in (named, at_any)
        )
        n_wrong = sum(bool(t.wrong) for t in (*here, *there))
        mended = Counter(code for t in (*here, *there) for code in t.mended)
        told = ", ".join(f"{code} {n}" for code, n in mended.most_common())
        lines.append(f"| {kind} | {len(here)} | {len(there)} | {n_wrong} | {told} |")
    trials = [*named, *at_any]
    return TEMPLATE.read_text(encoding="utf-8").format(
        n_named=sum(t.is_killed for t in named),
        n_random=sum(t.is_killed for t in at_any),
        n_over=sum(not t.is_killed for t in trials),
        n_wrong=sum(bool(t.wrong) for t in trials),
        table="\n".join(lines),
    )


def _sum_up(what: str, trials: list[Trial]) -> None:
    n_killed = sum(trial.is_killed for trial in trials)
    n_wrong = sum(bool(trial.wrong) for trial in trials)
    sys.stderr.write(f"{what}: {n_killed} kills, {n_wrong} wrong\n")


if __name__ == "__main__":
    main()
