"""Entries of pages for the search: what Material's own parser finds in our HTML, in less time.

Each build compares them with those that Material has made of some pages.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape

Entry = dict[str, str]
"""``location``, ``title`` and ``text``, the latter two as HTML."""

KEPT = frozenset("p code pre li ol ul sub sup".split())
"""Tags that stay in an entry."""
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Tags that are never closed."""

_TOKEN = re.compile(
    r"""<!--.*?--> | <(script|style|object)\b.*?</\1>  # nobody looks for these
    | <(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:[^>"]|"[^"]*")*)> | (?P<text>[^<]+)""",
    re.DOTALL | re.VERBOSE,
)
_HEADING = re.compile(r"h[1-6]")
_ID = re.compile(r'\sid="([^"]*)"')


def as_json(entries: Sequence[Entry]) -> str:
    """Entries as a part of a list of entries in JSON."""
    return json.dumps(entries, separators=(",", ":"))[1:-1]


@dataclass
class _Section:
    """A heading and what follows it."""

    tag: str
    depth: float = 0
    """How deep its heading stands in other elements."""
    id: str = ""
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def entries(html: str, title: str, url: str) -> list[Entry]:
    """One for what stands before the first heading with an anchor, and one for each such heading.

    ``html``: content of a page; ``title``, ``url``: of the page.
    """
    reader = _Reader()
    for token in _TOKEN.finditer(html):
        if text := token["text"]:
            reader.read(unescape(text))
        elif token["end"]:
            reader.close(token["tag"])
        elif token["tag"]:
            reader.open(token["tag"], token["attributes"])
    return [
        {
            "location": f"{url}#{section.id}" if section.id else url,
            "title": ("".join(section.title) if section.title else title).strip(),
            "text": "".join(section.text).strip(),
        }
        for section in reader.sections
    ]


class _Reader:
    """Follows the HTML of a page from tag to tag."""

    def __init__(self) -> None:
        self.sections: list[_Section] = []
        self._inside: list[str] = []
        """Tags that are open."""

    def open(self, tag: str, attributes: str) -> None:
        if tag in VOID:
            return
        self._inside.append(tag)
        anchor = _ID.search(attributes) if _HEADING.fullmatch(tag) else None
        if anchor:
            self._begin(tag, unescape(anchor[1]))
        part = self._part()
        if tag in KEPT:
            part.append(f"<{tag}>")

    def _begin(self, tag: str, anchor: str) -> None:
        depth = len(self._inside)
        if tag != "h1" and not self.sections:
            self.sections.append(_Section("", depth))
        self._here = _Section(tag, depth, anchor if self.sections else "")
        self.sections.append(self._here)

    def _part(self) -> list[str]:
        """Where words go now: the title of the section, or its text."""
        if not self.sections:
            self._here = _Section("")
            self.sections.append(self._here)
        return self._here.title if self._here.tag in self._inside else self._here.text

    def close(self, tag: str) -> None:
        if not self._inside or self._inside[-1] != tag:
            return
        self._leave()
        self._inside.pop()
        if tag in KEPT:
            part = self._part()
            first = part.index(f"<{tag}>")
            if all(piece.isspace() for piece in part[first + 1 :]):
                del part[first:]  # nothing is in it
            else:
                part.append(f"</{tag}>")

    def _leave(self) -> None:
        """Go back to the section before, where the element ends that holds a heading."""
        if self._here.depth > len(self._inside):
            before = (section for section in reversed(self.sections) if section.depth <= len(self._inside))
            if found := next(before, None):
                self._here.depth = math.inf  # never to be gone back to
                self._here = found

    def read(self, text: str) -> None:
        is_space = text.isspace()
        is_code = "pre" in self._inside
        if not is_code:
            text = " " if is_space else text.replace("\n", " ")
        part = self._part()
        if part is self._here.text and is_space:
            if is_code or not part or not part[-1].isspace():
                part.append(text)
        else:
            part.append(escape(text, quote=False))
