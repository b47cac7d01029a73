"""A whole project, looked at once: the library in all its languages, and every problem of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from generator import catalog
from generator.edition import Edition, editions
from generator.library import Library
from generator.load import load
from generator.memo import FORGETFUL, Memo, state
from generator.model import TextChange
from generator.outline import Outlines
from generator.past import NO_PAST, Past
from generator.problems import Problem, has_errors, in_order
from generator.render import Renderer


@dataclass(frozen=True)
class Project:
    """What one look at the sources found."""

    library: Library
    """As it was written."""
    translated: Mapping[str, Library]
    """In further languages, by code; empty where the look was for problems only, or the sources have mistakes."""
    problems: list[Problem]
    past: Past = NO_PAST
    """What was taken over from an earlier build."""
    memo: Memo = FORGETFUL

    @property
    def can_be_built(self) -> bool:
        return not has_errors(self.problems)

    @cached_property
    def editions(self) -> list[Edition]:
        """One for each language of the site, the language of the sources first."""
        return editions(self.library, self.translated, self.past.unread, self.memo)

    @property
    def outlines(self) -> Outlines:
        """What pages that tell of several courses know of each."""
        return {edition.language.code: edition.outlines for edition in self.editions}

    def renderers(self) -> list[Renderer]:
        """One for each edition."""
        return [Renderer(edition, self.editions) for edition in self.editions]


def look_at(
    root: Path, memo: Memo = FORGETFUL, past: Past = NO_PAST, *, only_for_problems: bool = False
) -> Project:
    """Read everything that a trainer or a translator has written.

    ``memo``: what earlier looks at the same project have found; they make this one cost what has changed.
    ``past``: what an earlier build has found; courses in which nothing has changed since are not read, where
    what has changed elsewhere does not touch them. Then problems are only those of what was read.
    """
    project = _look_at(root, memo, past, only_for_problems=only_for_problems)
    if past is NO_PAST or (project.can_be_built and past.holds(project.outlines)):
        return project
    return _look_at(root, memo, NO_PAST, only_for_problems=only_for_problems)


def _look_at(root: Path, memo: Memo, past: Past, *, only_for_problems: bool) -> Project:
    library, problems = load(root, memo, past.names)
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
    return Project(library, translated, in_order(problems), past, memo)


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
