"""Each column of the kind: from which heading it is read, and what its texts mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard import blocks
from dashboard.rows import changes
from dashboard.views.load.desk import Desk
from warehouse.raw.kinds import KINDS
from warehouse.rights import FRONT

Facts = Mapping[str, Any]
OTHER_WAVE = "?"
NOT_THERE, NAME, TYPED, CROSSES = "none", "file_name", "typed", "crosses"
TITLE = "title:"
HEADING = "heading:"
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NAME_DAY = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"d([/.-])M")
_OF_ITEMS = ("item_code", "level", "no_answer_reason")


def column_name(desk: Desk, name: str) -> str:
    """A column of a kind in the clerk's words."""
    # a column of a new kind bears its own name until it has one in words
    return desk.words.or_else(f"raw_columns.{name}", name)


def chosen_columns(
    desk: Desk, proposal: Facts, file_name: str, key: str
) -> dict[str, dict[str, Any]]:
    """What the clerk decides about each column; columns from nowhere are left out.

    Args:
        desk: The frame.
        proposal: As `ingest.desk.proposal.propose` gives it.
        file_name: Name of the file, for a day that stands there.
        key: Tells the widgets of one proposal from those of another.
    """
    words = desk.words
    columns = [c for c in proposal["columns"] if not _is_of_items(c, proposal)]
    shown = [c for c in columns if c["is_required"] or c["heading"] or c["crosses"]]
    other = [c for c in columns if c not in shown]
    found: dict[str, dict[str, Any]] = {}

    def ask(column: Facts) -> None:
        said = _chosen(desk, column, proposal, file_name, key)
        if said:
            found[column["name"]] = said

    blocks.subheading(words("mapping.needed"))
    for column in shown:
        ask(column)
    with st.expander(words("mapping.optional")):
        for column in other:
            ask(column)
    return found


def headings_of(columns: Mapping[str, Facts]) -> set[str]:
    """Headings that the chosen columns are read from."""
    found: set[str] = set()
    for one in columns.values():
        if one["from"] == "heading":
            found.add(one["heading"])
        elif one["from"] == CROSSES:
            found.update(one["crosses"].values())
    return found


def _is_of_items(column: Facts, proposal: Facts) -> bool:
    return bool(proposal["questions"]) and column["name"] in _OF_ITEMS


def _chosen(
    desk: Desk, column: Facts, proposal: Facts, file_name: str, key: str
) -> dict[str, Any] | None:
    name = column_name(desk, column["name"])
    options = _options(column, proposal, file_name)
    default = _default(column, options)
    place = st.selectbox(
        f"{name} *" if column["is_required"] else name,
        list(options),
        index=list(options).index(default),
        format_func=lambda option: _shown(desk, option, options[option]),
        key=f"from_{key}_{column['name']}",
    )
    if place == NOT_THERE:
        return None
    if place == TYPED:
        is_wave = KINDS[proposal["kind"]].references.get(column["name"]) == "wave"
        ask = _chosen_wave if is_wave and waves_to_choose(desk) else _typed
        text = ask(desk, column, name, f"typed_{key}_{column['name']}")
        said = {"from": TYPED, "text": text, "is_unit": column["is_unit"]}
        return said if text else None
    if place == NAME:
        return {"from": NAME}
    if place == CROSSES:
        return {"from": CROSSES, "crosses": column["crosses"]}
    if place.startswith(TITLE):
        day = proposal["title_days"][int(place.removeprefix(TITLE))]
        return {"from": "title", "pattern": day["pattern"], "format": day["format"]}
    heading = place.removeprefix(HEADING)
    said = {"from": "heading", "heading": heading}
    if column["is_unit"]:
        said["is_named"] = heading in column["named"]
    if column["is_day"]:
        said["formats"] = _formats(desk, column, proposal, heading, key)
    elif column["is_closed"]:
        said["values"] = _values(desk, column, heading, key)
    return said


def waves_to_choose(desk: Desk) -> dict[str, str]:
    """Known waves by name, the latest first: at the Front's desk its own, elsewhere
    those of others."""
    if desk.page is None:
        return {}
    waves = [
        w for w in desk.page.waves.values() if (w.owner == FRONT) == desk.is_fronts
    ]
    waves.sort(key=lambda wave: (wave.last_day, wave.code), reverse=True)
    return {wave.code: changes.wave_text(desk.page, wave.code) for wave in waves}


def _chosen_wave(desk: Desk, column: Facts, name: str, key: str) -> str:
    """The code of a wave chosen by its name; typed where the wave is not known yet."""
    known = waves_to_choose(desk)
    code = st.selectbox(
        desk.words("mapping.which_wave", column=name),
        [None, *known, OTHER_WAVE],
        format_func=lambda one: known.get(one) or _unnamed(desk, one),
        key=f"wave_{key}",
    )
    return _typed(desk, column, name, key) if code == OTHER_WAVE else code or ""


def _unnamed(desk: Desk, code: str | None) -> str:
    return desk.words("mapping.other_wave" if code else "mapping.undecided")


def _typed(desk: Desk, column: Facts, name: str, key: str) -> str:
    """What is typed for a column; a day as the warehouse writes it."""
    label = desk.words("mapping.typed_text", column=name)
    if column["is_day"]:
        day = st.date_input(label, value=None, format="DD/MM/YYYY", key=key)
        return day.isoformat() if isinstance(day, date) else ""
    return str(st.text_input(label, max_chars=80, key=key)).strip()


def _options(column: Facts, proposal: Facts, file_name: str) -> dict[str, str]:
    """Option → what is shown of it beside its words."""
    options = {NOT_THERE: "", TYPED: ""}
    if column["crosses"]:
        options[CROSSES] = ", ".join(column["crosses"].values())
    if column["is_day"]:
        for n, day in enumerate(proposal["title_days"]):
            options[f"{TITLE}{n}"] = f"{day['before']} {day['text']}".strip()
        if found := _NAME_DAY.search(file_name):
            options[NAME] = "/".join(reversed(found.groups()))
    for one in proposal["headings"]:
        options[HEADING + one["heading"]] = ", ".join(one["samples"])
    return options


def _default(column: Facts, options: Mapping[str, str]) -> str:
    if column["crosses"]:
        return CROSSES
    if column["heading"]:
        return HEADING + str(column["heading"])
    if not column["is_required"]:
        return NOT_THERE
    # of several days of a title only a person knows which is meant
    titles = [option for option in options if option.startswith(TITLE)]
    likely = [*titles[: len(titles) == 1], NAME]
    return next((option for option in likely if option in options), NOT_THERE)


def _shown(desk: Desk, option: str, text: str) -> str:
    words = desk.words
    plain = {
        NOT_THERE: words("mapping.not_there"),
        NAME: words("mapping.from_name", text=text),
        TYPED: words("mapping.typed"),
        CROSSES: words("mapping.from_crosses", headings=text),
    }
    if option in plain:
        return plain[option]
    if option.startswith(TITLE):
        return words("mapping.from_title", text=text)
    heading = option.removeprefix(HEADING)
    if not text:
        return heading
    return words("mapping.for_example", heading=heading, samples=text)


def _formats(
    desk: Desk, column: Facts, proposal: Facts, heading: str, key: str
) -> list[str]:
    """The formats of a day; both orders are shown where a cell allows both."""
    words = desk.words
    formats = list(column.get("formats", {}).get(heading) or ["d/M/yyyy"])
    samples = [
        text
        for one in proposal["headings"]
        if one["heading"] == heading
        for text in one["samples"]
    ]
    either = next(filter(None, map(_either_way, samples)), None)
    if either is None:
        return formats
    text, first, second = either
    order = st.radio(
        words("mapping.order", column=column_name(desk, column["name"])),
        ("day", "month"),
        format_func=lambda name: words(
            f"mapping.order_{name}", text=text, first=first, second=second
        ),
        key=f"order_{key}_{column['name']}_{heading}",
        horizontal=True,
    )
    if order == "day":
        return formats
    return [_DAY_FIRST.sub(r"M\1d", one) for one in formats]


def _either_way(text: str) -> tuple[str, int, int] | None:
    """A text that is two days, with its two numbers; None for any other."""
    found = _DAY.match(text)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 or second > 12 or first == second:
        return None
    return found[0], first, second


def _values(desk: Desk, column: Facts, heading: str, key: str) -> dict[str, str]:
    """Text → word; a text that is not decided is left out, and its rows refused."""
    words = desk.words
    texts: Mapping[str, str | None] = column.get("values", {}).get(heading) or {}
    if not texts:
        return {}
    options = ["?", "", *column["labels"]]
    said: dict[str, str] = {}
    label = words("mapping.values", column=column_name(desk, column["name"]))
    with st.expander(label, expanded=None in texts.values()):
        for text, word in texts.items():
            said[text] = st.selectbox(
                f"«{text}»",
                options,
                index=options.index(word) if word in options else 0,
                format_func=lambda option: _word(desk, column, option),
                key=f"value_{key}_{column['name']}_{heading}_{text}",
            )
    return said


def _word(desk: Desk, column: Facts, option: str) -> str:
    if option == "?":
        return desk.words("mapping.undecided")
    if not option:
        return desk.words("mapping.empty")
    label = str(column["labels"][option])
    return desk.words.or_else(f"raw_words.{option}", label)
