"""The files of `deploy/` are run as they stand, but for names and ports."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from tests.security.nginx import certificate_for_localhost, main_conf
from tests.security.server import REPO, Server, free_port, running
from tests.security.test_requests import SECRET, run_script
from warehouse.people import sessions

DEPLOY = REPO / "deploy"


@pytest.fixture(scope="module")
def behind_nginx(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Server, str, ssl.SSLContext]]:
    """A server behind nginx with our site; its public address, a trusting context."""
    nginx, openssl = shutil.which("nginx", path="/usr/sbin:/usr/bin"), "openssl"
    if nginx is None or shutil.which(openssl) is None:
        pytest.skip("nginx and openssl are not installed")
    folder = tmp_path_factory.mktemp("nginx")
    key, certificate = certificate_for_localhost(folder)
    port = free_port()
    public = f"https://localhost:{port}"
    trusting = ssl.create_default_context(cafile=str(certificate))
    with running(folder / "home", env={"THANTHIEN_PUBLIC_URL": public}) as server:
        site = (DEPLOY / "nginx.conf").read_text("utf-8")
        for old, new in {
            "127.0.0.1:8501": server.netloc,
            "listen 80;": f"listen {free_port()};",
            "listen 443": f"listen {port}",
            "danhgia.example.vn": "localhost",
            "/etc/ssl/thanthien/fullchain.pem": str(certificate),
            "/etc/ssl/thanthien/privkey.pem": str(key),
        }.items():
            assert old in site
            site = site.replace(old, new)
        process = subprocess.Popen([nginx, "-c", main_conf(folder, site), "-p", folder])
        time.sleep(1.0)
        assert process.poll() is None
        yield server, public, trusting
        process.terminate()
        process.wait(10)


def test_people_come_in_through_nginx(
    behind_nginx: tuple[Server, str, ssl.SSLContext],
) -> None:
    server, public, trusting = behind_nginx
    with httpx.Client(base_url=public, verify=trusting) as client:
        assert client.get("/media/x").status_code == 401
        form = {"user_name": "anna", "password": "mật khẩu thử nghiệm 1"}
        answer = client.post("/login", data=form, headers={"origin": public})
        assert answer.status_code == 303
        token = client.cookies["__Host-thanthien"]
        page = client.get("/").text
        script = re.search(r'src="\.(/static/js/index[^"]+)"', page)
        assert script is not None
        assert client.get(script[1]).headers["content-encoding"] == "gzip"
        for closed in ("/_stcore/metrics", "/_stcore/agent/interact"):
            assert client.get(closed).status_code == 404
    [live] = sessions.list_sessions(server.settings)
    assert live.client_address == "127.0.0.1"
    origin: Any = public
    protocols: Any = ["streamlit"]
    with connect(
        public.replace("https", "wss") + "/_stcore/stream",
        ssl=trusting,
        origin=origin,
        subprotocols=protocols,
        additional_headers={
            "Cookie": f"__Host-thanthien={token}",
            "X-Cqtt-Sid": "forged",
        },
    ) as socket:
        text = b"".join(run_script(socket)).decode("utf-8", "replace")
    assert f"{SECRET} của anna" in text


def test_many_tries_to_sign_in_are_slowed_down(
    behind_nginx: tuple[Server, str, ssl.SSLContext],
) -> None:
    _, public, trusting = behind_nginx
    with httpx.Client(base_url=public, verify=trusting) as client:
        answers = [client.get("/login").status_code for _ in range(40)]
    assert 503 in answers


@pytest.mark.parametrize(
    "unit", sorted(path.name for path in DEPLOY.glob("thanthien*.[st][ei]*"))
)
def test_systemd_understands_the_unit(unit: str, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not installed")
    for path in DEPLOY.glob("thanthien*.*"):
        text = path.read_text("utf-8").replace("/opt/thanthien/.venv/bin/", "/usr/bin/")
        text = text.replace("/usr/bin/python ", "/usr/bin/env python3 ")
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        [analyze, "verify", "--recursive-errors=no", str(tmp_path / unit)],
        capture_output=True,
        text=True,
    )
    ours = [line for line in done.stderr.splitlines() if "thanthien" in line]
    assert ours == []


FRONTS = (
    ("nginx.conf", "nginx-front.conf"),
    ("thanthien.service", "thanthien-front.service"),
    ("thanthien-daily.service", "thanthien-front-daily.service"),
)
# names that differ between the home of the province and that of the Front
_NAMES = re.compile(
    r"(thanthien|mattran)(_front|-front)?|danhgia|giamsat|850[12]"
    r"|\$(front_)?connection_upgrade| of the Front|, in a home of its own"
)


@pytest.mark.parametrize(("one", "two"), FRONTS)
def test_the_fronts_files_differ_in_names_alone(one: str, two: str) -> None:
    def plain(name: str) -> str:
        return _NAMES.sub("", (DEPLOY / name).read_text("utf-8"))

    assert plain(one) == plain(two)
    assert (DEPLOY / one).read_text("utf-8") != (DEPLOY / two).read_text("utf-8")


def test_the_folder_others_write_into_lies_outside_the_home() -> None:
    """Nobody but its owner passes through the home, which is closed to all others."""
    readme = (DEPLOY / "README.md").read_text("utf-8")
    [(group, folder)] = re.findall(r"install -d -m 2770 .* -g (\S+) (\S+)", readme)
    assert not folder.startswith("/var/lib/")
    assert f"--groups {group} thanthien" in readme
    assert f"ln -s {folder} /var/lib/thanthien/drop" in readme
    unit = (DEPLOY / "thanthien-scheduled.service").read_text("utf-8")
    assert f"ReadWritePaths=/var/lib/thanthien -{folder}\n" in unit


def test_both_sites_stand_beside_each_other(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("nginx and openssl are not installed")
    key, certificate = certificate_for_localhost(tmp_path)
    sites = "\n".join(
        (DEPLOY / name).read_text("utf-8") for name in ("nginx.conf", FRONTS[0][1])
    )
    sites = re.sub(r"/etc/ssl/\S+/fullchain.pem", str(certificate), sites)
    sites = re.sub(r"/etc/ssl/\S+/privkey.pem", str(key), sites)
    done = subprocess.run(
        [nginx, "-t", "-c", main_conf(tmp_path, sites), "-p", tmp_path],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
