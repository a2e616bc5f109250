"""People at the pages of one server at once, while new builds are published."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from tests.dashboard.small.warehouse import write_build
from tests.security.crowds.visits import line_to, visit
from tests.security.server import Server
from warehouse.people.account_rows import Identity

LEADER = Identity("leader", "Lãnh đạo", "leader", "91001")
THINK_SECONDS = 3.0
N_BUILDS, N_ALONE = 4, 20
PAGES = ("don-vi", "can-bo")
LEAST_CHARACTERS = 200
"""A page of a refusal has fewer than any page, but never none."""


@dataclass
class Seen:
    """What the people met.

    Attributes:
        waits: Seconds until each page was whole.
        errors: What a page showed as an exception, or how it ended if not well.
        turned_away: Who got no page and no word why.
        builds: Builds the pages named.
        alone: Seconds of pages of one person before the others came.
    """

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    turned_away: list[str] = field(default_factory=list)
    builds: set[str] = field(default_factory=set)
    alone: list[float] = field(default_factory=list)
    is_all_published: bool = False


def build_name(number: int) -> str:
    """The name of the how manieth build."""
    return f"20261123T000000-load{number}"


async def come_together(server: Server, n_people: int, seconds: float) -> Seen:
    """Lets one person read alone, then all at once, with three builds meanwhile."""
    seen = Seen()
    await _alone(server, seen)
    until = time.monotonic() + seconds
    people = [_person(server, number, until, seen) for number in range(n_people)]
    await asyncio.gather(_publish(server, seconds, seen), *people)
    return seen


async def _alone(server: Server, seen: Seen) -> None:
    async with line_to(server.netloc, server.session("anna")) as line:
        for number in range(N_ALONE + len(PAGES)):
            started = time.monotonic()
            await visit(line, PAGES[number % len(PAGES)])
            # the first visits read what everybody then shares
            if number >= len(PAGES):
                seen.alone.append(time.monotonic() - started)


async def _publish(server: Server, seconds: float, seen: Seen) -> None:
    for number in range(1, N_BUILDS):
        await asyncio.sleep(seconds / N_BUILDS)
        home = server.settings.home
        await asyncio.to_thread(write_build, home, build_id=build_name(number))
    # Until the last one, too, has been read for a while.
    await asyncio.sleep(seconds / N_BUILDS)
    seen.is_all_published = True


async def _person(server: Server, number: int, until: float, seen: Seen) -> None:
    chance = random.Random(number)
    name = "leader" if number % 3 == 0 else "anna"
    token = await asyncio.to_thread(server.session, name)
    await asyncio.sleep(chance.uniform(0, THINK_SECONDS))
    try:
        async with line_to(server.netloc, token) as line:
            while time.monotonic() < until or not seen.is_all_published:
                started = time.monotonic()
                shown = await visit(line, chance.choice(PAGES))
                seen.waits.append(time.monotonic() - started)
                seen.errors += shown.errors
                if shown.build:
                    seen.builds.add(shown.build)
                elif shown.n_characters < LEAST_CHARACTERS:
                    seen.turned_away.append(f"{name}: {shown.n_characters} characters")
                await asyncio.sleep(chance.expovariate(1 / THINK_SECONDS))
    except (OSError, TimeoutError, WebSocketException) as error:
        seen.turned_away.append(f"{name}: {type(error).__name__} {error}")
