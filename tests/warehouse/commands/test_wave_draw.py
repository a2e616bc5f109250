"""`thanthien wave draw`: draw, repeat, check, and what is refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from typer.testing import CliRunner, Result

from tests.dashboard.small.warehouse import changed
from tests.warehouse.commands.conftest import PASSWORD
from tests.warehouse.custody.front_desk import PASSPHRASE, key_file
from tests.warehouse.waves.conftest import COUNTS
from tests.warehouse.waves.frames import (
    FRONT,
    WAVE,
    write_households,
    write_returned,
)
from thanthien import app
from warehouse.errors import ExitCode
from warehouse.settings import Settings
from warehouse.stores.state import writing


def test_the_form_of_a_planned_wave(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "phieu"
    args = ["wave", "forms", WAVE, "--user", FRONT.user_name, "--out", str(out)]
    done = CliRunner().invoke(app, args, input=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert "Phiếu 14 câu hỏi" in " ".join(done.output.split())
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        f"{WAVE}_cau_hoi.xlsx",
        f"{WAVE}_google_forms.gs",
        f"{WAVE}_limesurvey.lss",
        f"{WAVE}_nhap_phieu.xlsx",
        f"{WAVE}_xlsform.xlsx",
        "form_dl_2026_q4.yml",
    ]


def run(export: Path, *more: str) -> Result:
    args = ["wave", "draw", WAVE, "--user", FRONT.user_name, "--from", str(export)]
    return CliRunner().invoke(app, [*args, *more], input=f"{PASSWORD}\n")


def test_draw_then_check_then_a_changed_frame(
    settings: Settings, tmp_path: Path
) -> None:
    export = write_returned(tmp_path / "ho_so_20261130.csv", COUNTS)
    out = tmp_path / "danh_sach"
    done = run(export, "--take-all", "--out", str(out), "--interviewer", "PV01")
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "khung chỉ có 1: hỏi tất cả" in said
    assert "Đã ghi 1 danh sách" in said
    made = {path.name for path in out.iterdir()}
    assert made == {f"{WAVE}_PV01.xlsx", f"{WAVE}_so_luot_hoi.xlsx"}
    checked = run(export, "--check")
    assert checked.exit_code == 0, checked.output
    assert "Rút lại đúng như đã lưu" in " ".join(checked.output.split())
    other = write_returned(tmp_path / "x_20261201.csv", COUNTS | {"91001": 39})
    refused = run(other, "--check")
    assert refused.exit_code
    assert "91001: 40 → 39" in str(refused.exception)


def test_visits_are_drawn_without_a_file_and_checked(
    settings: Settings, tmp_path: Path
) -> None:
    first = date.today() + timedelta(days=1)
    month = [first + timedelta(days=n) for n in range(31)]
    [build] = (settings.home / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute("delete from dim_calendar_days")
        for day in month:
            connection.execute(
                "insert into dim_calendar_days values ('province', ?, true, 'office')",
                [day],
            )
    days = ["--since", str(first), "--until", str(month[-1])]
    met = ["--every", "4", "--hours", "08:00-10:00", "--weekday", "3"]
    args = ["wave", "draw", WAVE, "--user", FRONT.user_name, "--frame", "reception"]
    for option, limit in (("--every", "from 1 to 50"), ("--ballots", "from 1 to 200")):
        nobody = [*args, *days, option, "0"]
        refused = CliRunner().invoke(app, nobody, input=f"{PASSWORD}\n")
        assert limit in str(refused.exception)
    out = tmp_path / "danh_sach"
    done = CliRunner().invoke(
        app,
        [*args, *days, *met, "--take-all", "--out", str(out)],
        input=f"{PASSWORD}\n",
    )
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "phòng tiếp công dân" in said
    assert "cứ 4 người hỏi một" in said
    assert (out / f"{WAVE}_91001.xlsx").exists()
    checked = CliRunner().invoke(app, [*args, "--check"], input=f"{PASSWORD}\n")
    assert checked.exit_code == 0, checked.output
    assert "Rút lại đúng như đã lưu" in " ".join(checked.output.split())


def test_households_are_drawn_in_their_own_process(
    settings: Settings, tmp_path: Path
) -> None:
    path = write_households(tmp_path / "ho.csv", COUNTS)
    with path.open("a", encoding="utf-8") as file:
        file.write(";;;\n;X;;91001\n")
    done = run(path, "--frame", "households", "--take-all")
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert f"Khung: {sum(COUNTS.values())} hộ dân." in said
    assert "1 dòng không đọc được" in said
    assert run(path, "--check").exit_code == 0


def test_nothing_to_check_and_no_lists_in_the_home(
    settings: Settings, tmp_path: Path
) -> None:
    export = write_returned(tmp_path / "ho_so_20261130.csv", COUNTS)
    early = run(export, "--check")
    assert "only a draw that was kept" in str(early.exception)
    refused = run(export, "--out", str(settings.home / "lists"))
    assert refused.exit_code
    assert "the home keeps none" in str(refused.exception)


def test_the_front_signs_its_plan_and_draw_and_a_change_is_named(
    settings: Settings, tmp_path: Path
) -> None:
    export = write_returned(tmp_path / "ho_so_20261130.csv", COUNTS)
    assert run(export, "--take-all").exit_code == 0
    key = key_file(settings)
    args = ["wave", "sign", WAVE, "--user", FRONT.user_name, "--sign", str(key)]
    typed = f"{PASSWORD}\n{PASSPHRASE}\n"
    done = CliRunner().invoke(app, args, input=typed)
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert f"Đã ký kế hoạch của {WAVE}, lần 1" in said
    assert f"Đã ký lần rút mẫu của {WAVE} theo kế hoạch lần 1" in said
    again = CliRunner().invoke(app, args, input=typed)
    assert "đã được ký từ trước" in " ".join(again.output.split())
    assert CliRunner().invoke(app, ["wave", "verify"]).exit_code == 0
    with writing(settings) as connection:
        connection.execute("drop trigger plan_is_never_changed")
        connection.execute("update wave_plan set plan = plan || ' '")
    found = CliRunner().invoke(app, ["wave", "verify"])
    assert found.exit_code == ExitCode.DAMAGED
    assert f"{WAVE}: kế hoạch không còn như khi lưu" in " ".join(found.output.split())


def test_a_second_draw_goes_on_and_is_checked_with_the_first(
    settings: Settings, tmp_path: Path
) -> None:
    """Of one unit nearly all refused; of the others nobody was asked yet."""
    [build] = (settings.home / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute(
            "insert into agg_interviewers by name select *"
            f" replace ('{WAVE}' as wave_code, 6 as n_asked, 0 as n_answered,"
            " 6 as n_refused, 0 as n_waiting)"
            " from agg_interviewers where unit_key like '91001%'"
        )
    export = write_returned(tmp_path / "ho_so_20261130.csv", COUNTS)
    assert run(export, "--take-all").exit_code == 0
    early = run(export, "--check", "--second")
    assert "Đã rút thêm" not in early.output
    done = run(export, "--second", "--out", str(tmp_path / "them"))
    assert done.exit_code == 0, done.output
    assert "Đã rút thêm" in " ".join(done.output.split())
    again = run(export, "--check")
    assert again.exit_code == 0, again.output
    assert "Rút thêm lại đúng như đã lưu" in " ".join(again.output.split())
    other = write_returned(tmp_path / "moi_20261201.csv", {**COUNTS, "91002": 31})
    assert run(other, "--check").exit_code != 0
