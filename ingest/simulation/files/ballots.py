"""Writes ballots in the layouts survey tools export.

Hand-keyed workbook and Kobo XML names (before), Google Forms and Kobo XML names
(after), Kobo labels (independent), Kobo XML names (phone), LimeSurvey (supervision).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.simulation import names
from ingest.simulation.ballots import DONT_KNOW, NOT_APPLICABLE, REFUSED
from ingest.simulation.clock import Flags, to_date
from ingest.simulation.files.dirt import nfd, respell
from ingest.simulation.files.lists import title, write_delimited
from ingest.simulation.files.workbook import Cell, Sheet, write_workbook
from ingest.simulation.people import officer_code, person_names
from ingest.simulation.places import FIRST_NEW
from ingest.simulation.planted import Planted
from ingest.simulation.questions import item_rows
from ingest.simulation.surveys import (
    SUPERVISION_ITEMS,
    Ballots,
    is_hand_keyed,
)
from ingest.simulation.world import World

SEX_WORDS = ("Nữ", "Nam")
KIND_WORDS = ("Cá nhân", "Tổ chức")
# in the order of `CHANNELS`
CHANNEL_WORDS = ("Tại quầy", "Trực tuyến", "Bưu chính", "Tại nhà")
CHANNEL_CODES = ("tai_quay", "truc_tuyen", "buu_chinh", "tai_nha")
TEXT_OF = {code: text for code, _, text in names.HOUSEHOLD_ITEMS}
N_FORMS_COMMUNES = 14
_KOBO_CODES = {0: None, REFUSED: 99, DONT_KNOW: 98, NOT_APPLICABLE: 97}
_NO_ANSWER_TEXT = {
    0: None,
    REFUSED: "Không trả lời",
    DONT_KNOW: "Không biết",
    NOT_APPLICABLE: "Không áp dụng",
}


class BallotFiles:
    """Writes the waves of a province.

    Args:
        world: The province.
        folder: Where the files go.
        planted: Notebook of broken and repeated rows.
    """

    def __init__(self, world: World, folder: Path, planted: Planted) -> None:
        self.world, self.folder, self.planted = world, folder, planted
        self.files: list[Path] = []
        self._codes = [str(c) for c in world.places.units["unit_code"]]
        self._names = [str(n) for n in world.places.units["unit_name"]]
        self._people = person_names(world.rng(53), 500)

    def before(self, ballots: Ballots) -> None:
        """Hand-keyed for some communes, Kobo for the rest."""
        by_hand = is_hand_keyed(ballots.unit)
        self._hand_keyed(ballots, by_hand)
        self._kobo_xml(ballots, ~by_hand, "truoc_2025")

    def after(self, ballots: Ballots) -> None:
        """Google Forms for some communes, Kobo for the rest."""
        by_form = ballots.unit < FIRST_NEW + N_FORMS_COMMUNES
        self._google_forms(ballots, by_form)
        self._kobo_xml(ballots, ~by_form, "sau_2026")

    def phone(self, ballots: Ballots) -> None:
        """Kobo forms filled in by the interviewer."""
        self._kobo_xml(ballots, np.ones(len(ballots.unit), dtype=bool), "dien_thoai")

    def _hand_keyed(self, ballots: Ballots, chosen: Flags) -> None:
        """Five columns per question with an x; unit codes lost their zeros."""
        head = ["STT", "Mã phiếu", "Mã xã", "Ngày trả lời", "Giới tính", "Nhóm tuổi"]
        head += ["Đối tượng", "Cách nộp hồ sơ", "Họ và tên", "Số điện thoại"]
        for place, item in enumerate(ballots.items, 1):
            head += [f"{place}. {TEXT_OF[item]} / {word}" for word in names.LEVEL_WORDS]
        ids = ballots.ids()
        rows: list[list[Cell]] = []
        for number, i in enumerate(np.flatnonzero(chosen).tolist(), 1):
            day = to_date(ballots.day[i])
            row: list[Cell] = [number, ids[i], int(self._codes[ballots.unit[i]])]
            row.append(day if number % 3 else day.strftime("%d/%m/%Y"))
            row += [
                SEX_WORDS[ballots.people.sex[i]],
                names.AGE_BANDS[ballots.people.age[i]],
            ]
            row.append(KIND_WORDS[ballots.people.kind[i]])
            row.append(CHANNEL_WORDS[ballots.people.channel[i]])
            row.append(self._people[i % 500])
            row.append(f"0900 000 {i % 1000:03d}")
            for level in ballots.levels[i].tolist():
                marks: list[Cell] = [None] * 5
                if level > 0:
                    marks[level - 1] = "x" if number % 7 else "X"
                row += marks
            rows.append(row)
        path = self.folder / "phieu_nhap_tay_MO_PHONG_truoc_2025.xlsx"
        lines = title(
            "TỔNG HỢP PHIẾU KHẢO SÁT HỘ GIA ĐÌNH (MÔ PHỎNG)",
            f"Mã đợt: {ballots.wave}",
        )
        write_workbook(path, [Sheet("Phiếu", head, rows, lines)])
        self.files.append(path)

    def _kobo_xml(self, ballots: Ballots, chosen: Flags, name: str) -> None:
        """Kobo CSV with XML names; the second file repeats rows of the first."""
        head = ["start", "end", "dot", "ma_phieu", "thong_tin/ma_xa"]
        head += ["thong_tin/gioi_tinh", "thong_tin/nhom_tuoi", "thong_tin/doi_tuong"]
        head += ["thong_tin/cach_nop", "thong_tin/ho_ten", "thong_tin/dien_thoai"]
        head += [f"danh_gia/{item}" for item in ballots.items]
        head += ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
        ids = ballots.ids()
        rows: list[list[Cell]] = []
        for number, i in enumerate(np.flatnonzero(chosen).tolist(), 1):
            day = to_date(ballots.day[i])
            stamp = f"{day}T{8 + i % 9:02d}:{i % 60:02d}:00.000+07:00"
            row: list[Cell] = [stamp, stamp, ballots.wave, ids[i]]
            row += [self._codes[ballots.unit[i]], ("nu", "nam")[ballots.people.sex[i]]]
            row += [names.AGE_BANDS[ballots.people.age[i]]]
            row.append(("ca_nhan", "to_chuc")[ballots.people.kind[i]])
            row.append(CHANNEL_CODES[ballots.people.channel[i]])
            row.append(self._people[i % 500])
            row.append(f"0900000{i % 1000:03d}")
            row += [v if v > 0 else _KOBO_CODES[v] for v in ballots.levels[i].tolist()]
            row += [700_000 + i, f"mo-phong-{name}-{i:06d}", stamp[:19], None, number]
            rows.append(row)
        cut = 2 * len(rows) // 3
        first = self.folder / f"kobo_MO_PHONG_{name}_lan_1.csv"
        second = self.folder / f"kobo_MO_PHONG_{name}_lan_2.csv"
        again = max(cut - 50, 0)
        self.planted.repeats(second, (cut - again) * len(ballots.items))
        bad = self._bad_kobo(rows[-1], len(ballots.items), second, name)
        write_delimited(first, head, rows[:cut], delimiter=";", encoding="utf-8-sig")
        write_delimited(
            second, head, [*rows[again:], bad], delimiter=";", encoding="utf-8-sig"
        )
        self.files += [first, second]

    def _bad_kobo(
        self, row: list[Cell], n_items: int, path: Path, name: str
    ) -> list[Cell]:
        """A ballot with one level outside the scale; its other answers are good."""
        bad = list(row)
        bad[3] = f"HONG-{name}"
        bad[11 : 11 + n_items] = [7, *[None] * (n_items - 1)]
        self.planted.breaks(path, "answer", str(bad[3]), "level", "7")
        return bad

    def _google_forms(self, ballots: Ballots, chosen: Flags) -> None:
        """Paper ballots typed into a form; words for levels, some of them NFD."""
        head = ["Dấu thời gian", "Số phiếu", "Mã đợt khảo sát", "Xã, phường"]
        head += ["Giới tính", "Nhóm tuổi", "Đối tượng", "Cách nộp hồ sơ"]
        head += [TEXT_OF[item] for item in ballots.items]
        ids = ballots.ids()
        rows: list[list[Cell]] = []
        for number, i in enumerate(np.flatnonzero(chosen).tolist(), 1):
            day = to_date(ballots.day[i])
            unit = int(ballots.unit[i])
            label = f"{self._codes[unit]} - {self._names[unit]}"
            label = respell(label) if number % 5 == 0 else label
            row: list[Cell] = [f"{day:%d/%m/%Y} {9 + i % 8:02d}:{i % 60:02d}:07"]
            row += [ids[i], ballots.wave, nfd(label) if number % 11 == 0 else label]
            row += [
                SEX_WORDS[ballots.people.sex[i]],
                names.AGE_BANDS[ballots.people.age[i]],
            ]
            row.append(KIND_WORDS[ballots.people.kind[i]])
            row.append(CHANNEL_WORDS[ballots.people.channel[i]])
            words = [_level_word(v) for v in ballots.levels[i].tolist()]
            row += [nfd(w) if w and number % 11 == 0 else w for w in words]
            rows.append(row)
        path = self.folder / "google_forms_MO_PHONG_sau_2026.csv"
        self.files.append(write_delimited(path, head, rows))

    def independent(self, ballots: Ballots) -> None:
        """Kobo export with labels and words."""
        head = ["Bắt đầu", "Đợt khảo sát", "Mã phiếu", "Mã đơn vị được khảo sát"]
        head += ["Mã cán bộ tiếp ông/bà", "Giới tính", "Nhóm tuổi", "Đối tượng"]
        head += ["Cách nộp hồ sơ", "Họ và tên", "Số điện thoại"]
        head += [TEXT_OF[item] for item in ballots.items]
        head += ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
        ids = ballots.ids()
        rows: list[list[Cell]] = []
        for i in range(len(ballots.unit)):
            day = to_date(ballots.day[i])
            officer = int(ballots.officer[i])
            row: list[Cell] = [f"{day}T09:{i % 60:02d}:00.000+07:00", ballots.wave]
            row += [ids[i], self._codes[ballots.unit[i]]]
            row.append(officer_code(officer) if officer >= 0 else None)
            row += [
                SEX_WORDS[ballots.people.sex[i]],
                names.AGE_BANDS[ballots.people.age[i]],
            ]
            row.append(KIND_WORDS[ballots.people.kind[i]])
            row.append(CHANNEL_WORDS[ballots.people.channel[i]])
            row.append(self._people[i % 500])
            row.append(f"0900000{i % 1000:03d}")
            row += [_level_word(v) for v in ballots.levels[i].tolist()]
            row += [900_000 + i, f"mo-phong-{ids[i]}", f"{day}T09:{i % 60:02d}:30"]
            rows.append([*row, None, i + 1])
        path = self.folder / f"kobo_nhan_MO_PHONG_{ballots.wave}.csv"
        self.files.append(write_delimited(path, head, rows, delimiter=";"))

    def supervision(self, ballots: Ballots) -> None:
        """LimeSurvey with full questions; unfinished ballots have no submit date."""
        texts = item_rows().set_index("item_code")["text_vi"]
        head = ["Mã trả lời", "Ngày gửi", "Trang cuối", "Ngôn ngữ bắt đầu"]
        head += ["Mã đợt", "Mã xã, phường", "Giới tính", "Nhóm tuổi", "Đối tượng"]
        head += [str(texts[item]) for item in SUPERVISION_ITEMS]
        rows: list[list[Cell]] = []
        for i, key in enumerate(ballots.ids()):
            stamp = f"{to_date(ballots.day[i])} 10:{i % 60:02d}:00"
            row: list[Cell] = [key, stamp, 3, "vi", ballots.wave]
            row += [self._codes[ballots.unit[i]], SEX_WORDS[ballots.people.sex[i]]]
            row += [
                names.AGE_BANDS[ballots.people.age[i]],
                KIND_WORDS[ballots.people.kind[i]],
            ]
            answers = ballots.levels[i].tolist()
            row += [v if v > 0 else _NO_ANSWER_TEXT[v] for v in answers]
            rows.append(row)
            if i % 40 == 0:
                rows.append([f"{key}-DO-DANG", None, 1, *row[3:9], 5, None, None])
        path = self.folder / "limesurvey_MO_PHONG_giam_sat_2026.csv"
        self.files.append(write_delimited(path, head, rows))


def _level_word(level: int) -> str | None:
    return names.LEVEL_WORDS[level - 1] if level > 0 else _NO_ANSWER_TEXT[level]
