"""What trainers trip over in Markdown, and what their texts point at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from markdown_it.token import Token

from generator.markdown.dialect import CALLOUTS, CITED, is_checkbox, is_plain, keep_anchors, tokens
from generator.markdown.translation import inline_checks, leaves_of
from generator.model import Prose
from generator.problems import Location, Problem, Rule, did_you_mean

BOLD = Rule(
    "bold-before-letter",
    "the asterisks “{text}” would be shown as they are",
    "Put a space after the closing asterisks, or move a full stop or quotation mark out of the bold text.",
)
CALLOUT_PLACE = Rule(
    "callout-not-alone",
    "“{text}” starts a callout only at the beginning of a line, and with a type",
    'Write !!! note "Title" at the margin, and indent its text by four spaces.',
)
UNCLOSED_CITATION = Rule(
    "unclosed-citation",
    "the citation “{text}…” is not closed, and would be shown as it is",
    "Write it without spaces after “[” and close it: [@luat-bdg-2006 Điều 5 khoản 1].",
)
CALLOUT_EMPTY = Rule(
    "empty-callout",
    "the callout has no text",
    "Indent each line of its text by four spaces, counted from the margin of the text.",
)
CALLOUT_TYPE = Rule("unknown-callout", "there is no callout “{type}”", "Callouts: {known}.")
RAW_HTML = Rule("raw-html", "HTML such as “{html}” is not shown", "Write it in Markdown, or leave it out.")
CHECK_NOT_ALONE = Rule(
    "check-not-alone",
    "“{text}” asks a question only where it stands alone in a paragraph",
    "Give it a line of its own, with an empty line before and after it.",
)
TIMELINE = "timeline"
TIMELINE_ENTRY = Rule(
    "timeline-entry",
    "an entry of a timeline does not begin with its period in bold",
    "Write a list with “- **Until 31/12/2021:** what was so then.” on each line.",
)
TOP_HEADING = Rule(
    "heading-level-one",
    "a heading with one “#” is the title of the page, which is there already",
    "Start headings in a text with “##”.",
)
NO_ALT = Rule(
    "no-alt-text",
    "the picture “{picture}” has no description for those who cannot see it",
    "Write what it shows between the brackets: ![A woman signs a contract](…).",
)


class Reference(NamedTuple):
    """Something that a text points at."""

    kind: Literal["citation", "link", "picture", "check"]
    target: str
    where: Location
    in_timeline: bool = False
    """Whether it stands in a callout that tells how something has changed over time."""


class Place(NamedTuple):
    """A place in a text that a question is about: ``[[id]]``, a gap, or ``[[id|words]]``, a phrase."""

    id: str
    words: str
    where: Location


def references(text: Prose) -> Sequence[Reference]:
    """Every citation, link and picture of a text, and every question that is asked in it."""
    if text.references is None:
        _read(text)
    return text.references or ()


def anchors(text: Prose) -> Sequence[str]:
    """The anchors of the headings of a text, each once."""
    if text.anchors is None:
        _read(text)
    return text.anchors or ()


def _read(text: Prose) -> None:
    """Keep all that many ask of the same text: it takes the engine to tell, which is to read it once only."""
    text.references = tuple(_references(text)) if "[" in text or "<" in text else ()
    text.findings = tuple(_check(text))
    leaves_of(text)
    keep_anchors(text)


def _references(text: Prose) -> Iterator[Reference]:
    if is_plain(text):
        for number, line in enumerate(str(text).split("\n")):
            for found in CITED.finditer(line):
                yield Reference("citation", found[1], text.at(number, found.start(1)))
        return
    for token, places in _inline_tokens(text):
        match token.type:
            case "citation":
                where = places.of(token.content)
                yield Reference("citation", token.content, where, places.in_timeline)
            case "link_open":
                target = str(token.attrs.get("href", ""))
                yield Reference("link", target, places.of(target))
            case "image":
                target = str(token.attrs.get("src", ""))
                yield Reference("picture", target, places.of(target))
    for check in inline_checks(str(text)):
        yield Reference("check", check.message, text.at(check.line, check.column))


def places(text: Prose) -> list[Place]:
    """The places of a text that a question is about, in their order."""
    if "[[" not in text:
        return []
    return [
        Place(token.meta["id"], token.content, found.of(token.meta["source"]))
        for token, found in _inline_tokens(text)
        if token.type == "place"
    ]


def running_text(text: Prose) -> Iterator[tuple[str, Places]]:
    """The words of a text without code, links' targets and citations, each with what finds them in it."""
    for token, found in _inline_tokens(text):
        if token.type == "text":
            yield token.content, found


def check(text: Prose) -> Sequence[Problem]:
    """What trainers trip over in Markdown."""
    if text.findings is None:
        _read(text)
    return text.findings or ()


def _check(text: Prose) -> Iterator[Problem]:
    if is_plain(text):
        return
    blocks = tokens(str(text))
    for token in blocks:
        yield from _check_block(token, text.at(token.map[0] if token.map else 0))
    yield from _check_timelines(blocks, text)
    for token, places in _inline_tokens(text):
        yield from _check_inline(token, places)


def _check_block(token: Token, where: Location) -> Iterator[Problem]:
    if token.type == "html_block":
        yield RAW_HTML.at(where, html=token.content.strip().split("\n")[0][:40])
    elif token.type == "heading_open" and token.tag == "h1":
        yield TOP_HEADING.at(where)
    elif token.type == "admonition_open" and token.meta["tag"] not in CALLOUTS:
        kind = token.meta["tag"]
        near = did_you_mean(kind, CALLOUTS)
        yield CALLOUT_TYPE.at(where, type=kind, known=", ".join(CALLOUTS), closest=near)
    elif token.type == "admonition_open" and token.map and token.map[1] - token.map[0] <= 1:
        yield CALLOUT_EMPTY.at(where)


def _check_timelines(blocks: Sequence[Token], text: Prose) -> Iterator[Problem]:
    for start, token in enumerate(blocks):
        if token.type != "admonition_open" or token.meta["tag"] != TIMELINE:
            continue
        end = next(n for n, t in enumerate(blocks[start:], start) if _closes(token, t))
        entry = ("list_item_open", token.level + 2)  # what stands deeper belongs to an entry
        items = [n for n in range(start, end) if (blocks[n].type, blocks[n].level) == entry]
        for item in items or [start]:
            first = blocks[min(item + 2, end)]
            children = [child.type for child in first.children or [] if child.content or child.nesting]
            if not items or children[:1] != ["strong_open"]:
                yield TIMELINE_ENTRY.at(text.at((blocks[item].map or [0])[0]))


def _closes(opening: Token, token: Token) -> bool:
    return token.type == "admonition_close" and token.level == opening.level


def _check_inline(token: Token, places: Places) -> Iterator[Problem]:
    if token.type == "html_inline" and not is_checkbox(token):
        yield RAW_HTML.at(places.of(token.content), html=token.content)
    elif token.type == "image" and not token.content.strip():
        picture = str(token.attrs.get("src", ""))
        yield NO_ALT.at(places.of(picture), picture=picture)
    elif token.type == "text" and _SIGN.search(token.content):
        for pattern, rule in _STRAY.items():
            found = pattern.search(token.content)
            # Signs that the author has escaped do not stand in the source as they do here.
            if found and (where := places.find(found.group())):
                yield rule.at(where, text=found.group())


_STRAY = {
    re.compile(r"(?<!\w)\*\*\w\S{0,11}|\S{1,12}\*\*(?=[^\W\d_])"): BOLD,
    re.compile(
        rf"^(?:!!!|\?\?\?\+?)(?=\s*\w|$)|(?<=\s)(?:!!!|\?\?\?\+?)(?= (?:{'|'.join(CALLOUTS)})\b)"
    ): CALLOUT_PLACE,
    re.compile(r"\[\s*@\S{0,20}"): UNCLOSED_CITATION,
    re.compile(r"\[\?\s*[a-z0-9-]+\s*\]"): CHECK_NOT_ALONE,
}
"""Signs that did not become what they were meant to be, and are shown as they are."""
_SIGN = re.compile(r"[*!?\[]")
"""All of them have one."""


class Places:
    """Finds fragments of an inline text in the file, each a little further on than the last time."""

    def __init__(
        self, text: Prose, lines: Sequence[str], begin: int, end: int, *, in_timeline: bool = False
    ) -> None:
        self._text, self._lines, self._begin, self._end = text, lines, begin, max(end, begin + 1)
        self.in_timeline = in_timeline
        self._used: dict[str, tuple[int, int]] = {}

    def find(self, fragment: str) -> Location | None:
        """Where a fragment stands; None if it stands nowhere as it is."""
        first, column = self._used.get(fragment, (self._begin, 0))
        for number in range(first, self._end):
            found = self._lines[number].find(fragment, column if number == first else 0)
            if found >= 0:
                self._used[fragment] = (number, found + 1)
                return self._text.at(number, found)
        return None

    def of(self, fragment: str) -> Location:
        """Where a fragment stands, or where its text begins."""
        return self.find(fragment) or self._text.at(self._begin)


def _inline_tokens(text: Prose) -> Iterator[tuple[Token, Places]]:
    """Inline tokens, each with what finds fragments of its source."""
    lines = str(text).split("\n")
    callouts: list[str] = []
    for token in tokens(str(text)):
        if token.type == "admonition_open":
            callouts.append(token.meta["tag"])
        elif token.type == "admonition_close":
            callouts.pop()
        if token.type == "inline" and token.map is not None:
            places = Places(text, lines, *token.map, in_timeline=TIMELINE in callouts)
            for child in token.children or []:
                yield child, places
