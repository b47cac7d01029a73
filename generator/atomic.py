"""A folder that is always whole: one writer at a time, and the new one in place of the old at one moment.

Whatever happens in between (a kill, a power cut, a full disk), readers find the old folder or the new one.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

OURS = "lophoc"
"""Part of the names of folders that are ours to write and to delete."""


class Busy(Exception):
    """Somebody else is writing."""


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold a lock that the system takes away from who dies.

    Raises:
        Busy: another process holds it.
        OSError: its file cannot be written.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout:
        raise Busy from None


def put_in_place(new: Path, folder: Path, previous: Path) -> None:
    """Let ``new`` be ``folder``, and what that was be ``previous``; all on one disk.

    Raises:
        OSError: it cannot be done; then ``folder`` is what it was.
    """
    _to_disk(new)
    if not folder.exists():
        new.rename(folder)
        return
    if not _exchange(new, folder):
        # Where the system cannot exchange two folders; `recover` mends what is cut off in between.
        aside = _aside(folder)
        remove(aside)
        folder.rename(aside)
        try:
            new.rename(folder)
        except OSError:
            aside.rename(folder)
            raise
        new = aside
    remove(previous)
    try:
        new.rename(previous)
    except OSError:  # on another disk, or read-only: it is not worth a copy
        remove(new)


def recover(folder: Path) -> None:
    """Finish or undo what an interrupted `put_in_place` has left; to be called under the lock."""
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    remove(aside)


def remove(folder: Path) -> None:
    """Delete a folder, also one that somebody has made read-only; what cannot be deleted stays."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for path, _folders, _files in os.walk(folder):
            with suppress(OSError):
                Path(path).chmod(stat.S_IRWXU)
        shutil.rmtree(folder, ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{OURS}-old")


def beside(folder: Path) -> Path:
    """Where a new folder is made that is to take the place of this one: a name that nobody else has."""
    return folder.with_name(f".{folder.name}.{OURS}-new")


def _to_disk(folder: Path) -> None:
    """Have everything written before a name points at it."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2), Linux 3.15


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at one moment, where the system can do that."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)
