"""A folder is always whole: whoever looks finds the old one or the new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import atomic
from tests.conftest import REPOSITORY


def make(folder: Path, text: str, files: int = 3) -> Path:
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def texts(folder: Path) -> set[str]:
    return {path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.fixture(params=["the system exchanges folders", "two renames"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two renames":
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)


@pytest.mark.usefixtures("system")
def test_the_new_folder_takes_the_place_and_the_old_one_is_kept(tmp_path: Path) -> None:
    site, previous = tmp_path / "site", tmp_path / "previous"
    for text in ("one", "two", "three"):
        atomic.put_in_place(make(tmp_path / "new", text), site, previous)
        assert texts(site) == {text}
    assert texts(previous) == {"two"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["previous", "site"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no rights of this kind")
def test_a_read_only_site_is_replaced_and_nothing_is_left_of_it() -> None:
    """By somebody who is not allowed everything, as root is."""
    program = """
import os, sys, tempfile
from pathlib import Path
from generator import atomic
from tests.test_atomic import make, texts
if os.geteuid() == 0:
    os.setuid(65534)
folder = Path(tempfile.mkdtemp())
for text in ("one", "two", "three"):
    atomic.put_in_place(make(folder / "new", text), folder / "site", folder / "previous")
    assert texts(folder / "site") == {text}
    assert not (folder / "new").exists()
    (folder / "site").chmod(0o555)
atomic.remove(folder)
assert not folder.exists()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_cut_off_between_two_renames_is_mended(tmp_path: Path) -> None:
    make(tmp_path / ".site.lophoc-old", "old")
    atomic.recover(tmp_path / "site")
    assert texts(tmp_path / "site") == {"old"}


def test_a_rest_beside_a_whole_folder_is_taken_away(tmp_path: Path) -> None:
    make(tmp_path / ".site.lophoc-old", "old")
    make(tmp_path / "site", "new")
    atomic.recover(tmp_path / "site")
    assert texts(tmp_path / "site") == {"new"}
    assert not (tmp_path / ".site.lophoc-old").exists()


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
    site = make(tmp_path / "site", "old")
    with pytest.raises(FileNotFoundError):
        atomic.put_in_place(tmp_path / "not-there", site, tmp_path / "previous")
    assert texts(site) == {"old"}


def test_a_folder_of_ones_own_beside_the_site_is_left_alone(tmp_path: Path) -> None:
    own = make(tmp_path / "site.old", "mine")
    atomic.put_in_place(make(tmp_path / "new", "new"), make(tmp_path / "site", "old"), tmp_path / "previous")
    atomic.recover(tmp_path / "site")
    assert texts(own) == {"mine"}


def test_two_writers_do_not_work_at_once(tmp_path: Path) -> None:
    with atomic.only_one(tmp_path / "lock"), pytest.raises(atomic.Busy), atomic.only_one(tmp_path / "lock"):
        pass
    with atomic.only_one(tmp_path / "lock"):
        pass


WRITER = """
import sys
from pathlib import Path
from generator import atomic
root = Path(sys.argv[1])
number = 0
while True:
    number += 1
    with atomic.only_one(root / "lock"):
        atomic.recover(root / "site")
        import shutil
        shutil.rmtree(root / "new", ignore_errors=True)
        (root / "new").mkdir()
        for file in range(20):
            (root / "new" / f"{file}.txt").write_text(str(number))
        atomic.put_in_place(root / "new", root / "site", root / "previous")
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on Windows")
def test_a_writer_that_is_killed_at_any_moment_leaves_a_whole_folder_and_no_lock(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 (no secret)
    atomic.put_in_place(make(tmp_path / "new", "0", 20), tmp_path / "site", tmp_path / "previous")
    for _ in range(25):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
        )
        time.sleep(0.1 + chance.random() * 0.15)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert len(list((tmp_path / "site").iterdir())) == 20
        assert len(texts(tmp_path / "site")) == 1, "files of two generations"
        with atomic.only_one(tmp_path / "lock"):
            pass
