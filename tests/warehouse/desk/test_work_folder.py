"""What a killed process of the desk left behind goes; what another uses stays."""

from __future__ import annotations

from pathlib import Path

from warehouse.desk.jobs import jobs_dir
from warehouse.desk.work_folder import remove_left, work_folder
from warehouse.settings import Settings


def test_a_folder_goes_with_its_work(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    with work_folder(settings) as folder, work_folder(settings) as other:
        assert folder != other
        (folder / "rows.csv").write_text("x", encoding="utf-8")
        assert folder.stat().st_mode & 0o077 == 0
    assert list(jobs_dir(settings).iterdir()) == []


def test_what_a_killed_process_left_goes_and_what_is_in_use_stays(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path / "home")
    desk = jobs_dir(settings)
    with work_folder(settings) as in_use:
        for name in ("work-dead", "work-locked"):
            (desk / name).mkdir()
            (desk / name / "rows.csv").write_text("x", encoding="utf-8")
        (desk / "work-locked.lock").touch()
        (desk / "20260101000000-0123abcd.json").write_text("{}", encoding="utf-8")
        remove_left(settings)
        left = {path.name for path in desk.iterdir()}
        assert left == {
            in_use.name,
            f"{in_use.name}.lock",
            "20260101000000-0123abcd.json",
        }
