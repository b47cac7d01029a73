"""What the search finds of a page is what Material's own parser finds."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from material.plugins.search.plugin import SearchIndex

from generator import search
from generator.project import look_at
from generator.slots import slot
from tests.conftest import REPOSITORY

words = st.sampled_from(["Giới", " và ", "\n", "a &lt; b", "&amp;", "x\ny", " ", "“quyền”", slot("quiz")])
tags = st.sampled_from(["p", "div", "em", "li", "ul", "pre", "code", "sup", "a", "h1", "h3"])
headings = st.sampled_from(['h2 id="muc"', 'h2 class="x" id="muc-2"', 'h3 id="phan"', 'h1 id="dau"', "h2"])


def wrapped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.tuples(tags | headings, st.lists(inside, max_size=4)).map(
        lambda found: f"<{found[0]}>{''.join(found[1])}</{found[0].split()[0]}>"
    )
    return element | st.just('<br><img src="a>b" alt="">') | words


html = st.lists(st.recursive(words, wrapped, max_leaves=20), max_size=6).map("".join)


def theirs(text: str) -> list[search.Entry]:
    index = SearchIndex()
    page = SimpleNamespace(meta={"title": "Trang"}, content=text, toc=[], url="trang.html", title="")
    index.add_entry_from_context(page)
    found: list[search.Entry] = index.entries
    return found


@given(html)
@example('<h1>Đầu</h1><p>một</p><h2 id="x">không</h2>')
@example('<div><h2 id="a">A</h2><p>trong</p></div><p>sau</p>')
@example('<ul><li><h3 id="a">A</h3></li><li></li></ul>')
@example("<p></p><p> </p><pre>a\n b</pre><script>let a = '<p>';</script>")
def test_any_content_gives_the_entries_of_material(text: str) -> None:
    try:
        expected = theirs(text)
    except ValueError:  # it looks for a tag in the wrong section: no such page can be built
        return
    assert search.entries(text, "Trang", "trang.html") == expected


@pytest.mark.parametrize("language", [0, 1])
def test_pages_of_our_own_courses_give_the_entries_of_material(language: int) -> None:
    renderer = look_at(REPOSITORY).renderers()[language]
    for address in renderer.addresses:
        text = renderer.html(address)
        assert search.entries(text, "Trang", "trang.html") == theirs(text), address
