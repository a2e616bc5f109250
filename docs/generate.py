"""Writes the pages of `docs/` that are made from the code, so they cannot rot.

`python docs/generate.py` rewrites them; `tests/test_docs.py` fails when a page on
disk differs from what this makes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

os.environ["THANTHIEN_LANG"] = "en"  # before thanthien reads its language

import click
import typer.main
import yaml

import thanthien
from dashboard.words import words_of
from ingest.mapping.rules import RULES
from ingest.spec.docs import spec_page
from ingest.spec.docs_vi import spec_page_vi
from ingest.spec.form.schema import SCHEMA_PATH, schema_text
from warehouse.errors import ExitCode
from warehouse.privacy import privacy, privacy_page
from warehouse.raw.column import Kind
from warehouse.raw.dbt_vars import reasons
from warehouse.raw.kind_words import kind_titles
from warehouse.raw.kinds import KINDS
from warehouse.rules.rules import shipped_rules

DOCS = Path(__file__).parent
METHODS = DOCS.parent / "dashboard" / "words"
RAW_KINDS_VI = DOCS / "raw_kinds.vi.yml"
_IN_KEY = re.compile(r"[a-z_]+")
CRITERIA_PAGE = DOCS / "criteria.vi.yml"
OWNERS = {
    "steward": "lists the steward keeps",
    "office": "the office's own acts",
    "wave_owner": "of him who leads the wave, the Front among them",
}
RAW_KINDS_LEAD = (
    "One row of one table in `warehouse/raw`: what a kind is stands there and nowhere",
    "else. [Adding a kind](adding_a_kind.md) lists the files that a new one touches.",
)
RAW_SOURCES = DOCS.parent / "dbt_project" / "models" / "staging" / "_raw_kinds.yml"
RAW_SOURCES_HEAD = """\
# Made by docs/generate.py from warehouse/raw; edit the kinds there instead.
version: 2

sources:
  - name: raw
    description: Append-only rows as the files said them, with file, sheet and line.
    database: "{{ 'raw_db' if target.type == 'duckdb' else '' }}"
    schema: raw
    tables:
      - name: file
        description: One row per delivered content (hash of the bytes).
      - name: delivery
        description: When each content came first; a file read again keeps it.
      - name: file_kind
        description: >
          One row per file and kind with what was read, loaded, duplicate and refused.
      - name: notice
        description: What to know of a file though its rows were loaded.
      - name: refused
        description: One row per rule a refused row broke."""
NOTE = "<!-- Made by docs/generate.py; edit the code instead. -->\n\n"


def commands() -> dict[str, click.Command]:
    """Every command by its full name, e.g. `user add`."""
    found: dict[str, click.Command] = {}

    def walk(prefix: str, command: click.Command) -> None:
        children = getattr(command, "commands", None)
        if children is None:
            found[prefix] = command
            return
        for name, child in sorted(children.items()):
            walk(f"{prefix} {name}".strip(), child)

    front: Any = typer.main.get_command(thanthien.app)
    walk("", front)
    return found


def command_page(name: str, command: click.Command) -> str:
    """One page: what it does, its arguments and options."""
    lines = [f"# thanthien {name}", "", command.help or "", ""]
    lines += ["| argument or option | meaning | default |", "|---|---|---|"]
    for parameter in command.params:
        if parameter.name == "help":
            continue
        names = ", ".join([*parameter.opts, *parameter.secondary_opts])
        text = getattr(parameter, "help", None) or ""
        default = parameter.default
        is_plain = isinstance(default, (int, str)) and not isinstance(default, bool)
        shown = f"`{default}`" if is_plain else ""
        lines.append(f"| `{names}` | {text} | {shown} |")
    return NOTE + "\n".join(lines) + "\n"


def commands_index(names: list[str]) -> str:
    """The list of commands and the exit codes they share."""
    lines = ["# Commands", ""]
    lines += [f"- [{name}]({page_name(name)})" for name in names]
    lines += ["", "## Exit codes", "", "| code | name |", "|---|---|"]
    lines += [f"| {code.value} | {code.name.lower()} |" for code in ExitCode]
    return NOTE + "\n".join(lines) + "\n"


def page_name(name: str) -> str:
    """File name of a command's page."""
    return name.replace(" ", "-") + ".md"


def raw_kinds_page() -> str:
    """The raw kinds: what a row is, names and is about; required columns in bold."""
    lines = ["# Raw kinds", "", *RAW_KINDS_LEAD, ""]
    for kind in KINDS.values():
        lines += [f"## {kind.name}", "", f"One row is {kind.one_row_is}.", ""]
        lines += [f"- {title}: {text}" for title, text in _facts(kind) if text]
        lines += ["", "| column | type | allowed words | names |", "|---|---|---|---|"]
        for column in kind.columns:
            name = f"**{column.name}**" if column.is_required else column.name
            words, named = ", ".join(column.words), kind.references.get(column.name, "")
            lines.append(f"| {name} | {column.type} | {words} | {named} |")
        lines.append("")
    return NOTE + "\n".join(lines)


def raw_kinds_page_vi() -> str:
    """The raw kinds in the words of the page for loading, for who prepares files."""
    page = yaml.safe_load(RAW_KINDS_VI.read_text(encoding="utf-8"))
    words, titles = words_of("vi"), kind_titles("vi")
    lines = [page["head"]]
    for kind in KINDS.values():
        lines += [f"## {titles[kind.name]} (`{kind.name}`)", ""]
        facts = ((page["facts"][name], text) for name, text in _facts_vi(kind, page))
        lines += [f"- {title}: {text}" for title, text in facts if text]
        row, line = "| " + " | ".join(page["table"]) + " |", "|---|---|---|---|"
        lines += ["", row, line]
        for column in kind.columns:
            code = f"**`{column.name}`**" if column.is_required else f"`{column.name}`"
            kind_of = page["types"][column.type.partition("(")[0]]
            name = words.or_else(f"raw_columns.{column.name}", column.name)
            said = (words.or_else(f"raw_words.{w}", w) for w in column.words)
            lines.append(f"| {code} | {name} | {kind_of} | {', '.join(said)} |")
        lines.append("")
    return NOTE + "\n".join(lines)


def _facts_vi(kind: Kind, page: Any) -> Iterator[tuple[str, str]]:
    words, columns = words_of("vi"), {column.name for column in kind.columns}

    def named(names: Iterable[str]) -> str:
        # a key may be an expression: its column is what a reader knows
        found = (name for text in names for name in _IN_KEY.findall(text))
        known = dict.fromkeys(name for name in found if name in columns)
        return ", ".join(
            words.or_else(f"raw_columns.{name}", name).lower() for name in known
        )

    yield "key", named(kind.key)
    yield "day", named(kind.day)
    yield "belongs_to", named(kind.belongs_to)
    yield "owner", page["owners"][kind.owner]
    limits = (
        page["range"].format(column=named([c]), low=low, high=f"{high:,}")
        for c, (low, high) in kind.limits.items()
    )
    yield "limits", "; ".join(limits).replace(",", ".")
    personal = privacy().columns[kind.name]
    yield "about_people", named(c for c, name in personal.items() if name != "open")


def _facts(kind: Kind) -> Iterator[tuple[str, str]]:
    def listed(parts: Iterable[str]) -> str:
        return ", ".join(f"`{part}`" for part in parts)

    yield "named by", listed(kind.key)
    yield "the later of two", listed(kind.later_by)
    yield "its day", listed(kind.day)
    yield "counts for", listed(kind.belongs_to)
    yield "whose data", OWNERS[kind.owner]
    if not kind.is_large:
        yield "enters no figure if", listed(reasons(kind))
    limits = kind.limits.items()
    yield "numbers", "; ".join(f"`{c}` {low} to {high:,}" for c, (low, high) in limits)
    personal = privacy().columns[kind.name]
    about_people = [column for column, name in personal.items() if name != "open"]
    yield "about people", listed(about_people)


def raw_sources() -> str:
    """The raw tables as dbt sources, each with what its row is."""
    lines = [RAW_SOURCES_HEAD]
    for kind in KINDS.values():
        lines += [f"      - name: {kind.name}", "        description: >"]
        lines.append(f"          One row is {kind.one_row_is}.")
    return "\n".join(lines) + "\n"


def criteria_page() -> str:
    """Codes of factors and commitments, as a list of questions names them."""
    page = yaml.safe_load(CRITERIA_PAGE.read_text(encoding="utf-8"))
    lines = [page["head"]]
    for rule in shipped_rules()["criteria"]:
        values = rule.values
        kind = page["kinds"][values["criterion_kind"]]
        lines.append(f"| `{values['criterion_code']}` | {values['name_vi']} | {kind} |")
    return NOTE + "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """All generated pages by path."""
    found = commands()
    made = {DOCS / "raw_kinds.md": raw_kinds_page()}
    made[DOCS / "raw_kinds.vi.md"] = raw_kinds_page_vi()
    made[RAW_SOURCES] = raw_sources()
    made[DOCS / "criteria.vi.md"] = criteria_page()
    made[DOCS / "privacy.vi.md"] = privacy_page()
    made[SCHEMA_PATH] = schema_text()
    made[DOCS / "spec.md"] = NOTE + spec_page(RULES)
    made[DOCS / "spec.vi.md"] = NOTE + spec_page_vi(RULES)
    made[DOCS / "commands" / "README.md"] = commands_index(sorted(found))
    for text in sorted(METHODS.glob("methods.*.md")):
        made[DOCS / text.name] = NOTE + text.read_text(encoding="utf-8")
    guide = (METHODS / "load_guide.vi.md").read_text(encoding="utf-8")
    made[DOCS / "huong_dan_nap.vi.md"] = NOTE + guide
    for name, command in found.items():
        made[DOCS / "commands" / page_name(name)] = command_page(name, command)
    return made


def main() -> None:
    """Writes every page."""
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
