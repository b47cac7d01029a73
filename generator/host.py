"""The one place that touches what MkDocs, Material and static-i18n do not promise to keep.

Checked against exact versions; `check` says at start whether what is used here is still there.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.yaml import yaml_load

SEARCH = "material/search"
PLUGINS = {SEARCH, "lophoc", "i18n"}
"""Those whose part in a page we can do ourselves."""


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


def settings(file: Path) -> str:
    """What a file of settings says, with all that it takes from other files and from the environment."""
    try:
        with file.open("rb") as source:
            return json.dumps(yaml_load(source), default=lambda value: getattr(value, "__name__", str(value)))
    except (OSError, MkDocsException) as error:  # who builds with it is told
        return str(error)


def is_nested_build(config: MkDocsConfig) -> bool:
    """Whether static-i18n is building a further language inside the build of the first."""
    return bool(config.plugins["i18n"].building)  # type: ignore[attr-defined]


def languages(config: MkDocsConfig) -> list[str]:
    """The languages that static-i18n is set to build, the default one first."""
    found = [language for language in config.plugins["i18n"].config.languages if language.build]
    return [str(language.locale) for language in sorted(found, key=lambda language: not language.default)]


def language(config: MkDocsConfig) -> str:
    """The language that static-i18n is building."""
    return str(config.plugins["i18n"].current_language)  # type: ignore[attr-defined]


def put_theme_first(config: MkDocsConfig, folder: Path) -> None:
    """Let our templates come before those of the theme."""
    if str(folder) not in config.theme.dirs:
        config.theme.dirs.insert(0, str(folder))


class _Compiled(BytecodeCache):
    """Templates that are compiled, for as long as we run: the host has new ones for each language."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def compile_once(env: Environment) -> None:
    """Let the theme in one language use the templates that were compiled for another."""
    env.bytecode_cache = _compiled
    env.auto_reload = False  # it would look at forty files for each page


def tidy(output: str) -> str:
    """The theme's HTML without indentation, and valid.

    It gives two checkboxes an attribute that checkboxes do not have, where no block reaches.
    """
    output = re.sub(r"\n\s+", "\n", output)
    for checkbox in ("__drawer", "__search"):
        output = output.replace(f'id="{checkbox}" autocomplete="off"', f'id="{checkbox}"', 1)
    return output


def render_with(page: Page, html: str) -> None:
    """Give a page our HTML in place of what the host would make of its Markdown.

    All that `Page.render` leaves behind must be there: later steps of the build read it. Its table of
    contents stays empty: ours is in a slot, and the theme would print a link to the first heading.
    """

    def render(self: Page, *_: Any) -> None:
        self.content = html
        self.toc = TableOfContents([])
        self._title_from_render = None
        self.links_to_anchors = {}  # links were resolved and checked where they were written
        self.present_anchor_ids = set()  # so nobody asks for these

    page.render = types.MethodType(render, page)  # type: ignore[method-assign]


# --- pages that the host does not make ---------------------------------------------------------------


def has_only_known_parts(config: MkDocsConfig) -> bool:
    """Whether it makes all our pages, and puts the theme around them only: other plugins want to see each."""
    leaves_pages_out = config.exclude_docs or config.draft_docs
    return set(config.plugins) <= PLUGINS and not config.hooks and not leaves_pages_out


def in_order(addresses: Iterable[str]) -> list[str]:
    """Addresses of pages in the order in which a build makes them: a folder's own before those of folders in it."""

    def place(address: str) -> list[tuple[bool, bool, str]]:
        *folders, name = address.split("/")
        return [*((True, True, folder) for folder in folders), (False, name != "index", f"{name}.md")]

    return sorted(addresses, key=place)
