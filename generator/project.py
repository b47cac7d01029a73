"""A whole project, looked at once: the library, its editions, and every problem of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator import catalog
from generator.edition import Translations, editions
from generator.library import Library
from generator.load import load
from generator.memo import Memo, state
from generator.model import Line, Prose
from generator.problems import Problem, has_errors, in_order
from generator.render import Renderer


@dataclass(frozen=True, slots=True)
class Project:
    """What one look at the sources found."""

    library: Library
    translations: Translations
    problems: list[Problem]

    @property
    def can_be_built(self) -> bool:
        return not has_errors(self.problems)

    def renderers(self, memo: Memo | None = None) -> list[Renderer]:
        """One for each language of the site, the language of the sources first; ``memo`` as in `look_at`."""
        all_editions = editions(self.library, self.translations, memo)
        return [Renderer(edition, all_editions) for edition in all_editions]


def look_at(root: Path, memo: Memo | None = None) -> Project:
    """Read everything that a trainer or a translator has written.

    ``memo``: what earlier looks at the same project have found; they make this one cost what has changed.
    """
    memo = memo or Memo()
    library, problems = load(root, memo)
    translations: dict[str, catalog.Translation] = {}
    texts = library.texts()
    for code in library.site.languages[1:]:
        for folder, pairs in texts.items():
            name = f"{folder}/{code}.po"
            path = root / name
            if not path.exists():
                continue
            translation, unread = memo.get((name, state(path)), partial(catalog.translation, path, name))
            translations[name] = translation
            check = partial(_check, translation, pairs, name)
            problems += unread or memo.get((name, translation, *(text for _, text in pairs)), check)
    return Project(library, translations, in_order(problems))


def _check(
    translation: catalog.Translation, pairs: list[tuple[str, Line | Prose]], name: str
) -> list[Problem]:
    return list(translation.check(catalog.messages(pairs), name))
