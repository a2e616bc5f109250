"""A wrong spec is refused before any file is opened, with place, value and rule."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from ingest.spec.docs import spec_example, spec_page
from ingest.spec.form.schema import schema
from ingest.spec.read_spec import SPECS_DIR, read_spec, shipped_specs
from ingest.spec.strict_yaml import read_yaml
from warehouse.errors import SpecError
from warehouse.raw.kinds import KINDS

HEAD = "spec: thu\ntitle: {vi: Thử, en: Test}\n"
GOOD = """
personal: ["Họ tên"]
kinds:
  - kind: procedure
    columns:
      procedure_code: {from: "Mã"}
"""


def read(folder: Path, text: str) -> object:
    path = folder / "thu.yml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_spec(path)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_key_of_the_schema_is_described() -> None:
    bare = []

    def walk(node: object, path: str) -> None:
        if isinstance(node, dict):
            for name, body in node.get("properties", {}).items():
                shorthand = path.endswith("TitleForm")
                if not shorthand and "description" not in body and "$ref" not in body:
                    bare.append(f"{path}/{name}")
            for key, body in node.items():
                walk(body, f"{path}/{key}")

    walk(schema(), "")
    assert bare == []


@pytest.mark.parametrize("path", sorted(SPECS_DIR.glob("*.yml")), ids=lambda p: p.stem)
def test_shipped_specs_are_good_and_named_as_their_file(path: Path) -> None:
    assert read_spec(path).name == path.stem


def test_shipped_specs_have_names_of_their_own() -> None:
    names = [spec.name for spec in shipped_specs()]
    assert len(names) == len(set(names))


def test_a_good_spec_is_read(tmp_path: Path) -> None:
    read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kinds: []\n", "kinds"),
        (GOOD.replace("procedure_code:", "procedure_cod:"), "procedure_cod"),
        (GOOD.replace("kind: procedure", "kind: procedures"), "procedures"),
        (GOOD.replace("from:", "form:"), "procedure_code"),
        (GOOD.replace('"Mã"}', '"Mã", constant: "1"}'), "procedure_code"),
        (GOOD.replace("Mã", "Họ  TÊN"), "personal"),
        (GOOD + "ignore: [mã]\n", "ignore"),
        (GOOD.replace("procedure_code", "procedure_name"), "procedure_code"),
        (GOOD + '      life_event: {from: "X", values: {Sinh: born}}\n', "born"),
        (GOOD + "      valid_from: {constant: 01/07/2025}\n", "01/07/2025"),
        (GOOD + '      valid_from: {from: "X", dates: [dd/MM/yyy]}\n', "dd/MM/yyy"),
        (GOOD + '      procedure_name: {from: "X", dates: [dd/MM/yyyy]}\n', "dates"),
        (GOOD + '      procedure_name: {from: "X", number: vi}\n', "number"),
        (GOOD + '      limit_working_days: {constant: "ba"}\n', "ba"),
        (GOOD + "      valid_from: {file_name: ngay}\n", "ngay"),
        (GOOD + "      valid_from: {title: ngay}\n", "ngay"),
        (GOOD + '      field: {parent: "X"}\n', "parent"),
        (GOOD + '      field: {from: "X", regex: "("}\n', "regular expression"),
        (GOOD + '      field: {from: "X", values: {Hoà: a, hòa: b}}\n', "values"),
        (GOOD + '    items: [{item_code: a, from: "X", scale: likert5}]\n', "items"),
        (GOOD.replace("kinds:", "kinds:\n  - {kind: procedure}", 1), "columns"),
    ],
)
def test_a_wrong_spec_is_shown(tmp_path: Path, text: str, shown: str) -> None:
    with pytest.raises(SpecError) as raised:
        read(tmp_path, text)
    assert shown in raised.value.message
    assert raised.value.next_step


ANSWER = """
kinds:
  - kind: answer
    columns:
      ballot_id: {from: P}
      wave_code: {constant: W}
      unit_code: {constant: U}
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (ANSWER, "item_code"),
        (ANSWER + "    items: [{item_code: a, from: A, scale: likert9}]\n", "likert9"),
        (ANSWER + "      item_code: {from: I}\n      level: {from: L}\n", "scale"),
        (
            ANSWER
            + "    items:\n      - {item_code: a, from: A, scale: likert5}\n"
            + "      - {item_code: a, from: B, scale: likert5}\n",
            "once",
        ),
        (
            ANSWER
            + "      item_code: {from: I}\n"
            + "    items: [{item_code: a, from: A, scale: likert5}]\n",
            "item_code",
        ),
    ],
)
def test_a_wrong_ballot_is_shown(tmp_path: Path, text: str, shown: str) -> None:
    with pytest.raises(SpecError) as raised:
        read(tmp_path, text)
    assert shown in raised.value.message


def test_yaml_keeps_codes_days_and_words(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("a: 01234\nb: 2024-05-03\nc: {no: x, 01: y}\nd: 12\ne: true\n")
    assert read_yaml(path) == {
        "a": "01234",
        "b": "2024-05-03",
        "c": {"no": "x", "01": "y"},
        "d": 12,
        "e": True,
    }


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "a: [1\n"])
def test_yaml_with_two_equal_keys_or_a_fault_is_refused(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "a.yml"
    path.write_text(text)
    with pytest.raises(SpecError):
        read_yaml(path)


def test_the_words_of_the_schema_are_those_of_raw() -> None:
    """A no-answer reason the schema allows is one raw takes."""
    column = KINDS["answer"].column("no_answer_reason")
    body = schema()["$defs"]["KindForm"]["properties"]["no_answer"]
    allowed = body["additionalProperties"]["enum"]
    assert tuple(allowed) == column.words


def test_the_example_of_the_docs_is_good(tmp_path: Path) -> None:
    path = tmp_path / "my_dossiers.yml"
    path.write_text(spec_example(), encoding="utf-8")
    assert read_spec(path).name == "my_dossiers"


def test_the_docs_name_every_key_of_the_schema() -> None:
    page = spec_page([])
    keys = set(schema()["properties"])
    for name, body in schema()["$defs"].items():
        if name != "TitleForm":
            keys |= set(body["properties"])
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
