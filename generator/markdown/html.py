"""From a text to safe HTML on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from itertools import pairwise

import nh3
from markdown_it.token import Token

from generator.markdown.dialect import (
    CALLOUTS,
    CITED,
    anchors_in,
    engine,
    headings,
    is_plain,
    parse,
    put_back,
    slugify,
)
from generator.markdown.surroundings import ALONE, Surroundings, Terms
from generator.markdown.translation import translatable
from generator.model import Prose
from generator.problems import Location

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


def _name_of(place: Location) -> str:
    """What makes the anchors of footnotes of several texts on a page differ."""
    return slugify(f"{place.file.removesuffix('.yml')} {place.line}")


def render(text: Prose, around: Surroundings = ALONE) -> str:
    """Blocks of safe HTML."""
    if around.term is None and is_plain(text):
        return f"<p>{_words(text, around)}</p>\n"
    tokens = parse(str(text))
    names = anchors_in(tokens) if text.anchors is None else text.anchors
    for heading, anchor in zip(headings(tokens), names, strict=True):
        heading.attrSet("id", anchor)
    env = {"around": around, "docId": _name_of(text.where)}
    _mark_foreign(tokens, text.foreign)
    _give_titles(tokens, around.gettext)
    if around.term is not None:
        _mark_terms(tokens, around.terms)
    return put_back(_clean(engine().renderer.render(tokens, engine().options, env)), env)


def render_inline(text: Prose, around: Surroundings = ALONE) -> str:
    """Safe HTML without blocks, for labels and legends; paragraphs are joined by line breaks."""
    if is_plain(text):
        return _words(text, around)
    tokens = parse(str(text))
    _mark_foreign(tokens, text.foreign)
    env = {"around": around}
    reader = engine()
    leaves = [t.children or [] for t in tokens if t.type == "inline"]
    html = "<br>".join(reader.renderer.render(children, reader.options, env) for children in leaves)
    return put_back(_clean(html), env)


def _words(text: Prose, around: Surroundings) -> str:
    """A plain text, which holds nothing that HTML would take for something else, and its citations."""
    words = str(text).removesuffix("\n")
    if "[" in words:
        words = _clean(CITED.sub(lambda found: around.cite(found[1]), words))
    return f'<span lang="{escape(around.source_lang)}">{words}</span>' if text.foreign else words


def _mark_foreign(tokens: list[Token], foreign: frozenset[int]) -> None:
    """Wrap messages that have no translation, so that a screen reader changes its voice."""
    if not foreign:
        return
    for index, token in enumerate(translatable(tokens)):
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
