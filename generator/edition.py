"""The site in one language: the translated library, its pages, and how language shows on them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from babel.support import NullTranslations

from generator import catalog, outline, stage
from generator.languages import LANGUAGES, Language
from generator.library import Library, courses_in_order
from generator.markdown import Terms
from generator.memo import FORGETFUL, Memo
from generator.outline import Outline, Outlines


@dataclass(frozen=True)
class Edition:
    """A library laid out in one of its languages."""

    source: Library
    """The library as it was written; learners' records hang on its texts."""
    library: Library
    """The library in the language of this edition."""
    language: Language
    interface: NullTranslations
    """The words of templates and scripts in this language."""
    original: Edition | None = None
    """The edition in the language of the sources; None for that one itself."""
    unread: Mapping[str, Outline] = field(default_factory=dict)
    """What is known of courses that were not read, because their pages are as they would be made now."""
    memo: Memo = FORGETFUL

    @cached_property
    def pages(self) -> dict[str, stage.StagedPage]:
        """Every page by its address."""
        return stage.pages(self.library, {key: one.pages() for key, one in self.unread.items()})

    @cached_property
    def terms(self) -> Terms:
        """The glossary terms that lessons link."""
        names: dict[str, str] = {}
        for key, term in self.library.terms.items():
            if term.link:
                names |= dict.fromkeys(map(str, (term.term, *term.aliases)), key)
        return Terms(names)

    @property
    def courses(self) -> list[str]:
        """Ids of all courses in the order of the site."""
        return courses_in_order(self.library.site, {*self.library.courses, *self.unread})

    def outline(self, course: str) -> Outline:
        """What is known of a course elsewhere."""
        if course not in self._known:
            self._known[course] = self._made(course)
        return self._known[course]

    @cached_property
    def _known(self) -> dict[str, Outline]:
        return dict(self.unread)

    def _made(self, course: str) -> Outline:
        written, source = self.source.courses[course], self.source
        if self.original is None:
            names = outline.names(written, source)
            made_from = ("outline", written, source.laws, source.sources, source.source_language, str(names))
            return self.memo.get(made_from, lambda: outline.of(written, source, names))
        original, loaded = self.original.outline(course), self.library.courses[course]
        return self.memo.get(
            ("outline", original, loaded), lambda: outline.translated(original, written, loaded, source)
        )

    @cached_property
    def outlines(self) -> dict[str, Outline]:
        """What is known of every course elsewhere, in the order of the site."""
        return {key: self.outline(key) for key in self.courses}

    @property
    def as_of(self) -> datetime.date:
        """The latest state of the law that a course teaches."""
        return max((one.law_as_of for one in self.outlines.values()), default=datetime.date.max)

    @property
    def folder(self) -> str:
        """Where its pages stand in the site: languages but the first have a folder of their own."""
        return "" if self.is_default else f"{self.language.code}/"

    @property
    def is_default(self) -> bool:
        """Whether its pages stand at the root of the site."""
        return self.language.code == self.source.source_language


def editions(
    library: Library,
    translated: Mapping[str, Library],
    unread: Outlines = MappingProxyType({}),
    memo: Memo = FORGETFUL,
) -> list[Edition]:
    """One edition for each language of the site, the language of the sources first.

    ``translated``: the library in further languages, by code; ``unread``: what is known of courses that the
    library leaves out.
    """
    in_languages = {library.source_language: library, **translated}
    found: list[Edition] = []
    for code, one in in_languages.items():
        if code in LANGUAGES:
            words, original = catalog.interface(code), found[0] if found else None
            found.append(Edition(library, one, LANGUAGES[code], words, original, unread.get(code, {}), memo))
    return found
