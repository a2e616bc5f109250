"""Two homes on one machine, each of a Unix user of its own, behind nginx."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.security.nginx import certificate_for_localhost, main_conf
from tests.security.server import REPO, free_port, wait_until_open
from warehouse.settings import Settings

PROGRAM = ("-m", "thanthien")


@dataclass(frozen=True)
class Office:
    """One of the two: its Unix user, its home, its address.

    Attributes:
        user: Name of the Unix user.
        home: Its data, which nobody else may read.
        python: An interpreter that this user may run.
        port: Where its server listens on this machine.
        url: Where people reach it.
        env: What else its environment says.
    """

    user: str
    home: Path
    python: str
    port: int
    url: str
    env: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """The environment of a service: nothing of who runs the test."""
        packages = sysconfig.get_path("purelib")
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join((str(REPO), packages)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "THANTHIEN_HOME": str(self.home),
            "THANTHIEN_PUBLIC_URL": self.url,
            **self.env,
        }

    def start(self, *call: str, cwd: str = "") -> subprocess.Popen[bytes]:
        """Starts a command of the program as this user."""
        account = pwd.getpwnam(self.user)
        return subprocess.Popen(
            [self.python, *PROGRAM, *call],
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            env=self.environment(),
            cwd=cwd or self.home,
            umask=0o077,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *call: str, answer: str = "", cwd: str = "") -> tuple[int, str]:
        """Runs a command of the program as this user; its code and what it said."""
        process = self.start(*call, cwd=cwd)
        said, _ = process.communicate(answer.encode(), timeout=900)
        return process.returncode, said.decode()

    def add_account(self, name: str, role: str, *more: str) -> str:
        """Adds an account; its first password."""
        code, said = self.run("user", "add", name, "--role", role, *more)
        assert code == 0, said
        found = re.search(r"\w{5}-\w{5}-\w{5}", said)
        assert found is not None, said
        return found[0]


@contextmanager
def as_user(office: Office) -> Iterator[Settings]:
    """The home of an office, read by its own user as long as the block lasts."""
    account = pwd.getpwnam(office.user)
    os.setegid(account.pw_gid)
    os.seteuid(account.pw_uid)
    try:
        yield Settings(home=office.home)
    finally:
        os.seteuid(0)
        os.setegid(0)


@contextmanager
def two_offices() -> Iterator[tuple[Office, Office]]:
    """The Front's office and the province's, served until the block ends.

    Skips where there is no root, no nginx, or no interpreter another user may run.
    """
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if os.geteuid() != 0 or nginx is None or shutil.which("useradd") is None:
        pytest.skip("needs root, nginx and useradd")
    with ExitStack() as stack:
        base = Path(tempfile.mkdtemp(prefix="thanthien-", dir="/var/tmp"))
        stack.callback(shutil.rmtree, base, ignore_errors=True)
        base.chmod(0o755)
        mark = secrets.token_hex(3)
        users = [stack.enter_context(_user(f"tt-{who}-{mark}")) for who in "fp"]
        python = _python_for(users[0])
        urls = [f"https://localhost:{free_port()}" for _ in users]
        front = Office(users[0], base / "front", python, free_port(), urls[0])
        by_bundle = {"THANTHIEN_FRONT_BY_BUNDLE": "1"}
        province = Office(
            users[1], base / "province", python, free_port(), urls[1], by_bundle
        )
        for office in (front, province):
            account = pwd.getpwnam(office.user)
            office.home.mkdir(mode=0o700)
            os.chown(office.home, account.pw_uid, account.pw_gid)
        yield front, province


@contextmanager
def served_by_nginx(front: Office, province: Office) -> Iterator[None]:
    """Both servers, and one nginx with both sites of `deploy/`."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert nginx is not None
    with ExitStack() as stack:
        for office in (front, province):
            server = office.start("serve", "--port", str(office.port))
            stack.callback(_ended, server)
            wait_until_open(office.port, server)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        key, certificate = certificate_for_localhost(folder)
        sites = [
            _site("nginx-front.conf", front, "giamsat.example.vn", "8502"),
            _site("nginx.conf", province, "danhgia.example.vn", "8501"),
        ]
        text = re.sub(r"/etc/ssl/\S+/fullchain.pem", str(certificate), "\n".join(sites))
        text = re.sub(r"/etc/ssl/\S+/privkey.pem", str(key), text)
        proxy = subprocess.Popen([nginx, "-c", main_conf(folder, text), "-p", folder])
        stack.callback(_ended, proxy)
        time.sleep(1.0)
        assert proxy.poll() is None
        yield


def _site(name: str, office: Office, host: str, port: str) -> str:
    site = (REPO / "deploy" / name).read_text("utf-8")
    for old, new in {
        f"127.0.0.1:{port}": f"127.0.0.1:{office.port}",
        "listen 80;": f"listen {free_port()};",
        "listen 443": f"listen {office.url.rpartition(':')[2]}",
        host: "localhost",
    }.items():
        assert old in site
        site = site.replace(old, new)
    return site


@contextmanager
def _user(name: str) -> Iterator[str]:
    """A Unix user for the time of the test."""
    subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", name],
        check=True,
    )
    try:
        yield name
    finally:
        subprocess.run(["userdel", name], check=False, capture_output=True)


def _python_for(user: str) -> str:
    """The first interpreter that another user may run with what is installed."""
    account = pwd.getpwnam(user)
    path = os.pathsep.join((str(REPO), sysconfig.get_path("purelib")))
    for python in (sys.executable, "/usr/bin/python3.11"):
        try:
            done = subprocess.run(
                [python, "-c", "import duckdb, numpy, thanthien"],
                user=account.pw_uid,
                group=account.pw_gid,
                extra_groups=[],
                env={"PYTHONPATH": path, "PATH": "/usr/bin:/bin"},
                cwd="/",
                capture_output=True,
                check=False,
            )
        except OSError:  # not for this user to run
            continue
        if done.returncode == 0:
            return python
    pytest.skip("no interpreter here is for another user to run")


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(60)
