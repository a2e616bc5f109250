"""What stands in raw of the ballots of a form, against the codes that were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.ingest.conftest import Desk
from warehouse.waves.forms.fields import FIELDS
from warehouse.waves.forms.form import NO_ANSWERS, Form


def assert_all_came_back(
    desk: Desk, form: Form, given: Sequence[Mapping[str, str]], day: str
) -> None:
    """Every answer of every ballot of that day stands in raw once, and no other."""
    assert not desk.refused()
    columns = ", ".join(field.column for field in FIELDS)
    read = desk.raw(
        "select ballot_id, wave_code, unit_code, item_code, level, no_answer_reason,"
        f" answered_on::date::varchar, {columns} from raw.answer order by all"
    )
    wanted = []
    for row in given:
        about = tuple(field.choices[row[field.path]] for field in FIELDS)
        for item in form.items:
            code = row[f"danh_gia/{item.code}"]
            reason = NO_ANSWERS.get(code) or (None if code else "blank")
            level = None if reason else float(code)
            unit = row["thong_tin/ma_xa"]
            head = (row["ma_phieu"], form.wave_code, unit, item.code)
            wanted.append((*head, level, reason, day, *about))
    plain = [(*r[:4], None if r[4] is None else float(r[4]), *r[5:]) for r in read]
    assert sorted(plain, key=str) == sorted(wanted, key=str)
