"""Every word a person meets stands in YAML, in both languages, and is used.

Code asks for words by key: `say("commands.build.full")`, `words(f"kinds.{kind}")`.
The walk reads keys and f-strings out of the code; what only data can fill in must
be a word that code or data really hold.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

import dashboard.words
import ingest.words
import warehouse.words
from warehouse.raw.kinds import KINDS
from warehouse.words import LANGUAGES, Words, word_files

ROOT = Path(__file__).parents[1]
ROOMS: dict[str, Callable[[str], Words]] = {
    "ingest": ingest.words.words_of,
    "warehouse": warehouse.words.words_of,
    "dashboard": dashboard.words.words_of,
}
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ\u1ea0-\u1ef9]", re.IGNORECASE
)
# Python that holds Vietnamese letters because it reads them, with the reason.
READS_LETTERS = {
    "dashboard/export_page.py": "compares with a unit of the metric dictionary",
    "dashboard/rows/search.py": "takes the marks off letters",
    "dashboard/rows/units.py": "puts Vietnamese letters in their order",
    "ingest/files/header.py": "names a column without a heading, as specs call it",
    "ingest/files/legacy_encodings.py": "tables of letters of TCVN3 and VNI",
    "ingest/files/open.py": "words by which sheets of instructions are passed over",
    "ingest/files/rows.py": "words by which totals and signatures are passed over",
    "ingest/files/text.py": "the spelling of a Vietnamese syllable",
    "ingest/mapping/denouncer.py": "takes the mark off a letter",
    "ingest/mapping/denunciation.py": "the word that makes a file one of denunciations",
    "ingest/mapping/unit_names.py": "takes the marks off letters; says what it reads",
    "ingest/values/usual_marks.py": "words that mean yes and no, marks that tick a box",
    "ingest/values/dates.py": "an example of a date format as files hold it",
}
PYTHON = ("ingest", "warehouse", "dashboard", "docs", "benchmarks", "dbt_project")
# Read whole: `page.js` puts each of these texts of Streamlit's widgets into Vietnamese.
READ_WHOLE = ("widgets.", "glossary.terms.")
# Names of values in data that no code and no seed spells out.
FILLED_BY_DATA = re.compile(r"\d+(_\w+)?")


def _python(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted([ROOT / "thanthien.py", *found])


def _entries(room: str, lang: str) -> Words:
    return ROOMS[room](lang)


def places(text: str) -> set[str]:
    """Names of the places a text leaves open."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_hold_the_same_keys_and_places(room: str) -> None:
    vi, en = (_entries(room, lang).entries for lang in LANGUAGES)
    assert vi.keys() == en.keys()
    assert [key for key in vi if places(vi[key]) != places(en[key])] == []
    assert [key for key in vi if not vi[key].strip() or not en[key].strip()] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_key_is_written_once_and_is_text(room: str) -> None:
    for lang in LANGUAGES:
        seen: set[str] = set()
        for path in word_files(ROOT / room / "words", lang):
            root = yaml.compose(path.read_text(encoding="utf-8"))
            assert root is not None
            keys = list(_keys_of(root))
            assert len(keys) == len(set(keys)), path.name
            assert not seen & set(keys), path.name
            seen |= set(keys)
            subject = path.name.removesuffix(f"{lang}.yml").rstrip(".")
            assert not subject or {k.split(".")[0] for k in keys} == {subject}


def _keys_of(node: yaml.Node, prefix: str = "") -> Iterator[str]:
    if not isinstance(node, yaml.MappingNode):
        yield prefix.removesuffix(".")
        return
    for key, value in node.value:
        assert key.tag == "tag:yaml.org,2002:str", f"{prefix}{key.value}: quote it"
        yield from _keys_of(value, f"{prefix}{key.value}.")


def test_no_python_holds_vietnamese_words() -> None:
    """Not even in comments: `words/` is the one place to look and to mend."""
    found = {
        str(path.relative_to(ROOT))
        for path in _python(*PYTHON)
        if VIETNAMESE.search(path.read_text(encoding="utf-8"))
        and "simulation" not in path.parts
    }
    assert sorted(found - READS_LETTERS.keys()) == []
    assert sorted(READS_LETTERS.keys() - found) == []


@cache
def _asked() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Texts that may be keys, and patterns of keys with parts that data fill."""
    texts: set[str] = set()
    patterns: set[str] = set()
    for path in _python("ingest", "warehouse", "dashboard", "docs", "benchmarks"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
                if re.fullmatch(r"[a-z_]+\.", node.value):
                    patterns.add(re.escape(node.value) + "(.+)")
            elif isinstance(node, ast.Dict):
                # A table of prefixes: name of a column → where its words stand.
                patterns |= {re.escape(v) + r"\.(.+)" for v in _texts(node.values)}
            elif isinstance(node, ast.JoinedStr):
                patterns.add(_pattern(node))
            elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
                patterns.add(re.escape(str(node.left.value)) + "(.+)")
    keyed = re.compile(r"[a-z_0-9\\.]*[a-z_0-9]\\?\.?[a-z_0-9\\.(+)]*")
    return frozenset(texts), tuple(
        re.compile(p)
        for p in sorted(patterns)
        if keyed.fullmatch(p) and re.match(r"[a-z_0-9]+\\\.", p)
    )


def _texts(nodes: list[ast.expr]) -> set[str]:
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z_.]+", node.value)
    }


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"
        for part in node.values
    )


@cache
def _spelled() -> frozenset[str]:
    """Every name in code and data, for the parts of keys that data fill."""
    names: set[str] = set()
    for path in _python("ingest", "warehouse", "dashboard", "dbt_project"):
        names |= _names_in(path.read_text(encoding="utf-8"))
    for folder, kind in (
        ("dbt_project", "sql"),
        ("dbt_project", "csv"),
        ("warehouse/rules", "csv"),
        ("dashboard", "js"),
    ):
        for path in (ROOT / folder).rglob(f"*.{kind}"):
            if "target" not in path.parts:
                names |= _names_in(path.read_text(encoding="utf-8"))
    # the figures that may be restated, and the answer scales
    for named in ("dbt_project/dbt_project.yml", "ingest/spec/scales.yml"):
        names |= _names_in((ROOT / named).read_text(encoding="utf-8"))
    # a red test is called as its file, and what it is about as the folder
    names |= {path.stem for path in (ROOT / "dbt_project" / "tests").glob("*.sql")}
    models = (ROOT / "dbt_project" / "models").rglob("*.sql")
    names |= {path.parent.name for path in models}
    return frozenset(names)


def _names_in(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@cache
def _suffixes() -> frozenset[str]:
    """What SQL appends to a value: `day_kind || '_days'`."""
    found: set[str] = set()
    for path in (ROOT / "dbt_project" / "models").rglob("*.sql"):
        found |= set(
            re.findall(r"\|\| '(_\w+)'", path.read_text(encoding="utf-8")),
        )
    return frozenset(found)


def _is_spelled(part: str) -> bool:
    """A name of code or data, or one that SQL makes of a value and a suffix."""
    if {part, f"_{part}"} & _spelled() or FILLED_BY_DATA.fullmatch(part):
        return True
    if any(part.removesuffix(s) in _spelled() for s in _suffixes() if part.endswith(s)):
        return True
    tails = [part.removeprefix(f"{kind}_") for kind in (*KINDS, "ballot")]
    return any(t != part and {t, f"_{t}"} & _spelled() for t in tails)


def _is_used(key: str) -> bool:
    texts, patterns = _asked()
    if key in texts or key.startswith(READ_WHOLE):
        return True
    for pattern in patterns:
        match = pattern.fullmatch(key)
        if match and all(_is_spelled(part) for part in match.groups()):
            return True
    return False


# A key in a call; `say` alone may be a builder's report of progress.
_ASKED = re.compile(
    r"""(?:words\(|say\((?=.[a-z_]+\.))\s*(["'])([a-z0-9_.]*[a-z0-9])\1"""
)


@pytest.mark.parametrize("room", ROOMS)
def test_every_key_code_asks_for_exists(room: str) -> None:
    asked: set[str] = set()
    front_door = [ROOT / "thanthien.py"] if room == "warehouse" else []
    for path in [*front_door, *(ROOT / room).rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        asked |= {m[2] for m in _ASKED.finditer(text)}
    assert sorted(asked - _entries(room, "vi").entries.keys()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_word_is_used(room: str) -> None:
    assert [key for key in _entries(room, "vi").entries if not _is_used(key)] == []
