"""How pages look: HTML from templates, the plain Markdown twin, and what the theme shows around them.

Pages are filled in two steps: `Renderer.html` leaves a slot where a
quiz goes, and `Renderer.slots` fills it after the host has made the page, so that questions and their
answers never reach the host's search index.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator import addresses, catalog, markdown, record, stage
from generator.edition import Edition
from generator.languages import LANGUAGES
from generator.library import LoadedCourse
from generator.model import Line, Prose
from generator.problems import N_, Problem, Severity
from generator.stage import StagedPage, Step
from generator.view import View, bare, script_json

HERE = Path(__file__).parent

SLOT = re.compile(r'<div data-lh-slot="([a-z0-9-]+)"></div>')
"""What `Renderer.html` leaves for `Renderer.slots`; no author can write it."""


class Heading(NamedTuple):
    """A heading with an anchor, for the table of contents."""

    level: int
    id: str
    title: str


def headings(html: str) -> list[Heading]:
    """The headings of a page that have an anchor; titles as HTML without tags."""
    found = re.findall(r'<h([2-6]) id="([^"]+)"[^>]*>(.*?)</h\1>', html, re.DOTALL)
    return [Heading(int(level), id_, re.sub(r"<[^>]+>", "", title).strip()) for level, id_, title in found]


class NavEntry(NamedTuple):
    """A line of the navigation."""

    title: Markup
    url: str
    active: bool = False
    open: bool = False
    children: Sequence[NavEntry] = ()


class Renderer:
    """Renders the pages of one edition."""

    def __init__(self, edition: Edition, others: Sequence[Edition]) -> None:
        """``others``: all editions of the site, this one included, for the language switcher."""
        self.edition = edition
        self.editions = others
        self._environment = _environment(edition.language.code)
        self._navs: dict[tuple[str, str], list[tuple[str, NavEntry]]] = {}

    @property
    def addresses(self) -> Iterable[str]:
        """Of all pages, in the order of the site."""
        return self.edition.pages.keys()

    @property
    def folder(self) -> str:
        """Where its pages stand in the site."""
        return self.edition.folder

    @property
    def probes(self) -> Iterable[str]:
        """Addresses of pages that show all the ways in which the theme shows pages."""
        first: dict[tuple[Any, ...], str] = {}
        for address, page in self.edition.pages.items():
            first.setdefault((page.kind, page.is_hidden, self._exit(page)), address)
        return first.values()

    def is_hidden(self, address: str) -> bool:
        """Whether searches do not find a page."""
        return self.edition.pages[address].is_hidden

    def course(self, address: str) -> str | None:
        """The id of the course that a page belongs to, if it is one of a course."""
        loaded = self.edition.pages[address].course
        return loaded.id if loaded else None

    def file(self, address: str) -> str:
        """The path of a page in the site."""
        return f"{self.folder}{address}.html"

    def scripts(self) -> dict[str, str]:
        """Scripts that are made for this language, by name without suffix."""
        return {"site-data": f"LopHoc.site = {script_json(record.site_data(self.edition))};\n"}

    def html(self, address: str) -> str:
        """The content of a page, with slots."""
        return self._template(address, "html")

    def twin(self, address: str, *, is_full: bool = True) -> str:
        """The page as plain Markdown, for hosts without our renderer, with its front matter."""
        text = re.sub(r"\n{3,}", "\n\n", self._template(address, "md")).strip() if is_full else ""
        return f"{front_matter(self.meta(address))}{text}\n"

    def meta(self, address: str) -> dict[str, Any]:
        """What the front matter of a page says."""
        page = self.edition.pages[address]
        return _meta(self._title(page), self._description(page), is_hidden=page.is_hidden)

    def _template(self, address: str, suffix: str) -> str:
        page = self.edition.pages[address]
        template = self._environment.get_template(f"pages/{page.kind}.{suffix}")
        return template.render(view=View(self.edition, page, f".{suffix}"), page=page, entry=page.entry)

    def slots(self, address: str) -> dict[str, str]:
        """What goes into the slots of a page, by their names."""
        page = self.edition.pages[address]
        if not page.has_questions:
            return {}
        view = View(self.edition, page, ".html")
        template = self._environment.get_template("check.html" if page.checks else "quiz.html")
        asked = view.questions(self.editions)
        shared = {
            "view": view,
            "edition": view.course_edition(),
            "law": page.course and page.course.course.law_as_of,
        }
        if page.checks:
            return {f"check-{q.question.id}": template.render(q=q, plan=None, **shared) for q in asked}
        return {"quiz": template.render(plan=view.plan(), questions=asked, **shared)}

    def _title(self, page: StagedPage) -> str:
        """The title of a page as plain text."""
        return (
            str(page.title) if page.title is not None else self.edition.interface.gettext(TITLES[page.kind])
        )

    def _description(self, page: StagedPage) -> str:
        """What search engines and result lists say of a page: plain text, or nothing."""
        summary = getattr(page.entry, "summary", None)
        return bare(markdown.render_inline(summary)) if summary else ""

    def chrome(self, address: str | None, root: str = "") -> dict[str, Any]:
        """What the theme's templates show around a page.

        None stands for the page for wrong addresses, which is shown at any depth: its links start with
        ``root``, the path of the site on its server.
        """
        missing = address is None
        page = self.edition.pages[address or addresses.HOME]
        view = View(self.edition, page, ".html", root)
        before, after = self._neighbours(page)
        return {
            "lang": self.edition.language.code,
            "kind": "404" if missing else page.kind,
            "nav": self._nav(page, view),
            "nav_title": self._line(page.course.course.title) if page.course else self._words(N_("Contents")),
            "alternates": [self._alternate(other, page, root) for other in self.editions],
            "previous": before and {"title": self._line(before.title), "url": view.link(before.address)},
            "next": after and {"title": self._line(after.title), "url": view.link(after.address)},
            "home": {"title": self._line(self.edition.library.site.title), "url": view.link(addresses.HOME)},
            "has_questions": page.has_questions and not missing,
            "is_record": page.kind in stage.RECORDS and not missing,
            "is_hidden": page.is_hidden or missing,
            "exit": self._exit(page) if not missing else None,
            "record": {"title": self._words(TITLES["record"]), "url": view.link(addresses.RECORD)},
            "page_data": view.data(),
            "publisher": self._line(self.edition.library.site.publisher),
            "gettext": self.edition.interface.gettext,
        }

    def _exit(self, page: StagedPage) -> Markup | None:
        """Where the quick exit leads, on pages of a course that has one."""
        if page.course is None or not page.course.course.quick_exit:
            return None
        return escape(self.edition.library.site.exit or "about:blank")

    def _words(self, message: str) -> Markup:
        return escape(self.edition.interface.gettext(message))

    def _line(self, line: Line | None) -> Markup:
        return _line(line) if line is not None else Markup()

    def _neighbours(self, page: StagedPage) -> tuple[Any, Any]:
        """The steps before and after a page on the way through its course."""
        if page.course is None or page.is_hidden:
            return None, None
        way: list[StagedPage | Step] = [self.edition.pages[addresses.course(page.course.id)]]
        way += stage.steps(page.course)
        here = next((i for i, step in enumerate(way) if step.address == page.address), None)
        if here is None:
            return None, None
        return (way[here - 1] if here else None), (way[here + 1] if here + 1 < len(way) else None)

    def _alternate(self, other: Edition, page: StagedPage, root: str) -> dict[str, Any]:
        """The same page in another language; languages but the first stand in a folder of their own."""
        up = page.address.count("/") + (not self.edition.is_default)
        return {
            "lang": other.language.code,
            "name": other.language.name,
            "url": f"{root}{'../' * up}{other.folder}{page.address}.html",
            "current": other is self.edition,
        }

    def _nav(self, page: StagedPage, view: View) -> list[NavEntry]:
        """A course on its pages, the top of the site on all others: never more than that."""
        if page.course is not None and not page.is_hidden:
            shared = self._course_nav(page.course, page, view)
            return [entry._replace(active=address == page.address) for address, entry in shared]
        library = self.edition.library
        wanted = [
            addresses.HOME,
            *map(addresses.path, library.audiences),
            *map(addresses.course, library.courses),
            addresses.RECORD,
            addresses.REVIEW,
            addresses.GLOSSARY,
            addresses.LAWS,
            addresses.SOURCES,
            addresses.OUTCOMES,
            addresses.DUTIES,
            *(key for key in library.pages if "/" not in key and key != addresses.HOME),
        ]
        pages = self.edition.pages
        entries = [self._nav_entry(pages[address], page, view) for address in wanted if address in pages]
        return [*entries, *self._folders(page, view)]

    def _course_nav(self, loaded: LoadedCourse, page: StagedPage, view: View) -> list[tuple[str, NavEntry]]:
        """Addresses and entries of a course; the pages of one folder share them."""
        key = (loaded.id, posixpath.dirname(page.address))
        if key not in self._navs:
            way: list[StagedPage | Step] = [self.edition.pages[addresses.course(loaded.id)]]
            way += stage.steps(loaded)
            self._navs[key] = [(entry.address, self._nav_entry(entry, page, view)) for entry in way]
        return self._navs[key]

    def _folders(self, page: StagedPage, view: View) -> Iterator[NavEntry]:
        """Folders of hand-written pages: their first page, and all of them to who is inside."""
        for key in self.edition.library.pages:
            folder, _, name = key.rpartition("/")
            if not folder or name != "index":
                continue
            first = self._nav_entry(self.edition.pages[key], page, view)
            if page.address.startswith(f"{folder}/"):
                inside = stage.pages_of_folder(self.edition.library, folder)
                rest = [self._nav_entry(self.edition.pages[address], page, view) for address in inside]
                first = NavEntry(first.title, first.url, open=True, children=[first, *rest])
            yield first

    def _nav_entry(self, target: StagedPage | Step, page: StagedPage, view: View) -> NavEntry:
        title = self._line(target.title) if target.title is not None else self._words(TITLES[target.kind])
        return NavEntry(title, view.link(target.address), active=target.address == page.address)


TITLES: dict[str, str] = {
    "home": N_("Home"),
    "glossary": N_("Glossary"),
    "laws": N_("Legal documents"),
    "sources": N_("Sources"),
    "outcomes": N_("Outcomes and audiences"),
    "duties": N_("Duties and lessons"),
    "record": N_("My results"),
    "review": N_("Review"),
}
"""Titles of the pages that no author names."""


class ProblemRenderer:
    """Stands in for a `Renderer` while the sources have mistakes: every page lists them."""

    def __init__(
        self, language: str, problems: Sequence[Problem], known: Iterable[str], folder: str = ""
    ) -> None:
        """``known``: addresses that someone may be looking at; ``folder``: where its pages stand in the site."""
        self.folder = folder
        self.problems = [problem for problem in problems if problem.severity is Severity.ERROR]
        self.addresses = dict.fromkeys([addresses.HOME, *sorted(known)])
        self.probes = self.addresses
        self._language = language
        self._interface = catalog.interface(language)
        self._title = self._interface.gettext("There are mistakes in the sources")

    def html(self, address: str) -> str:
        found = [
            (p, p.message(self._interface.gettext), p.hint(self._interface.gettext)) for p in self.problems
        ]
        environment = _templates(self._interface)
        return environment.get_template("problems.html").render(title=self._title, problems=found)

    def twin(self, address: str, *, is_full: bool = True) -> str:
        return front_matter(self.meta(address))

    def meta(self, address: str) -> dict[str, Any]:
        return _meta(self._title, "", is_hidden=True)

    def file(self, address: str) -> str:
        return f"{self.folder}{address}.html"

    def course(self, address: str) -> str | None:
        return None

    def slots(self, address: str) -> dict[str, str]:
        return {}

    def scripts(self) -> dict[str, str]:
        return {}

    def chrome(self, address: str | None, root: str = "") -> dict[str, Any]:
        return {
            "lang": self._language,
            "kind": "problems",
            "nav": [],
            "nav_title": self._title,
            "alternates": [],
            "previous": None,
            "next": None,
            "home": {"title": "Lớp học", "url": f"{root}index.html"},
            "has_questions": False,
            "is_record": False,
            "is_hidden": True,
            "exit": None,
            "record": None,
            "page_data": script_json({"site": "", "lang": self._language, "kind": "page", "courses": []}),
            "publisher": "",
            "gettext": self._interface.gettext,
        }


def _meta(title: str, description: str, *, is_hidden: bool) -> dict[str, Any]:
    meta = {"title": title, "description": description, "search": {"exclude": True} if is_hidden else None}
    return {key: value for key, value in meta.items() if value}


def front_matter(meta: Mapping[str, Any]) -> str:
    """The head of a staged page. JSON is YAML, whatever an author writes in it."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def sitemap(pages: Iterable[Renderer | ProblemRenderer], address: str) -> str:
    """What search engines are told of a site that stands at an address: its pages in all languages."""
    in_languages = [one for one in pages if isinstance(one, Renderer)]
    if not address or not in_languages:
        return ""  # they take whole addresses only
    shown = [page for page in in_languages[0].addresses if not in_languages[0].is_hidden(page)]
    environment = _templates(in_languages[0].edition.interface)
    base = address.rstrip("/") + "/"
    return environment.get_template("sitemap.xml").render(base=base, pages=shown, languages=in_languages)


# --- the template engine -------------------------------------------------------------------------


@lru_cache
def _environment(code: str) -> Environment:
    """For pages in a language. Compiling the templates takes longer than most edits."""
    language = LANGUAGES[code]
    environment = _templates(catalog.interface(language.code))
    environment.filters |= {
        "prose": _prose,
        "inline": _inline,
        "plain": _plain,
        "line": _line,
        "date": lambda day: format_date(day, language.date, language.code),
        "number": lambda number: format_decimal(number, locale=language.code, decimal_quantization=False),
    }
    environment.globals["addresses"] = addresses
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


class _Templates(Environment):
    """Remembers templates by their bare names: one is asked for some forty times on a page of a quiz."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._known: dict[Any, Template] = {}

    def get_template(self, name: Any, *more: Any, **named: Any) -> Template:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = super().get_template(name, *more, **named)
        return found


def _templates(interface: NullTranslations) -> Environment:
    environment = _Templates(
        loader=FileSystemLoader([HERE / "templates", HERE / "questions"]),
        autoescape=lambda name: not (name or "").endswith(".md"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    environment.install_gettext_translations(interface, newstyle=True)  # type: ignore[attr-defined]
    return environment


@pass_context
def _prose(context: Context, text: Prose, place: Callable[[str, str], str] | None = None) -> Markup:
    around = context["view"].around(text.where.file)
    if place is not None:
        around = replace(around, place=place)
    return Markup(markdown.render(text, around))  # noqa: S704 (sanitised)


@pass_context
def _inline(context: Context, text: Prose) -> Markup:
    return Markup(markdown.render_inline(text, context["view"].around(text.where.file)))  # noqa: S704


@pass_context
def _plain(context: Context, text: Prose) -> str:
    return markdown.plain(text, context["view"].around(text.where.file)).strip()


def _line(line: Line) -> Markup:
    lang = getattr(line, "lang", None)
    return Markup('<span lang="{}">{}</span>').format(lang, line) if lang else escape(line)
