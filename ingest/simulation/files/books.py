"""Writes the books of documents, training, reviews, service at home, inspections and
recommendations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from ingest.simulation.files.lists import day, records, write_delimited
from ingest.simulation.files.workbook import Cell
from ingest.simulation.registers.books import (
    home_request_rows,
    inspection_rows,
    recommendation_rows,
    review_rows,
    training_rows,
)
from ingest.simulation.registers.readiness import draw_readiness
from ingest.simulation.world import World

DOCUMENTS = {
    "plan": "Kế hoạch",
    "rules_reception": "Quy định tiếp dân",
    "rules_dialogue": "Quy định đối thoại",
    "rules_field_visit": "Quy định đi cơ sở",
    "rules_home_service": "Quy định giải quyết thủ tục tại nhà",
    "rules_satisfaction": "Quy định lấy ý kiến hài lòng",
    "regulation": "Quy chế",
    "slogan": "Khẩu hiệu",
    "guide": "Hướng dẫn người dân",
    "form_before": "Phiếu khảo sát trước",
    "form_after": "Phiếu khảo sát sau",
    "form_after_result": "Phiếu sau khi trả kết quả",
    "letter_apology": "Mẫu thư xin lỗi",
    "letter_thanks": "Mẫu thư cảm ơn",
    "letter_congratulation": "Mẫu thư chúc mừng",
    "letter_condolence": "Mẫu thư chia buồn",
}
RESULTS = {
    "kept": "Giữ nguyên",
    "simplified": "Đơn giản hóa",
    "merged": "Ghép",
    "dropped": "Bãi bỏ",
}
REASONS = {
    "elderly": "Người già yếu, neo đơn",
    "mobility": "Khó đi lại",
    "other": "Khác",
}
SUPERVISORS = {
    "front": "Mặt trận Tổ quốc",
    "council": "Hội đồng nhân dân",
    "inspectorate": "Thanh tra",
    "union": "Tổ chức chính trị - xã hội",
    "other": "Khác",
}
_YES_NO = {"True": "Có", "False": "Không"}

Heading = tuple[str, str, Callable[[object], Cell]]


def _plain(value: object) -> Cell:
    return None if value is None else str(value)


def _date(text: object) -> Cell:
    found = day(text)
    return found.strftime("%d/%m/%Y") if found else None


def _word(words: Mapping[str, str]) -> Callable[[object], Cell]:
    return lambda value: words[str(value)]


def write_books(world: World, folder: Path) -> list[Path]:
    """Writes the files and returns their paths."""
    unit: Heading = ("Mã đơn vị", "unit_code", _plain)
    return [
        _write(
            folder / "15_van_ban_MO_PHONG.csv",
            draw_readiness(world).documents,
            unit,
            ("Loại văn bản", "document_kind", _word(DOCUMENTS)),
            ("Số, ký hiệu", "number", _plain),
            ("Ngày ký", "signed_on", _date),
            ("Hiệu lực từ", "in_force_from", _date),
            ("Hết hiệu lực", "in_force_to", _date),
        ),
        _write(
            folder / "16_tap_huan_MO_PHONG.csv",
            training_rows(world),
            ("Mã cán bộ", "officer_code", _plain),
            ("Nội dung tập huấn", "topic", _plain),
            ("Ngày tập huấn", "held_on", _date),
        ),
        _write(
            folder / "17_ra_soat_thu_tuc_MO_PHONG.csv",
            review_rows(world),
            ("Mã thủ tục", "procedure_code", _plain),
            ("Ngày rà soát", "reviewed_on", _date),
            ("Đơn vị rà soát", "unit_code", _plain),
            ("Kết quả rà soát", "result", _word(RESULTS)),
            ("Số ngày cắt giảm", "days_saved", _plain),
        ),
        _write(
            folder / "18_phuc_vu_tai_nha_MO_PHONG.csv",
            home_request_rows(world),
            unit,
            ("Số yêu cầu", "request_code", _plain),
            ("Ngày yêu cầu", "requested_on", _date),
            ("Ngày phục vụ", "served_on", _date),
            ("Lý do", "reason", _word(REASONS)),
        ),
        _write(
            folder / "19_kiem_tra_cong_vu_MO_PHONG.csv",
            inspection_rows(world),
            unit,
            ("Ngày kiểm tra công vụ", "held_on", _date),
            ("Người đứng đầu chủ trì", "led_by_head", _word(_YES_NO)),
            ("Kiểm tra đột xuất", "surprise", _word(_YES_NO)),
            ("Số tồn tại, vi phạm", "n_findings", _plain),
            ("Số đã khắc phục", "n_closed", _plain),
        ),
        _write(
            folder / "20_kien_nghi_giam_sat_MO_PHONG.csv",
            recommendation_rows(world),
            ("Số kiến nghị", "recommendation_code", _plain),
            unit,
            ("Ngày kiến nghị", "given_on", _date),
            ("Cơ quan kiến nghị", "given_by", _word(SUPERVISORS)),
            ("Hạn trả lời", "due_on", _date),
            ("Ngày trả lời", "answered_on", _date),
            ("Ngày thực hiện xong", "done_on", _date),
        ),
    ]


def _write(path: Path, frame: pd.DataFrame, *headings: Heading) -> Path:
    lines: list[list[Cell]] = [
        [written(one[column]) for _, column, written in headings]
        for one in records(frame)
    ]
    return write_delimited(path, [heading for heading, _, _ in headings], lines)
