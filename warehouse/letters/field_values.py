"""The fields of one letter, filled."""

from __future__ import annotations

from datetime import date

from warehouse.letters.addressees import Addressee
from warehouse.letters.owed_letters import Matter
from warehouse.letters.signing_office import Body, day_in_words, forms_of_address
from warehouse.letters.template import fields_of

_FAMILY = {"birth": "family", "death": "family", "marriage": "couple"}


def values_of(
    matter: Matter, to: Addressee, body: Body, signed_on: date, signer: str
) -> dict[str, str]:
    """Field of `fields.yml` → text, for one letter.

    Args:
        matter: What calls for it.
        to: Who it goes to.
        body: Who sends it.
        signed_on: Day it bears.
        signer: Name of who signs; may be empty.
    """
    form = _FAMILY.get(matter.occasion) or to.kind or "unknown"
    dear, inside = forms_of_address(form)
    values = {
        "co_quan_tren": body.above,
        "co_quan": body.heading,
        "co_quan_thuong": body.name,
        "ky_hieu": body.sign,
        "dia_danh": body.place,
        "ngay_ky": day_in_words(signed_on),
        "kinh_gui": dear.format(name=to.name),
        "nguoi_nhan": to.name,
        "dia_chi": to.address,
        "xung_ho": inside,
        "thay_mat": body.behalf,
        "chuc_vu": body.position,
        "nguoi_ky": signer,
    }
    happened = _day(matter.occasion_on)
    is_of_case = matter.about == "case"
    is_late = matter.occasion == "late_case"
    # a template may ask for any field of its letter, whatever calls for it
    values |= {
        "ma_don": "" if is_of_case else matter.code,
        "ma_ho_so": matter.code if is_of_case else "",
        "thu_tuc": matter.procedure,
        "viec": matter.occasion,
        "ngay_hen": happened if is_late else "",
        "ngay_su_kien": "" if is_late else happened,
    }
    return {name: values[name] for name in fields_of(matter.letter_kind)}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
