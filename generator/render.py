"""How pages look: HTML from templates, the plain Markdown twin, and what the theme shows around them.

The host puts the theme around a page and leaves slots for all that is the page's own, which are filled after
it. Questions have slots in the content itself, so that they and their answers never reach the search index.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator import addresses, catalog, markdown, navigation, stage
from generator.edition import Edition
from generator.languages import LANGUAGES
from generator.model import Prose
from generator.navigation import Navigation
from generator.problems import N_, Problem, Severity
from generator.slots import fill, slot
from generator.stage import StagedPage
from generator.view import View, bare, script_json

HERE = Path(__file__).parent

Shell = tuple[str | bool | int, ...]
"""What the shell of a page depends on, but for its language."""


class Renderer:
    """Renders the pages of one edition."""

    def __init__(self, edition: Edition, others: Sequence[Edition]) -> None:
        """``others``: all editions of the site, this one included, for the language switcher."""
        self.edition = edition
        self.editions = others
        self._environment = _environment(edition.language.code)
        self._navigation = Navigation(edition, others)
        self._navs: dict[int, str] = {}

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
        """Addresses of pages with all shells that there are: of each the first page and the last."""
        made = [address for address in self.addresses if self.can_make(address)]
        first = {self.shell(address): address for address in reversed(made)}
        last = {self.shell(address): address for address in made}
        return dict.fromkeys([*first.values(), *last.values()])

    def is_hidden(self, address: str) -> bool:
        """Whether searches do not find a page."""
        return self.edition.pages[address].is_hidden

    def course(self, address: str) -> str | None:
        """The id of the course that a page belongs to, if it is one of a course."""
        page = self.edition.pages[address]
        return page.course.id if page.course else page.unread

    def can_make(self, address: str) -> bool:
        """Whether what a page shows was read; else it is kept from the last build."""
        return self.edition.pages[address].unread is None

    def file(self, address: str) -> str:
        """The path of a page in the site."""
        return f"{self.folder}{address}.html"

    def scripts(self) -> dict[str, str]:
        """Scripts that are made for this language, by name without suffix."""
        courses = [outline.for_scripts() for outline in self.edition.outlines.values()]
        return {"site-data": f"LopHoc.site = {script_json(courses)};\n"}

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

    def questions(self, address: str) -> dict[str, str]:
        """What goes into the slots of the content of a page, by their names."""
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

    def _page(self, address: str | None) -> StagedPage:
        """None stands for the page for wrong addresses, which shows nothing of the home page in whose place it is."""
        if address is None:
            return replace(self.edition.pages[addresses.HOME], kind="page")
        return self.edition.pages[address]

    def _title(self, page: StagedPage) -> str:
        """The title of a page as plain text."""
        return (
            str(page.title)
            if page.title is not None
            else self.edition.interface.gettext(navigation.TITLES[page.kind])
        )

    def _description(self, page: StagedPage) -> str:
        """What search engines and result lists say of a page: plain text, or nothing."""
        summary = getattr(page.entry, "summary", None)
        return bare(markdown.render_inline(summary)) if summary else ""

    def shell(self, address: str) -> Shell:
        """Pages of this edition for which this is the same have the same shell."""
        page = self.edition.pages[address]
        return (page.kind, page.address.count("/"), page.has_questions, self._has_exit(page))

    def theme(self, address: str | None, root: str = "") -> dict[str, Any]:
        """What the theme's templates know of a page.

        None stands for the page for wrong addresses, which is shown at any depth: its links start with
        ``root``, the path of the site on its server.
        """
        missing = address is None
        page = self._page(address)
        view = View(self.edition, page, ".html", root)
        return {
            "lang": self.edition.language.code,
            "kind": "404" if missing else page.kind,
            "home": view.link(addresses.HOME),
            "has_questions": page.has_questions and not missing,
            "is_record": page.kind in stage.RECORDS and not missing,
            "is_hidden": page.is_hidden or missing,
            "exit": not missing and self._has_exit(page),
            "record": view.link(addresses.RECORD),
            "others": self._others(view) if missing else (),
            "slot": slot,
            "gettext": self.edition.interface.gettext,
        }

    def _others(self, view: View) -> list[tuple[navigation.Alternate, Callable[[str], str]]]:
        """A page in the further languages, each with its words."""
        both = zip(self._navigation.alternates(view), self.editions, strict=True)
        return [(one, edition.interface.gettext) for one, edition in both if not one.current]

    def slots(self, address: str | None, html: str = "", root: str = "") -> dict[str, str]:
        """What goes into the slots of the shell of a page, by their names.

        ``html``: what `html` gave for it; ``address``, ``root``: as in `theme`.
        """
        site, words = self.edition.library.site, self.edition.interface.gettext
        page = self._page(address)
        view = View(self.edition, page, ".html", root)
        title = self._title(page) if address else words("Page not found")
        above = navigation.line(page.course.course.title) if page.course else escape(words(N_("Contents")))
        before, after = self._navigation.neighbours(view)
        return {
            "title": escape(site.title if page.kind == "home" and address else f"{title} – {site.title}"),
            "description": escape((address and self._description(page)) or site.title),
            "path": quote(self.file(page.address)),
            "site": navigation.line(site.title),
            "publisher": navigation.line(site.publisher),
            "exit": escape(site.exit or "about:blank"),
            "nav-label": escape(bare(above)),
            "nav-title": above,
            "nav": self._nav(view),
            "toc": self._around("toc", headings=navigation.headings(html)),
            "content": fill(html, self.questions(address)) if address else "",
            "steps": self._around("steps", previous=before, next=after),
            "languages": self._around("languages", alternates=self._navigation.alternates(view)),
            "data": view.data(),
        }

    def _nav(self, view: View) -> str:
        """The lines of the navigation, with a mark of where a reader is."""
        here = f'href="{escape(view.link(view.page.address))}"'
        return self._lines(view).replace(f"{here}>", f'{here} aria-current="page">')

    def _lines(self, view: View) -> str:
        """Pages of one folder share those of their course."""
        if not navigation.is_on_the_way(view.page):
            return self._around("nav", entries=self._navigation.site(view))
        way = self._navigation.course(view)
        if id(way) not in self._navs:
            self._navs[id(way)] = self._around("nav", entries=[entry for _, entry in way])
        return self._navs[id(way)]

    def _around(self, name: str, **values: Any) -> str:
        return self._environment.get_template(f"around/{name}.html").render(values)

    def _has_exit(self, page: StagedPage) -> bool:
        """Whether a page is of a course with a quick exit."""
        return page.course is not None and page.course.course.quick_exit


class ProblemRenderer:
    """Stands in for a `Renderer` while the sources have mistakes: every page lists them."""

    def __init__(
        self, language: str, problems: Sequence[Problem], known: Iterable[str], folder: str = ""
    ) -> None:
        """``known``: addresses that someone may be looking at; ``folder``: where its pages stand in the site."""
        self.folder = folder
        self.problems = [problem for problem in problems if problem.severity is Severity.ERROR]
        self.addresses = dict.fromkeys([addresses.HOME, *sorted(known)])
        # Of each depth the first page: MkDocs wants a home page.
        self.probes = {self.shell(address): address for address in reversed(self.addresses)}.values()
        self._language = language
        self._interface = catalog.interface(language)
        self._title = self._interface.gettext("There are mistakes in the sources")

    def know_depth_of(self, address: str) -> None:
        """Have a page at the depth of one that someone looks at."""
        self.addresses.setdefault(f"{'-/' * address.count('/')}index")

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

    def can_make(self, address: str) -> bool:
        return True

    def scripts(self) -> dict[str, str]:
        return {}

    def shell(self, address: str) -> Shell:
        return ("problems", address.count("/"))

    def theme(self, address: str | None, root: str = "") -> dict[str, Any]:
        return {
            "lang": self._language,
            "kind": "problems",
            "home": f"{root}{'../' * (address or '').count('/')}index.html",
            "has_questions": False,
            "is_record": False,
            "is_hidden": True,
            "exit": False,
            "record": None,
            "slot": slot,
            "gettext": self._interface.gettext,
        }

    def slots(self, address: str | None, html: str = "", root: str = "") -> dict[str, str]:
        nothing = dict.fromkeys(("publisher", "exit", "nav", "toc", "steps", "languages"), "")
        name, data = "Lớp học", {"site": "", "lang": self._language, "kind": "page", "courses": []}
        return nothing | {
            "title": escape(f"{self._title} – {name}"),
            "description": name,
            "path": quote(self.file(address or addresses.HOME)),
            "site": name,
            "nav-label": escape(self._title),
            "nav-title": escape(self._title),
            "content": html,
            "data": script_json(data),
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
        "line": navigation.line,
        "date": lambda day: format_date(day, language.date, language.code),
        "number": lambda number: format_decimal(number, locale=language.code, decimal_quantization=False),
    }
    environment.globals |= {"addresses": addresses, "slot": slot}
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


class _Translated(NodeTransformer):
    """Puts the words of a language into templates while they are compiled, where they say no number or name.

    A page of a quiz has a hundred such messages, and would look each up through two calls.
    """

    def __init__(self, interface: NullTranslations) -> None:
        self._interface = interface

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (Jinja asks for it)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"), args=[nodes.Const(value=str(message))], kwargs=[], dyn_kwargs=None
            ):
                words = self._interface.gettext(message) % {}  # as if looked up while rendering
                return nodes.MarkSafeIfAutoescape(nodes.Const(words), lineno=node.lineno)
        return self.generic_visit(node)


class _Templates(Environment):
    """Templates with the words of one language.

    Remembers them by their bare names: one is asked for some forty times on a page of a quiz.
    """

    def __init__(self, interface: NullTranslations, **settings: Any) -> None:
        super().__init__(**settings)
        self.install_gettext_translations(interface, newstyle=True)  # type: ignore[attr-defined]
        self._translated = _Translated(interface)
        self._known: dict[Any, Template] = {}

    def compile(self, source: Any, name: Any = None, filename: Any = None, *more: Any) -> Any:
        parsed = self.parse(source, name, filename) if isinstance(source, str) else source
        return super().compile(self._translated.visit(parsed), name, filename, *more)

    def get_template(self, name: Any, *more: Any, **named: Any) -> Template:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = super().get_template(name, *more, **named)
        return found


def _templates(interface: NullTranslations) -> Environment:
    return _Templates(
        interface,
        loader=FileSystemLoader([HERE / "templates", HERE / "questions"]),
        autoescape=lambda name: not (name or "").endswith(".md"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )


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
