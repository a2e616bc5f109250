"""Google Forms: a script that runs, and every answer of its sheet back."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from tests.warehouse.waves.forms.came_back import assert_all_came_back
from tests.warehouse.waves.forms.five_forms import (
    FIVE,
    as_kobo_names,
    ballots,
    form_of_stream,
)
from warehouse.waves.forms.fields import FIELDS
from warehouse.waves.forms.form import NO_ANSWERS, Form
from warehouse.waves.forms.google_forms import google_forms
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.words import LANGUAGES, words_of

# What the script calls, noting each item it makes.
STAND_IN = """
const made = [];
function item(kind) {
  const one = {kind};
  made.push(one);
  const self = {
    setTitle: t => { one.title = t; return self; },
    setRequired: r => { one.required = r; return self; },
    setChoiceValues: c => { one.choices = c; return self; },
    setValidation: v => { one.pattern = v; return self; },
  };
  return self;
}
const form = {
  setDescription: () => form,
  setCollectEmail: c => { made.push({kind: "email", collects: c}); return form; },
  setConfirmationMessage: () => form,
  addMultipleChoiceItem: () => item("choice"),
  addTextItem: () => item("text"),
  getEditUrl: () => "",
};
const rule = {
  setHelpText: () => rule,
  requireTextMatchesPattern: p => { rule.pattern = p; return rule; },
  build: () => rule.pattern,
};
const FormApp = {create: () => form, createTextValidation: () => rule};
const Logger = {log: () => {}};
"""


def made_by(form: Form, folder: Path, lang: str = "vi") -> list[dict[str, Any]]:
    """What the script puts into a form, run as Google runs it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("nothing here runs a script")
    script = google_forms(form, words_of(lang)).decode()
    path = folder / "form.js"
    show = "makeForm(); console.log(JSON.stringify(made));"
    path.write_text(f"{STAND_IN}{script}{show}", encoding="utf-8")
    done = subprocess.run([node, str(path)], check=True, capture_output=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stream", FIVE)
def test_every_answer_of_its_sheet_comes_back(
    tmp_path: Path, stream: str, lang: str
) -> None:
    form, words = form_of_stream(stream), words_of(lang)
    email, *items = made_by(form, tmp_path, lang)
    assert email["collects"] is False
    titles = [item["title"] for item in items]
    assert len(set(titles)) == len(titles)
    names = ["ma_phieu", "ma_xa", *(field.name for field in FIELDS)]
    names += [item.code for item in form.items]
    choices = {
        name: item.get("choices", []) for name, item in zip(names, items, strict=True)
    }
    given = ballots(form, 40)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([words("waves.forms.stamp"), *titles])
    for row in given:
        said = dict(row)
        [said["ma_xa"]] = [t for t in choices["ma_xa"] if f"({row['ma_xa']})" in t]
        for field in FIELDS:
            place = list(field.choices).index(row[field.name])
            said[field.name] = choices[field.name][place]
        for item in form.items:
            levels = map(str, range(item.scale_max, item.scale_min - 1, -1))
            place = [*levels, *NO_ANSWERS].index(row[item.code])
            said[item.code] = choices[item.code][place]
        writer.writerow(["30/11/2026 08:09:00", *(said[name] for name in names)])
    desk = Desk(tmp_path)
    path = desk.file("tra_loi.csv", text.getvalue())
    spec = desk.file("phieu.yml", reading_spec(form))
    (result,) = load_files([path], spec_path=spec, settings=desk.settings)
    assert not result.reason, result.as_text("vi")
    assert_all_came_back(desk, form, as_kobo_names(given), "2026-11-30")


def test_a_number_of_another_wave_is_refused(tmp_path: Path) -> None:
    form = form_of_stream("supervision")
    _, *items = made_by(form, tmp_path)
    first = ["30/11/2026 08:09:00", "DL-2025-Q1-91001-001", "Xã X (91001)"]
    blank = [""] * (len(items) - 2 - len(form.items))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Dấu thời gian", *(item["title"] for item in items)])
    writer.writerow([*first, *blank, *("5" for _ in form.items)])
    desk = Desk(tmp_path)
    path = desk.file("tra_loi.csv", text.getvalue())
    spec = desk.file("phieu.yml", reading_spec(form))
    load_files([path], spec_path=spec, settings=desk.settings)
    assert desk.refused()
    assert not desk.raw("select * from raw.answer")
