"""Writes the pages of `docs/` that are made from the code, so they cannot rot.

`python docs/generate.py` rewrites them; `tests/test_docs.py` fails when a page on
disk differs from what this makes.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

os.environ["THANTHIEN_LANG"] = "en"  # before thanthien reads its language

import click
import typer.main

import thanthien
from ingest.spec.docs import spec_page
from warehouse.errors import ExitCode
from warehouse.privacy import privacy_page
from warehouse.raw.kinds import KINDS

DOCS = Path(__file__).parent
CRITERIA = DOCS.parent / "dbt_project" / "seeds" / "criteria.csv"
CRITERION_KINDS = {
    "factor": "yếu tố hài lòng",
    "know": "5 biết",
    "never": "3 không",
    "show": "4 thể hiện",
    "overall": "câu chung",
}
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

    walk("", typer.main.get_command(thanthien.app))
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
    """The raw kinds with their columns; required ones in bold."""
    lines = ["# Raw kinds", ""]
    for kind in KINDS.values():
        lines += [f"## {kind.name}", "", f"Named by {', '.join(kind.key)}.", ""]
        lines += ["| column | type | allowed words |", "|---|---|---|"]
        for column in kind.columns:
            name = f"**{column.name}**" if column.is_required else column.name
            lines.append(f"| {name} | {column.type} | {', '.join(column.words)} |")
        lines.append("")
    return NOTE + "\n".join(lines)


def criteria_page() -> str:
    """Codes of factors and commitments, as a list of questions names them."""
    lines = ["# Mã tiêu chí trong tệp Danh sách câu hỏi", ""]
    lines += [
        "Cột “Mã tiêu chí” của một câu hỏi ghi mã một yếu tố, rồi mã các cam kết mà",
        "câu đó cũng hỏi, cách nhau bằng dấu chấm phẩy: `officer; respect`.",
        "",
        "| mã | tên | loại |",
        "|---|---|---|",
    ]
    with CRITERIA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = CRITERION_KINDS[row["criterion_kind"]]
            lines.append(f"| `{row['criterion_code']}` | {row['name_vi']} | {kind} |")
    return NOTE + "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """All generated pages by path."""
    found = commands()
    made = {DOCS / "raw_kinds.md": raw_kinds_page()}
    made[DOCS / "criteria.vi.md"] = criteria_page()
    made[DOCS / "privacy.vi.md"] = privacy_page()
    made[DOCS / "spec.md"] = NOTE + spec_page()
    made[DOCS / "commands" / "README.md"] = commands_index(sorted(found))
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
