"""What a clerk decided about a layout, as a spec: tried, then kept.

A layout whose columns all come from the file is kept in `THANTHIEN_HOME/specs`, and the
next file of it is known. What he typed himself, such as the round of a survey, holds
for this file alone: that spec is kept apart, or the next file would be taken for the
same round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import yaml

from ingest.desk.card_files import one_file_specs, waiting_card
from ingest.desk.keep_spec import keep_spec
from ingest.desk.rows_told import rows_told
from ingest.desk.sheets.sheet_facts import sheet_patterns
from ingest.desk.trial import as_facts, try_load
from warehouse.desk.inbox import path_of, write_card
from warehouse.desk.jobs import Job, made_by
from warehouse.settings import Settings
from warehouse.stores.copies import write_private
from warehouse.words.marks import unmarked

Progress = Callable[[str, int, int], None]
Said = Mapping[str, Any]
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_CODE = re.compile(r"\d+")
TITLE_DAY = r"(?P<day>\d{1,2}/\d{1,2}/\d{4})"
NAME_DAY = r"(?<!\d)(?P<day>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"


def try_mapping(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Tries the clerk's decisions on all rows; nothing is loaded or kept.

    Returns:
        The account of the trial as `as_facts` gives it, and the spec's `text`.

    Raises:
        SpecError: The decisions do not fit each other or the file.
    """
    card = waiting_card(settings, job.subject)
    text = spec_text(job.said)
    path = made_by(settings, job.job_id)
    path.unlink(missing_ok=True)
    write_private(path, text)
    trial = try_load(
        settings,
        path_of(settings, card.sha256),
        spec_path=path,
        progress=rows_told(progress, "read"),
    )
    return {**as_facts(trial), "text": text}


def keep_mapping(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Keeps the clerk's decisions as a spec; an earlier one of that name is put by.

    Returns:
        `spec`, its name, and `is_for_all`, whether the next file is read by it too.

    Raises:
        SpecError: It is no whole spec: nothing is kept.
        AuditError: It cannot be recorded: nothing is kept.
    """
    progress("keep", 0, 0)
    card = waiting_card(settings, job.subject)
    text = spec_text(job.said)
    name = spec_name(job.said)
    is_for_all = not has_typed(job.said)
    folder = settings.home / "specs" if is_for_all else one_file_specs(settings)
    file_name = f"{name}.yml" if is_for_all else f"{name}-{card.sha256[:12]}.yml"
    keep_spec(settings, job, folder / file_name, text, name=name, of_file=card.name)
    write_card(settings, replace(card, spec="" if is_for_all else file_name))
    return {"spec": name, "is_for_all": is_for_all}


def spec_text(said: Said) -> str:
    """The decisions as YAML."""
    return yaml.safe_dump(
        _body(said), allow_unicode=True, sort_keys=False, default_flow_style=False
    )


def spec_name(said: Said) -> str:
    """The name of the spec, from its title."""
    plain = "".join(sign for sign in unmarked(str(said["title"])) if sign.isascii())
    return "desk_" + (_NOT_PLAIN.sub("_", plain).strip("_")[:60] or "layout")


def has_typed(said: Said) -> bool:
    """Whether some value was typed and stands in no cell of the file."""
    return any(one["from"] == "typed" for one in said["columns"].values())


def _body(said: Said) -> dict[str, Any]:
    title = str(said["title"])
    body: dict[str, Any] = {
        "spec": spec_name(said),
        "title": {"vi": title, "en": title},
    }
    places = {one["from"] for one in said["columns"].values()}
    if read := _read(said):
        body["read"] = read
    if groups := _title_groups(said):
        named = [p.replace("<day>", f"<{name}>") for p, name in groups.items()]
        body["title_block"] = named if len(named) > 1 else named[0]
    if "file_name" in places:
        body["file_name"] = NAME_DAY
    used = set(_used(said))
    personal = [h for h in said["personal"] if h not in used]
    ignored = [h for h in said["headings"] if h not in used and h not in personal]
    if personal:
        body["personal"] = personal
    if ignored:
        body["ignore"] = ignored
    body["kinds"] = [_kind(said)]
    return body


def _title_groups(said: Said) -> dict[str, str]:
    """Name of the group by pattern, of the days read above the table."""
    days = [c for c in said["columns"].values() if c["from"] == "title"]
    patterns = dict.fromkeys(one.get("pattern", TITLE_DAY) for one in days)
    return {text: f"day{n or ''}" for n, text in enumerate(patterns)}


def _read(said: Said) -> dict[str, Any]:
    """Hints for the reader, where it does not find out by itself."""
    read = {n: int(said[n]) for n in ("header_line", "header_rows") if said.get(n)}
    merged = [heading for heading in said.get("merged", ()) if heading in _used(said)]
    return read | ({"fill_down": merged} if merged else {})


def _used(said: Said) -> list[str]:
    found = [c["heading"] for c in said["columns"].values() if c["from"] == "heading"]
    for one in said["columns"].values():
        found += one["crosses"].values() if one["from"] == "crosses" else ()
    for item in said.get("items", ()):
        found += item["x_columns"] or [item["heading"]]
    return found


def _kind(said: Said) -> dict[str, Any]:
    kind: dict[str, Any] = {"kind": said["kind"]}
    read = said.get("sheets_read") or [said.get("sheet", "")]
    if others := [name for name in said.get("sheets", ()) if name not in read]:
        kind["sheet"] = sheet_patterns(read, others)
    groups = _title_groups(said)
    columns = {name: _column(c, groups) for name, c in said["columns"].items()}
    log = said.get("log") or {}
    if {log.get("one_per"), log.get("in_order_of")} <= columns.keys():
        kind |= {"one_per": log["one_per"], "in_order_of": log["in_order_of"]}
        for name, column in columns.items():
            column |= _of_rows(name, column, log)
    kind["columns"] = columns
    if said.get("items"):
        kind["items"] = [_item(item) for item in said["items"]]
    return kind


def _of_rows(name: str, column: Mapping[str, Any], log: Said) -> dict[str, str]:
    """Which row of a dossier a column takes; nothing where all say the same."""
    headings = [*column.get("from", ()), *column.get("x_columns", {}).values()]
    is_same = name != log["in_order_of"] and set(headings) <= set(log["same"])
    if not headings or is_same or name not in log["of_rows"]:
        return {}
    return {"of_rows": log["of_rows"][name]}


def _column(said: Said, groups: Mapping[str, str]) -> dict[str, Any]:
    place = said["from"]
    if place == "typed":
        text = str(said["text"])
        is_named = said.get("is_unit") and not _CODE.fullmatch(text)
        return {"constant": text} | ({"unit": {}} if is_named else {})
    if place == "title":
        group = groups[said.get("pattern", TITLE_DAY)]
        return {"title": group, "dates": [said.get("format", "d/M/yyyy")]}
    if place == "crosses":
        return {"x_columns": dict(said["crosses"])}
    if place == "file_name":
        return {"file_name": "day", "dates": ["yyyyMMdd"]}
    column: dict[str, Any] = {"from": [said["heading"]]}
    if said.get("is_named"):
        column["unit"] = {}
    if said.get("formats"):
        column["dates"] = list(said["formats"])
    values = {t: _word(w) for t, w in (said.get("values") or {}).items() if w != "?"}
    if values:
        column["values"] = values
    return column


def _word(word: str | None) -> str | bool | None:
    return {"true": True, "false": False, "": None}.get(word or "", word)


def _item(said: Said) -> dict[str, Any]:
    item: dict[str, Any] = {"item_code": said["item_code"]}
    if said["x_columns"]:
        return item | {"x_columns": list(said["x_columns"])}
    item |= {"from": said["heading"], "scale": said["scale"]}
    no_answer = {text: why for text, why in (said["no_answer"] or {}).items() if why}
    return item | ({"no_answer": no_answer} if no_answer else {})
