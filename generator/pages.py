"""All pages of a site, made side by side in the shells that the host has made.

A whole build of the host reads, keeps and makes every page in one process, one language after the other.
Here the host makes a few pages, the probes: of each kind, the first and the last. What the theme has put
around the two must be the same to the byte; then as many processes as there are cores put it around the rest.
"""

from __future__ import annotations

import ctypes
import gc
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator import search
from generator.host import has_only_known_parts, in_order
from generator.mkdocs_plugin import LopHocPlugin
from generator.project import Project
from generator.render import ProblemRenderer, Renderer
from generator.slots import fill

IN_ONE_GO = 50
"""Pages that a process makes before it asks for more."""
INDEX = "search/search_index.json"

Entries = list[search.Entry]
Job = tuple[str, Sequence[str]]
"""A language, and addresses of pages to be made."""
Made = tuple[int, str]
"""How many pages, and their entries for the search as a part of the index."""


class Differs(Exception):
    """The host has made a file in another way than expected; the text is its name."""


class Stale(Exception):
    """A page of the last build, which was to be kept, is not as it would be made now."""


@dataclass(frozen=True)
class Kept:
    """Pages of the last build that need not be made again."""

    folder: Path
    """Of the old site."""
    courses: Collection[str]
    """Those whose pages are as they would be made now."""
    entries: Mapping[str, Entries]
    """For the search, by the file of their page."""


NOTHING = Kept(Path(), (), {})


def read_index(folder: Path) -> dict[str, Any]:
    """The index for the search of a site; empty where the trainer has switched the search off."""
    file = folder / INDEX
    index: dict[str, Any] = json.loads(file.read_bytes()) if file.exists() else {}
    return index


def _by_file(index: Mapping[str, Any]) -> dict[str, Entries]:
    """The entries of an index by the file of their page."""
    entries: dict[str, Entries] = {}
    for entry in index.get("docs", []):
        entries.setdefault(entry["location"].partition("#")[0], []).append(entry)
    return entries


def keep(folder: Path, courses: Collection[str]) -> Kept:
    """Keep the pages of some courses of a site that the last build has left in a folder."""
    if not courses:
        return NOTHING
    return Kept(folder, courses, _by_file(read_index(folder)))


@dataclass(frozen=True)
class Site:
    """A site of which the host has made the probes, the theme's files and an index of the probes for the search."""

    config: MkDocsConfig
    plugin: LopHocPlugin

    @property
    def folder(self) -> Path:
        return Path(self.config.site_dir)

    @property
    def renderers(self) -> Mapping[str, Renderer | ProblemRenderer]:
        """By language."""
        return self.plugin.renderers

    def complete(self, advance: Callable[[int], object], kept: Kept = NOTHING) -> None:
        """Make all pages but those that are kept, and the index for the search.

        ``advance`` is told of each few pages made.

        Raises:
            Differs: the host has made other entries of a probe, or not all kinds of pages.
            Stale: pages are not to be kept.
            OSError: a file cannot be written.
        """
        if not self._agrees(kept):
            raise Stale
        theirs = self._of_probes(read_index(self.folder))
        make = partial(self._make, kept, theirs)

        def parts() -> Iterator[str]:
            for pages, part in _side_by_side(make, list(self._jobs())):
                advance(pages)
                yield part

        self.write_index(parts())

    def _of_probes(self, index: Mapping[str, Any]) -> dict[str, Entries]:
        """What the host has found on the probes, by their files; empty where the search is switched off."""
        probes = [renderer.file(probe) for renderer in self.renderers.values() for probe in renderer.probes]
        return {**{probe: [] for probe in probes}, **_by_file(index)} if index else {}

    def has_shell(self, code: str, address: str) -> bool:
        """Whether the host has made a page with the shell of this one."""
        return (code, self.renderers[code].shell(address)) in self.plugin.shells

    def page(self, code: str, address: str, html: str | None = None) -> str:
        """A page; ``html``: its content, if it is at hand.

        Raises:
            Differs: the host has made no page of this kind.
        """
        renderer = self.renderers[code]
        if not self.has_shell(code, address):
            raise Differs(renderer.file(address))
        content = renderer.html(address) if html is None else html
        return fill(self.plugin.shells[code, renderer.shell(address)], renderer.slots(address, content))

    def entries(self, code: str, address: str, html: str | None = None) -> Entries:
        """What the search finds of a page; ``html``: as in `page`."""
        renderer = self.renderers[code]
        meta, content = renderer.meta(address), renderer.html(address) if html is None else html
        return [] if "search" in meta else search.entries(content, meta["title"], renderer.file(address))

    @property
    def size(self) -> int:
        """How many pages it has."""
        return sum(len(list(renderer.addresses)) for renderer in self.renderers.values())

    def _jobs(self) -> Iterator[Job]:
        for code, renderer in self.renderers.items():
            wanted = in_order(renderer.addresses)
            for start in range(0, len(wanted), IN_ONE_GO):
                yield code, wanted[start : start + IN_ONE_GO]

    def _make(self, kept: Kept, theirs: Mapping[str, Entries], job: Job) -> Made:
        """``theirs``: the entries that the host has made of the probes, by the file of their page."""
        code, wanted = job
        renderer, found = self.renderers[code], Entries()
        for folder in {(self.folder / renderer.file(address)).parent for address in wanted}:
            folder.mkdir(parents=True, exist_ok=True)
        for address in wanted:
            name = renderer.file(address)
            is_kept = renderer.course(address) in kept.courses
            if is_kept:
                _same(f"{kept.folder}/{name}", f"{self.folder}/{name}")
                entries = kept.entries.get(name, [])
            else:
                entries = self._made(code, address)
            if theirs.get(name, entries) != entries:
                raise Stale if is_kept else Differs(INDEX)
            found += entries
        return len(wanted), search.as_json(found)

    def _made(self, code: str, address: str) -> Entries:
        """The entries of a page, which is made now if the host has not made it."""
        html = self.plugin.contents.get((code, address))
        if html is None:
            html = self.renderers[code].html(address)
            file = self.folder / self.renderers[code].file(address)
            file.write_bytes(self.page(code, address, html).encode())
        return self.entries(code, address, html)

    def _agrees(self, kept: Kept) -> bool:
        """Whether of each course that was read and is kept, one page in each language is what would be made now."""
        for code, renderer in self.renderers.items():
            of_courses: dict[str, list[str]] = {}
            for address in renderer.addresses:
                if (course := renderer.course(address)) in kept.courses and renderer.can_make(address):
                    of_courses.setdefault(str(course), []).append(address)
            for addresses in of_courses.values():
                address = random.choice(addresses)  # noqa: S311 (no secret)
                file = kept.folder / renderer.file(address)
                if not file.exists() or file.read_bytes() != self.page(code, address).encode():
                    return False
        return True

    def write_index(self, parts: Iterable[str]) -> None:
        """Put other entries into the index as the host has set it up, if the search is not switched off.

        ``parts``: what `search.as_json` gives, asked for one after the other, so that they are never all in
        memory: at 2,000 lessons they are 33 MB.
        """
        index = read_index(self.folder)
        if not index:
            for _ in parts:  # they are made when they are asked for
                pass
            return
        before, docs, after = json.dumps(index | {"docs": []}, separators=(",", ":")).partition('"docs":[')
        with (self.folder / INDEX).open("w", encoding="utf-8", newline="") as file:
            file.write(before + docs)
            for number, part in enumerate(filter(None, parts)):
                file.write(f",{part}" if number else part)
            file.write(after)


def _same(old: str, new: str) -> None:
    """Let a new file be what an old one is; also with its time, by which tools that upload see what is new.

    It is the same file in two folders where the disk can do that. Neither of them is ever written again: a
    build makes new files, in a folder of its own.
    """
    try:
        os.link(old, new)
    except OSError:  # such as a stick with FAT; or the host has made the page already
        shutil.copy2(old, new)


CONFIG = "mkdocs.yml"


def host(root: Path, folder: Path, project: Project, **settings: Any) -> tuple[MkDocsConfig, LopHocPlugin]:
    """MkDocs, set up to build a project in a folder, and our plugin in it.

    While a process runs, that is the same object again and again.
    """
    config = load_config(str(root / CONFIG), site_dir=str(folder), **settings)
    plugin = cast("LopHocPlugin", config.plugins["lophoc"])
    plugin.project = project
    return config, plugin


def begin(
    root: Path,
    folder: Path,
    project: Project,
    *,
    before: Site | None = None,
    with_shells: bool = True,
    command: Literal["build", "serve"] = "build",
    staged: Path | None = None,
    **settings: Any,
) -> Site | None:
    """Have the host make the probes of a site; None where its settings ask for more than we know of.

    ``command``: a preview, which serves, shows mistakes as well. ``staged``: as in `LopHocPlugin`.
    ``before``: the same site as it was; its shells are taken over ``with_shells``, which is wrong where the
    settings have changed.

    Raises:
        Differs: pages that should have the same shell have not.
        mkdocs.exceptions.MkDocsException: the host refuses; its message says why.
        OSError: a file cannot be written.
    """
    config, plugin = host(root, folder, project, **settings)
    if not has_only_known_parts(config):
        return None
    so_far = dict(vars(plugin))
    known = (before.plugin.renderers, before.plugin.shells if with_shells else {}) if before else ({}, {})
    try:
        config.plugins.on_startup(command=command, dirty=False)
        plugin.renderers, plugin.shells = known
        plugin.probes_only, plugin.staged = True, staged
        _build_probes(config, plugin)
    except BaseException:
        vars(plugin).update(so_far)  # the site before goes on with it
        raise
    return Site(config, plugin)


def _build_probes(config: MkDocsConfig, plugin: LopHocPlugin) -> None:
    mkdocs_build(config)
    if plugin.uneven:
        raise Differs(plugin.uneven[0])


# --- processes ---------------------------------------------------------------------------------------


class _Worker:
    """What a process that was split off has inherited: templates and frames cannot be sent to one."""

    work: Callable[[Job], Made]


_PR_SET_PDEATHSIG = 1  # prctl(2), Linux 2.1


def _begin(work: Callable[[Job], Made], build: int) -> None:
    # Whoever kills the build kills us: nobody may write any more when the next one begins.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != build:  # it was killed before we asked to be told
        signal.raise_signal(signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build itself is told, and tells us
    gc.freeze()
    _Worker.work = staticmethod(work)


def _do(job: Job) -> Made:
    made = _Worker.work(job)
    gc.collect()  # Jinja and the engine leave circles behind: a fifth of the memory at 500 lessons
    return made


def _side_by_side(work: Callable[[Job], Made], jobs: Sequence[Job]) -> Iterator[Made]:
    """The results of all jobs, in their order; in this process where the system splits none (Windows, macOS)."""
    processes = min(_cores(), len(jobs))
    if processes < 2 or not sys.platform.startswith("linux"):
        yield from map(work, jobs)
        return
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("fork"), initializer=_begin, initargs=(work, os.getpid())
    ) as pool:
        try:
            yield from pool.map(_do, jobs)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _cores() -> int:
    """How many processes may work at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
