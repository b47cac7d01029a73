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
from generator.memo import Memo
from generator.model import TextChange


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


Translations = Mapping[str, catalog.Translation]
"""By the names of their files."""


def editions(library: Library, translations: Translations, memo: Memo | None = None) -> list[Edition]:
    """One edition for each language of the site, the language of the sources first.

    ``memo``: as `load.load` has it.
    """
    known = [str(code) for code in library.site.languages if code in LANGUAGES]
    return [_edition(library, translations, LANGUAGES[code], memo or Memo()) for code in known]


def _edition(library: Library, translations: Translations, language: Language, memo: Memo) -> Edition:
    source = library.source_language

    def change_in(folder: str) -> TextChange:
        name = f"{folder}/{language.code}.po"
        translation = translations.get(name, catalog.UNTRANSLATED)
        return memo.get((translation, name, source), lambda: translation.change(source))

    in_language = library if language.code == source else library.with_texts(change_in, memo)
    return Edition(library, in_language, language, catalog.interface(language.code))
