"""The site in one language: the translated library, its pages, and how language shows on them."""

from __future__ import annotations

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


def editions(library: Library, memo: Memo | None = None) -> list[Edition]:
    """One edition for each language of the site, the language of the sources first.

    ``memo``: as `load.load` has it.
    """
    known = [str(code) for code in library.site.languages if code in LANGUAGES]
    return [_edition(library, LANGUAGES[code], memo or Memo()) for code in known]


def _edition(library: Library, language: Language, memo: Memo) -> Edition:
    in_language = library
    if language.code != library.source_language:
        in_language = library.with_texts(lambda folder: _change(library, folder, language.code, memo), memo)
    return Edition(library, in_language, language, catalog.interface(language.code))


def _change(library: Library, folder: str, code: str, memo: Memo) -> TextChange:
    name = f"{folder}/{code}.po"
    entries, _ = catalog.read(library.root / name, name)  # problems are for `catalog.check`
    source = library.source_language
    return memo.get((entries, name, source), lambda: catalog.Translation(entries).change(source))
