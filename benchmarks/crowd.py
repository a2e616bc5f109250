"""How long people wait for pages when many come at once and builds are published.

    python -m benchmarks.crowd --people 50 200

The pages are those of the small invented build; the people and the server share the
machine. Before the others come, one person reads alone: quote waits beside hers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.dashboard.small.warehouse import write_build
from tests.security.crowds.crowd import LEADER, Seen, build_name, come_together
from tests.security.server import REPO, running
from warehouse.people.accounts import add_account
from warehouse.settings import Settings


def told(n_people: int, seen: Seen) -> str:
    """One row of the table."""
    alone, waits = sorted(seen.alone), sorted(seen.waits)
    p95 = statistics.quantiles(waits, n=20)[-1]
    alone_p95 = statistics.quantiles(alone, n=20)[-1]
    parts = (
        *(n_people, len(waits), f"{statistics.median(waits):.2f}", f"{p95:.2f}"),
        *(f"{waits[-1]:.2f}", len(seen.errors), len(seen.turned_away)),
        *(f"{statistics.median(alone):.2f}", f"{alone_p95:.2f}"),
    )
    return "| " + " | ".join(map(str, parts)) + " |"


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--seconds", type=float, default=45)
    asked = parser.parse_args()
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    print("| people | pages | median s | 95 % s | longest s | errors | turned away"
          " | alone: median s | 95 % s |")  # fmt: skip
    print("|" + "---:|" * 9)
    for n_people in asked.people:
        with tempfile.TemporaryDirectory() as name:
            home = Path(name)
            write_build(home, build_id=build_name(0))
            settings = Settings(home=home)
            add_account(settings, LEADER, actor="t", must_change_password=False)
            with running(home, script=REPO / "dashboard" / "app.py") as server:
                seen = asyncio.run(come_together(server, n_people, asked.seconds))
        print(told(n_people, seen), flush=True)
        sys.stderr.write("".join(f"{text}\n" for text in seen.errors[:3]))
        sys.stderr.write("".join(f"{text}\n" for text in seen.turned_away[:3]))


if __name__ == "__main__":
    main()
