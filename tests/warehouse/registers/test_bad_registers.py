"""Files of books that tell what nobody knows or nobody can have done yet.

Each is loaded as an office would send it and built: what it tells is refused at the
door or named with its reason, and no duty is done by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.loading.load import load_files
from ingest.loading.refused_list import RefusedRow, list_refused
from ingest.loading.result import FileResult
from tests.warehouse.builds.built_models import built_models
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.settings import Settings

STATED = "20261015"
CHECKS = "Mã đơn vị,Mã yêu cầu,Ngày kiểm tra,Đạt"
LETTERS = "Loại thư,Mã đơn vị,Ngày gửi,Mã hồ sơ"
TARGETS = "Mã đơn vị,Chỉ tiêu,Kỳ,Kế hoạch,Thực hiện"
MEETINGS = "Loại buổi,Mã đơn vị,Ngày theo lịch,Ngày thực hiện"
# File → its heading and its one line.
FILES = {
    "check_of_what_is_not_asked": (CHECKS, "C1,MO_TUONG,01/09/2026,Đạt"),
    "check_of_next_year": (CHECKS, "C1,NUOC_UONG,01/10/2027,Đạt"),
    "letter_about_no_case": (LETTERS, "Thư xin lỗi,C1,01/09/2026,KHONG-CO"),
    "letter_of_next_year": (LETTERS, "Thư xin lỗi,C1,01/10/2027,H-010"),
    "poverty_above_plan": (TARGETS, "C1,HO_NGHEO,2025,5,7"),
    "target_nobody_set": (TARGETS, "C1,KHONG_AI_BIET,2025,5,7"),
    "reception_of_next_year": (MEETINGS, "Tiếp dân,C1,01/10/2026,01/10/2027"),
    "document_of_no_kind": (
        "Mã đơn vị,Loại văn bản,Số văn bản,Ngày ký",
        "C1,Thông cáo,12,01/09/2026",
    ),
    "training_of_nobody": (
        "Mã cán bộ,Nội dung tập huấn,Ngày tập huấn",
        "O999,giao tiếp,01/09/2026",
    ),
    "review_of_no_procedure": (
        "Mã thủ tục,Ngày rà soát,Mã đơn vị,Kết quả rà soát",
        "9.999999,01/09/2026,C1,Đơn giản hóa",
    ),
    "served_before_it_was_asked": (
        "Mã đơn vị,Số yêu cầu,Ngày yêu cầu,Ngày phục vụ,Lý do",
        "C1,1,05/09/2026,01/09/2026,Người già",
    ),
    "inspection_of_next_year": (
        'Mã đơn vị,Ngày kiểm tra công vụ,"Số tồn tại, vi phạm",Số đã khắc phục',
        "C1,01/10/2027,3,3",
    ),
    "answered_before_it_was_given": (
        "Số kiến nghị,Mã đơn vị,Ngày kiến nghị,Hạn trả lời,Ngày trả lời",
        "7,C1,05/09/2026,20/09/2026,01/09/2026",
    ),
}
LEFT_OUT: dict[str, tuple[str, str | None]] = {
    "check_of_what_is_not_asked": ("requirement_unknown", "MO_TUONG"),
    "check_of_next_year": ("day_impossible", "2027-10-01"),
    "letter_about_no_case": ("case_unknown", None),
    "letter_of_next_year": ("day_impossible", "2027-10-01"),
    "target_nobody_set": ("indicator_unknown", "KHONG_AI_BIET"),
    "reception_of_next_year": ("day_impossible", "2027-10-01"),
    "training_of_nobody": ("not_posted", "O999"),
    "review_of_no_procedure": ("procedure_unknown", "9.999999"),
    "served_before_it_was_asked": ("day_impossible", "2026-09-05"),
    "inspection_of_next_year": ("day_impossible", "2027-10-01"),
    "answered_before_it_was_given": ("day_impossible", "2026-09-05"),
}
MODELS = ["dq_unplaced", "agg_unit_duties", "agg_unit_services", "fct_targets"]
MODELS += ["fct_readiness_checks", "fct_documents", "fct_trainings"]
MODELS += ["fct_procedure_reviews", "fct_home_requests", "fct_inspections"]
MODELS += ["fct_recommendations"]


@dataclass(frozen=True)
class Loaded:
    """What the door said of each file, what it refused, and the marts made of all."""

    files: dict[str, FileResult]
    refused: list[RefusedRow]
    marts: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.marts.execute(sql).fetchall()

    def left_out(self, name: str) -> list[tuple[Any, ...]]:
        """Reason, value and number of the rows of a file that enter no figure."""
        return self.rows(
            "select fate, value, n_rows from dq_unplaced"
            f" where starts_with(file_name, '{name}_') order by all"
        )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    home = tmp_path_factory.mktemp("bad")
    settings = Settings(home=home)
    rows = all_rows()
    for kind in ("letter", "meeting", "target", "readiness_check", "commitment"):
        rows.pop(kind, None)
    write_raw(settings.raw_path, rows)
    paths = [_written(home, name, *lines) for name, lines in FILES.items()]
    results = load_files(paths, settings=settings, is_simulated=True)
    built = built_models(settings, *(f"+{name}" for name in MODELS))
    with duckdb.connect(str(built), read_only=True) as marts:
        named = {r.file_name.removesuffix(f"_{STATED}.csv"): r for r in results}
        yield Loaded(named, list_refused(settings), marts)


def _written(home: Path, name: str, heading: str, line: str) -> Path:
    path = home / f"{name}_{STATED}.csv"
    path.write_text(f"{heading}\n{line}\n", encoding="utf-8")
    return path


def test_a_word_of_no_list_is_refused_at_the_door(loaded: Loaded) -> None:
    result = loaded.files["document_of_no_kind"]
    [counts] = result.kinds.values()
    assert (counts.n_read, counts.n_loaded, counts.n_refused) == (1, 0, 1)
    [row] = loaded.refused
    assert (row.kind, row.line, row.value) == ("document", 2, "Thông cáo")
    assert "Kế hoạch" in str(row)


@pytest.mark.parametrize("name", LEFT_OUT)
def test_each_is_named_with_its_reason(loaded: Loaded, name: str) -> None:
    result = loaded.files[name]
    assert (result.status, result.n_refused) == ("loaded", 0)
    fate, value = LEFT_OUT[name]
    assert loaded.left_out(name) == [(fate, value, 1)]


def test_no_duty_is_done_by_any_of_them(loaded: Loaded) -> None:
    for table in ("fct_readiness_checks", "fct_documents", "fct_trainings",
                  "fct_procedure_reviews", "fct_home_requests", "fct_inspections",
                  "fct_recommendations"):  # fmt: skip
        assert loaded.rows(f"select count(*) from {table}") == [(0,)], table
    done = "n_letters_apology, n_meetings_reception, n_meetings_missed"
    assert (
        loaded.rows(
            f"select {done} from agg_unit_duties where {done.split(',')[0]}"
            " + n_meetings_reception + n_meetings_missed > 0"
        )
        == []
    )


def test_poverty_above_its_plan_is_missed(loaded: Loaded) -> None:
    assert loaded.rows("select indicator, direction, state from fct_targets") == [
        ("HO_NGHEO", "down", "missed")
    ]
