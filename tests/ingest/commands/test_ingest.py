"""`thanthien ingest` of a folder: what is passed over is said by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from thanthien import app

CSV = "Mã đơn vị,Chỉ tiêu,Kỳ,Kế hoạch,Thực hiện\n09001,THU_NGAN_SACH,2026,100,{}\n"


def test_folders_inside_a_folder_are_not_passed_over_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THANTHIEN_HOME", str(tmp_path / "home"))
    folder = tmp_path / "giao"
    (folder / "tháng 1").mkdir(parents=True)
    (folder / "a_20260131.csv").write_text(CSV.format(50), encoding="utf-8")
    inner = folder / "tháng 1"
    (inner / "b_20260131.csv").write_text(CSV.format(60), encoding="utf-8")
    done = CliRunner().invoke(app, ["ingest", str(folder)])
    assert "Bỏ qua thư mục con tháng 1" in " ".join(done.stderr.split())
    both = CliRunner().invoke(app, ["ingest", str(folder), str(inner), "--json"])
    assert "Bỏ qua thư mục con" not in both.stderr
    assert '"loaded"' in both.stdout
