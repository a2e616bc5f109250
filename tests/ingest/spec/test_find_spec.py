"""The spec of a file is found by its headings, or the reason is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.spec.find_spec import find_spec, known_specs
from ingest.spec.read_spec import read_spec
from ingest.spec.spec import Spec
from tests.ingest.conftest import Desk
from warehouse.errors import ExitCode, SpecError


def spec_of(folder: Path, name: str, columns: str, more: str = "") -> Spec:
    path = folder / f"{name}.yml"
    path.write_text(
        f"spec: {name}\ntitle: {{vi: a, en: a}}\n{more}"
        f"kinds:\n  - kind: procedure\n    columns: {columns}\n",
        encoding="utf-8",
    )
    return read_spec(path)


@pytest.fixture
def specs(tmp_path: Path) -> list[Spec]:
    short = "{procedure_code: {from: Mã}}"
    long = "{procedure_code: {from: Mã}, procedure_name: {from: Tên, required: true}}"
    return [
        spec_of(tmp_path, "ngan", short, "unknown_headings: ignore\n"),
        spec_of(tmp_path, "dai", long),
    ]


def csv(folder: Path, text: str) -> Path:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_best_coverage_wins(tmp_path: Path, specs: list[Spec]) -> None:
    assert find_spec(csv(tmp_path, "Mã,Tên\n1,a\n"), specs).name == "dai"


def test_a_missing_heading_rules_a_spec_out(tmp_path: Path, specs: list[Spec]) -> None:
    assert find_spec(csv(tmp_path, "Mã,Lĩnh vực\n1,a\n"), specs).name == "ngan"


def test_an_unknown_heading_rules_a_strict_spec_out(
    tmp_path: Path, specs: list[Spec]
) -> None:
    path = csv(tmp_path, "Mã,Tên,Họ tên\n1,a,b\n")
    assert find_spec(path, specs).name == "ngan"


def test_no_spec_names_the_nearest_and_what_they_miss(
    tmp_path: Path, specs: list[Spec]
) -> None:
    with pytest.raises(SpecError) as raised:
        find_spec(csv(tmp_path, "Tên,Khác\n1,2\n"), specs)
    assert "dai misses Mã" in raised.value.message
    assert "does not know Khác" in raised.value.message


def test_a_tie_is_not_guessed(tmp_path: Path, specs: list[Spec]) -> None:
    twin = spec_of(
        tmp_path, "dai_hai", "{procedure_code: {from: Mã}}", "ignore: [Tên]\n"
    )
    with pytest.raises(SpecError, match="equally well: dai, dai_hai"):
        find_spec(csv(tmp_path, "Mã,Tên\n1,a\n"), [*specs, twin])


def test_a_spec_of_the_home_replaces_the_shipped_one(desk: Desk) -> None:
    text = (
        "spec: unit_list\ntitle: {vi: a, en: a}\nkinds:\n  - kind: procedure\n"
        "    columns: {procedure_code: {from: Mã riêng}}\n"
    )
    desk.file("home/specs/unit_list.yml", text)
    mine = [s for s in known_specs(desk.settings) if s.name == "unit_list"]
    assert [spec.kinds[0].kind.name for spec in mine] == ["procedure"]


def test_the_shipped_unit_list_is_found(desk: Desk) -> None:
    path = desk.file(
        "don_vi.csv",
        "STT,Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ\n"
        "1,25,Tỉnh Mô Phỏng,Tỉnh,,01/07/2025\n2,25001,Xã Một,XÃ,25,1/7/2025\n",
    )
    (result,) = load_files([path], settings=desk.settings)
    assert (result.status, result.spec_name) == ("loaded", "unit_list")
    assert desk.counts() == [("unit", 2, 2, 0, 0)]


def test_an_unknown_file_is_refused_with_a_ledger_row(desk: Desk) -> None:
    path = desk.file("la.csv", "Một,Hai,Ba\n1,2,3\n")
    (result,) = load_files([path], settings=desk.settings)
    assert (result.status, result.exit_code) == ("refused", ExitCode.BAD_SPEC)
    assert "no spec fits" in (result.reason or "")
    assert desk.raw("select status, spec_name from raw.file") == [("refused", None)]


KOBO = (
    "end,ma_phieu,dot,thong_tin/ma_xa,thong_tin/ho_ten,danh_gia/overall,danh_gia/trust"
)


def refused_as(desk: Desk, text: str, name: str = "kobo.csv") -> str:
    [result] = load_files([desk.file(name, text)], settings=desk.settings)
    assert result.status == "refused"
    return result.as_text("vi")


def test_questions_exported_without_their_group_are_known_again(desk: Desk) -> None:
    head = KOBO.replace("danh_gia/", "")
    said = refused_as(desk, f"{head}\n2026-11-05,K1,D,1,A,5,4\n")
    assert "đổi tên cột «overall» trong tệp thành «danh_gia/overall»" in said
    assert "đổi tên cột «trust» trong tệp thành «danh_gia/trust»" in said
    assert "bỏ cột" not in said


def test_a_name_is_never_offered_for_what_a_file_lacks(desk: Desk) -> None:
    text = f"{KOBO}\n2026-11-05T08:00:00+07:00,K1,D,01,A,5,4\n"
    [result] = load_files([desk.file("kobo.csv", text)], settings=desk.settings)
    assert result.status == "loaded"
    assert "ho_ten" not in result.as_text("vi")


def test_of_thousands_of_headings_a_few_are_said(desk: Desk) -> None:
    more = ",".join(f"Cột {n}" for n in range(5000))
    cells = "," * 5000
    said = refused_as(desk, f"{KOBO},{more}\n2026-11-05,K1,D,1,A,5,4{cells}\n")
    assert "… (+4990)" in said
    assert len(said) < 2000


def test_of_several_spellings_the_one_like_the_file_is_named(desk: Desk) -> None:
    head = "Mã hồ sơ (*),Ngày nhận (*),Mã TTHC,Đơn vị tiếp nhận,Trạng thái"
    head += ",Cán bộ thụ lý,Ngày hẹn trả,Ngày kết thúc xử lý,Ngày trả"
    said = refused_as(desk, f"{head}\nA,01/11/2026,B,1,x,C,,,\n", "hs.csv")
    assert "đổi tiêu đề «Ngày nhận (*)» trong tệp thành «Ngày nhận»" in said


def test_the_day_a_name_lacks_is_shown_by_an_example(desk: Desk) -> None:
    sync = "MaHoSo,MaTTHC,DonViTiepNhan,DonViXuLy,NgayTiepNhan,NgayHenTra"
    sync += ",NgayKetThucXuLy,NgayTra,TrangThaiHoSo,KenhThucHien"
    said = refused_as(desk, f"{sync}\nA,B,1,1,20261101080000,,,,4,1\n", "dong_bo.csv")
    assert "thêm vào tên tệp, theo mẫu 20261231" in said
    text = (
        "Mã hồ sơ,Ngày nhận,Mã TTHC,Đơn vị tiếp nhận,Trạng thái\nA,01/11/2026,B,1,x\n"
    )
    assert "theo mẫu: Tính đến ngày 31/12/2026" in refused_as(desk, text, "hs.csv")
