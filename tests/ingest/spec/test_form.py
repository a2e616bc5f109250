"""The form of a spec: what a broken one says, and that editors know the same form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from ingest.spec.form.refusal import RULES
from ingest.spec.form.schema import schema
from ingest.spec.form.spec import SpecForm
from ingest.spec.read_spec import SPECS_DIR, read_spec
from ingest.spec.strict_yaml import read_yaml
from warehouse.errors import SpecError
from warehouse.messages import phrase_in, phrases

HEAD = "spec: thu\ntitle: {vi: Thử, en: Test}\n"
KIND = "kinds:\n  - kind: procedure\n    columns:\n"
GOOD = KIND + '      procedure_code: {from: "Mã"}\n'
ITEM = "    items:\n      - {item_code: a, %s}\n"
BROKEN = {
    "missing": (HEAD, "thu.yml: kinds (line 1)", "add it"),
    "unknown_key": (
        HEAD + KIND + '      procedure_code: {form: "Mã"}\n',
        "thu.yml: kinds/1/columns/procedure_code/form (line 6)",
        "write from",
    ),
    "empty_key": (HEAD + GOOD + "ignore:\n", "ignore (line 7)", "delete the key"),
    "one_of": (
        HEAD + KIND + '      procedure_code: {from: "Mã", constant: a}\n',
        "columns/procedure_code (line 6)",
        "leave one",
    ),
    "any_of": (
        HEAD + GOOD + "    where: {heading: A}\n",
        "kinds/1/where/1 (line 7)",
        "add one",
    ),
    "needs": (HEAD + GOOD + ITEM % "from: A", "items/1 (line 8)", "add it"),
    "literal_error": (
        HEAD + "unknown_headings: drop\n" + GOOD,
        "unknown_headings (line 3)",
        "write one of them",
    ),
    "scalar": (
        HEAD + KIND + "      procedure_code: {constant: [a]}\n",
        "procedure_code/constant (line 6)",
        "write one value",
    ),
    "header_rows": (
        HEAD + "read: {header_rows: two}\n" + GOOD,
        "read/header_rows (line 3)",
        "correct it",
    ),
    "string_type": (
        HEAD + "file_name: 12\n" + GOOD,
        "file_name (line 3)",
        "put it in quotes",
    ),
    "string_too_short": (
        HEAD + KIND + '      procedure_code: {from: ""}\n',
        "procedure_code/from/1 (line 6)",
        "fill it",
    ),
    "string_pattern_mismatch": (
        HEAD.replace("thu", "Thử 1") + GOOD,
        "spec (line 1)",
        "rename it",
    ),
    "bool_type": (
        HEAD + 'read: {final_newline: "no"}\n' + GOOD,
        "read/final_newline (line 3)",
        "true or false",
    ),
    "int_type": (
        HEAD + "read: {header_line: một}\n" + GOOD,
        "read/header_line (line 3)",
        "whole number",
    ),
    "float_type": (
        HEAD + "scales: {ba: {min: thấp}}\n" + GOOD,
        "scales/ba/min (line 3)",
        "write a number",
    ),
    "list_type": (HEAD + "personal: Họ tên\n" + GOOD, "personal (line 3)", "[ ]"),
    "dict_type": (
        HEAD + "kinds:\n  - kind: procedure\n    columns: Mã\n",
        "kinds/1/columns (line 5)",
        "below it",
    ),
    "model_type": (HEAD + "read: cp1252\n" + GOOD, "read (line 3)", "below it"),
    "too_short": (HEAD + "kinds: []\n", "kinds (line 3)", "lacking"),
    "greater_than": (
        HEAD + "scales: {ba: {min: 1, max: 3, step: 0}}\n" + GOOD,
        "scales/ba/step (line 3)",
        "correct the number",
    ),
    "greater_than_equal": (
        HEAD + "read: {header_line: 0}\n" + GOOD,
        "read/header_line (line 3)",
        "correct the number",
    ),
    "less_than_equal": (
        HEAD + KIND + "      procedure_code: {from: A, pad: 99}\n",
        "procedure_code/pad (line 6)",
        "correct the number",
    ),
}


def refusal(folder: Path, text: str) -> SpecError:
    path = folder / "thu.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as raised:
        read_spec(path)
    return raised.value


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_form_names_place_line_and_step(tmp_path: Path, kind: str) -> None:
    text, place, step = BROKEN[kind]
    error = refusal(tmp_path, text)
    assert place in error.thing
    assert step in error.next_step
    assert error.in_words("en") == error.message
    for said in (error.rule, error.next_step):
        assert phrase_in(said, "vi") != said
    assert "(dòng " in error.in_words("vi")


def test_every_kind_of_fault_is_tried_and_has_words() -> None:
    assert set(BROKEN) == {*RULES, "unknown_key"}
    said = {text for pair in RULES.values() for text in pair}
    assert said - set(phrases()) == set()


def test_all_wrong_places_are_named_at_once(tmp_path: Path) -> None:
    text = HEAD + "personal: Họ tên\nread: {header_line: 0}\n" + GOOD
    error = refusal(tmp_path, text)
    assert "also wrong: read/header_line" in error.next_step or (
        "also wrong: personal" in error.next_step
    )


@pytest.mark.parametrize("path", sorted(SPECS_DIR.glob("*.yml")), ids=lambda p: p.stem)
def test_editors_take_every_shipped_spec(path: Path) -> None:
    jsonschema.validate(read_yaml(path), schema())


@pytest.mark.parametrize("kind", BROKEN)
def test_editors_mark_what_reading_refuses(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "thu.yml"
    path.write_text(BROKEN[kind][0], encoding="utf-8")
    body: Any = read_yaml(path)
    with pytest.raises(ValidationError):
        SpecForm.model_validate(body)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body, schema())
