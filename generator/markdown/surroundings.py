"""What a text needs to know of the page it stands on; what anything leads to is the caller's business."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape


class Terms:
    """Finds the names of glossary terms in running text, longest first, whole words only."""

    def __init__(self, names: dict[str, str]) -> None:
        """``names``: every spelling of every term, with the id of its term."""
        self._ids = {name.casefold(): term for name, term in names.items()}
        longest_first = sorted(self._ids, key=len, reverse=True)
        self._pattern = re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)", re.IGNORECASE
        )

    def split(self, text: str) -> Iterator[tuple[str, str | None]]:
        """The text in pieces, each with the id of the term that it names."""
        end = 0
        for match in self._pattern.finditer(text):
            yield text[end : match.start()], None
            yield match.group(), self._ids[match.group().casefold()]
            end = match.end()
        yield text[end:], None


def _unchanged(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text needs to know of the page it stands on."""

    cite: Callable[[str], str] = escape
    """From the inside of ``[@…]`` to HTML."""
    link: Callable[[str], str] = _unchanged
    """From the target of a link or picture as written to an address on the page."""
    place: Callable[[str, str], str] | None = None
    """From the id of a place in the text, such as a gap, and the words that stand there to HTML."""
    check: Callable[[str], str] | None = None
    """From the id of a question that is asked in the text to HTML; None: it is not asked here."""
    term: Callable[[str, str], str] | None = None
    """From the id of a term and the words that name it to HTML; None: terms are not linked."""
    terms: Terms = field(default_factory=lambda: Terms({}))
    gettext: Callable[[str], str] = _unchanged
    source_lang: str = ""
    """Language of passages that have no translation."""


ALONE = Surroundings()
"""Those of a text that stands on no page: nothing leads anywhere."""
