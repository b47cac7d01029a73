"""The one place that touches what MkDocs, Material and static-i18n do not promise to keep.

Checked against exact versions; `check` says at start whether what is used here is still there.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.render import Heading

STEPS = 2
"""Times that the host comes to us for each page: for its text, and for it in the theme."""


def check(config: MkDocsConfig) -> list[str]:
    """What is missing of the host for this module to work; empty when all is well."""
    missing = []
    if "i18n" not in config.plugins:
        missing.append("the plugin i18n (mkdocs-static-i18n)")
    elif not hasattr(config.plugins["i18n"], "building"):
        missing.append("the attribute “building” of the plugin i18n")
    if not hasattr(Page, "validate_anchor_links"):
        missing.append("Page.validate_anchor_links (MkDocs 1.6)")
    return missing


def is_nested_build(config: MkDocsConfig) -> bool:
    """Whether static-i18n is building a further language inside the build of the first."""
    return bool(config.plugins["i18n"].building)  # type: ignore[attr-defined]


def languages(config: MkDocsConfig) -> list[str]:
    """The languages that static-i18n is set to build, the default one first."""
    found = config.plugins["i18n"].config.languages
    return [str(language.locale) for language in sorted(found, key=lambda language: not language.default)]


def put_theme_first(config: MkDocsConfig, folder: Path) -> None:
    """Let our templates come before those of the theme."""
    if str(folder) not in config.theme.dirs:
        config.theme.dirs.insert(0, str(folder))


def as_valid_html(output: str) -> str:
    """The theme gives two checkboxes an attribute that checkboxes do not have, where no block reaches."""
    for checkbox in ("__drawer", "__search"):
        output = output.replace(f'id="{checkbox}" autocomplete="off"', f'id="{checkbox}"', 1)
    return output


def leave_out_of_sitemap(page: Page) -> None:
    """Search engines are not told of a page; static-i18n's sitemap passes over what is only a link."""
    page.is_link = True


def render_with(page: Page, html: str, headings: Sequence[Heading]) -> None:
    """Give a page our HTML in place of what the host would make of its Markdown.

    All that `Page.render` leaves behind must be there: later steps of the build read it.
    """

    def render(self: Page, *_: Any) -> None:
        self.content = html
        self.toc = TableOfContents(_nested(headings))
        self._title_from_render = None
        self.present_anchor_ids = {heading.id for heading in headings}
        self.links_to_anchors = {}  # links were resolved and checked where they were written

    page.render = types.MethodType(render, page)  # type: ignore[method-assign]


def _nested(headings: Sequence[Heading]) -> list[AnchorLink]:
    """Headings as the tree that themes expect."""
    top: list[AnchorLink] = []
    open_: list[AnchorLink] = []
    for level, id_, title in headings:
        link = AnchorLink(title, id_, level)
        while open_ and open_[-1].level >= level:
            open_.pop()
        (open_[-1].children if open_ else top).append(link)
        open_.append(link)
    return top
