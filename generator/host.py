"""The one place that touches what MkDocs, Material and static-i18n do not promise to keep.

Checked against exact versions; `check` says at start whether what is used here is still there.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.render import Heading

SEARCH = "material/search"
PLUGINS = {SEARCH, "lophoc", "i18n"}
"""Those whose part in a page is known to `Frame`."""


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


def language(config: MkDocsConfig) -> str:
    """The language that static-i18n is building."""
    return str(config.plugins["i18n"].current_language)  # type: ignore[attr-defined]


def put_theme_first(config: MkDocsConfig, folder: Path) -> None:
    """Let our templates come before those of the theme."""
    if str(folder) not in config.theme.dirs:
        config.theme.dirs.insert(0, str(folder))


def as_valid_html(output: str) -> str:
    """The theme gives two checkboxes an attribute that checkboxes do not have, where no block reaches."""
    for checkbox in ("__drawer", "__search"):
        output = output.replace(f'id="{checkbox}" autocomplete="off"', f'id="{checkbox}"', 1)
    return output


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


# --- pages without a build around them ---------------------------------------------------------------


def can_be_framed(config: MkDocsConfig) -> bool:
    """Whether a `Frame` makes the same pages as a whole build; other plugins may want to see all pages."""
    return set(config.plugins) <= PLUGINS and not config.hooks


def in_order(addresses: Iterable[str]) -> list[str]:
    """Addresses of pages in the order in which a build makes them: a folder's own before those of folders in it."""

    def place(address: str) -> list[tuple[bool, bool, str]]:
        *folders, name = address.split("/")
        return [*((True, True, folder) for folder in folders), (False, name != "index", f"{name}.md")]

    return sorted(addresses, key=place)


class Frame:
    """The theme in one language, as the host has set it up: makes any page by itself.

    To be made while the host builds that language: for the next one it changes its settings in place.
    """

    def __init__(self, config: MkDocsConfig, env: Environment, nav: Navigation) -> None:
        self._config = copy.copy(config)
        self._config.theme = copy.deepcopy(config.theme)
        self._config.extra = copy.deepcopy(config.extra)
        self._env = env
        env.auto_reload = False  # it would look at forty files for each page
        self._nav = nav
        self._files = Files([])

    def page(self, source: str, file: str, meta: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        """A page as a build makes it, with its entries for the search.

        ``source``: its path among the staged files; ``file``: its path in the site; ``meta``: its front matter.
        """
        config, plugins = self._config, self._config.plugins
        page = Page(
            None, File(source, None, config.site_dir, use_directory_urls=False, dest_uri=file), config
        )
        page.meta, page.markdown = dict(meta), ""
        page = plugins.on_pre_page(page, config=config, files=self._files)
        page.render(config, self._files)
        page.active = True
        context = get_context(self._nav, [], config, page)
        index: Any = cast("Any", plugins[SEARCH]).search_index if SEARCH in plugins else None
        if index is not None:
            index.entries = []
        context = plugins.on_page_context(context, page=page, config=config, nav=self._nav)
        output = self._env.get_template("main.html").render(context)
        output = plugins.on_post_page(output, page=page, config=config)
        return output, index.entries if index is not None else []
