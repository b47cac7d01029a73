"""Builds that never leave a broken site: made beside the old one, then put in its place at one moment."""

from __future__ import annotations

import json
import logging
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config

from generator import atomic, host, stage
from generator.project import Project

Progress = Callable[[int], AbstractContextManager[Callable[[], object]]]
"""Shows how many of so many steps are done."""

CONFIG = "mkdocs.yml"
OURS = ".lophoc"
"""Our own folder in a project: the staged tree, the lock, what the last build was made of."""
MAKERS = (
    "lophoc",
    "mkdocs",
    "mkdocs-material",
    "mkdocs-static-i18n",
    "babel",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "nh3",
)
"""Packages whose version shows in the bytes of a site."""


def build(root: Path, project: Project, sources: str, progress: Progress | None = None) -> Path:
    """Build the site of a project; the old one stays as it is until the new one is whole.

    ``sources``: what `sources` gave before the project was read. ``progress``: a context in which the pages
    are made, entered with the number of steps; it gives what is to be called after each. The site before
    this one is kept in ``.lophoc/previous``. Returns the folder of the site.

    Raises:
        atomic.Busy: another build is at work.
        mkdocs.exceptions.MkDocsException: the host refuses; its message says why.
        OSError: the site cannot be written.
    """
    with atomic.only_one(root / OURS / "lock"):
        config = load_config(str(root / CONFIG), strict=True)
        site = Path(config.site_dir).resolve()
        beside = atomic.beside(site)
        atomic.recover(site)
        shutil.rmtree(beside, ignore_errors=True)
        config.site_dir = str(beside)
        plugin: Any = config.plugins["lophoc"]
        plugin.project = project
        pages = len(stage.pages(project.library)) * len(project.library.site.languages)
        try:
            config.plugins.on_startup(command="build", dirty=False)
            with progress(pages * host.STEPS) if progress else nullcontext() as plugin.advance:
                mkdocs_build(config)
            atomic.put_in_place(beside, site, root / OURS / "previous")
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        _remember(root, sources, site)
        return site


# --- nothing to do -------------------------------------------------------------------------------


def sources(root: Path) -> str:
    """What a build depends on, as one word: the project's files, and the programs that read them.

    Told by names, sizes and times of files, as ``make`` does. To be asked before the project is read, so
    that what is saved meanwhile is built the next time.
    """
    known = _known(root).get("site")
    site = Path(known) if isinstance(known, str) else root / "site"
    return _signature(
        platform.python_version(),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        *(version(name) for name in MAKERS),
        *_files(Path(__file__).parent),
        *_files(root, leave_out=site),
    )


def is_current(root: Path, sources: str) -> bool:
    """Whether a build would make the site that is there already."""
    known = _known(root)
    site = known.get("site")
    return (
        isinstance(site, str)
        and known.get("sources") == sources
        and known.get("made") == _signature(*_files(Path(site)))
    )


def _known(root: Path) -> dict[str, Any]:
    """What is remembered of the last build."""
    try:
        known = json.loads((root / OURS / "built.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(root: Path, sources: str, site: Path) -> None:
    known = {"site": str(site), "sources": sources, "made": _signature(*_files(site))}
    (root / OURS / "built.json").write_text(json.dumps(known), encoding="utf-8")


def _signature(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def _files(folder: Path, leave_out: Path | None = None) -> Iterator[str]:
    """Name, size and time of every file below a folder; hidden ones and caches are left out."""
    seen = {os.path.realpath(leave_out)} if leave_out else set()
    for path, folders, names in os.walk(folder, followlinks=True):
        here = os.path.realpath(path)
        if here in seen:  # or a link to a folder above it
            folders.clear()
            continue
        seen.add(here)
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            if not name.startswith("."):
                yield f"{os.path.relpath(path, folder)}/{name} {_state(Path(path, name))}"


def _state(file: Path) -> str:
    try:
        stat = file.stat()
    except OSError:  # a link to nowhere, or deleted this moment
        return "gone"
    return f"{stat.st_size} {stat.st_mtime_ns}"


# --- while writing -------------------------------------------------------------------------------


def serve(root: Path, address: str, *, open_browser: bool) -> None:
    """Show the site at an address such as ``127.0.0.1:8000`` and rebuild it on every save, until stopped."""
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    mkdocs_serve(str(root / CONFIG), dev_addr=address, open_in_browser=open_browser)
