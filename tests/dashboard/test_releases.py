"""The Front's waves on the page and on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import thanthien
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed, write_build
from tests.warehouse.custody.front_desk import (
    PASSPHRASE,
    key_file,
    released_by_front,
)
from tests.warehouse.custody.test_editions import build_that_says
from warehouse import audit
from warehouse.builds.pointer import read_pointer
from warehouse.custody.releases import released_waves
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

PASSWORD = "mật khẩu thử nghiệm 1"


@pytest.fixture
def held_home(tmp_path: Path) -> Path:
    """A build whose independent wave waits for the Front."""
    # A build of its own: pages remember rows by the id of the build.
    path = write_build(tmp_path, build_id="20261123T010000-held")
    with changed(path) as connection:
        connection.sql(
            """
            delete from dim_waves where wave_code = 'DL';
            insert into dim_waves by name
            select
                'DL' as wave_code, 'independent' as stream, 'front' as owner,
                date '2026-09-01' as opened_on
            """
        )
    return tmp_path


def test_the_committee_reads_a_wave_only_after_the_front_released_it(
    open_page: OpenPage, held_home: Path
) -> None:
    before = html_of(open_page("committee", "independent", at=held_home))
    assert "Mặt trận chưa công bố: khảo sát độc lập (9/2026)" in before
    assert "khảo sát độc lập n =" not in before
    assert "khảo sát độc lập n =" in html_of(
        open_page("front", "independent", at=held_home)
    )
    page = open_page("front", "independent", at=held_home)
    assert page.button[0].disabled
    pem = key_file(Settings(home=held_home)).read_text(encoding="utf-8")
    page.text_area[0].set_value(pem).run()
    page.checkbox[0].check().run()
    page.text_input(key="front_passphrase").set_value("sai").run()
    page.button[0].click().run()
    assert "cụm mật khẩu" in page.error[0].value
    assert released_waves(Settings(home=held_home)) == ()
    page.text_input(key="front_passphrase").set_value(PASSPHRASE).run()
    page.button[0].click().run()
    assert not page.exception
    assert released_waves(Settings(home=held_home)) == ("DL",)
    after = html_of(open_page("committee", "independent", at=held_home))
    assert "chưa công bố" not in after
    assert "khảo sát độc lập n =" in after


def test_the_officers_page_says_that_evidence_waits_for_the_front(
    open_page: OpenPage, held_home: Path
) -> None:
    waits = "chưa cán bộ nào được xếp mức “có căn cứ cho thấy thấp”"
    assert waits in html_of(open_page("leader", "officers", at=held_home))
    assert waits not in html_of(open_page("front", "officers", at=held_home))
    released_by_front(Settings(home=held_home), "DL")
    assert waits not in html_of(open_page("leader", "officers", at=held_home))


def test_old_and_new_figures_of_an_edition_stand_side_by_side(
    open_page: OpenPage, held_home: Path
) -> None:
    settings = Settings(home=held_home)
    with changed(settings.builds_dir / read_pointer(settings).file) as connection:
        connection.sql(
            """
            insert into agg_answer_levels by name
            select * replace ('DL' as wave_code, 'independent' as stream)
            from agg_answer_levels where wave_code = 'A2026'
            """
        )
    released_by_front(settings, "DL")
    build_that_says(
        settings,
        "update agg_answer_levels set n_answers = n_answers + 10"
        " where wave_code = 'DL' and level = 5",
    )
    title = "Đợt của Mặt trận được công bố lại"

    def restated(role: str) -> str:
        return html_of(open_page(role, "quality", at=held_home, checked="restated"))

    for role in ("committee", "steward"):
        assert title not in restated(role)
    of_front = restated("front")
    assert title in of_front
    assert "ấn bản mới chưa công bố" in of_front
    assert "+" in of_front.partition(title)[2]
    released_by_front(settings, "DL")
    of_committee = restated("committee")
    assert title in of_committee
    assert "ấn bản 2, công bố" in of_committee
    assert title not in restated("steward")


def test_nobody_else_is_offered_a_release(open_page: OpenPage, held_home: Path) -> None:
    for role in ("committee", "leader"):
        assert not open_page(role, "independent", at=held_home).button


def test_the_command_asks_for_the_fronts_password(
    held_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=held_home)
    monkeypatch.setenv("THANTHIEN_HOME", str(held_home))
    for name, role in (("mattran", "front"), ("bcd", "committee")):
        person = Identity(name, name, role)
        add_account(
            settings, person, password=PASSWORD, must_change_password=False, actor="t"
        )

    key = key_file(settings)

    def release(user: str, password: str) -> int:
        run = CliRunner().invoke(
            thanthien.app,
            ["wave", "release", "DL", "--user", user, "--sign", str(key)],
            input=f"{password}{PASSPHRASE}\n",
        )
        return run.exit_code

    assert release("mattran", "wrong\n") != 0
    assert release("bcd", f"{PASSWORD}\n") != 0
    assert released_waves(settings) == ()
    assert release("mattran", f"{PASSWORD}\n") == 0
    assert released_waves(settings) == ("DL",)
    assert audit.read_records(settings, action="release")[0].actor == "mattran"
    listed = CliRunner().invoke(thanthien.app, ["wave", "list"])
    assert "mattran" in listed.output


def test_the_front_alone_reads_who_else_changed_its_account(
    open_page: OpenPage, held_home: Path
) -> None:
    settings = Settings(home=held_home)
    front = Identity("mat.tran.2", "Mặt trận", "front")
    add_account(settings, front, actor="cli:root")
    told = [e.value for e in open_page("front", "independent", at=held_home).error]
    [text] = told
    assert "thêm tài khoản — mat.tran.2, do cli:root" in text
    assert not open_page("committee", "independent", at=held_home).error
