"""Addressees: by the code as a load reads it, and nobody where a cell names nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.letters.addressees import First, read_addressees
from ingest.letters.child import answer
from tests.warehouse.letters.exports import code, write_export, write_petitions
from warehouse.errors import SpecError
from warehouse.letters.addressees import Addressee
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def test_whose_matter_it_is_or_who_handed_it_in(
    settings: Settings, tmp_path: Path
) -> None:
    people = [
        (f" {code(1)} ", "Người Nộp", "Chủ Hồ Sơ", "Thôn 1", "Cá nhân"),
        (code(2), "Người Nộp", "", "Thôn 2", "Tổ chức"),
        (code(3), "Không Hỏi", "Không Hỏi", "", "Cá nhân"),
    ]
    path = write_export(tmp_path / "x.xlsx", people)
    wanted = [code(1), code(2), code(9)]
    sides: tuple[First, ...] = ("owner", "applicant")
    found = {
        first: read_addressees(settings, path, wanted, about=["case"], first=first)
        for first in sides
    }
    assert found["owner"].addressees == {
        code(1): [Addressee("Chủ Hồ Sơ", "Thôn 1", "person")],
        code(2): [Addressee("Người Nộp", "Thôn 2", "organisation")],
    }
    assert found["applicant"].addressees[code(1)][0].name == "Người Nộp"
    assert not found["owner"].is_simulated


def test_no_letter_goes_to_nobody(settings: Settings, tmp_path: Path) -> None:
    nobody = ["", "#N/A", "#REF!", "không rõ", "Nặc danh", "-"]
    people = [(code(n), no, no, "", "Cá nhân") for n, no in enumerate(nobody)]
    path = write_export(tmp_path / "x.xlsx", people)
    codes = [code(n) for n in range(len(nobody))]
    found = read_addressees(settings, path, codes, about=["case"], first="owner")
    assert sorted(found.addressees) == codes
    assert {one.name for told in found.addressees.values() for one in told} == {""}


def test_two_rows_of_one_code_that_differ_are_both_told(
    settings: Settings, tmp_path: Path
) -> None:
    people = [(code(1), name, name, "", "Cá nhân") for name in ("An", "AN", "Bình")]
    path = write_export(tmp_path / "x.xlsx", people)
    found = read_addressees(settings, path, [code(1)], about=["case"], first="owner")
    assert [one.name for one in found.addressees[code(1)]] == ["AN", "Bình"]


def test_who_wrote_a_petition_is_read_from_its_register(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "don_20261031.csv"
    write_petitions(path, [("PA-1", "Lê Thị Góp", "Ấp 2")])
    found = read_addressees(
        settings, path, ["PA-1"], about=["petition"], first="applicant"
    )
    assert found.addressees == {"PA-1": [Addressee("Lê Thị Góp", "Ấp 2", "")]}
    with pytest.raises(SpecError, match="letters about a case"):
        read_addressees(settings, path, ["PA-1"], about=["case"], first="owner")


def test_a_spec_that_names_no_addressee_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "so_thu.csv"
    path.write_text(
        "STT;Loại thư;Mã đơn vị;Ngày gửi;Mã hồ sơ;Mã phản ánh;Hình thức gửi;"
        "Lý do miễn gửi\n1;Thư xin lỗi;91001;01/10/2026;H1;;Gửi bưu chính;\n",
        encoding="utf-8",
    )
    request = {"path": str(path), "codes": ["H1"], "about": "case", "first": "owner"}
    said = answer({**request, "spec": None})
    assert said["refused"][2].startswith("the spec of an export for letters")  # type: ignore[index]
    assert said["exit_code"] == SpecError.exit_code


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("addressee: {address: [Địa chỉ]}", "heading of a name"),
        ("addressee: {owner: [Họ và tên]}", "under `personal`"),
    ],
)
def test_a_spec_says_who_is_addressed_by_personal_headings_alone(
    settings: Settings, tmp_path: Path, own: str, said: str
) -> None:
    shipped = Path("ingest/specs/dossier_list.yml").read_text(encoding="utf-8")
    [line] = [one for one in shipped.splitlines() if one.startswith("addressee:")]
    spec = tmp_path / "own.yml"
    spec.write_text(shipped.replace(line, own), encoding="utf-8")
    path = write_export(tmp_path / "x.xlsx", [(code(1), "A", "A", "", "Cá nhân")])
    with pytest.raises(SpecError, match=said):
        read_addressees(
            settings, path, [], about=["case"], first="owner", spec_path=spec
        )
