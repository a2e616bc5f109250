"""Acts of a planned wave: draws, signatures, the book of attempts, the summary."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from functools import partial

import duckdb

from ingest.desk.run import run_job
from tests.dashboard.small.waves import DAYS
from tests.dashboard.small.waves import WAVE as ANSWERED
from tests.faults.home import Made
from tests.kills.act import Act, thanthien
from tests.warehouse.custody.front_desk import (
    FRONT,
    PASSPHRASE,
    key_file,
    released_by_front,
    signer_of,
)
from tests.warehouse.waves.frames import WAVE, keep_small_plan, write_returned
from warehouse.builds.build import build
from warehouse.desk.desks import desk_of
from warehouse.desk.inbox import WAITING, receive
from warehouse.desk.jobs import Job, jobs_dir, write_job
from warehouse.read import reader_of
from warehouse.waves.draw import Draw
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.kept_draws import keep_draw, kept_draw
from warehouse.waves.second_draw import draw_more, keep_second
from warehouse.waves.signed_designs import sign_designs

COUNTS = {"91001": 40, "91002": 30, "91003": 35, "91004": 25}
MORE = {"91001": 5, "91003": 2}
UNITS = """Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ
91,Tỉnh Thử,Tỉnh,,01/07/2025
91001,Xã An Bình,Xã,91,01/07/2025
"""
HEADS = "Mã đợt,Số phiếu,Mã đơn vị,Mã điều tra viên,Ngày giờ hỏi,Lần hỏi,Kết quả hỏi"
ATTEMPTS = f"""{HEADS}
{WAVE},1,91001,PV01,20/10/2026 08:00,1,Đã trả lời
{WAVE},2,91001,PV01,20/10/2026 09:00,1,Từ chối
{WAVE},3,91001,PV01,,1,
"""
LIST = f"wave_code,stream,owner,instrument\n{WAVE},independent,front,q1\n"
JOB = "20261101090000-00000006"


def _planned(made: Made) -> None:
    reader = reader_of(made.settings)
    scope = reader.scope_of(FRONT)
    keep_small_plan(made.settings, partial(reader.run, scope=scope))
    write_returned(made.root / "ho_so_20261030.csv", COUNTS)


def _drawn(made: Made) -> Draw:
    reader = reader_of(made.settings)
    units = reader.run("units", reader.scope_of(FRONT)).rows
    ask = Ask(WAVE, seed="s", takes_all=True)
    frame = made.root / "ho_so_20261030.csv"
    return draw_wave(made.settings, ask, units, frame, today=date(2026, 11, 5))


def _draw(made: Made) -> None:
    keep_draw(made.settings, _drawn(made), by=FRONT)


def _drawn_once(made: Made) -> None:
    _planned(made)
    _draw(made)


def _draw_again(made: Made) -> None:
    kept = kept_draw(made.settings, WAVE, 1)
    assert kept is not None
    more = draw_more(_drawn(made), MORE)
    keep_second(made.settings, kept, more, by=FRONT)


def _drawn_twice(made: Made) -> None:
    _drawn_once(made)
    _draw_again(made)
    key_file(made.settings)


def _sign(made: Made) -> None:
    signer = signer_of(made.settings)
    sign_designs(made.settings, WAVE, by=FRONT, signer=signer)


def _listed(made: Made) -> None:
    """The list of units, and a wave of the Front that it signed."""
    from tests.kills.acts import WAVE_SPEC

    key_file(made.settings)
    for name, text in (
        ("don_vi.csv", UNITS),
        ("dot.csv", LIST),
        ("dot.yml", WAVE_SPEC),
        ("so.csv", ATTEMPTS),
    ):
        (made.root / name).write_text(text, encoding="utf-8")


def _fill_in(made: Made) -> None:
    """The book of attempts as it was filled in, at the Front's own desk."""
    desk = desk_of(made.settings, FRONT.role)
    with (made.root / "so.csv").open("rb") as content:
        card, _ = receive(desk, "so.csv", content, by=FRONT.user_name)
    if card.status != WAITING:
        return
    jobs_dir(desk).mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (jobs_dir(desk) / f"{JOB}.json").exists():
        said = {"lang": "vi"}
        write_job(desk, Job(JOB, "load", card.sha256, FRONT.user_name, 1.0, said))
    pem = key_file(made.settings).read_text(encoding="utf-8")
    run_job(desk, JOB, json.dumps({"pem": pem, "passphrase": PASSPHRASE}))


def _released(made: Made) -> None:
    """A build with a wave that has answers, and its release."""
    finished = made.root / "finished_with_a_wave.duckdb"
    shutil.copyfile(os.environ["FAULTS_FINISHED"], finished)
    first, last = DAYS[ANSWERED]
    with duckdb.connect(str(finished)) as connection:
        connection.execute(
            "insert into dim_waves (wave_code, stream, owner, mode, opened_on,"
            " closed_on, planned_n, instrument) values (?, 'independent', 'front',"
            " 'paper', ?, ?, 500, 'hai_long_2024')",
            [ANSWERED, first, last],
        )
    os.environ["FAULTS_FINISHED"] = str(finished)
    assert build(made.settings).is_published
    released_by_front(made.settings, ANSWERED)


def _summarise(made: Made) -> None:
    out, key = made.root / "out" / "wave.html", key_file(made.settings)
    out.unlink(missing_ok=True)
    more = ("--user", "mattran", "--out", str(out), "--sign", str(key))
    thanthien(made, "wave", "summary", ANSWERED, *more)


WAVE_ACTS: tuple[Act, ...] = (
    Act("custody", "first draw", _draw, _planned),
    Act("custody", "second draw", _draw_again, _drawn_once),
    Act("custody", "plan and draws signed", _sign, _drawn_twice),
    Act("custody", "book of attempts", _fill_in, _listed),
    Act("release", "public summary", _summarise, _released),
)
