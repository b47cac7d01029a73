"""The MkDocs plugin: hands the staged tree to the host and takes its events. No logic of its own.

Plain ``mkdocs build`` and ``mkdocs serve`` work with it. While serving, mistakes in the sources make
every page show what is wrong, because a raised error would leave the browser waiting for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

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
from generator.render import SLOT, ProblemRenderer, Renderer, headings

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
    advance: Callable[[], object] | None = None
    """To be called `host.STEPS` times for each page, so that a person sees how far a build is."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Having this event keeps the plugin, and what it knows, from one rebuild to the next."""
        self.serving = command == "serve"
        self.renderers = {}

    @event_priority(100)  # before static-i18n looks at the folder of documents
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if missing := host.check(config):
            raise PluginError(f"Lớp học cannot run with this host: missing {', '.join(missing)}.")
        if host.is_nested_build(config):
            return config
        root = Path(config.config_file_path).parent
        is_ours = self.project is not None  # then nobody but us reads the staged pages
        project, self.project = self.project or look_at(root), None
        self._report(project)
        self.renderers = self._renderers(project, config)
        staged = root / STAGED
        tree.write(tree.tree(self.renderers, project.library.assets, is_full=not is_ours), staged)
        config.docs_dir = str(staged)
        config.nav = ["index.md"]  # the navigation on our pages is our own
        host.put_theme_first(config, THEME)
        config.watch += [str(root / name) for name in SOURCES if str(root / name) not in config.watch]
        return config

    def _report(self, project: Project) -> None:
        _ = catalog.interface(catalog.language_of_person()).gettext
        for problem in project.problems:
            level = log.error if problem.severity is Severity.ERROR else log.info
            level(as_text(problem, _))
        if not project.can_be_built and not self.serving:
            raise PluginError(_("The sources have mistakes; nothing was built."))

    def _renderers(self, project: Project, config: MkDocsConfig) -> dict[str, Renderer | ProblemRenderer]:
        if project.can_be_built:
            fine = {renderer.edition.language.code: renderer for renderer in project.renderers()}
            if list(fine) != host.languages(config):
                _ = catalog.interface(catalog.language_of_person()).gettext
                wrong = _(
                    "courses/site.yml names the languages {ours}, but mkdocs.yml {theirs}; make them agree."
                )
                ours, theirs = ", ".join(fine), ", ".join(host.languages(config))
                raise PluginError(wrong.format(ours=ours, theirs=theirs))
            return dict(fine)
        known = {address for renderer in self.renderers.values() for address in renderer.addresses}
        return {code: ProblemRenderer(code, project.problems, known) for code in host.languages(config)}

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        self._advance()
        renderer, address = self._of(page)
        html = renderer.html(address)
        host.render_with(page, html, headings(html))
        if renderer.is_hidden(address):
            host.leave_out_of_sitemap(page)
        return page

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        renderer, address = self._of(page)
        cast("dict[str, Any]", context)["lophoc"] = renderer.chrome(address)
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        root = urlsplit(config.site_url or "/").path
        chrome = next(iter(self.renderers.values())).chrome(None, root=root)
        cast("dict[str, Any]", context)["lophoc"] = chrome
        return context

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        # Every language writes the one page for wrong addresses: the first one's is meant to stay.
        is_extra = template_name == "404.html" and host.is_nested_build(config)
        return "" if is_extra else host.as_valid_html(output)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        self._advance()
        renderer, address = self._of(page)
        slots = renderer.slots(address)
        return SLOT.sub(lambda slot: slots[slot[1]], host.as_valid_html(output))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        server.unwatch(config.docs_dir)  # we write there ourselves
        return server

    def _advance(self) -> None:
        if self.advance is not None:
            self.advance()

    def _of(self, page: Page) -> tuple[Renderer | ProblemRenderer, str]:
        """The renderer of a page and its address."""
        code, _, address = page.file.src_uri.removesuffix(".md").partition("/")
        return self.renderers[code], address
