"""Which rows below a header are data, and why the others are not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.columns import bytes_of, may_begin
from ingest.files.sheet import Cells, Header

_Mask = npt.NDArray[np.bool_]

_UNITS = "xã|phường|thị trấn|huyện|quận|thành phố|tỉnh|đơn vị|chung|trang|hồ sơ|có|"
_UNITS += "phiếu|dồn|lũy kế|luỹ kế|mục|phần|khối|cả|toàn|phần trăm|"
_UNITS += "tháng|quý|năm|từ|đến|kỳ|sổ|bảng|đơn|thư|lượt|dòng|buổi|danh sách|"
_UNITS += "sau|trước"
_TOTAL = re.compile(
    rf"(?:tổng cộng|tổng số|tổng|cộng dồn|cộng|lũy kế|luỹ kế|tỷ lệ|tỉ lệ|bình quân|"
    rf"(?:(?:cộng|(?:số )?trang trước) )?(?:mang sang|chuyển (?:sang|trang))|"
    rf"t\.?\s?cộng|tong cong|tong so|"
    rf"so với (?:cùng kỳ|kỳ trước|năm trước|kế hoạch)|trong đó|"
    rf"grand total|sub-?total|total)"
    rf"(?:\s*[-–:/(.%\d].*|\s+(?:{_UNITS})(?:\W.*)?|\s+(?:i|v|x)+(?:\W.*)?)?"
    # a book's last line: how many it holds
    rf"|(?:tổng|cộng)\s[^:\d]{{1,40}}:\s*[\d.,]+(?:\s\D{{0,20}})?"
    rf"|\(?(?:ấn định )?(?:danh sách|sổ|bảng|biểu)(?: này| trên)? (?:có|gồm) "
    rf"(?:tất cả )?\d.*",
    re.IGNORECASE | re.DOTALL,
)
_SIGNATURE = re.compile(
    r"(?:người (?:lập|ghi sổ|tổng hợp|báo cáo|kiểm|in|thực hiện|duyệt|ký|nhập)\b|"
    r"kế toán|thủ quỹ|cán bộ lập|nơi nhận|tm\.|t/m|"
    r"kt\.|tl\.|tuq\.|thủ trưởng|xác nhận của|\*?\s*ghi chú|chú thích|"
    r"\*?\s*lưu ý|lập biểu|nguồn\s*:|(?:[^,]{1,40},\s*)?ngày\s*[\d.…]+\s*tháng|"
    r"\(?ký[, (]|in ngày|ngày in|printed|page \d|trang \d)",
    re.IGNORECASE,
)
# Who signs, by title alone: a cell of a record has a name or more beside it.
_TITLE = re.compile(
    r"(?:(?:phó|q\.|quyền)\s+)?(?:(?:trưởng|phó) (?:phòng|ban|bộ phận|đoàn|khối)|"
    r"trưởng phòng|chủ tịch|giám đốc|chánh (?:văn phòng|thanh tra)|bí thư|thủ trưởng|"
    r"tổ trưởng|lãnh đạo|văn thư|thư ký|người phụ trách|truong phong|chu tich|giam doc|"
    r"cán bộ (?:phụ trách|tiếp nhận|lập|tổng hợp|một cửa)|"
    r"công chức (?:phụ trách|tiếp nhận|lập|tổng hợp|một cửa)|đại diện)"
    r"(?:\s+[^\d:;,]{1,40})?|[-–—*\s]*hết[-–—*.\s]*",
    re.IGNORECASE,
)
# RE2 sees only how a row begins; the patterns above decide.
_SUSPECT = (
    r"(?i)^(tổng|cộng|mang sang|chuyển sang|t\.? ?cộng|tong |so với |lũy kế|luỹ kế|"
    r"tỷ lệ|tỉ lệ|bình quân|trong đó|"
    r"grand total|sub-?total|total|người |nơi nhận|tm\.|t/m|kt\.|tl\.|tuq\.|kế toán|"
    r"thủ quỹ|cán bộ lập|thủ trưởng|xác nhận|\*|ghi chú|chú thích|lưu ý|lập biểu|nguồn|"
    r"[^,]{0,40},? ?ngày|trưởng |phó |q\. ?|quyền |chủ tịch|giám đốc|chánh |bí thư|"
    r"tổ trưởng|lãnh đạo|văn thư|thư ký|truong phong|chu tich|giam doc|công chức |"
    r"cán bộ |đại diện|số trang|\(?danh sách|\(?sổ |\(?bảng |\(?biểu |ấn định|"
    r"[-–—* ]*hết|chuyển |"
    r"\(?ký|in ngày|printed|page|trang )"
)
_MOST_SIGNERS = 3
_TOTAL_STEMS = (
    *("tổng", "cộng", "lũy kế", "luỹ kế", "tỷ lệ", "tỉ lệ", "total"),
    *(
        "mang sang",
        "chuyển sang",
        "chuyển trang",
        "t.cộng",
        "t. cộng",
        "tong ",
        "so với",
    ),
)
_TOTAL_WORDS = tuple(
    word for stem in _TOTAL_STEMS for word in (stem.capitalize(), stem.upper(), stem)
)
# First bytes of what these look for; codes of records mostly begin with a figure.
_SUSPECT_LEADS = bytes(range(128, 256)) + b"TCGNKXLIPMStcgnkxlipms*("
_TOTAL_LEADS = b"TtCcLlMmSs"
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})[.)]?")
_NUMBER_CELL = re.compile(r"\(?(\d{1,2})\)?\s*(=.*)?")
_LETTER_CELL = re.compile(r"\(?([A-Da-d])\)?")


def is_total(cells: Cells) -> bool:
    """Whether the first words of a row name a total."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return False
    if _TOTAL.fullmatch(filled[0]):
        return True
    is_mark = len(filled[0]) <= 3 and not filled[0].isdigit()
    return is_mark and len(filled) > 1 and _TOTAL.fullmatch(filled[1]) is not None


def is_group(cells: Cells) -> bool:
    """Whether a row heads a group (I, II, III …) and sums the rows under it."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and _ROMAN.fullmatch(filled[0]) is not None


def is_sparse(cells: Cells, width: int) -> bool:
    """Whether so few cells are filled that the row cannot be a record."""
    n_filled = sum(1 for cell in cells if cell)
    return n_filled <= max(1 if width < 6 else 3, int(0.4 * width))


def is_signature(cells: Cells, width: int) -> bool:
    """Whether a row opens the block of signatures and notes under a table."""
    filled = [cell for cell in cells if cell]
    if width < 3 or not filled:
        return False
    if len(filled) <= _MOST_SIGNERS and all(map(_signs, filled)):
        return True
    if not _SIGNATURE.match(filled[0]):
        return False
    return is_sparse(cells, width) or all(_SIGNATURE.match(cell) for cell in filled)


def _signs(cell: str) -> bool:
    return bool(_SIGNATURE.match(cell) or _TITLE.fullmatch(cell))


def is_column_numbers(cells: Cells, n_headings: int) -> bool:
    """Whether a row only numbers the columns: 1 2 3 …, A B 1 2 …, (1) (2) (3)."""
    filled = [cell for cell in cells if cell]
    if len(filled) < max(3, 0.7 * n_headings):
        return False
    letters = 0
    while letters < len(filled) and _LETTER_CELL.fullmatch(filled[letters]):
        letters += 1
    matches = [_NUMBER_CELL.fullmatch(cell) for cell in filled[letters:]]
    numbers = [int(match[1]) for match in matches if match]
    if len(numbers) < len(matches) or not numbers or numbers[0] not in (0, 1):
        return False
    return all(b - a == 1 for a, b in pairwise(numbers))


def _is_ascii(array: pa.StringArray) -> bool:
    codes, offsets = bytes_of(array)
    return not (codes[offsets[0] : offsets[-1]] >= 128).any()


class RowFilter:
    """Leaves out blank, total, signature and repeated header rows; counts them.

    Whole batches are tested at once; a suspect row is looked at by itself, and the
    rows after it as long as they are no data either.
    """

    def __init__(
        self,
        header: Header,
        *,
        skip_totals: bool,
        skip_signatures: bool,
        skip_groups: bool = False,
    ) -> None:
        self._header = header
        self._skip_totals = skip_totals
        self._skip_signatures = skip_signatures
        self._skip_groups = skip_groups
        self._in_footer = False
        self._is_below_head = False
        self._counts: Counter[str] = Counter()
        row = header.raw_rows[0]
        opening = next((cell for cell in row if cell), "")
        spellings = {opening, opening.upper(), opening.lower(), opening.capitalize()}
        self._openings = pa.array(sorted(spellings), pa.string())

    def take_counts(self) -> Counter[str]:
        """Counts since the last call, by reason."""
        counts, self._counts = self._counts, Counter()
        return counts

    def apply(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The data rows of a batch."""
        columns = batch.columns[1:]
        first = pc.coalesce(*columns) if len(columns) > 1 else columns[0]
        is_walked = np.zeros(batch.num_rows, bool)
        is_kept = pc.is_valid(first).to_numpy(zero_copy_only=False).copy()
        suspects = self._suspects(first, columns)
        at = 0
        while at < batch.num_rows:
            if not (self._in_footer or self._is_below_head):
                index = bisect_left(suspects, at)
                if index == len(suspects):
                    break
                at = suspects[index]
            at = self._walk(columns, at, is_walked, is_kept)
        n_blank = int((~is_kept & ~is_walked).sum())
        if n_blank:
            self._counts["blank"] += n_blank
        return batch if is_kept.all() else batch.filter(pa.array(is_kept))

    def _walk(
        self, columns: list[pa.Array], at: int, is_walked: _Mask, is_kept: _Mask
    ) -> int:
        """Judges rows one by one down to the next data row; the row after it."""
        while at < len(is_kept):
            is_walked[at] = True
            is_kept[at] = self._is_data([column[at].as_py() for column in columns])
            at += 1
            if is_kept[at - 1]:
                break
        return at

    def _suspects(self, first: pa.Array, columns: list[pa.Array]) -> list[int]:
        tests = [pc.is_in(first, value_set=self._openings)]
        # a day is named anywhere, but never in ASCII
        if not _is_ascii(first) or may_begin(first, _SUSPECT_LEADS):
            tests.append(pc.match_substring_regex(first, _SUSPECT))
        if self._skip_groups:
            tests.append(pc.match_substring_regex(first, "^[IVX]+[.)]?$"))
        may_total = len(columns) > 1 and self._skip_totals
        if may_total and may_begin(columns[1], _TOTAL_LEADS):
            tests += [pc.starts_with(columns[1], word) for word in _TOTAL_WORDS]
        found = [np.flatnonzero(pc.fill_null(test, False)) for test in tests]
        return sorted({int(index) for indices in found for index in indices})

    def _is_data(self, cells: Cells) -> bool:
        reason = self._reason(cells)
        if reason:
            self._counts[reason] += 1
        return reason is None

    def _reason(self, cells: Cells) -> str | None:
        width = len(self._header.headings)
        if not any(cells):
            return "blank"
        if self._header.is_repeated(cells):
            self._in_footer = False
            self._is_below_head = True
            return "repeated_header"
        may_number = self._header.has_column_numbers or self._is_below_head
        self._is_below_head = False
        if may_number and is_column_numbers(cells, width):
            return "column_numbers"
        if self._skip_signatures and is_signature(cells, width):
            self._in_footer = True
            return "signature"
        if self._skip_totals and is_total(cells):
            return "total"
        if self._skip_groups and is_group(cells):
            return "group"
        if self._in_footer and is_sparse(cells, width):
            return "signature"
        self._in_footer = False
        return None
