"""The delivered files as tables with types, by what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from tests.recompute.source_files import (
    code,
    csv_rows,
    moment,
    sheet_rows,
    stated_on,
    unreadable,
)

STATUS = {
    "1": "registered", "2": "received", "3": "rejected", "4": "processing",
    "5": "supplementing", "6": "paying", "7": "withdrawn", "8": "stopped",
    "9": "finished", "10": "returned",
    "Mới đăng ký": "registered", "Đã tiếp nhận": "received",
    "Từ chối tiếp nhận": "rejected", "Không tiếp nhận": "rejected",
    "Đang xử lý": "processing", "Chờ bổ sung": "supplementing",
    "Yêu cầu bổ sung": "supplementing", "Chờ nộp phí, lệ phí": "paying",
    "Rút hồ sơ": "withdrawn", "Dừng xử lý": "stopped",
    "Đã xử lý xong": "finished", "Đã trả kết quả": "returned",
}  # fmt: skip
CHANNEL = {
    "1": "counter", "2": "online", "3": "post", "4": "home", "Trực tiếp": "counter",
    "Trực tuyến": "online", "Bưu chính công ích": "post", "BCCI": "post",
    "Tại nhà": "home",
}  # fmt: skip
LATE = {"Đúng hạn": False, "Trước hạn": False, "Trễ hạn": True, "Quá hạn": True}
KIND = {"Khiếu nại": "complaint", "Kiến nghị": "request", "Phản ánh": "feedback"}
OUTCOME = {
    "Đúng": "upheld", "Đúng một phần": "partly_upheld", "Sai": "rejected",
    "Rút đơn": "withdrawn",
}  # fmt: skip
RANK = {"Tỉnh": 3, "Huyện": 2, "Xã": 1, "Trung tâm": 3}
LETTER = {
    "Thư xin lỗi": "apology", "Thư cảm ơn": "thanks",
    "Thư chúc mừng": "congratulation", "Thư chia buồn": "condolence",
}  # fmt: skip
MEETING = {
    "Tiếp công dân": "reception", "Đối thoại": "dialogue", "Đi cơ sở": "field_visit",
}  # fmt: skip
FAR = pd.Timestamp(2200, 1, 1)


@dataclass(frozen=True)
class Delivered:
    """The folder of files."""

    folder: Path

    def files(self, pattern: str) -> list[Path]:
        """Files of a kind, by name."""
        return sorted(self.folder.glob(pattern))

    @cached_property
    def units(self) -> pd.DataFrame:
        """unit_code, level, parent_code, valid_from, valid_to."""
        rows = sheet_rows(self.files("01_*.xlsx")[0], "Mã đơn vị")
        rows = rows[rows["Mã đơn vị"].notna() & rows["Tên đơn vị"].notna()]
        found = pd.DataFrame(
            {
                "unit_code": rows["Mã đơn vị"].map(str),
                "level": rows["Cấp"],
                "parent_code": rows["Mã đơn vị cấp trên"],
                "valid_from": moment(rows["Có hiệu lực từ"]),
                "valid_to": moment(rows["Hết hiệu lực"]).fillna(FAR),
            }
        )
        found = found[found["valid_from"].notna()].reset_index(drop=True)
        day = found["valid_from"].dt.strftime("%Y-%m-%d")
        return found.assign(unit_key=found["unit_code"] + "@" + day)

    def unit_on(self, codes: pd.Series, days: pd.Series) -> pd.Series:
        """Key of the unit that had a code on a day."""
        asked = pd.DataFrame({"unit_code": codes, "day": days.dt.normalize()})
        asked["at"] = np.arange(len(asked))
        both = asked.merge(self.units, on="unit_code")
        held = both[
            (both["valid_from"] <= both["day"]) & (both["day"] < both["valid_to"])
        ]
        keys = held.set_index("at")["unit_key"].reindex(asked["at"])
        return pd.Series(keys.to_numpy(), index=codes.index)

    @cached_property
    def today(self) -> pd.DataFrame:
        """source (a unit as it was), unit_key (as it is now) and its part."""
        rows = csv_rows(self.files("02_*.csv")[0])
        kind = rows["Hình thức"].str.lower()
        rows = rows[rows["Mã đơn vị mới"].notna() & ~kind.str.contains("giải thể")]
        day = moment(rows["Ngày hiệu lực"])
        part = rows["Tỷ lệ dân số chuyển"].str.replace(",", ".").astype(float)
        before = day - pd.Timedelta(days=1)
        moves = pd.DataFrame(
            {
                "source": self.unit_on(code(rows["Mã đơn vị cũ"]), before),
                "unit_key": self.unit_on(code(rows["Mã đơn vị mới"]), day),
                "part": part.fillna(1.0),
            }
        )
        moves = moves[moves["source"] != moves["unit_key"]].dropna()
        now = self.units[self.units["valid_to"] == FAR]
        own = pd.DataFrame({"source": now["unit_key"], "unit_key": now["unit_key"]})
        return pd.concat([own.assign(part=1.0), moves], ignore_index=True)

    @cached_property
    def working_day_no(self) -> pd.Series:
        """Working days up to and with each day; the province's calendar."""
        rows = sheet_rows(self.files("05_*.xlsx")[0], "Trạng thái")
        days = moment(rows["Ngày"])
        works = (rows["Trạng thái"] == "Làm việc")[days.notna()]
        table = pd.Series(works.to_numpy(), index=days.dropna()).sort_index()
        return table.cumsum()

    @cached_property
    def postings(self) -> pd.DataFrame:
        """officer_code, unit_key, valid_from, valid_to."""
        rows = sheet_rows(self.files("03_*.xlsx")[0], "Mã cán bộ")
        rows = rows[rows["Mã cán bộ"].astype(str).str.match(r"^CB\d+$")]
        first = moment(rows["Thời gian công tác / Từ ngày"])
        last = moment(rows["Thời gian công tác / Đến ngày"]).fillna(FAR)
        return pd.DataFrame(
            {
                "officer_code": rows["Mã cán bộ"],
                "unit_key": self.unit_on(code(rows["Mã đơn vị"]), first),
                "valid_from": first,
                "valid_to": last,
            }
        )

    @cached_property
    def procedures(self) -> pd.DataFrame:
        """procedure_code, group, limit (working days or missing)."""
        rows = sheet_rows(self.files("04_*.xlsx")[0], "Mã TTHC")
        rows = rows[rows["Mã TTHC"].astype(str).str.contains(r"\.")]
        limit = rows["Thời hạn giải quyết (ngày làm việc)"]
        return pd.DataFrame(
            {
                "procedure_code": rows["Mã TTHC"],
                "field": rows["Lĩnh vực"],
                "group": rows["Nhóm thủ tục"],
                "limit": pd.to_numeric(
                    limit.astype(str).str.replace(",", "."), errors="coerce"
                ),
                "valid_from": moment(rows["Áp dụng từ"]),
                "valid_to": moment(rows["Hết áp dụng"]).fillna(FAR),
            }
        )

    @cached_property
    def case_versions(self) -> pd.DataFrame:
        """Every accepted row about a dossier, in the order of the exports."""
        parts = [self._synchronised(path) for path in self.files("dong_bo_*.csv")]
        parts += [self._listed(path) for path in self.files("danh_sach_ho_so_*.xlsx")]
        rows = pd.concat(parts, ignore_index=True)
        rows["finished_at"] = rows["finished_at"].fillna(rows["returned_at"])
        return rows.drop_duplicates().sort_values(
            ["case_code", "extracted_on"], kind="stable"
        )

    def _synchronised(self, path: Path) -> pd.DataFrame:
        rows = csv_rows(path)
        times = ["NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra"]
        bad = rows["MaHoSo"].isna() | rows["NgayTiepNhan"].isna()
        bad |= ~rows["TrangThaiHoSo"].isin(list(STATUS))
        for name in times:
            bad |= unreadable(rows[name])
        rows = rows[~bad]
        return pd.DataFrame(
            {
                "case_code": rows["MaHoSo"],
                "received_at": moment(rows["NgayTiepNhan"]),
                "procedure_code": rows["MaTTHC"],
                "receiving": code(rows["DonViTiepNhan"]),
                "resolving": code(rows["DonViXuLy"]),
                "officer_code": rows["CanBoXuLy"],
                "channel": rows["KenhThucHien"].map(CHANNEL),
                "due_at": moment(rows["NgayHenTra"]),
                "finished_at": moment(rows["NgayKetThucXuLy"]),
                "returned_at": moment(rows["NgayTra"]),
                "status": rows["TrangThaiHoSo"].map(STATUS),
                "source_is_late": None,
                "extracted_on": stated_on(path),
            }
        )

    def _listed(self, path: Path) -> pd.DataFrame:
        rows = sheet_rows(path, "Mã hồ sơ")
        rows["Đơn vị tiếp nhận"] = rows["Đơn vị tiếp nhận"].ffill()
        rows = rows[rows["Mã hồ sơ"].astype(str).str.match(r".*-\d{6}-\d+$")]
        at = "Ngày, tháng, năm / "
        bad = ~rows["Trạng thái"].isin(list(STATUS)) | rows[at + "Nhận"].isna()
        for name in ("Nhận", "Hẹn trả", "Kết thúc xử lý", "Trả kết quả"):
            bad |= unreadable(rows[at + name])
        rows = rows[~bad]
        return pd.DataFrame(
            {
                "case_code": rows["Mã hồ sơ"],
                "received_at": moment(rows[at + "Nhận"]),
                "procedure_code": rows["Mã TTHC"],
                "receiving": code(rows["Đơn vị tiếp nhận"]),
                "resolving": code(rows["Mã đơn vị xử lý"]),
                "officer_code": rows["Cán bộ thụ lý"],
                "channel": rows["Hình thức nộp"].map(CHANNEL),
                "due_at": moment(rows[at + "Hẹn trả"]),
                "finished_at": moment(rows[at + "Kết thúc xử lý"]),
                "returned_at": moment(rows[at + "Trả kết quả"]),
                "status": rows["Trạng thái"].map(STATUS),
                "source_is_late": rows["Tình trạng"].map(LATE),
                "extracted_on": stated_on(path),
            }
        )

    @cached_property
    def steps(self) -> pd.DataFrame:
        """case_code, officer_code, started_at, ended_at, is_paused."""
        rows = pd.concat([csv_rows(path) for path in self.files("nhat_ky_*.csv")])
        return pd.DataFrame(
            {
                "case_code": rows["MaHoSo"],
                "officer_code": rows["NguoiXuLy"],
                "started_at": moment(rows["ThoiDiemBatDau"]),
                "ended_at": moment(rows["ThoiDiemXuLy"]),
                "is_paused": rows["TamDung"] == "1",
            }
        ).drop_duplicates()

    @cached_property
    def petitions(self) -> pd.DataFrame:
        """The last word on every petition, denunciations among them."""
        parts = []
        for path in self.files("don_thu_*.xlsx"):
            rows = sheet_rows(path, "Mã đơn")
            rows = rows[rows["Mã đơn"].astype(str).str.contains(r"-\d+$")]
            kinds = rows["Loại đơn"].map(KIND)
            names = ("Mã đơn", "Ngày giải quyết", "Kết quả giải quyết")
            parts.append(_petitions(rows, kinds, names, path))
        for path in self.files("to_cao_*.csv"):
            rows = csv_rows(path)
            kinds = pd.Series("denunciation", index=rows.index)
            names = ("Mã vụ việc", "Ngày kết luận", "Kết luận")
            parts.append(_petitions(rows, kinds, names, path))
        rows = pd.concat(parts, ignore_index=True)
        rows = rows.sort_values(["petition_code", "extracted_on"], kind="stable")
        return rows.groupby("petition_code", as_index=False).tail(1)

    @cached_property
    def letters(self) -> pd.DataFrame:
        """letter_kind, unit_code, sent_on, case_code, of letters."""
        rows = csv_rows(self.files("11_*.csv")[0])
        rows = rows[rows["Lý do miễn gửi"].isna()]
        return pd.DataFrame(
            {
                "kind": rows["Loại thư"].map(LETTER),
                "unit_code": code(rows["Mã đơn vị"]),
                "sent_on": moment(rows["Ngày gửi"]),
                "case_code": rows["Mã hồ sơ"],
            }
        )

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """kind, unit_code, planned_on, held_on, led_by_head, raised, resolved."""
        rows = sheet_rows(self.files("12_*.xlsx")[0], "Loại buổi")
        rows = rows[rows["Loại buổi"].isin(list(MEETING))]
        return pd.DataFrame(
            {
                "kind": rows["Loại buổi"].map(MEETING),
                "unit_code": code(rows["Mã đơn vị"]),
                "planned_on": moment(rows["Ngày theo lịch"]),
                "held_on": moment(rows["Ngày thực hiện"]),
                "is_led": rows["Người đứng đầu chủ trì"] == "Có",
                "n_raised": pd.to_numeric(rows["Số ý kiến"]),
                "n_resolved": pd.to_numeric(rows["Số ý kiến đã giải quyết"]),
            }
        )


def _petitions(
    rows: pd.DataFrame, kinds: pd.Series, names: tuple[str, str, str], path: Path
) -> pd.DataFrame:
    name, resolved, outcome = names
    informed = "Ngày thông báo"
    bad = rows["Ngày nhận"].isna()
    bad |= rows[outcome].notna() & ~rows[outcome].isin(list(OUTCOME))
    for day in ("Ngày nhận", "Ngày thụ lý", "Hạn giải quyết", resolved, informed):
        bad |= unreadable(rows[day])
    found = pd.DataFrame(
        {
            "petition_code": rows[name],
            "kind": kinds,
            "unit_code": code(rows["Mã đơn vị"]),
            "officer_code": rows.get("Cán bộ bị phản ánh"),
            "field": rows["Lĩnh vực"],
            "received_on": moment(rows["Ngày nhận"]),
            "due_on": moment(rows["Hạn giải quyết"]),
            "resolved_on": moment(rows[resolved]),
            "informed_on": moment(rows[informed]),
            "outcome": rows[outcome].map(OUTCOME),
            "lodged": rows["Cấp nhận đơn"].map(RANK),
            "competent": rows["Cấp có thẩm quyền"].map(RANK),
            "extracted_on": stated_on(path),
        }
    )
    return found[~bad]
