"""Jobs of the desk done in this process, on a home of their own."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.desk.acts import ACTS, SIGNED_ACTS
from warehouse.custody.front_key import Signer
from warehouse.desk.inbox import Card, receive
from warehouse.desk.jobs import Job, jobs_dir
from warehouse.settings import Settings

Act = Callable[..., Mapping[str, Any]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = Settings(home=tmp_path / "home")
    jobs_dir(home).mkdir(parents=True)
    return home


@pytest.fixture
def act(settings: Settings) -> Act:
    """Does one act: `act("load", card)`."""
    return acting(settings)


def acting(settings: Settings, signer: Signer | None = None) -> Act:
    """Does acts in one home, signed where the Front does them."""

    def do(name: str, card: Card | None = None, **said: object) -> Mapping[str, Any]:
        subject = card.sha256 if card else ""
        job = Job("20260101000000-00000000", name, subject, "chi", time.time(), said)
        if name in SIGNED_ACTS:
            return SIGNED_ACTS[name](settings, job, lambda *_: None, signer)
        return ACTS[name](settings, job, lambda *_: None)

    return do


def hand_over(settings: Settings, name: str, content: str | bytes) -> Card:
    """Hands a file over."""
    data = content.encode() if isinstance(content, str) else content
    card, _ = receive(settings, name, io.BytesIO(data), by="chi")
    return replace(card)
