"""Why a figure is missing: one code per cause, with words in both languages.

A result that cannot be computed holds nan and one of these codes, so a page, an
export and a report give the same reason. An empty code means "nothing missing".
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a value is nan or deserves caution; `NONE` when it does not."""

    NONE = ""
    EMPTY = "empty"
    ONE_ANSWER = "one_answer"
    OUT_OF_RANGE = "out_of_range"
    CONSTANT = "constant"
    SEPARATED = "separated"
    ALL_OR_NONE = "all_or_none"
    ONE_PSU = "one_psu"
    LONELY_PSU = "lonely_psu"
    OVERSAMPLED = "oversampled"
    MISSING_VALUES = "missing_values"
    EMPTY_CELL = "empty_cell"
    COLLINEAR = "collinear"
    NO_CONVERGENCE = "no_convergence"
    ONE_GROUP = "one_group"
    TOO_FEW_ITEMS = "too_few_items"
    NOT_IDENTIFIED = "not_identified"
    BAD_SETTING = "bad_setting"
    SAMPLE_BELOW_MINIMUM = "sample_below_minimum"
    NO_BALLOTS_OR_SPREAD = "no_ballots_or_spread"
    NOTHING_EXPECTED = "nothing_expected"
    ONE_OUTCOME_LEVEL = "one_outcome_level"
    NO_DIFFERENCE = "no_difference"
    UNITS_ALL_OR_NONE = "units_all_or_none"
    SHORT_SERIES = "short_series"
    NO_NOISE = "no_noise"
    FIXED_ORDER = "fixed_order"
    NO_REPEATS = "no_repeats"
    NO_UNIT_SPREAD = "no_unit_spread"
    NO_DESIGN = "no_design"
    EMPTY_SIDE = "empty_side"
    NO_PRETREND = "no_pretrend"


TEXT: dict[Reason, tuple[str, str]] = {
    Reason.NONE: ("", ""),
    Reason.EMPTY: ("Không có câu trả lời hợp lệ", "No valid answers"),
    Reason.ONE_ANSWER: (
        "Chỉ có một câu trả lời nên không tính được độ phân tán",
        "A single answer has no spread",
    ),
    Reason.OUT_OF_RANGE: (
        "Số đếm âm hoặc lớn hơn tổng số",
        "A count is negative or larger than its total",
    ),
    Reason.CONSTANT: (
        "Mọi câu trả lời giống nhau nên không có độ phân tán để so sánh",
        "All answers are equal, so there is no spread to compare with",
    ),
    Reason.SEPARATED: (
        "Hai đợt không có mức trả lời chung nên phép tính không có nghiệm",
        "The two waves do not overlap, so the estimate has no finite value",
    ),
    Reason.ALL_OR_NONE: (
        "Tỷ lệ là 0 % hoặc 100 %: dùng khoảng Wilson theo cỡ mẫu hiệu dụng",
        "The share is 0 % or 100 %: use the Wilson interval on effective n",
    ),
    Reason.ONE_PSU: (
        "Chỉ có một cụm mẫu nên không tính được sai số",
        "One sampling cluster gives no standard error",
    ),
    Reason.LONELY_PSU: (
        "Có tầng chỉ gồm một cụm mẫu: ước lượng thận trọng",
        "A stratum has a single cluster: cautious estimate",
    ),
    Reason.OVERSAMPLED: (
        "Số phiếu lớn hơn số hồ sơ đã trả của tầng",
        "A stratum has more answers than people served",
    ),
    Reason.MISSING_VALUES: (
        "Có giá trị trống trong dữ liệu đầu vào",
        "The input has missing values",
    ),
    Reason.EMPTY_CELL: (
        "Có nhóm của tổng thể không có phiếu nào",
        "A group of the population has no answers",
    ),
    Reason.COLLINEAR: (
        "Các biến giải thích trùng lặp nhau",
        "The explanatory variables repeat one another",
    ),
    Reason.NO_CONVERGENCE: (
        "Phép tính lặp không hội tụ",
        "The iteration did not settle",
    ),
    Reason.ONE_GROUP: (
        "Chỉ có một nhóm nên không so sánh được",
        "One group leaves nothing to compare",
    ),
    Reason.TOO_FEW_ITEMS: (
        "Cần ít nhất hai câu hỏi có câu trả lời khác nhau",
        "At least two questions with differing answers are needed",
    ),
    Reason.NOT_IDENTIFIED: (
        "Mô hình một nhân tố cần ít nhất ba câu hỏi và phương sai dương",
        "One factor needs three questions and positive variances",
    ),
    Reason.BAD_SETTING: (
        "Tham số nằm ngoài miền cho phép",
        "A setting is outside its range",
    ),
    Reason.SAMPLE_BELOW_MINIMUM: (
        "Cỡ mẫu nhỏ hơn tổng mức tối thiểu của các tầng",
        "The sample is smaller than the sum of the stratum minimums",
    ),
    Reason.NO_BALLOTS_OR_SPREAD: (
        "Có đơn vị hoặc tháng không có phiếu, hoặc không có độ phân tán",
        "Some units or months hold no ballots, or nothing varies",
    ),
    Reason.NOTHING_EXPECTED: (
        "Không có hồ sơ hoặc phiếu nào để tính mức kỳ vọng",
        "No case or ballot to expect anything of",
    ),
    Reason.ONE_OUTCOME_LEVEL: (
        "Có nhóm hồ sơ chỉ toàn hài lòng hoặc chỉ toàn không hài lòng",
        "Some kind of work has a single outcome, so its coefficient is not finite",
    ),
    Reason.NO_DIFFERENCE: (
        "Không phát hiện khác biệt giữa các đơn vị ngoài ngẫu nhiên",
        "No difference between units beyond chance",
    ),
    Reason.UNITS_ALL_OR_NONE: (
        "Mỗi đơn vị hoặc hài lòng toàn bộ hoặc không hài lòng toàn bộ",
        "Each unit is all satisfied or all not",
    ),
    Reason.SHORT_SERIES: (
        "Chuỗi quá ngắn ở một phía hoặc có kỳ trống",
        "The series is too short on a side, or has a gap",
    ),
    Reason.NO_NOISE: (
        "Các điểm nằm đúng trên một đường nên không đo được sai số",
        "The points lie on a line exactly, so there is no error to measure",
    ),
    Reason.FIXED_ORDER: (
        "Thứ tự phiếu không thể thay đổi nên không kiểm tra được",
        "The order of the ballots can vary in no way",
    ),
    Reason.NO_REPEATS: (
        "Không có hai phiếu nào giống nhau",
        "No two ballots are equal",
    ),
    Reason.NO_UNIT_SPREAD: (
        "Các đơn vị thay đổi hệt như nhau nên không đo được sai số",
        "Units changed exactly alike, so there is no error to measure",
    ),
    Reason.NO_DESIGN: (
        "Ngày bắt đầu của các đơn vị không cho phép tách riêng tác động",
        "The start dates allow no design that tells the effect apart",
    ),
    Reason.EMPTY_SIDE: (
        "Thiếu đơn vị ở một phía hoặc thiếu kỳ trước hay kỳ sau",
        "A side has no unit, or no period before or after",
    ),
    Reason.NO_PRETREND: (
        "Không kiểm tra được xu hướng trước khi bắt đầu",
        "The trend before the start cannot be tested",
    ),
}


def reason_text(reason: Reason, lang: str = "vi") -> str:
    """The words of a reason.

    Args:
        reason: The code.
        lang: `vi` or `en`.
    """
    vietnamese, english = TEXT[reason]
    return english if lang == "en" else vietnamese
