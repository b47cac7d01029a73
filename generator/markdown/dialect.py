"""The dialect: CommonMark with tables, footnotes, lists of terms, callouts, citations and places.

How a text is read into tokens, and how each token looks in HTML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

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
from generator.problems import N_

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
    "timeline": N_("Over time"),
}
"""The types of callouts that the theme draws, each with the title it has when the author gives none."""


@lru_cache(maxsize=1)
def engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": True}, renderer_cls=_Renderer)
    engine.enable(["table", "strikethrough"])
    for plugin in (admon_plugin, footnote_plugin, deflist_plugin, tasklists_plugin):
        engine.use(plugin)
    engine.disable("footnote_inline")  # ^[a note in the middle]: a message inside a message
    engine.inline.ruler.before("link", "citation", _citation)
    engine.inline.ruler.before("link", "place", _place)
    engine.block.ruler.before("paragraph", "check", _check_of_reader)
    renderer = engine.renderer
    assert isinstance(renderer, _Renderer)  # noqa: S101 (for the type checker)
    for name in vars(_Renderer):  # plugins have put their own rules in place of ours
        if not name.startswith("__"):
            renderer.rules[name] = getattr(renderer, name)
    return engine


def parse(source: str) -> list[Token]:
    """Tokens that belong to the caller, who may change them."""
    return engine().parse(source)


@lru_cache(maxsize=16)
def tokens(source: str) -> list[Token]:
    """Tokens to read; whoever asks for the same text at the same time gets the same ones."""
    return parse(source)


_LINE = r"(?:[^\W\d_]|[“‘(]|\d+(?![\d.)]))(?:[^\n\[\]*_`<>&\\|~\t\u00a0\ue000-\uf8ff]*[^\s\[\]*_`<>&\\|~\ue000-\uf8ff])?"
_PLAIN = re.compile(rf"{_LINE}(?:\n{_LINE})*\n?")


CITED = re.compile(r"(?<![!^])\[@([^\[\]\n]+)\](?!:)")


@lru_cache(maxsize=4096)
def is_plain(source: str) -> bool:
    """Whether a text is one paragraph of words and citations, as most are: it needs no engine.

    Every function for which that matters has a short way for such texts, with the same result.
    """
    may_be_callout = "!!!" in source or "???" in source
    words = CITED.sub("x", source) if "[" in source else source
    return not may_be_callout and _PLAIN.fullmatch(words) is not None


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


class _Renderer(RendererHTML):
    """How tokens of our dialect look in HTML. Each method is named for its token."""

    def citation(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return str(env["around"].cite(tokens[idx].content))

    def place(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token, around = tokens[idx], env["around"]
        if around.place is None:
            return escape(token.content or "…")
        return held(env, around.place(token.meta["id"], token.content))

    def check(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        check = env["around"].check
        return held(env, check(tokens[idx].content)) if check else ""

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
        if not is_checkbox(tokens[idx]):
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


def is_checkbox(token: Token) -> bool:
    """Whether raw HTML is what the plugin for task lists makes; nobody wrote it."""
    return token.content.startswith('<input class="task-list-item-checkbox"')


def _aligned(token: Token, more: str = "") -> str:
    """A table cell with ``align``: the engine's ``style`` would break a strict content policy."""
    align = re.search(r"text-align:(\w+)", str(token.attrs.get("style", "")))
    return f"<{token.tag}{more}" + (f' align="{align[1]}"' if align else "") + ">"


def held(env: Any, html: str) -> str:
    """Keep the form controls of a place from the sanitiser, which guards against authors, not us.

    They are held by letters for private use, which `generator.source` refuses in every file.
    """
    held = env.setdefault("held", {})
    held[str(len(held))] = html
    return f"\ue000{len(held) - 1}\ue001"


def put_back(html: str, env: Any) -> str:
    held = env.get("held", {})
    return re.sub("\ue000(\\d+)\ue001", lambda found: held.pop(found[1], ""), html) if held else html


def headings(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.type == "heading_open"]


def keep_anchors(text: Prose) -> tuple[str, ...]:
    """The anchors of the headings of a text, which are kept with it."""
    if text.anchors is None:
        text.anchors = () if is_plain(text) else anchors_in(tokens(str(text)))
    return text.anchors


def anchors_in(blocks: Sequence[Token]) -> tuple[str, ...]:
    """Anchors made from the words of headings, each once."""
    names: list[str] = []
    for opening, content in pairwise(blocks):
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
