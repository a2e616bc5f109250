"""Two clerks at once: one file is taken in once, two loads follow each other."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ingest.desk.conftest import hand_over
from tests.ingest.desk.messy_books import UNITS
from warehouse.desk.inbox import Card, cards, inbox_dir, receive
from warehouse.desk.jobs import (
    DONE,
    REFUSED,
    RUNNING,
    Job,
    jobs_dir,
    read_job,
    start_job,
)
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

CLERKS = ("an", "binh", "chi", "dung")
WAIT_SECONDS = 240
TRIES = 20


def test_one_file_handed_over_by_four_is_one_file(settings: Settings) -> None:
    content = UNITS.encode() * 200

    def hand(by: str) -> Card:
        return receive(settings, f"{by}.csv", io.BytesIO(content), by=by)[0]

    with ThreadPoolExecutor(len(CLERKS)) as at_once:
        found = list(at_once.map(hand, CLERKS))
    assert len({card.sha256 for card in found}) == 1
    [card] = cards(settings)
    assert card.received_by in CLERKS
    names = {path.name for path in inbox_dir(settings).iterdir()}
    assert names == {card.sha256, f"{card.sha256}.json"}


@pytest.mark.release
def test_two_loads_at_once_are_both_loaded_or_one_waits_in_words(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path / "home")
    jobs_dir(settings).mkdir(parents=True)
    texts = [UNITS, UNITS.replace("9100", "9200")]
    waiting = [hand_over(settings, f"{n}.csv", text) for n, text in enumerate(texts)]
    said: list[str] = []
    for _ in range(TRIES):
        begun = [
            start_job(settings, "load", by=CLERKS[n], subject=card.sha256)
            for n, card in enumerate(waiting)
        ]
        ended = [_ended(settings, job) for job in begun]
        assert {job.state for job in ended} <= {DONE, REFUSED}
        said += [job.refusal["vi"] for job in ended if job.state == REFUSED]
        left = {job.subject for job in ended if job.state == REFUSED}
        waiting = [card for card in waiting if card.sha256 in left]
        if not waiting:
            break
    assert waiting == []
    assert all("nạp" in text for text in said)
    with open_raw(settings) as connection:
        text = "select count(*), count(distinct unit_code) from raw.unit"
        assert connection.execute(text).fetchall() == [(5, 5)]
        text = "select count(*) from raw.file_kind"
        text += " where n_read <> n_loaded + n_duplicate + n_refused"
        assert connection.execute(text).fetchall() == [(0,)]


def _ended(settings: Settings, job: Job) -> Job:
    for _ in range(WAIT_SECONDS):
        now = read_job(settings, job.job_id)
        if now.state != RUNNING:
            return now
        time.sleep(1)
    raise AssertionError(f"{job.act} does not end")
