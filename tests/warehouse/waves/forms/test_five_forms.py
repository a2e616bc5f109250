"""The five forms in the layouts of KoboToolbox: no answer is lost or changed."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pyxform.xls2xform import convert

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
from tests.warehouse.waves.forms.test_forms import WAVE, rows_of
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.waves.forms.xlsform import xlsform
from warehouse.words import LANGUAGES, words_of

OF_KOBO = (
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
    "_index",
)
N_BALLOTS = 60


def headings_of(form: Form, way: str) -> dict[str, str]:
    """Name of each question → its heading, as KoboToolbox makes it of the workbook."""
    group, found = "", {}
    for row in rows_of(form, "survey"):
        kind = str(row["type"])
        if kind == "begin_group":
            group = f"{row['name']}/"
        elif kind == "end_group":
            group = ""
        else:
            label = row["label"] or row["name"]
            ways = {"groups": f"{group}{row['name']}", "labels": label}
            found[str(row["name"])] = ways.get(way, str(row["name"]))
    return found


def labels_of(form: Form) -> dict[tuple[str, str], str]:
    """Name of a question and code of a choice → what is shown, by the workbook."""
    choices = {
        (str(row["list_name"]), str(row["name"])): str(row["label"])
        for row in rows_of(form, "choices")
    }
    return {
        (str(row["name"]), code): label
        for row in rows_of(form, "survey")
        for (of, code), label in choices.items()
        if str(row["type"]) == f"select_one {of}"
    }


def table_of(form: Form, given: list[dict[str, str]], way: str) -> list[list[str]]:
    headings = headings_of(form, way)
    labels = labels_of(form) if way == "labels" else {}
    rows = [[*headings.values(), *OF_KOBO]]
    for number, ballot in enumerate(given, 1):
        fixed = {"dot": WAVE, "phien_ban": form.version}
        times = {
            "start": f"{DAY}T08:00:00.000+07:00",
            "end": f"{DAY}T08:09:00.000+07:00",
        }
        said = {
            name: labels.get((name, value), value)
            for name, value in (ballot | fixed | times).items()
        }
        own = [str(number), f"uuid-{number}", f"{DAY}T01:09:02", "", "", "x", "y"]
        rows.append([*(said[name] for name in headings), *own, "v1", "", str(number)])
    return rows


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("stream", FIVE)
@pytest.mark.parametrize("way", ["groups", "names", "labels"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_answer_of_each_form_comes_back(
    tmp_path: Path, stream: str, way: str, ending: str
) -> None:
    form = form_of_stream(stream)
    given = ballots(form, N_BALLOTS)
    rows = table_of(form, given, way)
    desk = Desk(tmp_path)
    content = as_csv(rows) if ending == "csv" else as_workbook(rows)
    path = desk.file(f"ket_qua.{ending}", content)
    spec = desk.file("phieu.yml", reading_spec(form))
    (result,) = load_files([path], spec_path=spec, settings=desk.settings)
    assert not result.reason, result.as_text("vi")
    assert_all_came_back(desk, form, as_kobo_names(given), DAY)


@pytest.mark.parametrize("stream", FIVE)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_converter_of_kobo_and_odk_takes_each(
    tmp_path: Path, stream: str, lang: str, is_release: bool
) -> None:
    """With `--release` ODK's own validator reads it too, where Java is."""
    form = form_of_stream(stream)
    path = tmp_path / "form.xlsx"
    path.write_bytes(xlsform(form, words_of(lang)))
    made = convert(path, validate=is_release and shutil.which("java") is not None)
    assert made.warnings == []
    for item in form.items:
        assert f"/danh_gia/{item.code}" in made.xform
    assert form.version in made.xform
