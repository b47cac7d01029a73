"""Where pages are, and how they point at each other from any depth."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import addresses


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("courses/glossary.yml", "glossary"),
        ("courses/glossary.yml#gioi", "glossary#gioi"),
        ("courses/sources.yml#x", "sources#x"),
        ("courses/laws.yml", "laws/index"),
        ("courses/laws.yml#luat-a", "laws/luat-a"),
        ("courses/audiences.yml#can-bo", "paths/can-bo"),
        ("courses/audiences.yml", None),
        ("courses/a/course.yml", "courses/a/index"),
        ("courses/a/b.yml", "courses/a/b"),
        ("courses/a/b.yml#muc", "courses/a/b#muc"),
        ("courses/a/media/anh/b.png", "courses/a/media/anh/b.png"),
        ("quizzes/a/b.yml", "quizzes/a/b"),
        ("docs/index.md", "index"),
        ("docs/trainers/index.md#x", "trainers/index#x"),
        ("docs/anh.png", None),
        ("courses/site.yml", None),
        ("courses/a/en.po", None),
        ("mkdocs.yml", None),
        ("../outside.md", None),
    ],
)
def test_a_source_file_becomes_a_page(file: str, page: str | None) -> None:
    assert addresses.of_source(file) == page


@pytest.mark.parametrize(
    ("target", "here", "link"),
    [
        ("index", "index", "index.html"),
        ("courses/a/index", "index", "courses/a/index.html"),
        ("index", "courses/a/b", "../../index.html"),
        ("courses/a/c", "courses/a/b", "c.html"),
        ("glossary#x", "courses/a/b", "../../glossary.html#x"),
        ("courses/a/b#x", "courses/a/b", "#x"),
        ("courses/a/media/x.png", "courses/a/b", "media/x.png"),
    ],
)
def test_a_link_works_from_a_folder_on_a_disk(target: str, here: str, link: str) -> None:
    assert addresses.relative(target, here) == link


def test_links_of_the_plain_twin_lead_to_markdown() -> None:
    assert addresses.relative("laws/luat-a#article-5", "index", ".md") == "laws/luat-a.md#article-5"


@pytest.mark.parametrize(
    ("written", "file", "meant"),
    [
        ("../glossary.yml#x", "courses/a/b.yml", "courses/glossary.yml#x"),
        ("#x", "courses/a/b.yml", "courses/a/b.yml#x"),
        ("c.yml", "courses/a/b.yml", "courses/a/c.yml"),
        ("../../quizzes/a/b.yml", "courses/a/b.yml", "quizzes/a/b.yml"),
        ("media/x.png", "courses/a/b.yml", "courses/a/media/x.png"),
    ],
)
def test_a_link_as_written_means_a_file(written: str, file: str, meant: str) -> None:
    assert addresses.resolve(written, file) == meant


@pytest.mark.parametrize("target", ["https://example.org", "http://x", "mailto:a@b.vn", "tel:115"])
def test_links_that_leave_the_site_are_known(target: str) -> None:
    assert addresses.is_external(target)


@pytest.mark.parametrize("target", ["a.yml", "../b", "#x", "httpx.yml", "javascript:alert(1)"])
def test_other_links_stay(target: str) -> None:
    assert not addresses.is_external(target)


PAGES = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True), min_size=1, max_size=4).map("/".join)


@given(PAGES, PAGES)
def test_following_a_link_arrives(target: str, here: str) -> None:
    link = addresses.relative(target, here)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(here), link)) == f"{target}.html"
