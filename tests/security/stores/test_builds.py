"""Whoever writes past the program into the builds is found out, and changes no page.

What the committee reads is the same before and after; writes into raw and the state
are in `tests/security/test_sealed_waves.py`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pytest

from tests.security.stores.committee_reads import committee, some_at_each_run
from tests.warehouse.chain_by_hand import unguarded
from tests.warehouse.custody.held_home import OTHER
from warehouse import audit
from warehouse.builds.pointer import (
    card_path,
    point_to,
    read_pointer,
    write_card,
)
from warehouse.builds.publish import build_lock, publish
from warehouse.builds.recorded import card_digest
from warehouse.doctor.check_builds import check_builds
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256

RANDOM = Random(15)
Write = Callable[[Settings], None]


def build_file(settings: Settings) -> Path:
    path = settings.builds_dir / read_pointer(settings).file
    path.chmod(0o600)
    return path


def bytes_changed(settings: Settings) -> None:
    path = build_file(settings)
    content = bytearray(path.read_bytes())
    content[RANDOM.randrange(4096, len(content))] ^= 0xFF
    path.write_bytes(content)


def sql(text: str, *, is_sealed_anew: bool) -> Write:
    def write(settings: Settings) -> None:
        path = build_file(settings)
        draft = path.with_suffix(".draft")
        shutil.copyfile(path, draft)
        with duckdb.connect(str(draft)) as connection:
            connection.sql(text)
            connection.sql("checkpoint")
        draft.replace(path)
        if is_sealed_anew:
            size, sha = path.stat().st_size, content_sha256(path)
            pointer = replace(read_pointer(settings), size_bytes=size, sha256=sha)
            write_card(settings, pointer)
            point_to(settings, pointer)

    return write


def card(**facts: object) -> Write:
    """Both the card and the pointer, so that they fit each other."""

    def write(settings: Settings) -> None:
        pointer = replace(read_pointer(settings), **facts)  # type: ignore[arg-type]
        write_card(settings, pointer)
        point_to(settings, pointer)

    return write


def planted(settings: Settings) -> None:
    """A build of one's own, with a card of the next number."""
    path = settings.builds_dir / "warehouse-own.duckdb"
    shutil.copyfile(build_file(settings), path)
    with duckdb.connect(str(path)) as connection:
        connection.sql(TURNED["answers"])
    size, sha = path.stat().st_size, content_sha256(path)
    own = replace(
        read_pointer(settings),
        build_id="own",
        file=path.name,
        size_bytes=size,
        sha256=sha,
        sequence=99,
    )
    write_card(settings, own)
    point_to(settings, own)


def gone(settings: Settings) -> None:
    build_file(settings).unlink()


def pointer_gone(settings: Settings) -> None:
    settings.pointer_path.unlink()


def pointer_cut(settings: Settings) -> None:
    text = settings.pointer_path.read_text("utf-8")
    settings.pointer_path.write_text(text[: len(text) // 2], "utf-8")


def card_cut(settings: Settings) -> None:
    path = card_path(settings, read_pointer(settings).build_id)
    path.write_text("{}", "utf-8")


def moved_back(settings: Settings) -> None:
    cards = sorted(settings.builds_dir.glob("warehouse-*.json"))
    [before] = [p for p in cards if json.loads(p.read_text("utf-8"))["sequence"] == 1]
    shutil.copyfile(before, settings.pointer_path)


TURNED = {
    "answers": "update agg_answer_levels set n_answers = n_answers + 40",
    "shares": "update stat_before_after set share_after = 0.99",
    "gaps": "update stat_independent_gaps set gap = 0, verdict = 'agree'",
    "owner": "update dim_waves set owner = 'committee'",
    "stream": "update dim_waves set stream = 'service'",
}
IN_BUILDS: dict[str, Write] = {
    **{f"byte {n}": bytes_changed for n in range(3)},
    **{name: sql(text, is_sealed_anew=False) for name, text in TURNED.items()},
    **{
        f"{name}, sealed anew": sql(text, is_sealed_anew=True)
        for name, text in TURNED.items()
    },
    "withheld": card(withheld=(OTHER,)),
    "real": card(is_simulated=False),
    "day": card(data_as_of="2030-01-01"),
    "planted": planted,
    "gone": gone,
    "pointer gone": pointer_gone,
    "pointer cut": pointer_cut,
    "card cut": card_cut,
    "moved back": moved_back,
}


@pytest.mark.parametrize("name", some_at_each_run(IN_BUILDS))
def test_a_write_into_the_builds_is_named_and_changes_no_page(
    home: Settings, name: str
) -> None:
    before = committee(home)
    assert not list(check_builds(home))
    IN_BUILDS[name](home)
    assert committee(home) == before
    assert list(check_builds(home)), name


def test_a_home_of_an_earlier_version_reads_its_builds(home: Settings) -> None:
    with unguarded(home.audit_path) as connection:
        connection.execute("delete from record where action = 'build_published'")
    before = committee(home)
    # the next build names those that lie there, so that readers may fall back to them
    third = home.home / "third.duckdb"
    shutil.copyfile(build_file(home), third)
    with build_lock(home):
        publish(home, third, is_full=True, why="asked", project_sha256="")
    assert committee(home) == before
    gone(home)
    assert committee(home) == before


def test_a_line_written_into_the_record_names_no_build(home: Settings) -> None:
    before = committee(home)
    sql(TURNED["answers"], is_sealed_anew=True)(home)
    detail = json.dumps({"card": card_digest(read_pointer(home))})
    with closing(sqlite3.connect(home.audit_path)) as connection:
        connection.execute(
            "insert into record select max(seq) + 1, max(at), 'build',"
            " 'build_published', 'x', ?, max(mac) from record",
            (detail,),
        )
        connection.commit()
    assert committee(home) == before
    assert not audit.verify(home).is_intact
