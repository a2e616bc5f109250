"""Paper forms: every code on them is read, and their numbers are those keyed in."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from tests.warehouse.waves.forms.test_forms import UNITS, WAVE, form_of, rows_of
from warehouse.errors import PlanError
from warehouse.raw.lists import STREAMS
from warehouse.waves.ballot_numbers import ballot_numbers
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.paper import Paper, paper_form
from warehouse.waves.second_draw import KeptSecond
from warehouse.words import LANGUAGES, words_of

FRONT = "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH X"
INSTRUMENT_OF = dict.fromkeys(STREAMS, "hai_long_2024") | {
    "supervision": "giam_sat_2026"
}
LEAST_POINTS = 13


def numbers(n: int) -> tuple[str, ...]:
    return ballot_numbers(WAVE, ["91001"], None, n)["91001"]


def printed(
    form: Form, ballots: tuple[str, ...], lang: str = "vi", *, simulated: bool = True
) -> Any:
    paper = Paper(FRONT, is_simulated=simulated)
    made = paper_form(form, UNITS[0], ballots, paper, words_of(lang))
    return Document(io.BytesIO(made))


def read_code(picture: bytes) -> str:
    image = Image.open(io.BytesIO(picture)).convert("L")
    [code] = zxingcpp.read_barcodes(np.asarray(image))
    return str(code.text)


def codes_of(document: Any) -> list[str]:
    """What the codes say, in the order they stand on paper."""
    blips = document.element.body.iter(qn("a:blip"))
    parts = (document.part.related_parts[blip.get(qn("r:embed"))] for blip in blips)
    return [read_code(part.blob) for part in parts]


def texts_of(document: Any) -> str:
    return "\n".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_ballot_has_its_number_in_its_code_and_in_print(
    stream: str, lang: str
) -> None:
    form, ballots = form_of(INSTRUMENT_OF[stream], stream), numbers(12)
    document = printed(form, ballots, lang)
    assert codes_of(document) == [f"{number}/{form.version}" for number in ballots]
    text = texts_of(document)
    title = words_of(lang)(f"waves.paper.titles.{stream}").split("\n")[0]
    for word in (title, FRONT, form.version, *(item.text for item in form.items)):
        assert text.count(word) >= len(ballots), word
    for number in ballots:
        assert len(re.findall(rf"{number}\b", text)) >= 2
    assert "BALLOT-NUMBER" not in text
    none = words_of(lang)("waves.forms.no_answers.not_applicable")
    assert text.count(none) >= len(ballots)


def test_each_question_has_a_box_for_each_level_and_for_not_applicable() -> None:
    for stream in ("after", "supervision"):
        form = form_of(INSTRUMENT_OF[stream], stream)
        rows = [
            row
            for table in printed(form, numbers(1)).tables[1:]
            for row in table.rows[1:]
        ]
        assert len(rows) == len(form.items)
        for item, row in zip(form.items, rows, strict=True):
            boxes = [cell.text for cell in row.cells[1:]]
            assert boxes == ["□"] * (item.scale_max - item.scale_min + 2)
            assert row.cells[0].text.endswith(item.text)


def test_a_second_text_has_a_column_of_its_own() -> None:
    form = form_of()
    first = replace(form.items[0], second_text="Yaŋ phiarah")
    form = replace(form, items=(first, *form.items[1:]))
    assert form.version != form_of().version
    table = printed(form, numbers(1)).tables[1]
    assert table.rows[1].cells[1].text == "Yaŋ phiarah"
    assert len(table.columns) == 1 + 1 + 5 + 1


def test_the_print_is_large_and_each_ballot_begins_on_a_front() -> None:
    document = printed(form_of(), numbers(3))
    sizes = [run.get(qn("w:val")) for run in document.element.body.iter(qn("w:sz"))]
    assert min(map(int, sizes)) >= 2 * LEAST_POINTS
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert len(document.sections) == 3
    for section in document.sections:
        assert section.start_type.name == "ODD_PAGE"
        sides = (section.page_width.mm, section.page_height.mm)
        assert sides == pytest.approx((210, 297), abs=0.1)


@pytest.mark.parametrize("simulated", [True, False])
def test_only_paper_of_invented_waves_says_so(*, simulated: bool) -> None:
    document = printed(form_of(), numbers(1), simulated=simulated)
    above = document.sections[0].header.paragraphs[0].text
    assert ("MÔ PHỎNG" in above) == simulated


def test_numbers_come_from_the_draw_in_its_order() -> None:
    units = [
        {"unit_code": "91001", "n_drawn": 2, "n_replacements": 1},
        {"unit_code": "91002", "n_drawn": 1, "n_replacements": 0},
    ]
    drawn = KeptDraw(WAVE, 1, "", "mat.tran", {"units": units}, "")
    found = ballot_numbers(WAVE, ["91001", "91002"], drawn)
    start = f"{WAVE}-91001"
    assert found["91001"] == (f"{start}-001", f"{start}-002", f"{start}-R001")
    assert found["91002"] == (f"{WAVE}-91002-001",)
    again = [
        {
            "unit_code": "91001",
            "n_drawn": 1,
            "n_replacements": 1,
            "n_before": 2,
            "n_replacements_before": 1,
        }
    ]
    second = KeptSecond(WAVE, 1, "", "mat.tran", {"units": again}, "")
    more = ballot_numbers(WAVE, ["91001", "91002"], drawn, more=second)
    assert more["91001"] == (*found["91001"], f"{start}-003", f"{start}-R002")
    assert more["91002"] == found["91002"]
    with pytest.raises(PlanError, match="one ballot for each place"):
        ballot_numbers(WAVE, ["91001"], drawn, 5)
    with pytest.raises(PlanError, match="from the draw"):
        ballot_numbers(WAVE, ["91001"], None)


def test_the_other_ways_take_the_numbers_on_paper() -> None:
    form = form_of()
    [ballot] = [r for r in rows_of(form, "survey") if r["name"] == "ma_phieu"]
    rule = str(ballot["constraint"]).removeprefix("regex(., '").removesuffix("')")
    for number in (*numbers(1100)[::100], f"{WAVE}-91001-R007"):
        assert re.fullmatch(rule, number)


def test_the_code_is_read_from_a_printed_page(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here")
    form, [number] = form_of(), numbers(1)
    paper = Paper(FRONT, is_simulated=False)
    made = paper_form(form, UNITS[0], [number], paper, words_of("vi"))
    source = tmp_path / "phieu.docx"
    source.write_bytes(made)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "png"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(source)],
        check=False,
        capture_output=True,
        timeout=120,
    )
    page = tmp_path / "phieu.png"
    if not page.is_file():
        pytest.skip("LibreOffice lacks Writer or Draw here")
    assert read_code(page.read_bytes()) == f"{number}/{form.version}"
