"""Writes one archive from which a machine without a network installs and upgrades.

Beside the project's own wheel it holds every wheel of `requirements.lock` for Debian 12
and for Windows, one list of hashes for each of the two, the licences, and a script that
installs. `make bundle` runs it; installing is described in `deploy/README.md`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[1]
OFFLINE = ROOT / "deploy" / "offline"
LOCKS = (ROOT / "requirements.lock", OFFLINE / "installer.lock")
_ABOUT = re.compile(r"[^/]+\.dist-info/METADATA")
BESIDE = ("LICENSE", "CHANGELOG.md", "README.vi.md")


@dataclass(frozen=True)
class Target:
    """A kind of machine that the archive installs on.

    Attributes:
        name: Its folder in the archive.
        tags: Platform tags of wheels that run there.
        marks: What the lock's environment marks mean there.
    """

    name: str
    tags: tuple[str, ...]
    marks: dict[str, str]


# What the C library of Debian 12 (2.36) runs; pip wants each tag named.
_GLIBC = (36, 35, 34, 31, 28, 27, 26, 24, 17, 12, 5)
TARGETS = (
    Target(
        "debian12",
        (*(f"manylinux_2_{n}_x86_64" for n in _GLIBC), "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    ),
    Target(
        "windows",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    ),
)
_PYTHON = (
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
    "--abi=abi3",
    "--abi=none",
)
PACKAGED = ("ingest", "warehouse", "dashboard", "dbt_project")
_BESIDE_ROOMS = ("pyproject.toml", "thanthien.py", "README.md", "LICENSE")
_NOT_BUILT = ("target", "logs", "__pycache__")


def write_bundle(folder: Path) -> Path:
    """Fetches all wheels, writes the archive and gives its path.

    Args:
        folder: Where the archive goes; wheels fetched before are taken from there.

    Raises:
        subprocess.CalledProcessError: A wheel is missing, or differs from the lock.
    """
    own = own_wheel(folder / "own")
    for target in TARGETS:
        wheels = folder / target.name
        wheels.mkdir(parents=True, exist_ok=True)
        _fetch(target, wheels)
        (folder / f"{target.name}.txt").write_text(hashes([own, *_sorted(wheels)]))
    everything = [own, *(w for t in TARGETS for w in _sorted(folder / t.name))]
    (folder / "LICENCES.md").write_text(licences(everything), encoding="utf-8")
    version = parse_wheel_filename(own.name)[1]
    return _archive(folder, own, folder / f"thanthien-{version}-offline.zip")


def own_wheel(folder: Path) -> Path:
    """The project's own wheel, built into `folder`, which is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    # built from a copy: the checkout holds what earlier builds left
    clean = folder / "source"
    for room in PACKAGED:
        leave = shutil.ignore_patterns(*_NOT_BUILT)
        shutil.copytree(ROOT / room, clean / room, ignore=leave)
    for name in _BESIDE_ROOMS:
        shutil.copy2(ROOT / name, clean)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, clean)
    shutil.rmtree(clean)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _fetch(target: Target, wheels: Path) -> None:
    """The wheels of the locks for one kind of machine, each checked by its hash."""
    lock = wheels.with_suffix(".lock")
    lock.write_text("\n".join(lock_of(path, target) for path in LOCKS))
    platforms = [f"--platform={tag}" for tag in target.tags]
    checked = ["--require-hashes", "--no-deps", "--only-binary=:all:"]
    _pip("download", *checked, *platforms, *_PYTHON, "--dest", wheels, "-r", lock)


def lock_of(lock: Path, target: Target) -> str:
    """A lock with only what this kind of machine needs, a line each, no marks left."""
    whole = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = []
    for line in whole.splitlines():
        wanted, *digests = line.split("#")[0].split("--hash=")
        if not wanted.strip():
            continue
        mark = Requirement(wanted.strip()).marker
        if mark is None or mark.evaluate(dict(target.marks)):
            name = wanted.split(";")[0].strip()
            lines.append(" --hash=".join([name, *map(str.strip, digests)]))
    return "\n".join(lines)


def hashes(wheels: list[Path]) -> str:
    """What the machine without a network installs: these files, to the byte."""
    lines = []
    for wheel in wheels:
        name, version = parse_wheel_filename(wheel.name)[:2]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}\n")
    return "".join(lines)


def licences(wheels: list[Path]) -> str:
    """A table of every package with its version and its licence, as it states it."""
    rows = set()
    for wheel in wheels:
        about = _metadata(wheel)
        rows.add((canonicalize_name(about["Name"]), about["Version"], _licence(about)))
    table = "".join(f"| {' | '.join(row)} |\n" for row in sorted(rows))
    return f"# Licences\n\n| package | version | licence |\n|---|---|---|\n{table}"


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [n for n in archive.namelist() if _ABOUT.fullmatch(n)]
        return HeaderParser().parsestr(archive.read(name).decode("utf-8"))


def _licence(about: Message) -> str:
    classes = about.get_all("Classifier", [])
    named = [c.split(" :: ")[-1] for c in classes if c.startswith("License ::")]
    stated = (about["License"] or "").strip().splitlines()
    first = stated[0] if stated and len(stated[0]) <= 60 else ""
    return about["License-Expression"] or ", ".join(named) or first or "in its wheel"


def _archive(folder: Path, own: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:  # wheels are compressed already
        top = path.stem
        for script in sorted(OFFLINE.glob("install.*")):
            archive.write(script, f"{top}/{script.name}")
        for name in BESIDE:
            archive.write(ROOT / name, f"{top}/{name}")
        for file in sorted((ROOT / "deploy").glob("*.*")):
            if file.suffix != ".py":
                archive.write(file, f"{top}/deploy/{file.name}")
        archive.write(folder / "LICENCES.md", f"{top}/LICENCES.md")
        archive.write(own, f"{top}/wheels/{own.name}")
        for target in TARGETS:
            archive.write(folder / f"{target.name}.txt", f"{top}/{target.name}.txt")
            for wheel in _sorted(folder / target.name):
                archive.write(wheel, f"{top}/wheels/{target.name}/{wheel.name}")
    return path


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.whl"))


def _pip(*arguments: str | Path) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", *map(str, arguments), *quiet]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.stdout.write(f"{write_bundle(ROOT / 'dist')}\n")
