"""Every refusal a person can meet is said in Vietnamese, and in English by switch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.loading.result import FileResult
from ingest.mapping.rules import RULES, rule_text
from warehouse.errors import ExitCode, ThanThienError, UnreadableFileError
from warehouse.messages import message_in, phrase_in, phrases

ROOT = Path(__file__).parents[1]
Names = dict[str, list[ast.expr]]


def _templates(node: ast.expr, names: Names) -> list[str]:
    """Texts an expression may give; `{}` for what only a run can know."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.Constant) else "{}" for v in node.values]
        return ["".join(str(part) for part in parts)]
    if isinstance(node, ast.Name) and node.id in names:
        others = {name: v for name, v in names.items() if name != node.id}
        return [t for value in names[node.id] for t in _templates(value, others)]
    if isinstance(node, ast.IfExp):
        return _templates(node.body, names) + _templates(node.orelse, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _templates(node.left, names), _templates(node.right, names)
        return [a + b for a in left for b in right]
    return ["{}"]


def _assigned(node: ast.AST, names: Names) -> Names:
    found = {name: list(values) for name, values in names.items()}
    for child in ast.walk(node):
        if isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name):
            found.setdefault(child.targets[0].id, []).append(child.value)
    return found


def _raised() -> Iterator[tuple[str, str]]:
    """Rule and next step of every refusal in the code, with its place."""
    paths = [ROOT / "thanthien.py"]
    for package in ("ingest", "warehouse", "dashboard"):
        paths += sorted((ROOT / package).rglob("*.py"))
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = [n for n in tree.body if isinstance(n, ast.Assign)]
        top = _assigned(ast.Module(body=list(own), type_ignores=[]), {})
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            names = _assigned(function, top)
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id.endswith("Error")
                    and len(call.args) == 4
                ):
                    place = f"{path.relative_to(ROOT)}:{call.lineno}"
                    for text in (call.args[2], call.args[3]):
                        for template in _templates(text, names):
                            yield place, template


def test_every_rule_and_next_step_has_vietnamese_words() -> None:
    unsaid = {
        template: place
        for place, template in _raised()
        if template.replace("{}", "").strip() and template not in phrases()
    }
    assert unsaid == {}


def test_both_languages_hold_the_same_values() -> None:
    uneven = [en for en, vi in phrases().items() if en.count("{}") != vi.count("{}")]
    assert uneven == []


# Raised by a library, and passed on in a refusal.
OF_A_LIBRARY = {"File is not a zip file", "Cannot detect file format"}


def test_every_phrase_is_said_somewhere() -> None:
    pieces: set[str] = set()
    for package in ("ingest", "warehouse", "dashboard"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    pieces |= {x.strip(" ,") for x in node.value.split("{}")}
    unsaid = [
        phrase
        for phrase in phrases()
        if not {part.strip(" ,") for part in phrase.split("{}")} <= {*pieces, ""}
    ]
    assert set(unsaid) == OF_A_LIBRARY


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_rule_of_a_record_has_words(lang: str) -> None:
    said = {code: rule_text(code, '{"reason": "x"}', lang) for code in RULES}
    assert all(rule and what_to_do for rule, what_to_do in said.values())
    if lang == "vi":
        english = {code: rule_text(code, '{"reason": "x"}', "en") for code in RULES}
        assert [code for code in RULES if said[code] == english[code]] == []


def _classes(base: type[ThanThienError]) -> list[type[ThanThienError]]:
    return [base, *(c for sub in base.__subclasses__() for c in _classes(sub))]


@pytest.mark.parametrize("error", _classes(ThanThienError))
def test_every_class_speaks_both_languages(error: type[ThanThienError]) -> None:
    rule, step = "one process writes at a time", "wait, then retry"
    refusal = error("x", "raw.duckdb", rule, step)
    assert refusal.in_words("en") == refusal.message
    vi = "x = 'raw.duckdb': mỗi lúc chỉ một chương trình được ghi → "
    assert refusal.in_words("vi") == vi + phrase_in(step, "vi")
    assert phrase_in(step, "vi") != step


def test_a_stored_reason_is_said_in_the_readers_language() -> None:
    error = UnreadableFileError(
        "a: b.csv line 7",
        "a quote that is never closed",
        "a file that cannot be read whole is refused whole",
        "correct line 7 (or export the file again) and deliver it again",
    )
    vi = (
        "a: b.csv dòng 7 = 'một dấu nháy kép không đóng': tệp không đọc được trọn vẹn "
        "thì bị từ chối cả tệp → sửa dòng 7 (hoặc xuất lại tệp) rồi giao lại"
    )
    assert message_in(error.message, "vi") == error.in_words("vi") == vi
    assert message_in(error.message, "en") == error.message
    refused = FileResult(
        "b.csv", "0", "refused", error.message, exit_code=ExitCode.UNREADABLE_FILE
    )
    assert vi in refused.as_text("vi")
    assert vi in rule_text("file", '{"reason": "' + error.message + '"}', "vi")[0]


def test_values_inside_a_phrase_are_said_too() -> None:
    held = "this home holds simulated data; simulated and real are never mixed"
    assert "chứa dữ liệu mô phỏng" in phrase_in(held, "vi")
    why = "sync misses A, does not know B; steps misses C"
    said = phrase_in(f"no spec fits its headings ({why})", "vi")
    assert "(sync thiếu A, không biết B; steps thiếu C)" in said
    assert phrase_in("no such phrase", "vi") == "no such phrase"
