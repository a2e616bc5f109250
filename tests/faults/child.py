"""One command in a child of this process, bound by rights even if root runs it."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 120
CRASHED, TIMED_OUT = 90, 91


@dataclass(frozen=True)
class Said:
    """What a command left.

    Attributes:
        code: Its exit code; negative where a signal ended it.
        out: What it wrote for people.
        error: What it wrote for people beside.
        cpu_seconds: Processor time, with all it started and waited for.
    """

    code: int
    out: str
    error: str
    cpu_seconds: float = 0

    @property
    def is_crash(self) -> bool:
        """It ended in a way that no command may end."""
        is_traced = "Traceback (most recent" in self.out + self.error
        return self.code in (CRASHED, TIMED_OUT) or self.code < 0 or is_traced


def run(
    work: Callable[[], None], scratch: Path, *, seconds: float | None = None
) -> Said:
    """Runs a piece of work in a child process.

    Args:
        work: What to run; `SystemExit` is its exit code.
        scratch: Folder for what it says and for its temporary files.
        seconds: After these it is killed, if it still runs; None never does.
    """
    return ended(start(work, scratch), scratch, seconds=seconds)


def start(
    work: Callable[[], None], scratch: Path, *, patience_seconds: int = PATIENCE_SECONDS
) -> int:
    """Starts a piece of work and does not wait for it; gives its process."""
    for name in ("stdout", "stderr"):
        (scratch / name).unlink(missing_ok=True)
    pid = os.fork()
    if pid == 0:
        code = CRASHED
        try:
            _speak_into(scratch, patience_seconds)
            if os.geteuid() == 0:
                _obey_rights()
            work()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent hears of it
            traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)
    return pid


def ended(pid: int, scratch: Path, *, seconds: float | None = None) -> Said:
    """Waits for the end of a piece of work; kills it after some seconds if asked."""
    if seconds is not None:
        _kill_after(pid, seconds)
    _, status, used = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    names = scratch / "stdout", scratch / "stderr"
    # killed at once, it may not even have begun to speak
    out, error = (
        path.read_text("utf-8", "replace") if path.exists() else "" for path in names
    )
    code = TIMED_OUT if code == -signal.SIGALRM else code
    return Said(code, out, error, used.ru_utime + used.ru_stime)


def _kill_after(pid: int, seconds: float) -> None:
    handle = os.pidfd_open(pid)
    try:
        is_over, _, _ = select.select([handle], [], [], seconds)
        if not is_over:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    finally:
        os.close(handle)


def _speak_into(scratch: Path, patience_seconds: int) -> None:
    signal.alarm(patience_seconds)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.setsid()
    for number, name in ((1, "stdout"), (2, "stderr")):
        handle = os.open(scratch / name, os.O_CREAT | os.O_WRONLY, 0o666)
        os.dup2(handle, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ["TMPDIR"] = str(scratch)


def _obey_rights() -> None:
    """Gives up what lets root pass over rights, here and in programs started."""
    libc = ctypes.CDLL(None, use_errno=True)
    set_bits, root_is_nobody = 28, 1 | 2
    version, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if libc.prctl(set_bits, root_is_nobody, 0, 0, 0) or libc.capset(version, none):
        raise OSError(ctypes.get_errno(), "capset")


def mount(folder: Path, n_bytes: int) -> None:
    """Puts a disk of its own, of a size, under a folder.

    Raises:
        OSError: This process may not.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"size={n_bytes},mode=700".encode()
    if libc.mount(b"none", str(folder).encode(), b"tmpfs", 0, options) != 0:
        raise OSError(ctypes.get_errno(), "mount")


def make_read_only(folder: Path) -> None:
    """Lets nobody write on the disk under a folder."""
    libc = ctypes.CDLL(None, use_errno=True)
    read_only, again = 1, 32
    name = str(folder).encode()
    if libc.mount(b"none", name, b"tmpfs", read_only | again, None) != 0:
        raise OSError(ctypes.get_errno(), "mount")


def unmount(folder: Path) -> None:
    """Takes the disk away again."""
    ctypes.CDLL(None, use_errno=True).umount2(str(folder).encode(), 2)
