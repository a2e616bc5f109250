"""Free text: what identifies a person is covered, the rest stays readable."""

from __future__ import annotations

import pytest

from warehouse.masking import mask_text
from warehouse.words import words_of

EMAIL_MARK, NUMBER_MARK, PHONE_MARK = (
    words_of("vi")(f"masking.{name}") for name in ("email", "number", "phone")
)


@pytest.mark.parametrize(
    "phone",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "+84912345678",
        "+84 912 345 678",
        "0084912345678",
        "(024) 3825 1234",
        "024.38251234",
        "\uff10\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
    ],
)
def test_a_telephone_number_is_covered(phone: str) -> None:
    masked = mask_text(f"Gọi tôi số {phone} nhé")
    assert PHONE_MARK in masked
    assert not any(sign.isdigit() for sign in masked)
    assert masked.startswith("Gọi tôi số ")
    assert masked.endswith(" nhé")


@pytest.mark.parametrize("number", ["123456789", "034567890123", "034 567 890 123"])
def test_an_identity_number_is_covered(number: str) -> None:
    masked = mask_text(f"CCCD {number}.")
    assert not any(sign.isdigit() for sign in masked)
    assert NUMBER_MARK in masked or PHONE_MARK in masked


@pytest.mark.parametrize(
    "email", ["a.b@c.vn", "nguyen_van@example.gov.vn", "đặng@ví-dụ.vn"]
)
def test_an_address_of_mail_is_covered(email: str) -> None:
    assert mask_text(f"Thư: {email}, cảm ơn") == f"Thư: {EMAIL_MARK}, cảm ơn"


@pytest.mark.parametrize(
    "text",
    [
        "Chờ 45 phút, nộp ngày 23/11/2026, hẹn 8:30.",
        "Lệ phí 1.500.000 đồng",
        "Hồ sơ nộp 3 lần, năm 2025 và 2026",
        "Ô số 2, tầng 1",
    ],
)
def test_ordinary_numbers_stay(text: str) -> None:
    assert mask_text(text) == text
