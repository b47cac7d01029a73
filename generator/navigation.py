"""The ways from a page: to other pages, to the next step of its course, to other languages, to its headings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from generator import addresses, stage
from generator.edition import Edition
from generator.model import Line
from generator.problems import N_
from generator.stage import StagedPage, Step
from generator.view import View

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


class Entry(NamedTuple):
    """A line of the navigation."""

    title: Markup
    url: str
    open: bool = False
    children: Sequence[Entry] = ()


class Alternate(NamedTuple):
    """The same page in a language."""

    lang: str
    name: str
    url: str
    current: bool


class Heading(NamedTuple):
    """A heading with an anchor, for the table of contents."""

    level: int
    id: str
    title: str
    """HTML without tags."""
    children: list[Heading]


def headings(html: str) -> list[Heading]:
    """The headings of a page that have an anchor, those of a lower level inside those above them."""
    top: list[Heading] = []
    open_: list[Heading] = []
    for level, id_, title in re.findall(r'<h([2-6]) id="([^"]+)"[^>]*>(.*?)</h\1>', html, re.DOTALL):
        heading = Heading(int(level), id_, re.sub(r"<[^>]+>", "", title).strip(), [])
        while open_ and open_[-1].level >= heading.level:
            open_.pop()
        (open_[-1].children if open_ else top).append(heading)
        open_.append(heading)
    return top


def line(text: Line) -> Markup:
    """A line of an author's as HTML that says its language where that is not the language of the page."""
    lang = getattr(text, "lang", None)
    return Markup('<span lang="{}">{}</span>').format(lang, text) if lang else escape(text)


class Navigation:
    """The ways from the pages of an edition."""

    def __init__(self, edition: Edition, editions: Sequence[Edition]) -> None:
        """``editions``: all of the site, this one included."""
        self._edition = edition
        self._editions = editions
        self._courses: dict[tuple[str, str], list[tuple[str, Entry]]] = {}

    def site(self, view: View) -> list[Entry]:
        """The top of the site, for pages that are not those of a course: never more than that."""
        return [*self._top(view), *self._folders(view)]

    def course(self, view: View) -> list[tuple[str, Entry]]:
        """Addresses and entries of the steps of the course of a page; pages of one folder share them."""
        loaded = view.page.course
        if loaded is None:
            return []
        key = (loaded.id, posixpath.dirname(view.page.address))
        if key not in self._courses:
            first = self._edition.pages[addresses.course(loaded.id)]
            way: list[StagedPage | Step] = [first, *stage.steps(loaded)]
            self._courses[key] = [(step.address, self._entry(step, view)) for step in way]
        return self._courses[key]

    def neighbours(self, view: View) -> tuple[Entry | None, Entry | None]:
        """The steps before and after a page on the way through its course."""
        way = self.course(view) if is_on_the_way(view.page) else []
        padded = [None, *(entry for _, entry in way), None]
        for number, (address, _) in enumerate(way):
            if address == view.page.address:
                return padded[number], padded[number + 2]
        return None, None

    def alternates(self, view: View) -> list[Alternate]:
        """A page in all languages; languages but the first stand in a folder of their own."""
        page, edition = view.page, self._edition
        up = "../" * (page.address.count("/") + (not edition.is_default))
        return [
            Alternate(
                other.language.code,
                other.language.name,
                f"{view.root}{up}{other.folder}{page.address}.html",
                other is edition,
            )
            for other in self._editions
        ]

    def _top(self, view: View) -> Iterator[Entry]:
        library, pages = self._edition.library, self._edition.pages
        wanted = [
            addresses.HOME,
            *map(addresses.path, library.audiences),
            *map(addresses.course, self._edition.courses),
            addresses.RECORD,
            addresses.REVIEW,
            addresses.GLOSSARY,
            addresses.LAWS,
            addresses.SOURCES,
            addresses.OUTCOMES,
            addresses.DUTIES,
            *(key for key in library.pages if "/" not in key and key != addresses.HOME),
        ]
        return (self._entry(pages[address], view) for address in wanted if address in pages)

    def _folders(self, view: View) -> Iterator[Entry]:
        """Folders of hand-written pages: their first page, and all of them to who is inside."""
        library, pages = self._edition.library, self._edition.pages
        for key in library.pages:
            folder, _, name = key.rpartition("/")
            if not folder or name != "index":
                continue
            first = self._entry(pages[key], view)
            if view.page.address.startswith(f"{folder}/"):
                inside = stage.pages_of_folder(library, folder)
                rest = [self._entry(pages[address], view) for address in inside]
                first = Entry(first.title, first.url, open=True, children=[first, *rest])
            yield first

    def _entry(self, target: StagedPage | Step, view: View) -> Entry:
        words = self._edition.interface.gettext
        title = line(target.title) if target.title is not None else escape(words(TITLES[target.kind]))
        return Entry(title, view.link(target.address))


def is_on_the_way(page: StagedPage) -> bool:
    """Whether a page is one of a course that learners see."""
    return page.course is not None and not page.is_hidden
