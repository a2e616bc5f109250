"""What a clerk said of a known layout that has changed, as its next version.

Only spellings are added: what the layout read before, it reads as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest.desk.card_files import waiting_card
from ingest.desk.keep_spec import keep_spec
from ingest.desk.questions.scale_words import add_scale_words
from ingest.files.text import heading_key
from ingest.spec.find_spec import known_specs, spec_file
from ingest.spec.spec import Spec
from ingest.spec.strict_yaml import read_yaml
from ingest.values.usual_marks import FALSE_WORDS, TRUE_WORDS
from warehouse.desk.jobs import Job, jobs_dir
from warehouse.errors import BusyError, ThanThienError
from warehouse.raw.column import BOOLEAN
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings
from warehouse.stores.lock import held

Progress = Callable[[str, int, int], None]
Said = Mapping[str, Any]
_OF_HEADINGS = ("from", "parent", "heading", "key", "foreign_key", "fill_down")
_OF_PARTS = ("join", "hash")
_OF_TEXTS = ("values", "no_answer", "scales", "title")


def amend(settings: Settings, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Keeps the next version of a spec, with what was said of one file.

    `job.said` holds `spec`, its `sha256` as the file was read with it, `headings` (old
    → new spelling), `ignore` and `personal` (headings), `values` (kind, column,
    heading, and texts with their words), and `scales` (scale, and texts with their
    choices).

    Returns:
        `spec`, its name.

    Raises:
        SpecError: What was said does not fit the layout: nothing is kept.
        ThanThienError: The spec has changed since, or is not there.
        BusyError: Somebody else is changing a layout.
        AuditError: It cannot be recorded: nothing is kept.
    """
    progress("keep", 0, 0)
    card = waiting_card(settings, job.subject)
    name = str(job.said["spec"])
    rule, step = "one person changes a layout at a time", "wait a little, then retry"
    with held(jobs_dir(settings) / "amend.lock", BusyError("spec", name, rule, step)):
        now = next((s for s in known_specs(settings) if s.name == name), None)
        if now is None or now.sha256 != job.said["sha256"]:
            rule = "the layout is as it was when the file was read"
            raise ThanThienError("spec", name, rule, "read the file again")
        text = _amended(read_yaml(spec_file(settings, now)), job.said)
        path = _path(settings, now)
        keep_spec(settings, job, path, text, name=name, of_file=card.name)
    return {"spec": name}


def _path(settings: Settings, spec: Spec) -> Path:
    """Where the version of the home lies, or is to lie."""
    folder = settings.home / "specs"
    there = spec_file(settings, spec)
    return there if there.parent == folder else folder / f"{spec.name}.yml"


def _amended(body: Any, said: Said) -> str:
    for old, new in said.get("headings", {}).items():
        _respell(body, heading_key(old), new)
    taken = {heading_key(text) for text in said.get("headings", {}).values()}
    for place in ("personal", "ignore"):
        listed = [h for h in body.get(place, []) if heading_key(h) not in taken]
        listed += [h for h in said.get(place, []) if heading_key(h) not in taken]
        if listed:
            body[place] = listed
        else:
            body.pop(place, None)
    for one in said.get("values", []):
        _add_words(body, one)
    for one in said.get("scales", []):
        add_scale_words(body, one)
    return yaml.dump(body, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=88)


class _Plain(yaml.SafeDumper):
    """Without aliases: each place is written out, as a person would."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _respell(node: Any, old: str, new: str) -> None:
    """Adds a spelling of a heading wherever the old one is read."""
    if isinstance(node, list):
        for one in node:
            _respell(one, old, new)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in _OF_TEXTS:
            continue
        if key in _OF_HEADINGS and not isinstance(value, dict):
            node[key] = _with(value, old, new)
        elif key == "x_columns":
            node[key] = (
                {word: _with(texts, old, new) for word, texts in value.items()}
                if isinstance(value, dict)
                else [_with(level, old, new) for level in value]
            )
        elif key in _OF_PARTS:
            node[key] = [_part(part, old, new) for part in value]
        else:
            _respell(value, old, new)


def _with(texts: Any, old: str, new: str) -> Any:
    listed = texts if isinstance(texts, list) else [texts]
    keys = [heading_key(str(text)) for text in listed]
    if old not in keys or heading_key(new) in keys:
        return texts
    return [*listed, new]


def _part(part: Any, old: str, new: str) -> Any:
    if isinstance(part, str):
        return {"from": [part, new]} if heading_key(part) == old else part
    _respell(part, old, new)
    return part


def _add_words(body: Any, said: Said) -> None:
    words = {text: _word(word) for text, word in said["texts"].items()}
    for column in _columns_of(body, said):
        column["values"] = (column.get("values") or _usual(said)) | words


def _columns_of(body: Any, said: Said) -> Iterator[dict[str, Any]]:
    key = heading_key(said["heading"])
    for kind in body["kinds"]:
        if kind["kind"] != said["kind"]:
            continue
        for block in (kind["columns"], *kind.get("unpivot", ())):
            column = block.get(said["column"])
            read = column.get("from", ()) if column else ()
            texts: Sequence[str] = [read] if isinstance(read, str) else read
            if key in map(heading_key, texts):
                yield column


def _usual(said: Said) -> dict[str, object]:
    """What a column without a list of its own takes already."""
    column = next(c for c in KINDS[said["kind"]].columns if c.name == said["column"])
    if column.type == BOOLEAN:
        yes = dict.fromkeys(TRUE_WORDS, True)
        return {**yes, **dict.fromkeys(FALSE_WORDS, False)}
    return {word: word for word in column.words}


def _word(word: str | None) -> str | bool | None:
    return {"true": True, "false": False, "": None}.get(word or "", word)
