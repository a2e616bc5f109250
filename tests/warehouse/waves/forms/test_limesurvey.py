"""LimeSurvey: a structure it takes, and every answer of its export back."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from tests.warehouse.waves.forms.came_back import assert_all_came_back
from tests.warehouse.waves.forms.five_forms import (
    DAY,
    FIVE,
    as_kobo_names,
    ballots,
    form_of_stream,
)
from warehouse.waves.forms.fields import FIELDS
from warehouse.waves.forms.form import Form, Item
from warehouse.waves.forms.limesurvey import limesurvey
from warehouse.waves.forms.limesurvey_codes import answer_codes, question_codes
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.words import words_of

Tables = dict[str, list[dict[str, str]]]


def tables_of(form: Form, lang: str = "vi") -> Tables:
    """Rows of each table, as LimeSurvey reads them: by their elements alone."""
    document = Xml.fromstring(limesurvey(form, words_of(lang)))
    assert document.findtext("LimeSurveyDocType") == "Survey"
    assert [one.text for one in document.findall("languages/language")] == [lang]
    return {
        table.tag: [
            {cell.tag: cell.text or "" for cell in row}
            for row in table.findall("rows/row")
        ]
        for table in document
        if table.find("rows") is not None
    }


def asked(tables: Tables) -> dict[str, list[str]]:
    """Code of a question → codes of its answers, in the order of the survey."""
    answers: dict[str, list[str]] = {}
    for row in tables["answers"]:
        answers.setdefault(row["qid"], []).append(row["code"])
    return {row["title"]: answers.get(row["qid"], []) for row in tables["questions"]}


def export_of(form: Form, rows: list[dict[str, str]]) -> str:
    """What LimeSurvey gives out by codes, from the structure alone."""
    tables, codes = tables_of(form), question_codes(form)
    questions = asked(tables)
    fixed = {
        row["title"]: text["question"]
        for row, text in zip(tables["questions"], tables["question_l10ns"], strict=True)
        if row["type"] == "*"
    }
    stream = io.StringIO()
    own = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    writer = csv.DictWriter(stream, [*own, *questions])
    writer.writeheader()
    for number, row in enumerate(rows, 1):
        sent = {
            "id": str(number),
            "submitdate": f"{DAY} 08:09:00",
            "lastpage": "1",
            "startlanguage": "vi",
            "seed": "1",
        }
        given = {codes[name]: value for name, value in row.items()}
        for field in FIELDS:
            turned = {value: code for code, value in answer_codes(field).items()}
            given[codes[field.name]] = turned[field.choices[row[field.name]]]
        for code, answers in questions.items():
            assert not answers or given[code] in answers
        writer.writerow(sent | fixed | given)
    # begun, and never handed in
    writer.writerow({"id": str(len(rows) + 1), "submitdate": ""} | fixed)
    return stream.getvalue()


@pytest.mark.parametrize("stream", FIVE)
@pytest.mark.parametrize("shipped", [False, True])
def test_every_answer_of_its_export_comes_back(
    tmp_path: Path, stream: str, *, shipped: bool
) -> None:
    form = form_of_stream(stream)
    given = ballots(form, 60)
    desk = Desk(tmp_path)
    path = desk.file("results-survey.csv", export_of(form, given))
    spec = desk.file("phieu.yml", reading_spec(form))
    (result,) = load_files(
        [path], spec_path=None if shipped else spec, settings=desk.settings
    )
    assert not result.reason, result.as_text("vi")
    assert_all_came_back(desk, form, as_kobo_names(given), DAY)


@pytest.mark.parametrize("stream", FIVE)
def test_its_rules_for_codes_hold(stream: str) -> None:
    tables = tables_of(form_of_stream(stream))
    titles = [row["title"] for row in tables["questions"]]
    assert len({title.lower() for title in titles}) == len(titles)
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9]{,19}", title) for title in titles)
    codes = [row["code"] for row in tables["answers"]]
    assert all(re.fullmatch("[A-Za-z0-9]{1,5}", code) for code in codes)
    for table, key, of in (
        ("questions", "gid", "groups"),
        ("answers", "qid", "questions"),
    ):
        known = {row[key] for row in tables[of]}
        assert {row[key] for row in tables[table]} <= known
    for texts, key, of in (
        ("question_l10ns", "qid", "questions"),
        ("answer_l10ns", "aid", "answers"),
        ("group_l10ns", "gid", "groups"),
    ):
        assert [r[key] for r in tables[texts]] == [r[key] for r in tables[of]]
    [survey] = tables["surveys"]
    kept = (survey["anonymized"], survey["ipaddr"], survey["datestamp"])
    assert kept == ("Y", "N", "Y")


def test_names_that_look_alike_get_codes_of_their_own() -> None:
    items = [
        Item(code, code, "", 1, 5)
        for code in ("a_b", "ab", "A_B", "self", "_1", "x" * 30, "x" * 31)
    ]
    form = Form("W", "i", "after", tuple(items), ())
    codes = [question_codes(form)[item.code] for item in items]
    assert codes[:5] == ["ab", "ab2", "AB3", "self2", "q1"]
    assert len({code.lower() for code in codes}) == len(codes)
    assert max(map(len, codes)) == 20
