"""What the page says about a design: the choice, its reason, and the threats.

Sentences are data here so that screen, report and tests read the same words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    vi: str
    en: str


# Threats that no estimator removes; printed beside every effect.
THREATS: dict[str, Words] = {
    "regression_to_the_mean": Words(
        "Đơn vị được chọn làm trước có thể vì đang yếu hoặc đang mạnh; phần thay đổi "
        "trở về mức bình thường sẽ bị tính nhầm vào mô hình.",
        "Units may have started first because they were weak or strong; their return "
        "to normal would be counted as an effect.",
    ),
    "other_reforms": Words(
        "Các cải cách khác cùng thời gian có thể gây ra cùng một thay đổi.",
        "Other reforms of the same months may have caused the same change.",
    ),
    "changed_questionnaire": Words(
        "Nếu câu hỏi hoặc cách lấy phiếu thay đổi thì số trước và số sau không cùng "
        "thước đo.",
        "If questions or the way of asking changed, before and after differ in scale.",
    ),
    "merged_units": Words(
        "Sáp nhập, đổi địa giới làm thay đổi thành phần của đơn vị giữa hai thời điểm.",
        "Mergers and new boundaries change what a unit consists of over time.",
    ),
    "no_control": Words(
        "Không có đối chứng: mọi thay đổi khác cùng tháng đều nằm trong con số này.",
        "No comparison group: whatever else changed that month is in the figure.",
    ),
    "untested_trend": Words(
        "Có quá ít kỳ trước khi bắt đầu để kiểm tra xu hướng song song.",
        "Too few periods before the start to test for parallel trends.",
    ),
    "not_parallel": Words(
        "Xu hướng trước khi bắt đầu không song song: chỉ gọi là thay đổi, không gọi là "
        "tác động.",
        "Trends before the start were not parallel: call it change, not effect.",
    ),
    "no_interval": Words(
        "Quá ít đơn vị để có khoảng tin cậy; chỉ có xác suất hoán vị.",
        "Too few units for an interval; only a permutation probability.",
    ),
}

ALWAYS = (
    "regression_to_the_mean",
    "other_reforms",
    "changed_questionnaire",
    "merged_units",
)

_SENTENCES: dict[str, Words] = {
    "staggered": Words(
        "Triển khai nhiều đợt: {n_started} đơn vị đã bắt đầu ({n_cohorts} đợt), "
        "{n_waiting} đơn vị chưa bắt đầu làm đối chứng, {n_pre} kỳ trước; dùng "
        "Callaway–Sant'Anna, sai số bỏ từng đơn vị (jackknife).",
        "Staggered start: {n_started} units started ({n_cohorts} waves), {n_waiting} "
        "not yet started serve as control, {n_pre} periods before; Callaway–Sant'Anna "
        "with leave-one-unit-out (jackknife) errors.",
    ),
    "two_by_two": Words(
        "Bắt đầu cùng lúc ở {n_started} đơn vị, {n_waiting} đơn vị chưa bắt đầu làm "
        "đối chứng, chỉ {n_pre} kỳ trước; dùng sai khác kép hai nhóm, hai thời điểm, "
        "sai số theo đơn vị (CR2).",
        "One start in {n_started} units, {n_waiting} not started as control, only "
        "{n_pre} periods before; two-by-two difference in differences with "
        "unit-clustered (CR2) errors.",
    ),
    "permutation": Words(
        "{n_started} đơn vị đã bắt đầu, {n_waiting} đơn vị chưa bắt đầu, {n_pre} kỳ "
        "trước: quá ít để ước lượng sai số; chỉ kiểm định hoán vị, không có khoảng tin "
        "cậy.",
        "{n_started} units started, {n_waiting} not, {n_pre} periods before: too few "
        "to measure error; permutation test only, no interval.",
    ),
    "interrupted": Words(
        "Mọi đơn vị bắt đầu cùng lúc: không có đối chứng; chỉ so với đường xu hướng "
        "trước đó ({n_pre} kỳ trước, {n_post} kỳ sau).",
        "All units started together: no control; compared only with the earlier trend "
        "({n_pre} periods before, {n_post} after).",
    ),
    "none": Words(
        "Chưa thể tách riêng tác động của mô hình: thiếu đơn vị đối chứng hoặc thiếu "
        "kỳ số liệu ({n_started} đơn vị đã bắt đầu, {n_waiting} chưa, {n_pre} kỳ "
        "trước, {n_post} kỳ sau).",
        "The effect of the model cannot be told apart: control units or periods are "
        "missing ({n_started} units started, {n_waiting} not, {n_pre} periods before, "
        "{n_post} after).",
    ),
}


def sentence(
    design: str,
    *,
    n_started: int,
    n_waiting: int,
    n_cohorts: int,
    n_pre: int,
    n_post: int,
) -> Words:
    """Say which design is used and why.

    Args:
        design: staggered, two_by_two, permutation, interrupted or none.
        n_started: Units that started within the periods.
        n_waiting: Units that serve as control.
        n_cohorts: Different start periods.
        n_pre: Periods before the first start.
        n_post: Periods from the first start on.
    """
    words = _SENTENCES[design]
    facts = {
        "n_started": n_started,
        "n_waiting": n_waiting,
        "n_cohorts": n_cohorts,
        "n_pre": n_pre,
        "n_post": n_post,
    }
    return Words(words.vi.format(**facts), words.en.format(**facts))
