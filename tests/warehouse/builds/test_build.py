"""A build publishes a whole, checked file, or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import threading
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from ingest.loading.ledger import open_raw as open_raw_to_write
from ingest.loading.load import load_files
from tests.dashboard.views.quality.corrected_books import (
    BALLOTS,
    FRONT,
    PETITIONS,
    load_corrected,
    page_text,
    told,
)
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse import read
from warehouse.builds.build import BuildResult, build
from warehouse.builds.open_published import Published, open_published
from warehouse.builds.pointer import read_pointer
from warehouse.builds.previous import restated_figures, write_previous
from warehouse.builds.publish import build_lock
from warehouse.builds.status import read_status
from warehouse.errors import BuildError, BusyError, NothingPublishedError
from warehouse.settings import Settings

# The tiny province has too few rounds and months for these, and no independent one.
NOT_HERE = {
    "share_before", "share_after", "group_share_before", "group_share_after",
    "wave_effect", "staggered_effect", "model_effect", "independent_gap",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    write_raw(settings.raw_path, all_rows())
    return settings


@pytest.fixture(scope="module")
def result(home: Settings) -> BuildResult:
    return build(home)


@pytest.fixture
def published(home: Settings, result: BuildResult) -> Iterator[Published]:
    opened = open_published(home)
    yield opened
    opened.close()


def test_a_green_build_is_published(home: Settings, result: BuildResult) -> None:
    assert result.failures == ()
    assert result.is_published
    assert result.n_models > 40
    assert result.n_tests > 40
    pointer = read_pointer(home)
    assert pointer.build_id == result.build_id
    assert pointer.is_simulated
    assert pointer.data_as_of == "2026-10-01"
    assert result.path is not None
    assert pointer.size_bytes == result.path.stat().st_size


def test_the_published_file_is_read_only_and_alone(result: BuildResult) -> None:
    assert result.path is not None
    assert stat.S_IMODE(result.path.stat().st_mode) == 0o440
    kept = result.path.with_name(f"kept-{result.build_id}.duckdb")
    names = {path.name for path in result.path.parent.iterdir()}
    card = result.path.with_suffix(".json")
    others = {"current.json", "last_run.json", "build.lock"}
    assert names == {result.path.name, card.name, kept.name} | others
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_no_served_relation_needs_another_file(published: Published) -> None:
    rows = published.connection.execute(
        "select count(*) from duckdb_views() where not internal"
    ).fetchall()
    assert rows == [(0,)]


def test_dbt_writes_nothing_beside_the_code(result: BuildResult) -> None:
    project = Path(__file__).parents[3] / "dbt_project"
    strays = {"target", "logs", ".user.yml", "dbt_packages"}
    assert not strays & {path.name for path in project.iterdir()}


@pytest.mark.parametrize(
    "text",
    [
        "create table t as select 1",
        "insert into dim_build select * from dim_build",
        "copy dim_build to '/tmp/out.csv'",
        "select * from read_text('/etc/passwd')",
        "attach ':memory:' as other",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
def test_a_reader_can_change_and_reach_nothing(published: Published, text: str) -> None:
    with published.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(text)


def test_cursors_of_many_threads_do_not_mix_answers(published: Published) -> None:
    wrong: list[tuple[int, int]] = []

    def ask(number: int) -> None:
        for _ in range(20):
            with published.cursor() as cursor:
                got = cursor.execute("select ?::int", [number]).fetchall()[0][0]
            if got != number:
                wrong.append((number, got))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_long_query_is_interrupted(published: Published) -> None:
    text = "select count(*) from range(100000000) a, range(100000) b"
    with published.cursor(seconds=0.2) as cursor, pytest.raises(duckdb.Error):
        cursor.execute(text).fetchall()


def test_status_names_the_build(home: Settings, result: BuildResult) -> None:
    status = read_status(home)
    facts = status.as_dict()
    assert facts["build_id"] == result.build_id
    assert facts["n_files"] == 1
    assert facts["n_refused"] == 0
    assert facts["last_run"]["n_tests"] == result.n_tests
    json.dumps(facts)
    assert str(result.build_id) in status.as_text("vi")
    assert "mô phỏng" in status.as_text("vi").lower()
    assert (facts["is_full"], facts["why"]) == (True, "first")
    assert "toàn bộ (chưa có bản dựng trước để nối tiếp)" in status.as_text("vi")
    assert "in full (no earlier build to add to)" in status.as_text("en")


def test_a_second_build_at_once_is_busy(home: Settings, result: BuildResult) -> None:
    with build_lock(home), pytest.raises(BusyError):
        build(home)


def test_a_red_test_publishes_nothing_and_is_named(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    rows = all_rows()
    rows["unit"][0]["level"] = "kingdom"
    write_raw(settings.raw_path, rows)
    outcome = build(settings)
    assert not outcome.is_published
    assert outcome.path is None
    names = [failure.name for failure in outcome.failures]
    assert any("accepted_words_dim_units" in name for name in names), names
    said = {(one.test, one.area, one.column, one.n_rows) for one in outcome.failures}
    assert ("accepted_words", "units", "unit_level", 1) in said
    with pytest.raises(NothingPublishedError):
        open_published(settings)


def test_the_last_good_build_stays_after_a_red_one(
    home: Settings, result: BuildResult
) -> None:
    extra = {"unit": [{**all_rows()["unit"][0], "level": "kingdom"}]}
    later = datetime(2026, 10, 3)
    copy = Settings(home=home.home.parent / "red")
    copy.home.mkdir()
    (copy.home / "builds").symlink_to(home.builds_dir)
    write_raw(copy.raw_path, all_rows())
    write_raw(copy.raw_path, extra, file_name="later.csv", loaded_at=later)
    assert not build(copy).is_published
    assert read_pointer(home).build_id == result.build_id


def test_nothing_loaded_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"raw\.duckdb"):
        build(Settings(home=tmp_path))


def test_a_store_without_a_file_is_said_so_too(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with open_raw_to_write(settings):
        pass
    with pytest.raises(BuildError, match=r"raw\.duckdb"):
        build(settings)


def test_what_was_all_refused_builds_without_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    path = tmp_path / "la.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    [result] = load_files([path], settings=settings)
    assert result.status == "refused"
    outcome = build(settings)
    assert outcome.failures == ()
    assert outcome.is_published


def test_an_open_raw_store_is_busy(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    write_raw(settings.raw_path, {})
    writer = duckdb.connect(str(settings.raw_path))
    try:
        with pytest.raises(BusyError):
            build(settings)
    finally:
        writer.close()


def test_an_empty_store_builds(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    write_raw(settings.raw_path, {"unit": all_rows()["unit"]})
    outcome = build(settings)
    assert outcome.failures == ()
    with open_published(settings).cursor() as cursor:
        day = cursor.execute("select data_as_of from dim_build").fetchall()[0][0]
    assert day == date(2026, 10, 2)


@pytest.mark.parametrize(
    "later",
    [
        # the hardest clock at every run: it holds the right one too
        pytest.param(datetime(2025, 10, 2), id="by a clock a year back"),
        pytest.param(datetime(2026, 10, 3), marks=pytest.mark.release, id="right"),
        pytest.param(datetime(2026, 10, 1), marks=pytest.mark.release, id="a day back"),
        pytest.param(datetime(2027, 10, 2), marks=pytest.mark.release, id="ahead"),
    ],
)
def test_a_published_figure_that_changes_is_shown(
    home: Settings,
    result: BuildResult,
    tmp_path: Path,
    later: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A case of January 2026 turns up late, and three books are corrected."""
    settings = Settings(home=tmp_path / "home")
    shutil.copytree(home.home, settings.home)
    assert read_pointer(settings).build_id == result.build_id
    late = {**all_rows()["case"][1], "case_code": "H-late"}
    write_raw(
        settings.raw_path, {"case": [late]}, file_name="later.csv", loaded_at=later
    )
    load_corrected(tmp_path, settings)
    assert build(settings).failures == ()
    with open_published(settings).cursor() as cursor:
        shown = cursor.execute(
            "select period, new_value - old_value, why, file_names"
            " from dq_restatements"
            " where figure = 'n_received' and map = 'today' and unit_key like 'P1@%'"
        ).fetchall()
        n_all = cursor.execute("select count(*) from dq_restatements").fetchall()
        files = cursor.execute(
            "select figure, string_agg(distinct file_names) from dq_restatements"
            " where figure in ('n_upheld', 'n_satisfied', 'share_after')"
            " group by figure order by figure"
        ).fetchall()
        unnamed = cursor.execute(
            "select figure from dq_restatements where file_names is null"
        ).fetchall()
    assert shown == [("2026-01-01", 1.0, "new_files", "later.csv")]
    assert files == [
        ("n_satisfied", BALLOTS),
        ("n_upheld", PETITIONS),
        ("share_after", FRONT),
    ]
    assert unnamed == []
    _are_told(settings, monkeypatch)
    build(settings)
    with open_published(settings).cursor() as cursor:
        again = cursor.execute("select count(*) from dq_restatements").fetchall()
    assert n_all[0][0] > 1
    assert again == n_all


def _are_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers get old, new, file and why, in steps where ballots are counted; a file
    that waits is named to the Front alone."""
    petitions = told(settings, "committee", "restated_petitions")
    [row] = [row for row in petitions if row["whole_period"] == "2026-03-01"]
    assert (row["figure"], row["old_value"], row["new_value"]) == ("n_upheld", 1, 0)
    ballots = told(settings, "committee", "restated_months")
    [row] = [row for row in ballots if row["whole_period"] == "2026-02-01"]
    assert (row["old_value"], row["new_value"]) == (10, 0)
    assert row["file_names"] == BALLOTS
    assert not {"old_n_people", "file_keys"} & row.keys()
    text = page_text(settings, monkeypatch, "committee", "restated_petitions")
    lines = [line for line in text.split("<tr") if f"có tệp mới: {PETITIONS}" in line]
    # of the commune and of the province
    assert len(lines) == 2
    assert all(">1<" in line and ">0<" in line for line in lines)
    held = {hashlib.sha256((settings.home.parent / BALLOTS).read_bytes()).hexdigest()}
    monkeypatch.setattr(read, "held_files", lambda *_: held)
    for role, name in (("committee", None), ("front", BALLOTS)):
        [row] = [
            row
            for row in told(settings, role, "restated_months")
            if row["whole_period"] == "2026-02-01"
        ]
        assert row["file_names"] == name


def test_every_quoted_figure_is_compared_with_the_build_before(
    home: Settings, result: BuildResult, tmp_path: Path
) -> None:
    """What the next build compares: one number for each map, unit and period."""
    assert result.is_published
    write_previous(home, tmp_path / "scratch.duckdb")
    with duckdb.connect(str(tmp_path / "scratch.duckdb")) as copied:
        found = copied.execute("select distinct figure from previous.figures")
        names = {name for (name,) in found.fetchall()}
        twice = copied.execute(
            "select figure, map, unit_key, period from previous.figures"
            " group by all having count(*) > 1 or unit_key is null or period is null"
        ).fetchall()
    assert twice == []
    assert {figure["figure"] for figure in restated_figures()} - names <= NOT_HERE
