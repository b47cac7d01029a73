"""Builds that never leave a broken site: made beside the old one, then put in its place at one moment."""

from __future__ import annotations

import json
import logging
import os
import platform
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from generator import atomic, catalog, host, pages, past
from generator.memo import state
from generator.outline import Outlines
from generator.past import NO_PAST, Past
from generator.problems import N_
from generator.project import Project

Progress = Callable[[int], AbstractContextManager[Callable[[int], object]]]
"""Entered with the number of pages; gives what is to be told how many more are made."""

Begins = Callable[[str], object]
"""Told of each part of the work as it begins."""

log = logging.getLogger(__name__)

OURS = ".lophoc"
"""Our own folder in a project: the staged tree, the lock, what the last build was made of."""
OUTLINES = "outlines.json"
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


class Sources(NamedTuple):
    """What a build depends on, as words that change with it."""

    all: str
    shared: str
    """Of that, what does not belong to one course."""
    courses: dict[str, str]
    """What belongs to one course only, by its id."""


def build(
    root: Path,
    look: Callable[[Past], Project],
    sources: Sources,
    progress: Progress | None = None,
    begins: Begins = lambda _: None,
    *,
    afresh: bool = False,
    by_host: bool = False,
) -> Path:
    """Build the site of a project; the old one stays as it is until the new one is whole.

    ``look``: gives the project without mistakes, as `look_at` does; what it raises ends the build. ``sources``:
    what `sources` gave before. The site before this one is kept in ``.lophoc/previous``. ``begins``: told of
    each part of the work after the look as it begins. ``afresh``: read and make also what has not changed
    since the last build; ``by_host``: let MkDocs make all pages by itself. Returns the folder of the site.

    Raises:
        atomic.Busy: another build is at work.
        mkdocs.exceptions.MkDocsException: the host refuses; its message says why.
        OSError: the site cannot be written.
    """
    with atomic.only_one(root / OURS / "lock"):
        site = Path(load_config(str(root / pages.CONFIG)).site_dir).resolve()
        beside = atomic.beside(site)
        atomic.recover(site)
        atomic.remove(beside)

        def quick(project: Project) -> pages.Site | None:
            begins(N_("the theme, and pages of each kind"))
            try:
                made = pages.begin(root, beside, project, strict=True)
                if made is not None:
                    begins(N_("all pages, side by side"))
                    with progress(made.size) if progress else nullcontext(lambda _: None) as advance:
                        made.complete(advance, pages.keep(site, project.past.unchanged))
            except pages.Differs as difference:
                _ = catalog.interface(catalog.language_of_person()).gettext
                slow = _(
                    "MkDocs makes the file {file} in another way than expected; the site is built the slow way."
                )
                log.warning(slow.format(file=difference))
                return None
            return made

        try:
            project = look(NO_PAST if afresh or by_host else _past(root, site, sources))
            try:
                made = None if by_host else quick(project)
            except pages.Stale:
                made = quick(project := look(NO_PAST))
            if made is None:
                _by_host(beside, root, project if project.past is NO_PAST else look(NO_PAST), begins)
            begins(N_("putting the site in its place"))
            atomic.put_in_place(beside, site, root / OURS / "previous")
        except BaseException:
            atomic.remove(beside)
            raise
        begins(N_("remembering what it was made of"))
        _remember(root, sources, project.outlines if made else {}, site)
        return site


def _by_host(folder: Path, root: Path, project: Project, begins: Begins) -> None:
    begins(N_("all pages, the slow way"))
    config, _ = pages.host(root, folder, project, strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)


def _past(root: Path, site: Path, sources: Sources) -> Past:
    """What is known of the courses, where nothing else has changed since the last build."""
    known = _known(root, site)
    if known.get("shared") != sources.shared or not _is_unspoilt(known):
        return NO_PAST
    outlines = past.from_json(_outlines(root, known))
    same = [course for course, state in sources.courses.items() if known["courses"].get(course) == state]
    if not outlines or not same:
        return NO_PAST
    return Past(outlines, frozenset(same), sample=random.choice(same))  # noqa: S311 (no secret)


# --- nothing to do -------------------------------------------------------------------------------


def sources(root: Path) -> Sources:
    """What a build depends on: the project's files, and the programs that read them.

    Told by names, sizes and times of files, as ``make`` does. To be asked before the project is read, so
    that what is saved meanwhile is built the next time.
    """
    known = _known(root).get("site")
    site = Path(known) if isinstance(known, str) else root / "site"
    shared = [
        platform.python_version(),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        host.settings(root / pages.CONFIG),
        *(version(name) for name in MAKERS),
        *_files(Path(__file__).parent),
    ]
    courses: dict[str, list[str]] = {}
    for file in _files(root, leave_out=site):
        match file.split("/", 2):
            case ["courses" | "quizzes", course, _]:
                courses.setdefault(course, []).append(file)
            case _:
                shared.append(file)
    of_courses = {course: _signature(*files) for course, files in courses.items()}
    return Sources(_signature(*shared, *of_courses, *of_courses.values()), _signature(*shared), of_courses)


def is_current(root: Path, sources: Sources) -> bool:
    """Whether a build would make the site that is there already."""
    known = _known(root)
    return known.get("sources") == sources.all and _is_unspoilt(known)


def _is_unspoilt(known: Mapping[str, Any]) -> bool:
    """Whether the site is as the last build left it."""
    site = known.get("site")
    return isinstance(site, str) and known.get("made") == _signature(*_files(Path(site)))


def _known(root: Path, site: Path | None = None) -> dict[str, Any]:
    """What is remembered of the last build, if it was that of a site."""
    try:
        known = json.loads((root / OURS / "built.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    is_it = isinstance(known, dict) and site in {None, Path(str(known.get("site")))}
    return known if is_it else {}


def _outlines(root: Path, known: Mapping[str, Any]) -> bytes:
    """The outlines of the last build; nothing if what is there is of another one."""
    file = root / OURS / OUTLINES
    outlines = file.read_bytes() if file.exists() else b""
    return outlines if known.get("outlines") == sha256(outlines).hexdigest() else b""


def _remember(root: Path, sources: Sources, outlines: Outlines, site: Path) -> None:
    """``outlines``: nothing where the host has made the site, and nobody knows how."""
    text = past.as_json(outlines)
    (root / OURS / OUTLINES).write_bytes(text)
    known = {
        "site": str(site),
        "outlines": sha256(text).hexdigest(),
        "sources": sources.all,
        "shared": sources.shared if outlines else "",
        "courses": sources.courses,
        "made": _signature(*_files(site)),
    }
    (root / OURS / "built.json").write_text(json.dumps(known), encoding="utf-8")


def _signature(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def _files(folder: Path, leave_out: Path | None = None) -> Iterator[str]:
    """Name, size and time of every file below a folder; hidden ones and caches are left out."""
    left_out = os.path.realpath(leave_out) if leave_out else None
    above: dict[str, set[str]] = {}
    for path, folders, names in os.walk(folder, followlinks=True):
        here, way = os.path.realpath(path), above.get(path.rpartition(os.sep)[0], set())
        if here == left_out or here in way:  # a link to a folder that it stands in
            folders.clear()
            continue
        above[path] = {here, *way}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        inside = os.path.relpath(path, folder).replace(os.sep, "/")
        for name in sorted(names):
            if not name.startswith("."):
                yield f"{inside}/{name} {state(f'{path}/{name}')}"
