"""The site in one language: the translated library, its pages, and how language shows on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from babel.support import NullTranslations

from generator import catalog, citing, stage
from generator.languages import LANGUAGES, Language
from generator.library import Library
from generator.markdown import Terms


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

    @cached_property
    def pages(self) -> dict[str, stage.StagedPage]:
        """Every page by its address."""
        return stage.pages(self.library)

    @cached_property
    def terms(self) -> Terms:
        """The glossary terms that lessons link."""
        names: dict[str, str] = {}
        for key, term in self.library.terms.items():
            if term.link:
                names |= dict.fromkeys(map(str, (term.term, *term.aliases)), key)
        return Terms(names)

    @cached_property
    def places(self) -> dict[str, list[tuple[citing.Passage, citing.Use]]]:
        """Where each legal document is cited, in the texts as they were written."""
        return citing.places(self.source)

    @property
    def folder(self) -> str:
        """Where its pages stand in the site: languages but the first have a folder of their own."""
        return "" if self.is_default else f"{self.language.code}/"

    @property
    def is_default(self) -> bool:
        """Whether its pages stand at the root of the site."""
        return self.language.code == self.source.source_language


def editions(library: Library, translated: Mapping[str, Library]) -> list[Edition]:
    """One edition for each language of the site, the language of the sources first.

    ``translated``: the library in further languages, by code.
    """
    in_languages = {library.source_language: library, **translated}
    return [
        Edition(library, in_language, LANGUAGES[code], catalog.interface(code))
        for code, in_language in in_languages.items()
        if code in LANGUAGES
    ]
