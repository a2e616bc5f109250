"""What a form asks beside its items: names, choices, and what they mean to a load."""

from __future__ import annotations

from dataclasses import dataclass

ABOUT, RATING = "thong_tin", "danh_gia"
"""Groups of a form: about the answer, and the items."""
BALLOT, WAVE, UNIT, DAY, VERSION = "ma_phieu", "dot", "ma_xa", "end", "phien_ban"


@dataclass(frozen=True)
class Field:
    """One question about who answers.

    Attributes:
        name: Its name in a form.
        column: Column of an answer it fills.
        choices: Code in the form → value in the warehouse.
    """

    name: str
    column: str
    choices: dict[str, str]

    @property
    def path(self) -> str:
        """Its heading in an export."""
        return f"{ABOUT}/{self.name}"


FIELDS = (
    Field(
        "doi_tuong",
        "respondent_kind",
        {"ca_nhan": "person", "to_chuc": "organisation"},
    ),
    Field(
        "nhom_tuoi",
        "age_band",
        {"18-29": "18-29", "30-44": "30-44", "45-59": "45-59", "60+": "60+"},
    ),
    Field("gioi_tinh", "sex", {"nu": "female", "nam": "male", "khac": "other"}),
    Field(
        "cach_nop",
        "channel",
        {
            "tai_quay": "counter",
            "truc_tuyen": "online",
            "buu_chinh": "post",
            "tai_nha": "home",
        },
    ),
)
