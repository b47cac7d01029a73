"""The Markdown that trainers write: CommonMark with tables, footnotes, lists of terms and callouts.

The only module that imports a Markdown engine. From a text it makes HTML, a plain Markdown twin, the
messages that a translator works on, and the problems of its writing, each with its place in the file.
What a citation, a link or a glossary term leads to is the caller's business (`Surroundings`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from generator.model import Prose
from generator.problems import N_, Location, Problem, Rule, did_you_mean

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


CALLOUTS = {
    "note": N_("Note"),
    "abstract": N_("Summary"),
    "info": N_("Information"),
    "tip": N_("Tip"),
    "success": N_("Done well"),
    "question": N_("Question"),
    "warning": N_("Take care"),
    "failure": N_("Mistake"),
    "danger": N_("Danger"),
    "bug": N_("Fault"),
    "example": N_("Example"),
    "quote": N_("Quotation"),
}
"""The types of callouts that the theme draws, each with the title it has when the author gives none."""

CLASSES = {
    "a": {"lh-cite", "lh-term", "footnote-backref", "headerlink"},
    "div": {"admonition", *CALLOUTS},
    "details": set(CALLOUTS),
    "p": {"admonition-title"},
    "li": {"task-list-item", "footnote-item"},
    "ul": {"contains-task-list"},
    "ol": {"footnotes-list"},
    "section": {"footnotes"},
    "sup": {"footnote-ref"},
    "input": {"task-list-item-checkbox"},
    "hr": {"footnotes-sep"},
}
ATTRIBUTES = {
    "a": {"aria-label", "href", "title", "id", "rel"},
    "img": {"src", "alt", "title"},
    "input": {"type", "checked", "disabled", "aria-label"},
    "ol": {"start"},
    "th": {"align", "scope"},
    "td": {"align"},
    "span": {"lang"},
    "details": {"open"},
    "li": {"id"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
TAGS = set(
    "a abbr blockquote br code dd del div details dl dt em hr img input li ol p pre s section span "
    "strong sub summary sup table tbody td th thead tr ul".split()
) | {f"h{level}" for level in range(2, 7)}

_clean = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
).clean


class Reference(NamedTuple):
    """Something that a text points at."""

    kind: Literal["citation", "link", "picture", "check"]
    target: str
    where: Location


class Place(NamedTuple):
    """A place in a text that a question is about: ``[[id]]``, a gap, or ``[[id|words]]``, a phrase."""

    id: str
    words: str
    where: Location


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


def render(text: Prose, around: Surroundings = Surroundings()) -> str:
    """Blocks of safe HTML."""
    tokens = _parse(str(text))
    for heading, anchor in zip(_headings(tokens), anchors(text), strict=True):
        heading.attrSet("id", anchor)
    env = {"around": around, "docId": str(text.where.line)}  # footnotes of two texts on a page differ
    _mark_foreign(tokens, text.foreign)
    _give_titles(tokens, around.gettext)
    if around.term is not None:
        _mark_terms(tokens, around.terms)
    return _put_back(_clean(_engine().renderer.render(tokens, _engine().options, env)), env)


def render_inline(text: Prose, around: Surroundings = Surroundings()) -> str:
    """Safe HTML without blocks, for labels and legends; paragraphs are joined by line breaks."""
    tokens = _parse(str(text))
    _mark_foreign(tokens, text.foreign)
    env = {"around": around}
    engine = _engine()
    leaves = [t.children or [] for t in tokens if t.type == "inline"]
    html = "<br>".join(engine.renderer.render(children, engine.options, env) for children in leaves)
    return _put_back(_clean(html), env)


def _held(env: Any, html: str) -> str:
    """Keep the form controls of a place from the sanitiser, which guards against authors, not us.

    They are held by letters for private use, which `generator.source` refuses in every file.
    """
    held = env.setdefault("held", {})
    held[str(len(held))] = html
    return f"\ue000{len(held) - 1}\ue001"


def _put_back(html: str, env: Any) -> str:
    held = env.get("held", {})
    return re.sub("\ue000(\\d+)\ue001", lambda found: held.pop(found[1], ""), html) if held else html


def is_one_paragraph(text: Prose) -> bool:
    """Whether a text can stand inside a line without losing its structure."""
    tokens = _parse(str(text))
    return len(tokens) == 3 and tokens[0].type == "paragraph_open"


# --- translation ---------------------------------------------------------------------------------


class Message(NamedTuple):
    """A part of a text that is translated as one: a paragraph, a heading, a list item, a cell."""

    text: str
    where: Location


def messages(text: Prose) -> list[Message]:
    """The messages of a text, in the order of the file."""
    return [Message(leaf.message, text.at(leaf.line, leaf.column)) for leaf in _leaves(str(text))]


def translated(text: Prose, translate: Callable[[str], str | None]) -> Prose:
    """The text with every message replaced by its translation.

    Messages without a translation (None) stay as they are and are remembered in ``foreign``. A
    translation that would change the structure of the text counts as none.
    """
    source = str(text)
    leaves = _leaves(source)
    found = [translate(leaf.message) for leaf in leaves]
    candidate = _spliced(source, leaves, found)
    if len(_leaves(candidate)) != len(leaves):
        found = [
            new if new is not None and len(_leaves(_spliced(source, [leaf], [new]))) == len(leaves) else None
            for leaf, new in zip(leaves, found, strict=True)
        ]
        candidate = _spliced(source, leaves, found)
    result = Prose(candidate, text.where, text.origin)
    result.foreign = frozenset(i for i, new in enumerate(found) if new is None)
    result.anchors = anchors(text)
    return result


def plain(text: Prose, around: Surroundings) -> str:
    """The text as Markdown that any engine understands: citations and links are resolved."""

    def resolve(found: re.Match[str]) -> str:
        citation, target = found.groups()
        return _as_markdown(around.cite(citation)) if citation else f"]({around.link(target)}"

    def asked(check: str) -> str:
        return _as_markdown(around.check(check)) if around.check else ""

    leaves, checks = _leaves(str(text)), _checks(str(text))
    texts = [_REFERENCE.sub(resolve, leaf.message) for leaf in leaves]
    return _spliced(str(text), [*leaves, *checks], [*texts, *(asked(check.message) for check in checks)])


_REFERENCE = re.compile(r"\[@([^\[\]]+)\]|\]\(([^\s()]+)")


def _as_markdown(html: str) -> str:
    """Links in a resolved citation as Markdown."""
    text = re.sub(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"[\2](\1)", html)
    return re.sub(r"<[^>]+>", "", text)


class _Leaf(NamedTuple):
    """A message with the span of the source that it stands in (0-based, end exclusive)."""

    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    margin: str
    """What a further line of the message starts with."""


@lru_cache(maxsize=256)
def _leaves(source: str) -> list[_Leaf]:
    lines = source.split("\n")
    used: dict[int, int] = {}
    return [
        _inline_leaf(token, lines, used) if token.type == "inline" else _code_leaf(token, lines)
        for token in _translatable(_parse(source))
    ]


def _translatable(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens that hold a message: all with text, but for titles that the author did not write."""
    written = True
    for token in tokens:
        if token.type == "admonition_open":
            written = '"' in token.info
        elif token.type == "admonition_title_close":
            written = True
        elif token.type in {"inline", "fence", "code_block"} and token.content.strip() and written:
            yield token


def _inline_leaf(token: Token, lines: list[str], used: dict[int, int]) -> _Leaf:
    line = token.map[0] if token.map else 0
    parts = token.content.strip().split("\n")
    if parts[0] not in lines[line]:  # a cell: the table has taken the backslash off its bars
        parts[0] = parts[0].replace("|", "\\|")
    column = lines[line].find(parts[0].strip(), used.get(line, 0))
    end_line = line + len(parts) - 1
    last = parts[-1].strip()
    end = lines[end_line].find(last, column if end_line == line else 0) + len(last)
    used[end_line] = end
    margin = re.sub(r"[^>\s]", " ", lines[line][:column])
    if end_line > line:
        margin = lines[line + 1][: lines[line + 1].find(parts[1].strip())]
    return _Leaf(_one_line(parts), line, column, end_line, end, margin)


def _code_leaf(token: Token, lines: list[str]) -> _Leaf:
    begin = (token.map[0] if token.map else 0) + (token.type == "fence")
    content = token.content.rstrip("\n").split("\n")
    margin = lines[begin][: len(lines[begin]) - len(content[0])]
    end = begin + len(content) - 1
    return _Leaf("\n".join(content), begin, len(margin), end, len(lines[end]), margin)


def _checks(source: str) -> list[_Leaf]:
    """The questions that are asked in a text: no messages, but with a span of the source, too."""
    lines = source.split("\n")
    found: list[_Leaf] = []
    for token in _parse(source):
        if token.type == "check" and token.map:
            line = token.map[0]
            column = lines[line].index("[?")
            found.append(_Leaf(token.content, line, column, line, len(lines[line]), ""))
    return found


def _one_line(parts: Sequence[str]) -> str:
    """Lines of a paragraph joined as a reader sees them: only a hard break stays one."""
    text = ""
    for part in parts:
        text += ("\n" if text.endswith("\\") else " " if text else "") + part.strip()
    return text


def _spliced(source: str, leaves: Sequence[_Leaf], texts: Sequence[str | None]) -> str:
    lines = source.split("\n")
    # From the end, so that places before stay true; footnotes come last whatever their place.
    for leaf, text in sorted(zip(leaves, texts, strict=True), key=lambda pair: pair[0][1:], reverse=True):
        if text is None:
            continue
        first, *rest = text.split("\n")
        head = lines[leaf.line][: leaf.column]
        tail = lines[leaf.end_line][leaf.end_column :]
        new = [head + first, *(leaf.margin + line for line in rest)]
        new[-1] += tail
        lines[leaf.line : leaf.end_line + 1] = new
    return "\n".join(lines)


# --- problems and references ---------------------------------------------------------------------


def references(text: Prose) -> Iterator[Reference]:
    """Every citation, link and picture of a text, and every question that is asked in it."""
    for token, places in _inline_tokens(text):
        match token.type:
            case "citation":
                yield Reference("citation", token.content, places.of(token.content))
            case "link_open":
                target = str(token.attrs.get("href", ""))
                yield Reference("link", target, places.of(target))
            case "image":
                target = str(token.attrs.get("src", ""))
                yield Reference("picture", target, places.of(target))
    for check in _checks(str(text)):
        yield Reference("check", check.message, text.at(check.line, check.column))


def places(text: Prose) -> list[Place]:
    """The places of a text that a question is about, in their order."""
    return [
        Place(token.meta["id"], token.content, found.of(token.meta["source"]))
        for token, found in _inline_tokens(text)
        if token.type == "place"
    ]


def check(text: Prose) -> Iterator[Problem]:
    """What trainers trip over in Markdown."""
    for token in _parse(str(text)):
        yield from _check_block(token, text.at(token.map[0] if token.map else 0))
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


def _check_inline(token: Token, places: _Places) -> Iterator[Problem]:
    if token.type == "html_inline" and not _is_checkbox(token):
        yield RAW_HTML.at(places.of(token.content), html=token.content)
    elif token.type == "image" and not token.content.strip():
        picture = str(token.attrs.get("src", ""))
        yield NO_ALT.at(places.of(picture), picture=picture)
    elif token.type == "text":
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


class _Places:
    """Finds fragments of an inline text in the file, each a little further on than the last time."""

    def __init__(self, text: Prose, lines: Sequence[str], begin: int, end: int) -> None:
        self._text, self._lines, self._begin, self._end = text, lines, begin, max(end, begin + 1)
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


def _inline_tokens(text: Prose) -> Iterator[tuple[Token, _Places]]:
    """Inline tokens, each with what finds fragments of its source."""
    lines = str(text).split("\n")
    for token in _parse(str(text)):
        if token.type == "inline" and token.map is not None:
            places = _Places(text, lines, *token.map)
            for child in token.children or []:
                yield child, places


# --- the engine ----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": True}, renderer_cls=_Renderer)
    engine.enable(["table", "strikethrough"])
    for plugin in (admon_plugin, footnote_plugin, deflist_plugin, tasklists_plugin):
        engine.use(plugin)
    engine.inline.ruler.before("link", "citation", _citation)
    engine.inline.ruler.before("link", "place", _place)
    engine.block.ruler.before("paragraph", "check", _check_of_reader)
    renderer = engine.renderer
    assert isinstance(renderer, _Renderer)  # noqa: S101 (for the type checker)
    for name in vars(_Renderer):  # plugins have put their own rules in place of ours
        if not name.startswith("__"):
            renderer.rules[name] = getattr(renderer, name)
    return engine


def _parse(source: str) -> list[Token]:
    return _engine().parse(source)


def _citation(state: StateInline, silent: bool) -> bool:
    """``[@luat-bdg-2006 Điều 5 khoản 1]``."""
    match = re.compile(r"\[@([^\[\]\n]+(?:\n[^\[\]\n]+)*)\]").match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def _check_of_reader(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``[?question-id]`` alone in a paragraph."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = re.fullmatch(r"\[\?([a-z0-9-]+)\]\s*", line)
    is_alone = start + 1 >= end or state.isEmpty(start + 1)
    if match is None or not is_alone or state.is_code_block(start):
        return False
    if not silent:
        token = state.push("check", "", 0)
        token.content, token.map = match[1], [start, start + 1]
        state.line = start + 1
    return True


_PLACE = re.compile(r"\[\[([a-z0-9][a-z0-9-]*)(?:\|([^\[\]]*))?\]\]")


def _place(state: StateInline, silent: bool) -> bool:
    """``[[gap]]`` or ``[[phrase|its words]]``."""
    match = _PLACE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("place", "", 0)
        token.content = " ".join((match[2] or "").split())
        token.meta = {"id": match[1], "source": match[0]}
    state.pos = match.end()
    return True


def _headings(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.type == "heading_open"]


def anchors(text: Prose) -> tuple[str, ...]:
    """The anchors of the headings of a text, each once."""
    if text.anchors is not None:
        return text.anchors
    names: list[str] = []
    for opening, content in pairwise(_parse(str(text))):
        if opening.type == "heading_open":
            title = "".join(t.content for t in content.children or [] if t.type in {"text", "code_inline"})
            slug = name = slugify(title) or "section"
            number = 2
            while name in names:
                name, number = f"{slug}-{number}", number + 1
            names.append(name)
    return tuple(names)


def slugify(title: str) -> str:
    """A title as a fragment of an address: lower case, without marks, words joined by dashes."""
    bare = unicodedata.normalize("NFD", title.casefold().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c))))


def _mark_foreign(tokens: list[Token], foreign: frozenset[int]) -> None:
    """Wrap messages that have no translation, so that a screen reader changes its voice."""
    if not foreign:
        return
    for index, token in enumerate(_translatable(tokens)):
        if index in foreign and token.type == "inline":
            token.children = [Token("foreign_open", "span", 1), *(token.children or [])]
            token.children.append(Token("foreign_close", "span", -1))


def _give_titles(tokens: list[Token], gettext: Callable[[str], str]) -> None:
    """Titles in the language of the page for callouts that the author gave none."""
    for opening, title in zip(tokens, tokens[2:], strict=False):
        if opening.type == "admonition_open" and '"' not in opening.info:
            words = gettext(CALLOUTS.get(opening.meta["tag"], "Note"))
            title.children = [Token("text", "", 0, content=words)]


def _mark_terms(tokens: list[Token], terms: Terms) -> None:
    """Make a token of each term at its first use; not in headings, links or titles."""
    seen: set[str] = set()
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type in {"paragraph_open", "td_open", "dd_open"}:
            token.children = list(_with_terms(token.children or [], terms, seen))


def _with_terms(children: list[Token], terms: Terms, seen: set[str]) -> Iterator[Token]:
    in_link = 0
    for child in children:
        in_link += child.nesting if child.type in {"link_open", "link_close"} else 0
        if child.type != "text" or in_link:
            yield child
            continue
        for piece, term in terms.split(child.content):
            named = term is not None and term not in seen
            token = Token("term" if named else "text", "", 0, content=piece)
            if named and term is not None:
                seen.add(term)
                token.meta = {"term": term}
            yield token


class _Renderer(RendererHTML):
    """How tokens of our dialect look in HTML. Each method is named for its token."""

    def citation(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return str(env["around"].cite(tokens[idx].content))

    def place(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token, around = tokens[idx], env["around"]
        if around.place is None:
            return escape(token.content or "…")
        return _held(env, around.place(token.meta["id"], token.content))

    def check(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        check = env["around"].check
        return _held(env, check(tokens[idx].content)) if check else ""

    def term(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        return str(env["around"].term(token.meta["term"], token.content))

    def foreign_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<span lang="{escape(env["around"].source_lang)}">'

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        target = str(token.attrs.get("href", ""))
        token.attrSet("href", env["around"].link(target))
        if re.match(r"https?:", target):
            token.attrSet("rel", "noopener")
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        token.attrSet("src", env["around"].link(str(token.attrs.get("src", ""))))
        return super().image(tokens, idx, options, env)

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _aligned(tokens[idx], ' scope="col"')

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _aligned(tokens[idx])

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return ""

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        if not _is_checkbox(tokens[idx]):
            return ""
        done = "checked" in tokens[idx].content
        label = env["around"].gettext("Done" if done else "To do")
        return f'<input type="checkbox" disabled{" checked" if done else ""} aria-label="{escape(label)}">'

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        note = self.rules["footnote_anchor_name"](tokens, idx, options, env)
        label = escape(env["around"].gettext("Back to the text"))
        return f' <a href="#fnref{note}" class="footnote-backref" aria-label="{label}">↩︎</a>'

    def admonition_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        if token.markup.startswith("???"):
            return f'<details class="{escape(token.meta["tag"])}"{" open" if "+" in token.markup else ""}>\n'
        return f'<div class="admonition {escape(token.meta["tag"])}">\n'

    def admonition_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</details>\n" if tokens[idx].markup.startswith("???") else "</div>\n"

    def admonition_title_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "<summary>" if tokens[idx].markup.startswith("???") else '<p class="admonition-title">'

    def admonition_title_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        title_open = tokens[idx - 2]  # the closing token does not know what it closes
        return "</summary>\n" if title_open.markup.startswith("???") else "</p>\n"


def _is_checkbox(token: Token) -> bool:
    """Whether raw HTML is what the plugin for task lists makes; nobody wrote it."""
    return token.content.startswith('<input class="task-list-item-checkbox"')


def _aligned(token: Token, more: str = "") -> str:
    """A table cell with ``align``: the engine's ``style`` would break a strict content policy."""
    align = re.search(r"text-align:(\w+)", str(token.attrs.get("style", "")))
    return f"<{token.tag}{more}" + (f' align="{align[1]}"' if align else "") + ">"
