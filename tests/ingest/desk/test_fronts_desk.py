"""At its own desk the Front loads its own, signed; nobody else hears of it."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import Any

import duckdb
import pytest

from ingest.desk.publish import new_rows
from tests.ingest.desk.conftest import Act, acting, hand_over
from tests.ingest.desk.test_typed_row import FRONTS, WAVE
from tests.ingest.desk.test_understand import UNITS
from tests.warehouse.custody.front_desk import PASSPHRASE, key_file, signer_of
from warehouse import audit
from warehouse.builds.pointer import Pointer
from warehouse.custody.batches import signed_files
from warehouse.custody.check_waves import check_waves
from warehouse.custody.held_files import note_files
from warehouse.custody.owners import Listed, record_owners
from warehouse.desk.desks import desk_of
from warehouse.desk.inbox import cards
from warehouse.desk.jobs import jobs_dir, read_job, start_job
from warehouse.errors import CustodyError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

MOMENT = "2026-10-01T00:00:00+00:00"
SECRET_NAME = "phieu_doc_lap_quy_3.csv"


@pytest.fixture
def fronts(settings: Settings) -> Settings:
    """The home as the Front's desk sees it, its key made."""
    key_file(settings)
    desk = desk_of(settings, "front")
    jobs_dir(desk).mkdir(parents=True)
    return desk


@pytest.fixture
def act_front(fronts: Settings) -> Act:
    """Does an act at the Front's desk, signed."""
    return acting(fronts, signer_of(fronts))


def ballots() -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Mã đợt", "Mã phiếu", "Mã đơn vị", "Ngày trả lời", "Hài lòng chung"])
    rows.writerows(
        ["MT-1", f"P{n}", "91001", "05/09/2026", 1 + n % 5] for n in range(9)
    )
    return out.getvalue()


def count(settings: Settings, kind: str) -> int:
    with open_raw(settings) as connection:
        found = connection.execute(f"select count(*) from raw.{kind}").fetchone()
    return int(found[0]) if found else 0


def test_what_it_loads_is_signed(fronts: Settings, act_front: Act) -> None:
    card = hand_over(fronts, "dot.csv", FRONTS)
    assert act_front("understand", card)["is_fronts"]
    assert act_front("load", card)["n_loaded"] == 1
    assert card.sha256 in signed_files(fronts)
    assert check_waves(fronts).faults == ()


def test_without_its_key_nothing_of_it_is_loaded(
    fronts: Settings, settings: Settings
) -> None:
    card = hand_over(fronts, "dot.csv", FRONTS)
    done = acting(fronts)("load", card)
    assert done["status"] == "refused"
    assert "signed by the Front" in done["reason"]
    assert not signed_files(settings)


def test_what_is_the_clerks_is_refused_there(
    fronts: Settings, settings: Settings, act: Act, act_front: Act
) -> None:
    card = hand_over(fronts, "đơn vị.csv", UNITS)
    assert not act_front("understand", card)["is_fronts"]
    with pytest.raises(CustodyError, match="data steward"):
        act_front("load", card)
    assert not settings.raw_path.exists()
    # at the desk of the clerks the same file was never handed over
    assert act("load", hand_over(settings, "đơn vị.csv", UNITS))["n_loaded"] == 2


def test_nobody_else_hears_what_was_handed_over(
    settings: Settings, fronts: Settings, act_front: Act
) -> None:
    act_front("load", hand_over(fronts, "dot.csv", FRONTS))
    card = hand_over(fronts, SECRET_NAME, ballots())
    act_front("understand", card)
    assert [c.name for c in cards(fronts)] == [SECRET_NAME, "dot.csv"]
    assert cards(settings) == []
    assert not (settings.home / "inbox").exists()
    said = json.dumps([r.detail for r in audit.read_records(settings)])
    assert SECRET_NAME not in said
    assert "size_bytes" not in said
    assert "n_loaded" not in said


def test_what_it_types_and_confirms_is_in_no_record(
    settings: Settings, fronts: Settings, act_front: Act, act: Act
) -> None:
    act("load", hand_over(settings, "u.csv", UNITS))
    card = hand_over(fronts, SECRET_NAME, ballots())
    act_front("confirm_names", card, names={"Xã Bí Mật": "91001"})
    act_front("add_row", kind="wave", values={**WAVE, "owner": "front"})
    said = str([(r.subject, r.detail) for r in audit.read_records(settings)])
    for word in ("Bí Mật", SECRET_NAME, WAVE["wave_code"]):
        assert word not in said


def test_it_types_its_own_rounds_alone(fronts: Settings, act_front: Act) -> None:
    assert act_front("add_row", kind="wave", values={**WAVE, "owner": "front"})[
        "n_loaded"
    ]
    for values in (WAVE, {**WAVE, "wave_code": "DOT-8"}):
        with pytest.raises(CustodyError, match="its own waves"):
            act_front("add_row", kind="wave", values=values)
    assert count(fronts, "wave") == 1


def done_of(settings: Settings, act: str, subject: str, secret: str) -> Any:
    """What came of a job that ran in a process of its own."""
    job = start_job(settings, act, by="mattran", subject=subject, secret=secret)
    until = time.monotonic() + 120
    while (now := read_job(settings, job.job_id)).state == "running":
        assert time.monotonic() < until
        time.sleep(0.1)
    return now


def test_the_key_goes_to_the_process_and_into_no_file(
    settings: Settings, fronts: Settings
) -> None:
    pem = key_file(settings).read_text()
    told = {"pem": pem, "passphrase": PASSPHRASE}
    card = hand_over(fronts, "dot.csv", FRONTS)
    wrong = json.dumps({**told, "passphrase": "sai"})
    refused = done_of(fronts, "load", card.sha256, wrong)
    assert refused.state == "refused"
    assert not settings.raw_path.exists()
    done = done_of(fronts, "load", card.sha256, json.dumps(told))
    assert done.state == "done", done.refusal
    assert done.answer["n_loaded"] == 1
    secrets = (PASSPHRASE.encode(), pem.splitlines()[1].encode())
    for path in settings.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(secret in content for secret in secrets), path


def test_new_rows_of_a_waiting_wave_are_counted_for_nobody(
    settings: Settings,
) -> None:
    settings.builds_dir.mkdir(parents=True)
    with duckdb.connect(str(settings.builds_dir / "a.duckdb")) as connection:
        connection.execute(
            "create table dq_loads (kind text, file_sha256 text, n_loaded bigint);"
            " insert into dq_loads values ('answer', 'aa', 300), ('answer', 'bb', 7)"
        )
    key_file(settings)
    note_files(settings, [("aa", "MT-1")])
    record_owners(settings, [Listed("MT-1", "front", "independent", "ff")])
    pointer = Pointer("b", "a.duckdb", 0, "", MOMENT, False, None, None)
    assert new_rows(settings, None, pointer) == {"answer": 7}
