"""The MkDocs plugin: hands the staged tree to the host, and fills what its theme puts around our pages.

Plain ``mkdocs build`` and ``mkdocs serve`` work with it. While serving, mistakes in the sources make
every page show what is wrong, because a raised error would leave the browser waiting for ever.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from generator import catalog, host, tree
from generator.problems import Severity, as_text
from generator.project import Project, look_at
from generator.render import ProblemRenderer, Renderer, Shell, sitemap
from generator.slots import fill

log = get_plugin_logger(__name__)

THEME = Path(__file__).parent / "templates" / "theme"
STAGED = ".lophoc/docs"
SOURCES = ("courses", "quizzes", "docs")


class LopHocPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """See the module."""

    serving = False
    project: Project | None = None
    """What the command has read already; plain MkDocs leaves it to us."""
    renderers: dict[str, Renderer | ProblemRenderer]
    """By language."""
    staged: Path | None = None
    """A folder for what the host reads, if that is not the one in the project, which belongs to builds."""
    probes_only = False
    """Whether the host is to make a few pages only, and we make the rest with their `shells`."""
    shells: dict[tuple[str, Shell], str]
    """What the theme puts around pages, with slots, by language and by `Renderer.shell`."""
    contents: dict[tuple[str, str], str]
    """What the pages hold that the host has made, by language and address."""
    uneven: list[str]
    """Pages with another shell than those before them, for which `Renderer.shell` is the same."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Having this event keeps the plugin, and what it knows, from one rebuild to the next."""
        self.serving = command == "serve"
        self.probes_only, self.staged = False, None
        self.renderers = {}
        self.shells = {}
        self.contents = {}
        self.uneven = []

    @event_priority(100)  # before static-i18n looks at the folder of documents
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if missing := host.check(config):
            raise PluginError(f"Lớp học cannot run with this host: missing {', '.join(missing)}.")
        if host.is_nested_build(config):
            return config
        root = Path(config.config_file_path).parent
        project = self.project or self._look(root)
        self.project = None
        if not project.can_be_built and not self.serving:
            _ = catalog.interface(catalog.language_of_person()).gettext
            raise PluginError(_("The sources have mistakes; nothing was built."))
        self.take(project, config)
        staged = self.staged or root / STAGED
        tree.write(tree.tree(self.renderers, project.library.assets, is_full=not self.probes_only), staged)
        config.docs_dir = str(staged)
        config.use_directory_urls = False  # links lead to files, also in a folder on a stick
        config.nav = ["index.md"]  # the navigation on our pages is our own
        host.put_theme_first(config, THEME)
        config.watch += [str(root / name) for name in SOURCES if str(root / name) not in config.watch]
        return config

    def _look(self, root: Path) -> Project:
        """What a plain build of MkDocs finds, and says."""
        project, _ = look_at(root), catalog.interface(catalog.language_of_person()).gettext
        for problem in project.problems:
            level = log.error if problem.severity is Severity.ERROR else log.info
            level(as_text(problem, _))
        return project

    def take(self, project: Project, config: MkDocsConfig) -> None:
        """Let pages show a project from now on.

        Raises:
            PluginError: it has other languages than the host is set up for.
        """
        languages = host.languages(config)
        if project.can_be_built:
            fine = {renderer.edition.language.code: renderer for renderer in project.renderers()}
            if list(fine) != languages:
                _ = catalog.interface(catalog.language_of_person()).gettext
                wrong = _(
                    "courses/site.yml names the languages {ours}, but mkdocs.yml {theirs}; make them agree."
                )
                raise PluginError(wrong.format(ours=", ".join(fine), theirs=", ".join(languages)))
            self.renderers = dict(fine)
            return
        known = {address for renderer in self.renderers.values() for address in renderer.addresses}
        self.renderers = {
            code: ProblemRenderer(code, project.problems, known, "" if code == languages[0] else f"{code}/")
            for code in languages
        }

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        host.compile_once(env)
        return env

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        renderer, address = self._of(page)
        html = renderer.html(address)
        host.render_with(page, html)
        if self.probes_only:
            self.contents[host.language(config), address] = html
        return page

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        renderer, address = self._of(page)
        cast("dict[str, Any]", context)["lophoc"] = renderer.theme(address)
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        first = next(iter(self.renderers.values()))
        cast("dict[str, Any]", context)["lophoc"] = first.theme(None, root=_root(config))
        return context

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        if host.is_nested_build(config):
            return ""  # the site has one of each: that which the build of the first language has made
        if template_name == "sitemap.xml":
            return sitemap(self.renderers.values(), config.site_url or "")
        first = next(iter(self.renderers.values()))
        return fill(host.tidy(output), first.slots(None, root=_root(config)))

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        renderer, address = self._of(page)
        shell, key = host.tidy(output), (host.language(config), renderer.shell(address))
        if self.shells.setdefault(key, shell) != shell:
            self.uneven.append(page.file.src_uri)
        return fill(shell, renderer.slots(address, page.content or ""))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        server.unwatch(config.docs_dir)  # we write there ourselves
        return server

    def _of(self, page: Page) -> tuple[Renderer | ProblemRenderer, str]:
        """The renderer of a page and its address."""
        code, _, address = page.file.src_uri.removesuffix(".md").partition("/")
        return self.renderers[code], address


def _root(config: MkDocsConfig) -> str:
    """The path of the site on its server."""
    return urlsplit(config.site_url or "/").path
