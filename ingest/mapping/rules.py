"""The rules a record can break, in words: the one place they are written.

Raw keeps the code and its parameters; a page or a list renders them in the
reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.spec.spec import ColumnRule
from warehouse.messages import message_in
from warehouse.raw.column import Column


@dataclass(frozen=True)
class RuleWords:
    """What a rule says and what to do, by language."""

    rule: Mapping[str, str]
    what_to_do: Mapping[str, str]


def _words(vi: str, vi_do: str, en: str, en_do: str) -> RuleWords:
    return RuleWords({"vi": vi, "en": en}, {"vi": vi_do, "en": en_do})


_FIX_CELL_VI = "Sửa ô trong tệp gốc rồi nạp lại tệp"
_FIX_CELL_EN = "Correct the cell in the source file and load it again"

RULES: dict[str, RuleWords] = {
    "required": _words(
        "Ô bắt buộc đang để trống",
        "Điền ô này trong tệp gốc, hoặc khai giá trị `default` trong spec, rồi nạp lại",
        "A cell that is needed is empty",
        "Fill it in the source file, or give a `default` in the spec, and load again",
    ),
    "date_format": _words(
        "Không phải ngày hợp lệ theo các dạng: {dates}",
        "Sửa ngày trong tệp gốc, hoặc thêm dạng ngày vào `dates` của spec, rồi nạp lại",
        "Not a valid date in any of the formats: {dates}",
        "Correct the date in the file, or add its format to `dates`, and load again",
    ),
    "date_ambiguous": _words(
        "Ngày đọc được thành hai ngày khác nhau theo các dạng: {dates}",
        "Chỉ để lại trong `dates` dạng mà hệ thống nguồn thật sự dùng, rồi nạp lại",
        "The text is two different days under the formats: {dates}",
        "Leave in `dates` only the format the source really uses, and load again",
    ),
    "date_range": _words(
        "Ngày nằm ngoài khoảng 01/01/1900–31/12/2199",
        _FIX_CELL_VI,
        "The date lies outside 01/01/1900–31/12/2199",
        _FIX_CELL_EN,
    ),
    "value": _words(
        "Giá trị chưa có trong bảng `values` của spec",
        "Thêm cách viết này vào `values` của spec (hoặc sửa ô), rồi nạp lại",
        "The spec's `values` do not list this text",
        "Add this spelling to `values` of the spec (or correct the cell), load again",
    ),
    "word": _words(
        "Chỉ nhận một trong: {words}",
        "Khai bảng `values` cho cột này trong spec, rồi nạp lại",
        "Only one of: {words}",
        "Give this column `values` in the spec and load again",
    ),
    "boolean": _words(
        "Không phải có hoặc không",
        "Khai bảng `values` với true và false trong spec, rồi nạp lại",
        "Neither yes nor no",
        "Give this column `values` with true and false in the spec and load again",
    ),
    "pattern": _words(
        "Không khớp mẫu {regex}",
        "Sửa ô, hoặc sửa `regex` trong spec, rồi nạp lại",
        "Does not match the pattern {regex}",
        "Correct the cell, or the spec's `regex`, and load again",
    ),
    "number": _words(
        "Không phải số, hoặc số quá lớn",
        _FIX_CELL_VI,
        "Not a number, or too large a one",
        _FIX_CELL_EN,
    ),
    "whole_number": _words(
        "Không phải số nguyên", _FIX_CELL_VI, "Not a whole number", _FIX_CELL_EN
    ),
    "number_ambiguous": _words(
        "Dấu chấm hoặc phẩy có thể là phần nghìn hoặc phần thập phân",
        "Khai `number: vi` (1.234,5) hoặc `number: en` (1,234.5), rồi nạp lại",
        "The mark may part thousands or decimals",
        "Set `number: vi` (1.234,5) or `number: en` (1,234.5) in the spec, load again",
    ),
    "scale": _words(
        "Câu trả lời không thuộc thang đo {scale}",
        "Kiểm tra phiếu gốc; mã không trả lời thì thêm vào `no_answer`, rồi nạp lại",
        "The answer is not on the scale {scale}",
        "Check the ballot; a no-answer code belongs into `no_answer`; load again",
    ),
    "unit_unknown": _words(
        "Không có đơn vị này vào ngày của tệp; gần nhất: {candidates}",
        "Sửa tên, nạp danh mục đơn vị còn thiếu, hoặc sửa `unit.as_of`; nạp lại tệp",
        "No unit of this name or code on the day of the file; nearest: {candidates}",
        "Correct it, load the unit list that has it, or `unit.as_of`; load again",
    ),
    "unit_ambiguous": _words(
        "Có nhiều đơn vị như vậy (mã · tên · cấp trên · từ ngày): {candidates}",
        "Ghi mã thay cho tên, hoặc khai cột cấp trên ở `unit.parent`, rồi nạp lại",
        "Several units are called so (code · name · parent · from): {candidates}",
        "Give the code, or name the parent's column in `unit.parent`, load again",
    ),
    "unit_undated": _words(
        "Tệp không có ngày, nên có thể là một trong các đơn vị: {candidates}",
        "Khai ngày của danh mục đơn vị ở `unit.as_of` trong spec, rồi nạp lại",
        "The file has no day, so it may be any of these units: {candidates}",
        "Give the day of the unit list in `unit.as_of` of the spec, and load again",
    ),
    "lost_digits": _words(
        "Mã đã mất chữ số vì bảng tính đổi thành dạng 1.0E+11",
        "Xuất lại tệp với cột mã ở dạng văn bản (Text), rồi nạp lại",
        "A spreadsheet has turned the code into 1.0E+11 and lost its digits",
        "Export the file again with the column as text, and load again",
    ),
    "file": _words(
        "Cả tệp bị từ chối: {reason}",
        "Làm theo lý do nêu ra rồi giao lại tệp",
        "The whole file is refused: {reason}",
        "Do what the reason says and deliver the file again",
    ),
    "no_parent": _words(
        "Không có dòng mẹ tương ứng trong trang chính",
        "Xuất lại cả hai trang từ cùng một lần kết xuất, rồi nạp lại",
        "The parent sheet has no row for this one",
        "Export both sheets in one go, and load again",
    ),
}


def rule_text(code: str, params: str, lang: str) -> tuple[str, str]:
    """The rule and what to do, in words.

    Args:
        code: Rule code in `raw.refused`.
        params: Its parameters there, JSON.
        lang: vi or en.
    """
    words, given = RULES[code], json.loads(params)
    if "reason" in given:
        given["reason"] = message_in(given["reason"], lang)
    return words.rule[lang].format_map(_Given(given)), words.what_to_do[lang]


def rule_params(column: Column, rule: ColumnRule) -> str:
    """Parameters that the words of a column's rules may name, JSON."""
    params = {
        "dates": ", ".join((*rule.dates, "yyyy-MM-dd")) if rule.dates else "yyyy-MM-dd",
        "words": ", ".join(column.words),
        "regex": rule.regex or "",
    }
    return json.dumps({k: v for k, v in params.items() if v}, ensure_ascii=False)


class _Given(dict[str, str]):
    """A parameter an old row lacks shows as its name, not as a crash."""

    def __missing__(self, key: str) -> str:
        return key
