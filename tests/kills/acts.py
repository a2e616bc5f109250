"""What is killed: acts that change a home, each with what it needs before it."""

from __future__ import annotations

import io
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

from ingest.desk.mending.refused_rows import rows_to_mend
from ingest.desk.run import run_job
from tests.dashboard.small.warehouse import key
from tests.faults.home import Made
from tests.ingest.desk.test_typed_row import FRONTS
from tests.kills.act import Act, Work, command, thanthien
from tests.kills.wave_acts import WAVE_ACTS
from tests.warehouse.custody.front_desk import PASSPHRASE, signer_of
from tests.warehouse.doctor.doctor_home import case_file
from tests.warehouse.process.conftest import PEOPLE
from tests.warehouse.process.walks import step as take_matter_on
from warehouse import audit
from warehouse.builds.daily import write_stand_in
from warehouse.builds.publish import build_lock, publish
from warehouse.desk.desks import desk_of
from warehouse.desk.inbox import cards, name_to_mend, receive
from warehouse.desk.jobs import Job, jobs_dir, made_by, write_job
from warehouse.errors import ExitCode
from warehouse.notes.act import write_note
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256

STEWARD = "quan.tri"
WAVES = "wave_code,stream,owner,instrument\nDL-2026-Q4,independent,front,q1\n"
WAVE_SPEC = """spec: thu_dot
title: {vi: Thử, en: Test}
kinds:
  - kind: wave
    columns:
      wave_code: {from: [wave_code]}
      stream: {from: [stream]}
      owner: {from: [owner]}
      instrument: {from: [instrument]}
"""


def _three_files(made: Made) -> None:
    for n in (1, 2):
        case_file(made.root, f"next{n}.csv", range(5300 + n * 300, 5700 + n * 300))


def _ingest_three(made: Made) -> None:
    names = ("next.csv", "next1.csv", "next2.csv")
    thanthien(made, "ingest", *(str(made.root / name) for name in names))


def _faulty_file(made: Made) -> None:
    """A file of which some rows are refused, and the day of the others."""
    path = case_file(made.root, "faulty.csv", range(6000, 6400))
    text = path.read_text("utf-8")
    for code in range(6000, 6400, 7):
        text = text.replace(f"H{code},01/05/2024", f"H{code},31/02/2024")
    path.write_text(text, encoding="utf-8")


def _do_job(made: Made, job_id: str, act: str, subject: str, **said: object) -> None:
    _do_job_at(made.settings, Job(job_id, act, subject, STEWARD, 1.0, said))


def _do_job_at(settings: Settings, job: Job, secret: str = "") -> None:
    """Asks for a job and does it; one that was asked for is done again."""
    jobs_dir(settings).mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (jobs_dir(settings) / f"{job.job_id}.json").exists():
        write_job(settings, replace(job, said={"lang": "vi", **job.said}))
    run_job(settings, job.job_id, secret)


def _hand_in(made: Made, path: Path, job_id: str) -> None:
    """Hands a file to the desk, which loads it in a job."""
    with path.open("rb") as content:
        card, _ = receive(made.settings, path.name, content, by=STEWARD)
    _do_job(made, job_id, "load", card.sha256)


def _upload(made: Made) -> None:
    _hand_in(made, made.root / "faulty.csv", "20261101090000-00000001")


def _fronts_list(made: Made) -> None:
    (made.root / "dot.csv").write_text(FRONTS, encoding="utf-8")
    signer_of(made.settings)


def _sign_at_desk(made: Made) -> None:
    """The Front hands its list of waves over at its own desk, signed."""
    desk = desk_of(made.settings, FRONT)
    with (made.root / "dot.csv").open("rb") as content:
        card, _ = receive(desk, "dot.csv", content, by="mattran")
    pem = (made.root / "home.pem").read_text(encoding="utf-8")
    told = json.dumps({"pem": pem, "passphrase": PASSPHRASE})
    job = Job("20261101090000-00000005", "load", card.sha256, "mattran", 1.0)
    _do_job_at(desk, job, told)


def _refused_book(made: Made) -> None:
    """The refused rows of a loaded file, mended in their workbook."""
    from openpyxl import load_workbook

    _faulty_file(made)
    _upload(made)
    [card] = cards(made.settings)
    job = "20261101090000-00000002"
    _do_job(made, job, "refused_book", card.sha256)
    book = load_workbook(io.BytesIO(made_by(made.settings, job).read_bytes()))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "31/02/2024":
                cell.value = "28/02/2024"
    book.save(made.root / name_to_mend(card))


def _loaded_in_part(made: Made) -> None:
    _faulty_file(made)
    _upload(made)


def _mend_row(made: Made) -> None:
    """One refused row, mended on the page."""
    card = next(c for c in cards(made.settings) if not c.corrects)
    row = rows_to_mend(made.settings, card.sha256)[0]
    cells = {cell["heading"]: "28/02/2024" for cell in row["cells"]}
    place = {"sheet": row["sheet"], "line": row["line"], "cells": cells}
    _do_job(made, "20261101090000-00000004", "mend_row", card.sha256, **place)


def _correct(made: Made) -> None:
    [path] = made.root.glob("sua_*.xlsx")
    _hand_in(made, path, "20261101090000-00000003")


def _finished_file(made: Made) -> None:
    shutil.copy(os.environ["FAULTS_FINISHED"], made.root / "built.duckdb")


def _publish(made: Made) -> None:
    settings = made.settings
    with build_lock(settings):
        work = settings.builds_dir / "building"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        built = work / "warehouse.duckdb"
        shutil.copyfile(made.root / "built.duckdb", built)
        write_stand_in(work / "kept.duckdb")
        kept = content_sha256(work / "kept.duckdb")
        publish(
            settings,
            built,
            is_full=True,
            why="asked",
            project_sha256="0" * 64,
            kept_sha256=kept,
        )
        shutil.rmtree(work)


def _late_note(action: str) -> Work:
    """The leader notes that an officer kept silent, once the term is over."""

    def work(made: Made) -> None:
        take_matter_on(made.settings, made.matter, action, days=60)

    return work


def _taken(*actions: str) -> Work:
    """Steps of a matter by who may take each."""

    def work(made: Made) -> None:
        for action in actions:
            take_matter_on(made.settings, made.matter, action)

    return work


def _note(made: Made) -> None:
    by = PEOPLE["leader"]
    write_note(made.settings, key("91001"), "late_strict", "Thêm quầy", by=by, n=3)


def _tell(made: Made) -> None:
    for n in range(5):
        audit.record(made.settings, actor="t", action="export", subject=f"trang {n}")
    audit.anchor(made.settings)


def _wave_list(made: Made) -> None:
    (made.root / "waves.csv").write_text(WAVES, encoding="utf-8")
    (made.root / "waves.yml").write_text(WAVE_SPEC, encoding="utf-8")
    signer_of(made.settings)


def _sign_waves(made: Made) -> None:
    spec, key = made.root / "waves.yml", made.root / "home.pem"
    arguments = ("--spec", str(spec), "--sign", str(key))
    thanthien(made, "ingest", str(made.root / "waves.csv"), *arguments)


def _newest_backup(made: Made) -> Path:
    found = (made.root / "out" / "kept").glob("thanthien-*")
    return max((p for p in found if p.suffix != ".partial"), default=made.root / "none")


def _back_up(made: Made) -> None:
    thanthien(made, "backup", str(made.root / "out" / "kept"))


def _restored(made: Made) -> Path:
    return made.root / "out" / "restored"


def _restore(made: Made) -> None:
    [backup] = (made.root / "backups").glob("thanthien-*")
    thanthien(made, "restore", str(backup), home=_restored(made))


def _mend(made: Made) -> None:
    thanthien(made, "doctor", "--mend", "--yes")


def _spoil(pattern: str) -> Work:
    """Junk in the middle of the newest file of a name."""

    def work(made: Made) -> None:
        path = sorted(made.settings.home.glob(pattern))[-1]
        path.chmod(0o600)
        content = bytearray(path.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 4096] = b"\xa5" * len(content[middle : middle + 4096])
        path.write_bytes(content)

    return work


_HEARD = _taken("confirm", "reply")
_DECIDED = _taken("confirm", "reply", "decide")
_INFORMED = _taken("confirm", "reply", "decide", "sign")

ACTS: tuple[Act, ...] = (
    Act("ingest", "three files", _ingest_three, _three_files),
    Act("upload", "file with refused rows", _upload, _faulty_file),
    Act("upload", "signed at the Front's desk", _sign_at_desk, _fronts_list),
    Act("correction", "workbook of refused rows", _correct, _refused_book),
    Act("correction", "one row on the page", _mend_row, _loaded_in_part),
    Act("build", "after a load", command("build"), command("ingest")),
    Act("publish", "finished file", _publish, _finished_file),
    Act("decision", "confirm", command("process", "step")),
    Act("decision", "withdraw", _taken("withdraw")),
    Act("decision", "reply", _taken("reply"), _taken("confirm")),
    Act("decision", "silence", _late_note("note_silence"), _taken("confirm")),
    Act("decision", "decide", _taken("decide"), _HEARD),
    Act("decision", "sign", _taken("sign"), _DECIDED),
    Act("decision", "unsigned", _late_note("note_unsigned"), _DECIDED),
    Act("decision", "close", _taken("close"), _INFORMED),
    Act("decision", "appeal", _taken("appeal"), _INFORMED),
    Act("review", "write", command("review", "write")),
    Act("review", "submit", command("review", "submit")),
    Act("review", "confirm", command("review", "confirm")),
    Act("review", "doubt", command("review", "doubt")),
    Act("review", "remark", command("review", "remark")),
    Act("review", "return", command("review", "return")),
    Act("review", "release", command("review", "release")),
    Act("note", "on a finding", _note),
    Act("audit", "five records and an anchor", _tell),
    Act("custody", "signed list of waves", _sign_waves, _wave_list),
    Act("custody", "plan of a wave", command("wave", "plan")),
    Act("release", "a wave", command("wave", "release")),
    Act("backup", "whole home", _back_up, place=_newest_backup),
    Act("restore", "into an empty home", _restore, place=_restored),
    Act("withdraw", "a file", command("withdraw"), takes=True),
    Act("mend", "raw from sources", _mend, _spoil("raw.duckdb"), breaks="raw.duckdb"),
    Act("mend", "pointer", _mend, _spoil("builds/current.json")),
    Act("mend", "published build", _mend, _spoil("builds/warehouse-*.duckdb")),
    Act("account", "added", command("user", "add")),
    *WAVE_ACTS,
)
AGAIN = {ExitCode.OK, ExitCode.REFUSED_ROWS, ExitCode.BAD_REQUEST}
"""What an act may answer when it is done again: done, or done before."""
