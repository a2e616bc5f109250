"""What a released wave said before stands beside what a new edition says."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from dataclasses import replace

import duckdb
import pytest

from tests.dashboard.small.warehouse import changed, key
from tests.warehouse.custody.front_desk import released_by_front
from tests.warehouse.custody.held_home import HELD, OTHER
from tests.warehouse.roles import scope_of
from warehouse.builds.pointer import point_to, read_pointer
from warehouse.builds.previous import write_previous
from warehouse.custody.editions import (
    EditionFigure,
    TwoEditions,
    hidden_places,
    two_editions,
)
from warehouse.custody.figures_digest import figure_texts, kept_figures
from warehouse.custody.releases import releases
from warehouse.errors import ScopeError
from warehouse.read import reader_of
from warehouse.scope import ROLES
from warehouse.settings import Settings

PROVINCE = key("91")
TEN_MORE = f"""
    update agg_answer_levels set n_answers = n_answers + 10
    where wave_code = '{HELD}' and level = 5
"""


def build_that_says(settings: Settings, text: str) -> None:
    """Publishes a second build, as the next one would be, with other figures."""
    scratch = settings.home / "scratch.duckdb"
    write_previous(settings, scratch)
    scratch.unlink()
    pointer = read_pointer(settings)
    name = f"{pointer.file.removesuffix('.duckdb')}-2.duckdb"
    reader_of.cache_clear()  # its connection holds the file
    shutil.copyfile(settings.builds_dir / pointer.file, settings.builds_dir / name)
    with changed(settings.builds_dir / name) as connection:
        connection.sql(text)
    # the size as it is now stands in the pointer
    build_id = f"{pointer.build_id}-2"
    point_to(settings, replace(read_pointer(settings), file=name, build_id=build_id))


def editions_of(settings: Settings, role: str) -> list[TwoEditions]:
    scope = scope_of(reader_of(settings), role)
    return two_editions(settings, scope)


def whole(pair: TwoEditions, item: str = "overall") -> EditionFigure:
    [found] = [
        figure
        for figure in pair.figures or ()
        if (figure.unit_key, figure.item_code) == (PROVINCE, item)
    ]
    return found


def test_before_its_release_only_the_front_reads_the_new_edition(
    home: Settings,
) -> None:
    released_by_front(home, HELD)
    for role in ROLES:
        assert editions_of(home, role) == []
    build_that_says(home, TEN_MORE)
    for role in ROLES:
        if role != "front":
            assert editions_of(home, role) == []
    [pair] = editions_of(home, "front")
    assert (pair.wave_code, pair.old.edition, pair.new) == (HELD, 1, None)
    figure = whole(pair)
    assert figure.is_shown
    assert figure.n_new == figure.n_old + 10
    assert figure.share_old is not None
    assert figure.share_new is not None
    assert figure.share_new * figure.n_new == pytest.approx(
        figure.share_old * figure.n_old + 10
    )


def test_after_it_the_committee_reads_both_and_nobody_else(home: Settings) -> None:
    released_by_front(home, HELD)
    build_that_says(home, TEN_MORE)
    of_front = editions_of(home, "front")
    released_by_front(home, HELD)
    [pair] = editions_of(home, "committee")
    assert pair.new is not None
    assert (pair.old.edition, pair.new.edition) == (1, 2)
    assert pair.figures == of_front[0].figures
    for role in ("leader", "steward", "officer"):
        assert editions_of(home, role) == []


def test_a_third_edition_that_waits_changes_nothing_for_the_committee(
    home: Settings,
) -> None:
    released_by_front(home, HELD)
    build_that_says(home, TEN_MORE)
    released_by_front(home, HELD)
    [before] = editions_of(home, "committee")
    build_that_says(home, TEN_MORE)
    [after] = editions_of(home, "committee")
    assert (after.old, after.new) == (before.old, before.new)
    assert whole(after) == whole(before)
    [of_front] = editions_of(home, "front")
    assert (of_front.old.edition, of_front.new) == (2, None)


def test_old_figures_count_only_as_they_were_signed(home: Settings) -> None:
    released_by_front(home, HELD)
    digest = releases(home)[0].figures
    build_that_says(home, TEN_MORE)
    text = kept_figures(home, digest)
    assert text
    with sqlite3.connect(home.state_path) as connection:
        for statement in (
            "delete from wave_figures",
            "update wave_figures set figures",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(
                    statement if "delete" in statement else f"{statement} = ''"
                )
        connection.execute("drop trigger released_figures_stay")
        connection.execute("update wave_figures set figures = figures || '1'")
    assert kept_figures(home, digest) is None
    [pair] = editions_of(home, "front")
    assert pair.figures is None


def test_figures_of_a_wave_that_waits_are_not_kept(home: Settings) -> None:
    build_that_says(home, TEN_MORE)
    released_by_front(home, OTHER)
    build_that_says(home, TEN_MORE)
    with sqlite3.connect(home.state_path) as connection:
        kept = connection.execute("select digest from wave_figures").fetchall()
    assert kept == [(releases(home)[0].figures,)]


def test_what_a_build_says_is_not_read_past_a_release(home: Settings) -> None:
    reader = reader_of(home)
    for role in ROLES:
        scope = scope_of(reader, role)
        if role == "front":
            assert reader.figure_text(HELD, scope)
        else:
            with pytest.raises(ScopeError, match="after its release"):
                reader.figure_text(HELD, scope)


PARENTS = {"p": None, "a": "p", "b": "p", "c": "p"}


def answers(**levels: tuple[int, int]) -> dict[tuple[str, str], Counter[float]]:
    """Unit → how many answered 2 and 5; the province is their sum."""
    found: dict[tuple[str, str], Counter[float]] = {
        (unit, "q"): Counter({2.0: n[0], 5.0: n[1]}) for unit, n in levels.items()
    }
    whole_of: Counter[float] = Counter()
    for of_unit in found.values():
        whole_of.update(of_unit)
    found["p", "q"] = whole_of
    return found


def test_few_changed_answers_hide_their_unit_and_a_partner() -> None:
    before = answers(a=(20, 20), b=(30, 30), c=(40, 40))
    same = hidden_places(before, before, PARENTS, ())
    assert same == set()
    after = answers(a=(17, 23), b=(30, 30), c=(40, 40))
    # three answers turned, and nothing else: the province would say which
    assert hidden_places(before, after, PARENTS, ()) >= {("a", "q"), ("p", "q")}
    after = answers(a=(17, 23), b=(30, 30), c=(20, 60))
    hidden = hidden_places(before, after, PARENTS, ())
    assert ("p", "q") not in hidden
    assert {("a", "q"), ("c", "q")} <= hidden
    after = answers(a=(10, 30), b=(30, 30), c=(40, 40))
    assert hidden_places(before, after, PARENTS, ()) == set()


def test_few_answers_in_either_edition_hide_both() -> None:
    before = answers(a=(2, 1), b=(30, 30), c=(40, 40))
    after = answers(a=(20, 10), b=(30, 30), c=(40, 40))
    hidden = {unit for unit, _ in hidden_places(before, after, PARENTS, ())}
    assert hidden == {unit for unit, _ in hidden_places(after, before, PARENTS, ())}
    assert {"a", "b"} <= hidden


def test_what_is_hidden_elsewhere_is_hidden_here() -> None:
    n = answers(a=(20, 20), b=(30, 30), c=(40, 40))
    assert {u for u, _ in hidden_places(n, n, PARENTS, ("a",))} >= {"a", "b"}


def test_the_text_that_a_release_names_stays_as_it_is() -> None:
    # Another digest of the same figures would hold every released wave back.
    with duckdb.connect() as connection:
        connection.sql(
            """
            create table agg_answer_levels as
            select * from (values
                ('then', 'W', 'b@2025-07-01', 'q', 5.00::decimal(6, 2), 2.0::double),
                ('then', 'W', 'a@2025-07-01', 'q', 2.00, 0.5),
                ('then', 'W', 'a@2025-07-01', 'q', 2.00, 0.25),
                ('today', 'W', 'a@2025-07-01', 'q', 2.00, 9)
            ) as found (map, wave_code, unit_key, item_code, level, n_answers)
            """
        )
        assert figure_texts(connection) == {
            "W": "a@2025-07-01 q 2.00 0.75\nb@2025-07-01 q 5.00 2.0"
        }
