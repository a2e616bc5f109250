"""Both languages hold the same words, and pages hold none of their own."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from warehouse.raw.kinds import KINDS

FOLDER = Path(__file__).parents[2] / "dashboard"
# Pages of the gate keep their words in a table of their own.
GATE = {"login_words.py", "login_page.py"}
# Letters to sort by, and a value of the data to compare with.
NOT_SHOWN = {"units.py": {"đ"}, "search.py": {"đ"}, "exports.py": {"tỷ lệ"}}
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def places(text: str) -> set[str]:
    """Names of the places a text leaves open."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_places() -> None:
    vi, en = words_of("vi").entries, words_of("en").entries
    assert vi.keys() == en.keys()
    for name in vi:
        assert places(vi[name]) == places(en[name]), name
        assert vi[name].strip(), name


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_of_raw_has_a_name(lang: str) -> None:
    words = words_of(lang)
    assert [kind for kind in KINDS if f"kinds.{kind}" not in words.entries] == []


def test_an_unknown_language_is_vietnamese() -> None:
    assert words_of("xx").lang == "vi"


def _docstrings(tree: ast.AST) -> set[int]:
    nodes = (ast.Module, ast.FunctionDef, ast.ClassDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, nodes) and node.body and isinstance(node.body[0], ast.Expr)
    }


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(FOLDER.rglob("*.py"))
        # Commands speak in a terminal, before any page.
        if path.name not in GATE and path.parent.name != "commands"
    ],
    ids=lambda path: str(path.relative_to(FOLDER)),
)
def test_no_page_holds_words_of_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = _docstrings(tree)
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and VIETNAMESE.search(node.value)
    ]
    assert set(found) <= NOT_SHOWN.get(path.name, set())


def test_every_key_a_page_asks_for_exists() -> None:
    entries = words_of("vi").entries
    asked = set()
    for path in FOLDER.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"words\(\s*\"([a-z0-9_.]+)\"", text))
    assert {name for name in asked if name not in entries} == set()


def test_each_page_has_a_title_and_a_path() -> None:
    for view in VIEWS:
        for lang in ("vi", "en"):
            assert words_of(lang).has(f"pages.{view.name}")
        assert re.fullmatch("[a-z-]+", words_of("vi")(f"paths.{view.name}"))
