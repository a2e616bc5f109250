"""Whose a wave is stays as the first list said, whatever later files say."""

from __future__ import annotations

import pytest

from ingest.loading.result import FileResult
from ingest.loading.withdraw import withdraw
from tests.ingest.conftest import Desk
from warehouse import audit
from warehouse.custody.owners import kept_waves, owners
from warehouse.errors import ExitCode
from warehouse.stores.state_seal import seal_of

HEAD = "wave_code,stream,owner,opened_on,closed_on,stated_on\n"
FRONTS = "DL-2026-Q3,independent,front,2026-09-01,2026-09-30,2026-09-01\n"
OFFICES = "PV-2026-Q3,service,head,2026-07-01,2026-09-30,2026-09-01\n"


def listed(desk: Desk, *lines: str, name: str = "dot.csv") -> FileResult:
    columns = "".join(
        f"\n      {column}: {{from: [{column}]}}"
        for column in ("wave_code", "stream", "owner")
    )
    days = "".join(
        f"\n      {column}: {{from: [{column}], dates: [yyyy-MM-dd]}}"
        for column in ("opened_on", "closed_on", "stated_on")
    )
    spec = f"kinds:\n  - kind: wave\n    columns:{columns}{days}\n"
    return desk.load(spec, HEAD + "".join(lines), name)


@pytest.fixture
def listed_desk(desk: Desk) -> Desk:
    assert listed(desk, FRONTS, OFFICES).status == "loaded"
    return desk


TAKEN = {
    "another owner": "DL-2026-Q3,independent,committee,2026-09-01,,2026-11-01",
    "an earlier day": "DL-2026-Q3,independent,head,2026-09-01,,2026-01-01",
    "another stream": "DL-2026-Q3,service,front,2026-09-01,,2026-11-01",
    "small letters": "dl-2026-q3,independent,committee,2026-09-01,,2026-11-01",
    "other dashes": "DL–2026–Q3,independent,committee,2026-09-01,,2026-11-01",
    "an O for a zero": "DL-2O26-Q3,independent,committee,2026-09-01,,2026-11-01",
    "no dashes": "DL2026Q3,after,committee,2026-09-01,,2026-11-01",
    "a letter of another script": "DL-2026-Q3\u0430,after,committee,,,2026-11-01",
    "a sign that turns the line": "DL-2026\u202e-Q3,after,committee,,,2026-11-01",
    "a sign without width": "DL-2026\u200b-Q3,after,committee,,,2026-11-01",
    "the Front takes one": "PV-2026-Q3,independent,front,2026-07-01,,2026-11-01",
    "the Front looks like one": "PV-2O26-Q3,independent,front,2026-07-01,,2026-11-01",
}


@pytest.mark.parametrize("line", TAKEN.values(), ids=TAKEN)
def test_no_later_list_takes_a_wave(listed_desk: Desk, line: str) -> None:
    before = listed_desk.raw("from raw.wave order by all")
    other = "PV-2026-Q4,service,head,2026-10-01,2026-12-31,2026-11-01\n"
    result = listed(listed_desk, other, f"{line}\n", name="sau.csv")
    assert (result.status, result.exit_code) == ("refused", ExitCode.UNREADABLE_FILE)
    assert listed_desk.raw("from raw.wave order by all") == before
    [record] = audit.read_records(listed_desk.settings, action="custody_refused")
    assert (record.subject, record.detail["file"]) == (result.sha256, "sau.csv")
    assert kept_waves(listed_desk.settings) == ("DL-2026-Q3",)


def test_one_list_that_names_two_owners_is_refused(desk: Desk) -> None:
    other = FRONTS.replace("front", "committee").replace("-01\n", "-02\n")
    assert listed(desk, FRONTS, other).status == "refused"
    assert owners(desk.settings) == {}
    assert desk.raw("from raw.wave") == []


def test_a_later_list_may_say_more_of_a_wave(listed_desk: Desk) -> None:
    longer = "DL-2026-Q3,independent,front,2026-09-01,2026-10-15,2026-11-01\n"
    more = "DL-2026-Q4,independent,front,2026-12-01,2026-12-31,2026-11-01\n"
    assert listed(listed_desk, longer, more, name="sau.csv").status == "loaded"
    assert kept_waves(listed_desk.settings) == ("DL-2026-Q3", "DL-2026-Q4")


def test_the_owner_outlives_the_list_that_named_it(listed_desk: Desk) -> None:
    [sha256] = {wave.file_sha256 for wave in owners(listed_desk.settings).values()}
    settings = listed_desk.settings
    withdraw(settings, sha256, actor="mattran", reason="x", is_front=True)
    line = FRONTS.replace("front", "committee")
    assert listed(listed_desk, line, name="sau.csv").status == "refused"


def test_waves_of_an_older_raw_are_the_fronts_too(listed_desk: Desk) -> None:
    # before there was a record of owners
    listed_desk.settings.state_path.unlink()
    seal_of(listed_desk.settings.state_path).unlink()
    line = FRONTS.replace("front", "committee")
    assert listed(listed_desk, line, name="sau.csv").status == "refused"
