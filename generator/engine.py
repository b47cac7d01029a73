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
from mkdocs.config import load_config

from generator import atomic, catalog, pages
from generator.problems import N_
from generator.project import Project

Progress = Callable[[int], AbstractContextManager[Callable[[int], object]]]
"""Entered with the number of pages; gives what is to be told how many more are made."""

log = logging.getLogger(__name__)

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


def build(
    root: Path,
    project: Project,
    sources: str,
    progress: Progress | None = None,
    begins: Callable[[str], object] = lambda _: None,
) -> Path:
    """Build the site of a project; the old one stays as it is until the new one is whole.

    ``sources``: what `sources` gave before the project was read. The site before this one is kept in
    ``.lophoc/previous``. ``begins``: told of each part of the work as it begins. Returns the folder of the site.

    Raises:
        atomic.Busy: another build is at work.
        mkdocs.exceptions.MkDocsException: the host refuses; its message says why.
        OSError: the site cannot be written.
    """
    with atomic.only_one(root / OURS / "lock"):
        site = Path(load_config(str(root / pages.CONFIG)).site_dir).resolve()
        beside = atomic.beside(site)
        atomic.recover(site)
        shutil.rmtree(beside, ignore_errors=True)
        try:
            _build_in(beside, root, project, progress, begins)
            begins(N_("putting the site in its place"))
            atomic.put_in_place(beside, site, root / OURS / "previous")
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        begins(N_("remembering what it was made of"))
        _remember(root, sources, site)
        return site


def _build_in(
    folder: Path,
    root: Path,
    project: Project,
    progress: Progress | None,
    begins: Callable[[str], object],
) -> None:
    """Build a whole site in a folder: the quick way, else the host's."""
    begins(N_("the theme, and a page of each kind"))
    if made := pages.begin(root, folder, project, serving=False, strict=True):
        begins(N_("all pages, side by side"))
        try:
            with progress(made.size) if progress else nullcontext(lambda _: None) as advance:
                return made.complete(advance)
        except pages.Differs as difference:
            _ = catalog.interface(catalog.language_of_person()).gettext
            slow = _(
                "MkDocs makes the file {file} in another way than expected; the site is built the slow way."
            )
            log.warning(slow.format(file=difference))
    begins(N_("all pages, the slow way"))
    config, _ = pages.host(root, folder, project, strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    return None


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
