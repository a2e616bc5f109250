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
