"""Builds that never leave a broken site: made beside the old one, then put in its place at one moment."""

from __future__ import annotations

import json
import logging
import os
import platform
import shutil
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator import atomic
from generator.project import Project

CONFIG = "mkdocs.yml"
OURS = ".lophoc"
"""Our own folder in a project: the staged tree, the lock, what the last build was made of."""
HOSTS = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "lophoc")


def site_of(root: Path) -> Path:
    """The folder of the site.

    Raises:
        mkdocs.exceptions.MkDocsException: mkdocs.yml cannot be read.
    """
    return Path(_config(root).site_dir)


def _config(root: Path) -> MkDocsConfig:
    return load_config(str(root / CONFIG), strict=True)


def build(root: Path, project: Project) -> Path:
    """Build the site of a project; the old one stays as it is until the new one is whole.

    The site before this one is kept in ``.lophoc/previous``. Returns the folder of the site.

    Raises:
        atomic.Busy: another build is at work.
        mkdocs.exceptions.MkDocsException: the host refuses; its message says why.
        OSError: the site cannot be written.
    """
    with atomic.only_one(root / OURS / "lock"):
        made_of = _signature(_sources(root))  # before reading: what is saved meanwhile is built next time
        config = _config(root)
        site = Path(config.site_dir)
        beside = site.with_name(f"{site.name}.new")
        atomic.recover(site)
        shutil.rmtree(beside, ignore_errors=True)
        config.site_dir = str(beside)
        config.plugins["lophoc"].project = project  # type: ignore[attr-defined]
        try:
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            atomic.put_in_place(beside, site, root / OURS / "previous")
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        _remember(root, made_of, site)
        return site


# --- nothing to do -------------------------------------------------------------------------------


def is_current(root: Path) -> bool:
    """Whether the site is what a build would make: neither sources nor programs nor the site have changed.

    Told by names, sizes and times of files, as ``make`` does.
    """
    try:
        known = json.loads((root / OURS / "built.json").read_text(encoding="utf-8"))
        site = root / known["site"]
        return bool(
            known["sources"] == _signature(_sources(root)) and known["made"] == _signature(_files(site))
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _remember(root: Path, made_of: str, site: Path) -> None:
    known = {"site": os.path.relpath(site, root), "sources": made_of, "made": _signature(_files(site))}
    (root / OURS / "built.json").write_text(json.dumps(known), encoding="utf-8")


def _signature(parts: Iterator[str]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(part.encode(errors="surrogateescape"))
        digest.update(b"\0")
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[str]:
    """Everything in the project that a build may read, and the programs that read it."""
    yield platform.python_version()
    yield os.environ.get("SOURCE_DATE_EPOCH", "")
    yield from (version(name) for name in HOSTS)
    yield from _files(Path(__file__).parent)
    yield from _files(root, leave_out={"site", "site.new", "site.old", "tests"})


def _files(folder: Path, leave_out: set[str] | None = None) -> Iterator[str]:
    """Name, size and time of every file below a folder; hidden ones and caches are left out."""
    for path, folders, names in os.walk(folder):
        skip = (leave_out or set()) if path == str(folder) else set()
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")) and name not in skip)
        for name in sorted(names):
            if not name.startswith("."):
                stat = Path(path, name).stat()
                yield f"{os.path.relpath(path, folder)}/{name} {stat.st_size} {stat.st_mtime_ns}"


# --- while writing -------------------------------------------------------------------------------


def serve(root: Path, address: str, *, open_browser: bool) -> None:
    """Show the site at an address such as ``127.0.0.1:8000`` and rebuild it on every save, until stopped."""
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    mkdocs_serve(str(root / CONFIG), dev_addr=address, open_in_browser=open_browser)
