"""The command ``lophoc``. The only module that prints or exits.

Exit codes: 0 all is well (warnings included), 1 the sources have mistakes, 2 the command was wrong or
something failed that is not the trainer's doing, 75 another build is at work.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from mkdocs.exceptions import MkDocsException
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator import atomic, catalog, citing, engine, laws, preview, scaffold, schema, writing
from generator.library import Library
from generator.load import load
from generator.model import ID_PATTERN, RESERVED, Id
from generator.past import Past
from generator.problems import (
    DID_YOU_MEAN,
    N_,
    Location,
    Problem,
    Severity,
    as_github,
    as_json,
    as_text,
    did_you_mean,
    has_errors,
    in_order,
)
from generator.project import Project, look_at
from generator.source import NOT_FOUND

BUSY = 75
"""Exit code for “try again later”, as in sysexits.h (EX_TEMPFAIL)."""

MARKERS = ("mkdocs.yml", "courses")
"""What the folder of a project holds."""

_lang = click.option("--lang", metavar="CODE", help="Language of messages, such as vi or en.")


@click.group()
@click.version_option(package_name="lophoc")
def cli() -> None:
    """Lớp học: courses and self-check quizzes from YAML."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lint", is_flag=True, help="Habits of writing as well that give answers away, and the like.")
@click.option("--watch", is_flag=True, help="Check again after each save, until stopped.")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text")
@click.option("--plain", is_flag=True, help="No colours.")
@_lang
def check(
    paths: Sequence[Path], *, lint: bool, watch: bool, form: str, plain: bool, lang: str | None
) -> None:
    """Look for mistakes in the whole project, or only show those in PATHS."""
    root = _project()
    interface = catalog.interface(lang or catalog.language_of_person())

    def once() -> bool:
        project = look_at(root, only_for_problems=True)
        found = [*project.problems, *(writing.check(project.library) if lint else ())]
        problems = list(_within(in_order(found), paths, root))
        _print(problems, form, interface.gettext, plain=plain)
        if form == "text":
            _print_count(problems, interface.gettext)
        return has_errors(problems)

    if not watch:
        sys.exit(1 if once() else 0)
    for _ in _saves([root / name for name in ("courses", "quizzes", "docs")]):
        click.echo(interface.gettext("… checking"))
        once()
        sys.stdout.flush()


def _within(problems: Sequence[Problem], paths: Sequence[Path], root: Path) -> Iterator[Problem]:
    """Problems of the files that are asked for; all of them when none is."""
    if not paths:
        yield from problems
    for path in paths:
        if not path.exists():
            yield NOT_FOUND.at(Location(path.as_posix()))
            continue
        wanted = path.resolve()
        for problem in problems:
            file = (root / problem.where.file).resolve()
            if file == wanted or wanted in file.parents:
                yield problem


def _print(
    problems: Sequence[Problem], form: str, translate: Callable[[str], str], *, plain: bool = False
) -> None:
    if form == "json":
        click.echo(as_json(problems, translate))
    for problem in problems if form != "json" else ():
        if form == "github":
            click.echo(as_github(problem, translate))
            continue
        first, _, rest = as_text(problem, translate).partition("\n")
        colour = "red" if problem.severity.value == "error" else "yellow"
        click.echo(first if plain else click.style(first, fg=colour))
        click.echo(rest)


def _print_count(problems: Sequence[Problem], _: Callable[[str], str]) -> None:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    counted = _("= {errors} errors, {warnings} warnings")
    click.echo(counted.format(errors=errors, warnings=len(problems) - errors))


def _saves(folders: Sequence[Path]) -> Iterator[None]:
    """Once at the start, then after each save; several files saved together count as one."""
    changed = [time.monotonic()]

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in {"created", "modified", "deleted", "moved"}:
                changed[0] = time.monotonic()

    observer = Observer()
    for folder in folders:
        if folder.is_dir():
            observer.schedule(Handler(), str(folder), recursive=True)
    observer.start()
    seen = 0.0
    try:
        while True:
            if changed[0] > seen and (seen == 0 or time.monotonic() - changed[0] > QUIET):
                seen = time.monotonic()
                yield
            time.sleep(QUIET / 4)
    finally:
        observer.stop()
        observer.join()


QUIET = 0.2
"""Seconds without a further save after which a check begins."""


@cli.command()
@click.option("--force", is_flag=True, help="Build even if nothing has changed since the last build.")
@click.option(
    "--by-mkdocs", is_flag=True, help="Let MkDocs make every page by itself: slower, and the same site."
)
@click.option("--profile", is_flag=True, help="Say where the time went.")
@_lang
def build(*, force: bool, by_mkdocs: bool, profile: bool, lang: str | None) -> None:
    """Build the site into the folder site/."""
    root, _ = _project(), _gettext(lang)
    spent = _Spent(N_("reading and checking the sources"))
    sources = engine.sources(root)
    if not (force or by_mkdocs) and engine.is_current(root, sources):
        click.echo(_("Nothing has changed since the last build."))
        return
    look = partial(_without_mistakes, root, lang)
    try:
        progress = _progress(_) if sys.stderr.isatty() else None
        site = engine.build(root, look, sources, progress, spent.begins, afresh=force, by_host=by_mkdocs)
    except atomic.Busy:
        click.echo(
            _("Another build of this project is at work; nothing was done. Try again when it is over."),
            err=True,
        )
        sys.exit(BUSY)
    if profile:
        spent.report(_)
    click.echo(_("The site is in {folder}").format(folder=site))


class _Spent:
    """Where the time of a command went."""

    def __init__(self, part: str) -> None:
        """``part``: what it begins with."""
        self._parts = [(part, time.perf_counter())]

    def begins(self, part: str) -> None:
        self._parts.append((part, time.perf_counter()))

    def report(self, _: Callable[[str], str]) -> None:
        ends = [begin for _part, begin in self._parts[1:]] + [time.perf_counter()]
        for (part, begin), end in zip(self._parts, ends, strict=True):
            click.echo(f"{end - begin:6.2f} s  {_(part)}", err=True)


def _progress(_: Callable[[str], str]) -> engine.Progress:
    """A bar with the time that is left, for who sits before it."""

    @contextmanager
    def shown(pages: int) -> Iterator[Callable[[int], None]]:
        with click.progressbar(length=pages, label=_("Building"), file=sys.stderr) as bar:
            yield bar.update

    return shown


@cli.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--open/--no-open", "open_browser", default=False, help="Open the browser as well.")
@_lang
def serve(*, port: int, open_browser: bool, lang: str | None) -> None:
    """Show the site on this computer while you write; it follows every save."""
    gc.enable()
    root, _ = _project(), _gettext(lang)

    def shown(url: str) -> None:
        click.echo(
            _("The site is shown at {url} and follows every save; to stop, press Ctrl+C.").format(url=url)
        )

    said: list[Problem] = []

    def looked(project: Project) -> None:
        if project.problems != said:  # not the same warnings at each save
            _print(project.problems, "text", _)
            said[:] = project.problems
        _print_count(project.problems, _)

    def refused(error: Exception) -> None:
        text = _(
            "MkDocs cannot make the site with this mkdocs.yml; what is shown stays as it was. It says: {reason}"
        )
        if isinstance(error, preview.OtherWay):
            text = _("Stop lophoc serve and start it again: what mkdocs.yml asks for now needs another way.")
        click.echo(text.format(reason=error), err=True)

    try:
        preview.serve(root, port, open_browser=open_browser, shown=shown, looked=looked, refused=refused)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        taken = _("Another program uses port {port}. Choose another one: lophoc serve --port {other}")
        raise Refused(taken.format(port=port, other=port + 1)) from None


@cli.command("schema")
@click.option("--out", type=click.Path(path_type=Path), help="Folder; .vscode/schema if not given.")
@_lang
def schema_command(out: Path | None, lang: str | None) -> None:
    """Write JSON Schemas, with which editors complete and explain while you type."""
    folder = out or _project() / ".vscode" / "schema"
    for path in schema.write(folder, _gettext(lang)):
        click.echo(path)


@cli.command()
@click.argument("what", type=click.Choice(["course", "lesson", "quiz"]))
@click.argument("name")
@_lang
def new(what: str, name: str, lang: str | None) -> None:
    """Write a start for a course (NAME: course), a lesson or a quiz (NAME: course/name).

    Nothing that exists is overwritten.
    """
    root, _ = _project(), _gettext(lang)
    library = load(root)[0]
    course, *rest = name.split("/")
    for word in (course, *rest):
        if not re.match(ID_PATTERN, word) or word in RESERVED:
            wrong = _("“{name}” cannot be a name: use small letters a to z, digits and dashes.")
            raise Refused(wrong.format(name=word))
    if len(rest) != (what != "course"):
        raise Refused(_("Write: lophoc new course NAME, or lophoc new lesson COURSE/NAME."))
    if rest and course not in library.courses:
        raise Refused(_("There is no course “{name}”.").format(name=course))
    words = _gettext(lang or library.source_language)  # what is written is in the language of the sources
    files = _start(library, what, course, *rest, words=words)
    for file in files:
        if (root / file).exists():
            raise Refused(_("{file} exists already.").format(file=file))
    for file, text in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
        click.echo(file)
    part = "".join(rest)
    if what == "lesson":
        click.echo(_("Now add “{name}” to “lessons” in course.yml.").format(name=part))
    elif what == "quiz":
        click.echo(_("Now write “quiz: {name}” in a lesson or in course.yml.").format(name=part))


def _start(
    library: Library, what: str, course: str, part: str = "", *, words: Callable[[str], str]
) -> dict[str, str]:
    """Texts of the new files by path."""
    if what == "course":
        return scaffold.new_course(library, course, words)
    start = scaffold.new_lesson if what == "lesson" else scaffold.new_quiz
    return start(library, course, part, words)


class Refused(click.ClickException):
    """What was asked for cannot be done; its text says why."""

    exit_code = 2


@cli.command()
@click.option("--check", "check_only", is_flag=True, help="Only say whether a catalog is out of date.")
@click.option("--interface", is_flag=True, help="The program's own words, too (for developers).")
@_lang
def translate(*, check_only: bool, interface: bool, lang: str | None) -> None:
    """Bring the translation catalogs (.po) up to date with the texts."""
    root, _ = _project(), _gettext(lang)
    library = load(root)[0]
    texts = dict(library.texts())
    changed: list[str] = []
    problems: list[Problem] = []
    for code in map(str, library.site.languages[1:]):
        named = {f"{folder}/{code}.po": pairs for folder, pairs in texts.items()}
        more, found = catalog.update(root, code, named, check_only=check_only)
        changed, problems = changed + more, problems + found
    if interface:
        for code in catalog.interface_languages():
            more, found = catalog.update_interface(code, check_only=check_only)
            changed, problems = changed + more, problems + found
    _print(problems, "text", _)
    for name in changed:
        click.echo((_("out of date: {file}") if check_only else _("updated: {file}")).format(file=name))
    sys.exit(1 if problems or (check_only and changed) else 0)


@cli.command("laws")
@click.argument("document", required=False)
@click.option(
    "--changed-since",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Documents that have changed since that day, and what cites them.",
)
@_lang
def laws_command(document: str | None, since: datetime | None, lang: str | None) -> None:
    """Say where a legal DOCUMENT is cited, or what its changes touch; without either, list all."""
    root, _ = _project(), _gettext(lang)
    library, problems = load(root)
    register = [one for one in problems if one.where.file == laws.REGISTER and one.severity is Severity.ERROR]
    if register:  # what is said of it would be wrong
        _print(register, "text", _)
        sys.exit(1)
    if document is not None and document not in library.laws:
        near = did_you_mean(document, library.laws)
        hint = " " + _(DID_YOU_MEAN).format(closest=near) if near else ""
        raise Refused(_("There is no document “{id}” in laws.yml.").format(id=document) + hint)
    places = citing.places(library)
    if since is not None:
        for change in citing.changes(library, since.date()):
            if document in (None, change.law):
                name = f"{library.laws[Id(change.law)].short} ({change.law})"
                click.echo(_(change.words).format(date=change.date, law=name, by=change.by))
                _print_places(library, places.get(change.law, []))
    elif document is not None:
        _print_places(library, places.get(document, []))
    else:
        for key, law in library.laws.items():
            count = len(places.get(key, []))
            counted = catalog.interface(lang or catalog.language_of_person()).ngettext(
                "cited {n} time", "cited {n} times", count
            )
            click.echo(f"{key}: {law.short}, {counted.format(n=count)}")


def _print_places(library: Library, places: Sequence[tuple[citing.Passage, citing.Use]]) -> None:
    """A line each, as editors and terminals make links of: file:line:column, then what stands there."""
    for passage, use in places:
        units = laws.as_text([use.citation], library.language, "")
        what = passage.question or passage.title
        click.echo(f"  {use.where}: {what}" + (f" ({units})" if units else ""))


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--done", is_flag=True, help="Note that the translations in PATHS were reviewed today.")
@_lang
def review(paths: Sequence[Path], *, done: bool, lang: str | None) -> None:
    """Say how many translations a second person has compared with their texts, and since when."""
    root, _ = _project(), _gettext(lang)
    wanted = [path.resolve() for path in paths]
    missing = [NOT_FOUND.at(Location(path.as_posix())) for path in paths if not path.exists()]
    if done and not wanted:
        raise Refused(_("Name the catalogs that were reviewed: lophoc review --done courses/NAME/en.po"))
    problems: list[Problem] = [*missing]
    for path in sorted(root.glob("*/**/*.po")):
        name = path.relative_to(root).as_posix()
        if wanted and not any(path == one or one in path.parents for one in wanted):
            continue
        if done:
            problems += catalog.note_review(path, name, datetime.now().astimezone().date())[1]
        entries, more = catalog.read(path, name)
        problems += [] if done else more
        if entries is not None:
            said = catalog.reviewed(entries)
            text = _("{file}: {reviewed} of {translated} translations reviewed, the oldest on {oldest}")
            click.echo(text.format(file=name, **said._asdict() | {"oldest": said.oldest or "–"}))
    _print(problems, "text", _)
    sys.exit(1 if problems else 0)


def _gettext(lang: str | None) -> Callable[[str], str]:
    return catalog.interface(lang or catalog.language_of_person()).gettext


def _project() -> Path:
    """The folder of the project: this one or the nearest above it."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if all((folder / marker).exists() for marker in MARKERS):
            return folder
    _ = _gettext(None)
    raise Refused(_("There is no project here: a folder with mkdocs.yml and courses/."))


def _without_mistakes(root: Path, lang: str | None, past: Past) -> Project:
    """The project, or the end where its sources have mistakes; ``past``: as in `look_at`."""
    project = look_at(root, past=past)
    if not project.can_be_built:
        _ = _gettext(lang)
        _print(project.problems, "text", _)
        click.echo(_("The sources have mistakes; nothing was built."), err=True)
        sys.exit(1)
    return project


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command; what nobody foresaw goes into a log file, not over the trainer's screen."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not be set to UTF-8
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # What a command makes it needs to its end: a third of the time went into looking for what to throw away.
    gc.disable()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    try:
        cli.main(args=list(arguments) if arguments is not None else None, prog_name="lophoc")
    except MkDocsException as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"{error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(2)
    except Exception:  # noqa: BLE001 (the last door: it says so and keeps the evidence)
        handle, name = tempfile.mkstemp(prefix="lophoc-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        _ = _gettext(None)
        sorry = _("Lớp học itself failed; your files are as they were. Please report this file: {file}")
        click.echo(sorry.format(file=name), err=True)
        sys.exit(2)
    finally:
        gc.freeze()  # the system takes all of it back at once; Python would look through it piece by piece
