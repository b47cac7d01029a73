"""A whole project, looked at once: the library in all its languages, and every problem of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator import catalog
from generator.edition import editions
from generator.library import Library
from generator.load import load
from generator.memo import FORGETFUL, Memo, state
from generator.model import TextChange
from generator.problems import Problem, has_errors, in_order
from generator.render import Renderer


@dataclass(frozen=True, slots=True)
class Project:
    """What one look at the sources found."""

    library: Library
    """As it was written."""
    translated: Mapping[str, Library]
    """In further languages, by code; empty where the look was for problems only, or the sources have mistakes."""
    problems: list[Problem]

    @property
    def can_be_built(self) -> bool:
        return not has_errors(self.problems)

    def renderers(self) -> list[Renderer]:
        """One for each language of the site, the language of the sources first."""
        all_editions = editions(self.library, self.translated)
        return [Renderer(edition, all_editions) for edition in all_editions]


def look_at(root: Path, memo: Memo = FORGETFUL, *, only_for_problems: bool = False) -> Project:
    """Read everything that a trainer or a translator has written.

    ``memo``: what earlier looks at the same project have found; they make this one cost what has changed.
    """
    library, problems = load(root, memo)
    translated: dict[str, Library] = {}
    only_for_problems = only_for_problems or has_errors(problems)
    for code in library.site.languages[1:]:
        catalogs = _Catalogs(root, library, code, memo)
        if only_for_problems:
            for folder in library.folders():
                catalogs.read(folder)
        else:
            translated[code] = library.with_texts(catalogs.change_in, memo)
        problems += catalogs.problems
    return Project(library, translated, in_order(problems))


class _Catalogs:
    """Reads the catalogs of one language, and keeps the problems of reading them.

    Not the catalogs themselves: all of them together would take more room than the library.
    """

    def __init__(self, root: Path, library: Library, code: str, memo: Memo) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._library = library
        self._code = code
        self._memo = memo

    def change_in(self, folder: str) -> TextChange:
        """As `Library.with_texts` takes it."""
        translation, source = self.read(folder), self._library.source_language
        return self._memo.get((translation, "change", source), lambda: translation.change(source))

    def read(self, folder: str) -> catalog.Translation:
        """What readers see of the catalog of a folder, compared with the texts."""
        name = f"{folder}/{self._code}.po"
        path = self._root / name
        if not path.exists():
            return catalog.UNTRANSLATED
        key = name, state(path)
        translation, unread = self._memo.get(key, partial(catalog.translation, path, name))
        self.problems += unread or self._check(translation, folder, name)
        return translation

    def _check(self, translation: catalog.Translation, folder: str, name: str) -> list[Problem]:
        pairs = self._library.texts_in(folder)
        made_from = name, translation, *(text for _, text in pairs)
        return self._memo.get(made_from, lambda: list(translation.check(catalog.messages(pairs), name)))
