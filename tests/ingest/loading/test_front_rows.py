"""Once the Front has a key, rows of its waves enter only signed with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.loading.rebuild import rebuild_raw
from ingest.loading.result import FileResult
from ingest.loading.withdraw import withdraw
from tests.ingest.conftest import Desk
from warehouse import audit
from warehouse.custody.batches import read_chain, signed_files
from warehouse.custody.front_key import Signer, make_key, open_key
from warehouse.custody.owners import owners
from warehouse.errors import CustodyError
from warehouse.people.account_rows import Identity

FRONT = Identity("mattran", "Mặt trận", "front")
PASSPHRASE = "cụm mật khẩu của khóa thử"
WAVES = "wave_code,stream,owner,instrument\n"
OWN, OTHERS = "DL,independent,front,q1\n", "PV,service,head,q2\n"
TEXTS = {
    "wave": WAVES + OWN,
    "answer": "wave_code,ballot_id,unit_code,a\nDL,b1,U,5\n",
    "offered": "wave_code,unit_code,day,n_offered\nDL,U,2026-09-01,50\n",
    "contact": "wave_code,ballot_id,unit_code,interviewer_code,asked_at,attempt,"
    "outcome\nDL,b1,U,DTV001,2026-09-01 09:00,1,answered\n",
    "item": "instrument,item_code,scale_min,scale_max\nq1,a,1,5\n",
}
DATED = {"day": ", dates: [yyyy-MM-dd]}", "asked_at": ", dates: [yyyy-MM-dd HH:mm]}"}
Load = Callable[..., FileResult]


@pytest.fixture
def signer(desk: Desk) -> Signer:
    path = desk.folder / "khoa.pem"
    make_key(desk.settings, path, PASSPHRASE, by=FRONT)
    return open_key(path, PASSPHRASE)


@pytest.fixture
def load(desk: Desk) -> Load:
    def loaded(
        kind: str, text: str, by: Signer | None = None, name: str = ""
    ) -> FileResult:
        columns = "".join(
            f"\n      {column}: {{from: [{column}]" + DATED.get(column, "}")
            for column in text.splitlines()[0].split(",")
            if column != "a"
        )
        item = "\n    items:\n      - {item_code: a, from: a, scale: likert5}"
        more = item if kind == "answer" else ""
        spec = desk.file(
            f"{kind}.yml",
            "spec: thu\ntitle: {vi: Thử, en: Test}\n"
            f"kinds:\n  - kind: {kind}\n    columns:{columns}{more}\n",
        )
        path = desk.file(name or f"{kind}.csv", text)
        [result] = load_files([path], spec_path=spec, settings=desk.settings, signer=by)
        return result

    return loaded


def rows(desk: Desk, kind: str) -> int:
    [(n,)] = desk.raw(f"select count(*) from raw.{kind}")
    return int(n)


@pytest.mark.parametrize("kind", TEXTS)
def test_nobody_else_writes_rows_of_a_wave_of_the_front(
    desk: Desk, load: Load, signer: Signer, kind: str
) -> None:
    if kind != "wave":
        assert load("wave", TEXTS["wave"], signer).status == "loaded"
    refused = load(kind, TEXTS[kind])
    assert refused.status == "refused"
    assert "--sign" in (refused.reason or "")
    assert rows(desk, kind) == 0
    assert audit.read_records(desk.settings, action="custody_refused")
    assert load(kind, TEXTS[kind], signer).status == "loaded"
    assert rows(desk, kind) == 1
    assert refused.sha256 in signed_files(desk.settings)


def test_a_load_that_was_cut_short_is_signed_once(
    desk: Desk, load: Load, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(name: str) -> None:
        if name == "before_commit":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ingest.loading.load.crash_point", cut)
        with pytest.raises(KeyboardInterrupt):
            load("wave", TEXTS["wave"], signer)
    assert rows(desk, "wave") == 0
    assert len(read_chain(desk.settings).batches) == 1
    assert load("wave", TEXTS["wave"], signer).status == "loaded"
    assert len(read_chain(desk.settings).batches) == 1
    assert rows(desk, "wave") == 1


def test_a_refused_list_makes_no_wave_the_fronts(
    desk: Desk, load: Load, signer: Signer
) -> None:
    assert load("wave", TEXTS["wave"]).status == "refused"
    assert owners(desk.settings) == {}


def test_what_is_of_others_needs_no_signature(
    desk: Desk, load: Load, signer: Signer
) -> None:
    assert load("wave", TEXTS["wave"], signer).status == "loaded"
    assert load("wave", WAVES + OTHERS, name="khac.csv").status == "loaded"
    for kind in ("answer", "offered", "contact", "item"):
        text = TEXTS[kind].replace("DL", "PV").replace("q1", "q2")
        assert load(kind, text).status == "loaded"
    assert len(signed_files(desk.settings)) == 1


def test_one_line_among_many_is_enough_to_refuse(
    desk: Desk, load: Load, signer: Signer
) -> None:
    assert load("wave", WAVES + OWN + OTHERS, signer).status == "loaded"
    text = TEXTS["answer"] + "PV,b2,U,5\n"
    assert load("answer", text).status == "refused"
    assert rows(desk, "answer") == 0


def test_rows_known_already_are_refused_too(
    desk: Desk, load: Load, signer: Signer
) -> None:
    """Else they would count as somebody else's when the Front takes its file out."""
    for kind in ("wave", "answer"):
        assert load(kind, TEXTS[kind], signer).status == "loaded"
    again = TEXTS["answer"].rstrip("\n") + "\n\n"
    assert load("answer", again, name="lai.csv").status == "refused"


def test_another_key_signs_nothing(
    desk: Desk, load: Load, signer: Signer, make_desk: Callable[[str], Desk]
) -> None:
    other = make_desk("khac")
    path = other.folder / "khoa.pem"
    path.parent.mkdir(parents=True, exist_ok=True)
    make_key(other.settings, path, PASSPHRASE, by=FRONT)
    stranger = open_key(path, PASSPHRASE)
    assert load("wave", TEXTS["wave"], stranger).status == "refused"
    assert signed_files(desk.settings) == frozenset()


def test_ballots_that_came_before_the_list_are_not_taken_over(
    desk: Desk, load: Load, signer: Signer
) -> None:
    assert load("answer", TEXTS["answer"]).status == "loaded"
    refused = load("wave", TEXTS["wave"], signer)
    assert refused.status == "refused"
    assert "answer.csv" in (refused.reason or "")
    withdraw(desk.settings, "answer.csv", actor="t", reason="x")
    assert load("wave", TEXTS["wave"], signer).status == "loaded"
    assert load("answer", TEXTS["answer"], signer).status == "loaded"


def test_signed_ballots_may_come_before_the_list(
    desk: Desk, load: Load, signer: Signer
) -> None:
    for kind in ("item", "offered", "answer", "wave"):
        assert load(kind, TEXTS[kind], signer).status == "loaded"
    assert len(signed_files(desk.settings)) == 4


def test_raw_is_made_anew_from_signed_files(
    desk: Desk, load: Load, signer: Signer
) -> None:
    for kind in TEXTS:
        assert load(kind, TEXTS[kind], signer).status == "loaded"
    before = desk.raw("from raw.answer")
    assert rebuild_raw(desk.settings)
    assert desk.raw("from raw.answer") == before


def test_the_private_half_is_kept_from_the_home(desk: Desk, signer: Signer) -> None:
    settings = desk.settings
    pem = desk.folder / "khoa.pem"
    assert "ENCRYPTED" in pem.read_text(encoding="utf-8")
    assert not pem.stat().st_mode & 0o077
    assert not list(settings.home.rglob("*.pem"))
    with pytest.raises(CustodyError, match="passphrase"):
        open_key(pem, "another passphrase")
    with pytest.raises(CustodyError, match="has a key"):
        make_key(settings, desk.folder / "hai.pem", PASSPHRASE, by=FRONT)


@pytest.mark.parametrize("fault", ["role", "within", "short", "there"])
def test_a_key_is_made_by_the_front_and_kept_elsewhere(desk: Desk, fault: str) -> None:
    path: Path = desk.folder / "khoa.pem"
    person, passphrase = FRONT, PASSPHRASE
    if fault == "role":
        person = Identity("x", "x", "steward")
    elif fault == "within":
        path = desk.settings.home / "khoa.pem"
    elif fault == "short":
        passphrase = "ngắn"
    else:
        path.write_text("x", encoding="utf-8")
    with pytest.raises(CustodyError):
        make_key(desk.settings, path, passphrase, by=person)


def test_a_demo_key_signs_nothing_real(desk: Desk, load: Load) -> None:
    path = desk.settings.home / "khoa.pem"
    make_key(desk.settings, path, PASSPHRASE, by=FRONT, is_demo=True)
    signer = open_key(path, PASSPHRASE)
    assert load("wave", TEXTS["wave"], signer).status == "refused"
