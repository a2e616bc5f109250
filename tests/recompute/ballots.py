"""Answers of every kind of form, as one table."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd

from tests.recompute.cases import cases
from tests.recompute.province import Delivered
from tests.recompute.source_files import (
    code,
    csv_rows,
    decimals,
    moment,
    sheet_rows,
)

WORDS = {
    "Rất không hài lòng": 1, "Không hài lòng": 2, "Bình thường": 3, "Hài lòng": 4,
    "Rất hài lòng": 5,
}  # fmt: skip
TAPS = {"KHÔNG HÀI LÒNG": 1, "HÀI LÒNG": 2, "RẤT HÀI LÒNG": 3}
STREAM = {
    "Trước khi thực hiện mô hình": "before", "Sau khi thực hiện mô hình": "after",
    "Sau khi trả kết quả": "service", "Khảo sát độc lập": "independent",
    "Giám sát việc thực hiện mô hình": "supervision",
}  # fmt: skip


@lru_cache(maxsize=1)
def items(given: Delivered) -> pd.DataFrame:
    """item_code, text, criterion, least and most level, satisfied from."""
    rows = csv_rows(given.files("07_*")[0])
    return pd.DataFrame(
        {
            "instrument": rows["Mã bộ câu hỏi"],
            "item_code": rows["Mã câu hỏi"],
            "text": rows["Nội dung câu hỏi"],
            "criterion": rows["Tiêu chí"].str.split(";").str[0],
            "least": rows["Mức thấp nhất"].astype(float),
            "most": rows["Mức cao nhất"].astype(float),
            "is_reversed": rows["Thang ngược"] == "Có",
            "satisfied_from": decimals(rows["Hài lòng từ mức"]),
        }
    )


@lru_cache(maxsize=1)
def waves(given: Delivered) -> pd.DataFrame:
    """wave_code, stream, mode, first and last day, instrument."""
    rows = sheet_rows(given.files("06_*.xlsx")[0], "Mã đợt")
    rows = rows[rows["Loại khảo sát"].isin(list(STREAM))]
    return pd.DataFrame(
        {
            "wave_code": rows["Mã đợt"],
            "stream": rows["Loại khảo sát"].map(STREAM),
            "mode": rows["Hình thức"],
            "opened_on": moment(rows["Ngày bắt đầu"]),
            "closed_on": moment(rows["Ngày kết thúc"]),
            "instrument": rows["Mã bộ câu hỏi"],
        }
    )


def _long(
    rows: pd.DataFrame, names: dict[str, str], levels: dict[str, pd.Series]
) -> pd.DataFrame:
    """One row per ballot and question; `names` gives the heading of each fact."""
    facts = {
        "ballot_id": rows[names["ballot"]],
        "wave_code": rows[names["wave"]] if names["wave"] in rows else names["wave"],
        "unit_code": code(rows[names["unit"]]),
        "day": moment(rows[names["day"]]).dt.normalize(),
        "officer_code": rows.get(names.get("officer", ""), None),
        "case_code": rows.get(names.get("case", ""), None),
    }
    parts = [
        pd.DataFrame({**facts, "item_code": item, "level": level})
        for item, level in levels.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _numbers(
    rows: pd.DataFrame, headings: dict[str, str], most: float = 5
) -> dict[str, pd.Series]:
    found = {}
    for item, heading in headings.items():
        level = pd.to_numeric(rows[heading], errors="coerce")
        found[item] = level.where(level.between(1, most))
    return found


@lru_cache(maxsize=1)
def answers(given: Delivered) -> pd.DataFrame:
    """Every answer once: wave, ballot, unit, question, level, day and who served."""
    parts = [*_kobo(given), *_worded(given), *_counter(given), *_others(given)]
    rows = pd.concat(parts, ignore_index=True)
    return rows.drop_duplicates(["wave_code", "ballot_id", "item_code"])


def _kobo(given: Delivered) -> list[pd.DataFrame]:
    found = []
    for path in given.files("kobo_MO_PHONG_*.csv"):
        rows = csv_rows(path)
        headings = {
            name.split("/")[1]: name
            for name in map(str, rows)
            if name.startswith("danh_gia/")
        }
        names = {"ballot": "ma_phieu", "wave": "dot", "unit": "thong_tin/ma_xa"}
        names |= {"day": "end"}
        found.append(_long(rows, names, _numbers(rows, headings)))
    return found


def _worded(given: Delivered) -> list[pd.DataFrame]:
    found = []
    texts = items(given).drop_duplicates("text").set_index("text")["item_code"]
    forms = (
        ("google_forms_*.csv", {"ballot": "Số phiếu", "wave": "Mã đợt khảo sát",
                                "unit": "Xã, phường", "day": "Dấu thời gian"}),
        ("kobo_nhan_*.csv", {"ballot": "Mã phiếu", "wave": "Đợt khảo sát",
                             "unit": "Mã đơn vị được khảo sát", "day": "Bắt đầu",
                             "officer": "Mã cán bộ tiếp ông/bà"}),
    )  # fmt: skip
    for pattern, names in forms:
        for path in given.files(pattern):
            rows = csv_rows(path)
            asked = {item: str(text) for text, item in texts.items() if text in rows}
            levels = {item: rows[text].map(WORDS) for item, text in asked.items()}
            found.append(_long(rows, names, levels))
    return found


def _counter(given: Delivered) -> list[pd.DataFrame]:
    names = {
        "ballot": "Mã phiếu", "wave": "Mã đợt", "unit": "Mã đơn vị",
        "day": "Ngày trả lời", "officer": "Mã cán bộ", "case": "Mã hồ sơ",
    }  # fmt: skip
    found = []
    for path in given.files("phieu_tai_quay_*.csv"):
        rows = csv_rows(path)
        own = [name for name in map(str, rows) if re.fullmatch(r"[a-z_]+", name)]
        found.append(_long(rows, names, _numbers(rows, {name: name for name in own})))
    return found


def _others(given: Delivered) -> list[pd.DataFrame]:
    marked = sheet_rows(given.files("phieu_nhap_tay_*.xlsx")[0], "Mã phiếu")
    marked = marked[marked["Mã phiếu"].astype(str).str.contains(r"-\d+$")]
    texts = items(given).drop_duplicates("text").set_index("text")["item_code"]
    levels: dict[str, pd.Series] = {}
    for name in map(str, marked):
        question = re.fullmatch(r"\d+\. (.+) / (.+)", name)
        if question:
            item, level = texts[question[1]], WORDS[question[2]]
            before = levels.get(item, pd.Series(np.nan, index=marked.index))
            is_marked = marked[name].astype(str).str.lower() == "x"
            levels[item] = before.mask(is_marked, level)
    names = {"ballot": "Mã phiếu", "wave": "TRUOC-2025", "unit": "Mã xã"}
    keyed = _long(marked, names | {"day": "Ngày trả lời"}, levels)

    path = given.files("limesurvey_*.csv")[0]
    rows = csv_rows(path)
    rows = rows[rows["Ngày gửi"].notna()]
    asked = {item: str(text) for text, item in texts.items() if text in rows}
    names = {"ballot": "Mã trả lời", "wave": "Mã đợt", "unit": "Mã xã, phường"}
    watched = _long(rows, names | {"day": "Ngày gửi"}, _numbers(rows, asked, 10))

    path = given.files("may_tinh_bang_*.csv")[0]
    rows = csv_rows(path)
    names = {"ballot": "Mã lượt", "wave": re.findall(r"MTB-\d{4}", path.name)[0]}
    names |= {"unit": "Mã đơn vị", "day": "Thời gian", "officer": "Tài khoản cán bộ"}
    tapped = _long(rows, names, {"counter_3": rows["Mức đánh giá"].map(TAPS)})
    return [keyed, watched, tapped]


@lru_cache(maxsize=1)
def counted(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """Answers with their wave, question, unit and dossier; `is_in` its wave's days."""
    rows = answers(given).merge(waves(given), on="wave_code")
    rows = rows.merge(
        items(given).drop(columns="text"), on=["instrument", "item_code"], how="left"
    )
    rows["day"] = rows["day"].fillna(rows["closed_on"]).fillna(rows["opened_on"])
    rows["is_in"] = rows["day"].between(rows["opened_on"], rows["closed_on"])
    about = cases(given, as_of)[["unit_key", "officer_code", "group", "channel"]]
    about = about.rename(columns={"unit_key": "case_unit", "officer_code": "served_by"})
    rows = rows.join(about, on="case_code")
    own = given.unit_on(rows["unit_code"], rows["day"])
    is_same = rows["case_unit"].str.split("@").str[0] == rows["unit_code"]
    rows["unit_key"] = own.mask(is_same, rows["case_unit"])
    level = rows["level"].where(rows["level"].between(rows["least"], rows["most"]))
    turned = rows["least"] + rows["most"] - level
    rows["turned"] = level.mask(rows["is_reversed"], turned)
    rows["is_satisfied"] = rows["turned"] >= rows["satisfied_from"]
    return rows
