"""The server starts by its documented command, or refuses when unsafe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from dashboard.server.serve import serve
from dashboard.server.settings import ServerSettings
from tests.dashboard.small.warehouse import write_build
from tests.security.server import (
    PROBE,
    REPO,
    free_port,
    running,
    wait_until_open,
)
from warehouse.demo_accounts import make_demo_accounts
from warehouse.errors import ThanThienError
from warehouse.people import accounts
from warehouse.people.account_rows import Identity
from warehouse.people.sessions import open_session, resolve
from warehouse.people.sign_in import sign_in
from warehouse.raw.kinds import create_statements
from warehouse.raw.store import open_raw
from warehouse.scope import ROLES
from warehouse.settings import Settings

ANNA = Identity("anna", "Anna", "committee")


@pytest.mark.parametrize(
    ("host", "public_url", "demo_accounts"),
    [
        ("0.0.0.0", "", False),
        ("0.0.0.0", "http://danhgia.example.vn", False),
        ("0.0.0.0", "https://danhgia.example.vn", True),
        ("127.0.0.1", "https://danhgia.example.vn", True),
        ("::", "", False),
        ("192.168.1.2", "", True),
        ("example.vn", "", False),
    ],
)
def test_an_open_address_is_refused(
    host: str, public_url: str, demo_accounts: bool
) -> None:
    server = ServerSettings(host, 8501, public_url)
    with pytest.raises(ThanThienError):
        server.refuse_if_unsafe(demo_accounts=demo_accounts)


@pytest.mark.parametrize(
    ("host", "public_url", "demo_accounts"),
    [
        ("127.0.0.1", "", True),
        ("127.0.0.1", "", False),
        ("::1", "", True),
        ("127.0.0.1", "https://danhgia.example.vn", False),
        ("0.0.0.0", "https://danhgia.example.vn", False),
    ],
)
def test_a_safe_address_is_allowed(
    host: str, public_url: str, demo_accounts: bool
) -> None:
    ServerSettings(host, 8501, public_url).refuse_if_unsafe(demo_accounts=demo_accounts)


def test_it_does_not_start_without_accounts(tmp_path: Path) -> None:
    with pytest.raises(ThanThienError, match="user add"):
        serve(Settings(home=tmp_path), port=free_port())


def test_it_does_not_start_with_a_key_others_may_read(tmp_path: Path) -> None:
    accounts.add_account(Settings(home=tmp_path), ANNA, actor="t")
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(ThanThienError, match="chmod 600"):
        serve(Settings(home=tmp_path), port=free_port())


@pytest.mark.parametrize("name", ["raw.duckdb", "builds"])
def test_it_does_not_start_with_data_others_may_read(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    accounts.add_account(Settings(home=home), ANNA, actor="t")
    (home / name).mkdir(mode=0o755)
    (home / name).chmod(0o755)
    home.chmod(0o755)
    with pytest.raises(ThanThienError, match="chmod 700"):
        serve(Settings(home=home), port=free_port())


def test_what_a_command_writes_is_its_owner_s_alone(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "don_vi.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    environment = {**os.environ, "THANTHIEN_HOME": str(home), "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-m", "thanthien", "ingest", str(file)]
    subprocess.run(command, env=environment, capture_output=True, umask=0o022)
    written = [home, *home.rglob("*")]
    assert len(written) > 1
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_it_does_not_listen_to_others_without_https(tmp_path: Path) -> None:
    accounts.add_account(Settings(home=tmp_path), ANNA, actor="t")
    with pytest.raises(ThanThienError, match="HTTPS"):
        serve(Settings(home=tmp_path), host="0.0.0.0", port=free_port())


def test_it_does_not_start_when_the_record_cannot_be_written(tmp_path: Path) -> None:
    accounts.add_account(Settings(home=tmp_path), ANNA, actor="t")
    (tmp_path / "audit.sqlite").unlink()
    (tmp_path / "audit.sqlite").mkdir()
    with pytest.raises(ThanThienError):
        serve(Settings(home=tmp_path), port=free_port())


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THANTHIEN_HOME", "")  # serve() sets it; put it back after
    monkeypatch.delenv("THANTHIEN_PUBLIC_URL", raising=False)


def test_behind_https_the_cookie_is_bound_to_it(tmp_path: Path) -> None:
    public = "https://danhgia.example.vn"
    with running(tmp_path, env={"THANTHIEN_PUBLIC_URL": public}) as server:
        headers = {"host": "danhgia.example.vn", "origin": public}
        with httpx.Client(base_url=server.url, headers=headers) as client:
            form = {"user_name": "anna", "password": "mật khẩu thử nghiệm 1"}
            answer = client.post("/login", data=form)
            cookie = answer.headers["set-cookie"]
            assert answer.status_code == 303
            assert cookie.startswith("__Host-thanthien=")
            assert "Secure" in cookie
            assert "strict-transport-security" in answer.headers
            assert client.get("/login", headers={"host": server.netloc}).is_error


def test_started_as_a_plain_streamlit_script_a_page_shows_nothing(
    tmp_path: Path,
) -> None:
    """Without the gate a page has no session, whatever header is sent."""
    from tests.security.test_requests import SECRET, open_socket, run_script

    with running(tmp_path) as gated:
        token = gated.session()
        port = free_port()
        command = f"-m streamlit run {PROBE} --server.port {port}"
        command += " --server.headless true --browser.gatherUsageStats false"
        process = subprocess.Popen(
            [sys.executable, *command.split()],
            env={
                **os.environ,
                "THANTHIEN_HOME": str(tmp_path),
                "PYTHONPATH": str(REPO),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_open(port, process)
            plain = type(gated)(gated.settings, port, process.pid)
            for sent in (None, token):
                with open_socket(plain, sent, **{"X-Cqtt-Sid": token}) as socket:
                    content = b"".join(run_script(socket)).decode("utf-8", "replace")
                assert "Chưa đăng nhập" in content
                assert SECRET not in content
        finally:
            process.terminate()
            process.wait(10)


def test_the_documented_command_serves_behind_the_gate(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    environment = {**os.environ, "THANTHIEN_HOME": str(home), "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-m", "thanthien"]
    refused = subprocess.run(
        [*command, "serve", "--port", str(port)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    adding = [*command, "user", "add", "quantri", "--role", "steward"]
    subprocess.run(adding, env=environment, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_open(port, process)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            assert client.get("/login").status_code == 200
            for path in ("/", "/media/x", "/_stcore/health", "/static/js/x.js"):
                assert client.get(path).status_code == 401
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def simulated(tmp_path: Path) -> Settings:
    """A home with a simulated build and one officer who has ballots."""
    settings = Settings(home=tmp_path)
    write_build(tmp_path)
    with open_raw(settings, is_read_only=False) as connection:
        connection.execute(create_statements())
        connection.execute(
            "insert into raw.officer (officer_code, unit_code, valid_from) values"
            " ('CB003', '91003', '2025-07-01'), ('CB004', '91004', '2025-07-01')"
        )
        connection.execute(
            "insert into raw.answer (ballot_id, wave_code, unit_code, item_code,"
            " level, officer_code) values ('P1', 'D', '91003', 'c1', 5, 'CB003'),"
            " ('P2', 'D', '91004', 'c1', 5, 'CB004'),"
            " ('P3', 'D', '91004', 'c1', 5, 'CB004'),"
            " ('P4', 'S', '91003', 'c1', 5, null)"
        )
        connection.execute(
            "insert into raw.wave (wave_code, stream, owner) values"
            " ('S', 'after', 'front'), ('D', 'service', 'head')"
        )
    return settings


def test_demo_accounts_open_every_role(simulated: Settings) -> None:
    made = {found.identity.role: found for found in make_demo_accounts(simulated)}
    # a ministry reads a nation's home, and a demo is a province's
    assert set(made) == set(ROLES) - {"ministry"}
    assert made["leader"].identity.unit_code == "91003"
    assert made["officer"].identity.officer_code == "CB003"
    again = {found.identity.role: found for found in make_demo_accounts(simulated)}
    for role, found in again.items():
        name = found.identity.user_name
        assert sign_in(simulated, name, made[role].password) is None
        assert sign_in(simulated, name, found.password) == found.identity


def test_demo_accounts_are_closed_before_others_can_reach_them(
    simulated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_demo_accounts(simulated)
    token = open_session(simulated, "banchidao", "127.0.0.1")
    monkeypatch.setenv("THANTHIEN_PUBLIC_URL", "https://danhgia.example.vn")
    with pytest.raises(ThanThienError, match="user add"):
        serve(simulated, port=free_port())
    assert resolve(simulated, token) is None
    for account in made:
        name = account.identity.user_name
        assert sign_in(simulated, name, account.password) is None


def test_demo_accounts_never_open_real_data(simulated: Settings) -> None:
    pointer = json.loads(simulated.pointer_path.read_text("utf-8"))
    pointer["is_simulated"] = False
    simulated.pointer_path.write_text(json.dumps(pointer), encoding="utf-8")
    with pytest.raises(ThanThienError):
        make_demo_accounts(simulated)
    assert accounts.list_accounts(simulated) == []
