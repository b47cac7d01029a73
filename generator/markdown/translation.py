"""A text as the messages that a translator works on, and the text made of their translations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from generator.markdown.dialect import is_plain, keep_anchors, tokens
from generator.markdown.surroundings import Surroundings
from generator.model import Prose


def messages(text: Prose) -> list[str]:
    """The messages of a text, in the order of the file: what is translated as one, such as a paragraph or a cell."""
    return [leaf.message for leaf in leaves_of(text)]


def translated(text: Prose, translate: Callable[[str], str | None]) -> Prose:
    """The text with every message replaced by its translation.

    Messages without a translation (None) stay as they are and are remembered in ``foreign``. A
    translation that would change the structure of the text counts as none.
    """
    source = str(text)
    leaves = leaves_of(text)
    found = [translate(leaf.message) for leaf in leaves]
    candidate = _spliced(source, leaves, found)
    # A footnote needs its mark, which a translation may have lost.
    is_certain = "[^" not in source and all(map(_is_inline, filter(None, found)))
    if not is_certain and len(_leaves(candidate)) != len(leaves):
        found = [
            new if new is not None and len(_leaves(_spliced(source, [leaf], [new]))) == len(leaves) else None
            for leaf, new in zip(leaves, found, strict=True)
        ]
        candidate = _spliced(source, leaves, found)
    result = Prose(candidate, text.where, text.origin)
    if None in found:
        result.foreign = frozenset(i for i, new in enumerate(found) if new is None)
    result.anchors = keep_anchors(text)
    return result


_INLINE = re.compile(r"(?:[^\W\d_]|[“‘(]|\*\*?(?=\w)|\d+(?![\d.)])|\[@(?![^\]]*\]:))[^\n|\\<`~]*(?<![\s])")


def _is_inline(text: str) -> bool:
    """Whether a translation surely is one line of running text, wherever it is put; most are."""
    return _INLINE.fullmatch(text) is not None


def plain(text: Prose, around: Surroundings) -> str:
    """The text as Markdown that any engine understands: citations and links are resolved."""

    def resolve(found: re.Match[str]) -> str:
        citation, target = found.groups()
        return _as_markdown(around.cite(citation)) if citation else f"]({around.link(target)}"

    def asked(check: str) -> str:
        return _as_markdown(around.check(check)) if around.check else ""

    leaves, checks = leaves_of(text), inline_checks(str(text))
    texts = [_REFERENCE.sub(resolve, leaf.message) for leaf in leaves]
    return _spliced(str(text), [*leaves, *checks], [*texts, *(asked(check.message) for check in checks)])


_REFERENCE = re.compile(r"\[@([^\[\]]+)\]|\]\(([^\s()]+)")


def _as_markdown(html: str) -> str:
    """Links in a resolved citation as Markdown."""
    text = re.sub(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"[\2](\1)", html)
    return re.sub(r"<[^>]+>", "", text)


class Leaf(NamedTuple):
    """A message with the span of the source that it stands in (0-based, end exclusive)."""

    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    margin: str
    """What a further line of the message starts with."""


def leaves_of(text: Prose) -> Sequence[Leaf]:
    """The messages of a text with their places, in the order of the file."""
    if text.leaves is not None:
        return text.leaves
    leaves = _leaves(str(text))
    if not is_plain(text):  # those cost nothing
        text.leaves = tuple(leaves)
    return leaves


def _leaves(source: str) -> list[Leaf]:
    if is_plain(source):
        words = source.removesuffix("\n").split("\n")
        return [Leaf(" ".join(words), 0, 0, len(words) - 1, len(words[-1]), "")]
    lines = source.split("\n")
    used: dict[int, int] = {}
    return [
        _inline_leaf(token, lines, used) if token.type == "inline" else _code_leaf(token, lines)
        for token in translatable(tokens(source))
    ]


def translatable(all_tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens that hold a message: all with text, but for titles that the author did not write."""
    written = True
    for token in all_tokens:
        if token.type == "admonition_open":
            written = '"' in token.info
        elif token.type == "admonition_title_close":
            written = True
        elif token.type in {"inline", "fence", "code_block"} and token.content.strip() and written:
            yield token


def _inline_leaf(token: Token, lines: list[str], used: dict[int, int]) -> Leaf:
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
    return Leaf(_one_line(parts), line, column, end_line, end, margin)


def _code_leaf(token: Token, lines: list[str]) -> Leaf:
    begin = (token.map[0] if token.map else 0) + (token.type == "fence")
    content = token.content.rstrip("\n").split("\n")
    margin = lines[begin][: len(lines[begin]) - len(content[0])]
    end = begin + len(content) - 1
    return Leaf("\n".join(content), begin, len(margin), end, len(lines[end]), margin)


def inline_checks(source: str) -> list[Leaf]:
    """The questions that are asked in a text: no messages, but with a span of the source, too."""
    if "[?" not in source:
        return []
    lines = source.split("\n")
    found: list[Leaf] = []
    for token in tokens(source):
        if token.type == "check" and token.map:
            line = token.map[0]
            column = lines[line].index("[?")
            found.append(Leaf(token.content, line, column, line, len(lines[line]), ""))
    return found


def _one_line(parts: Sequence[str]) -> str:
    """Lines of a paragraph joined as a reader sees them: only a hard break stays one."""
    text = ""
    for part in parts:
        text += ("\n" if text.endswith("\\") else " " if text else "") + part.strip()
    return text


def _spliced(source: str, leaves: Sequence[Leaf], texts: Sequence[str | None]) -> str:
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


def is_one_paragraph(text: Prose) -> bool:
    """Whether a text can stand inside a line without losing its structure."""
    if is_plain(text):
        return True
    found = tokens(str(text))
    return len(found) == 3 and found[0].type == "paragraph_open"
