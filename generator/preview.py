"""The site while it is being written: a page is made when it is looked at, from the sources as they are now.

A save costs what has changed, not the size of the site: sources that are as they were are not read again, and
only the pages that somebody has open are made again, before the browser hears of it.
"""

from __future__ import annotations

import gc
import logging
import posixpath
import signal
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from generator import host, pages, search
from generator.memo import Memo
from generator.mkdocs_plugin import SOURCES
from generator.navigation import line
from generator.project import Project, look_at
from generator.render import ProblemRenderer, Renderer
from generator.tree import ASSETS


class OtherWay(Exception):
    """Plugins or hooks have come into the settings that only MkDocs' own preview can show."""


REFUSALS = (MkDocsException, pages.Differs, OtherWay, OSError)
"""Why a site cannot be made as it should be now."""
LOOK_EVERY = 0.25
"""Seconds between two looks at the times of the files."""
WATCHED = (*SOURCES, pages.CONFIG)


def serve(
    root: Path,
    port: int,
    *,
    open_browser: bool,
    shown: Callable[[str], object],
    looked: Callable[[Project], object],
    refused: Callable[[Exception], object],
) -> None:
    """Show the site at a port of this computer, and follow every save, until stopped.

    ``shown``: told of the address; ``looked``: of what each look at the sources has found; ``refused``: of
    why MkDocs refuses to make the site as it is now, so that it stays as it was.

    Raises:
        mkdocs.exceptions.MkDocsException: the host refuses; its message says why.
        OSError: the port is taken, or a file cannot be written.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who is stopped tidies up as well
    address = ("127.0.0.1", port)
    mount = urlsplit(load_config(str(root / pages.CONFIG)).site_url or "/").path
    with TemporaryDirectory(prefix="lophoc-") as folder:
        site_folder = str(Path(folder, "site"))
        server = _Server(lambda: None, *address, site_folder, mount, polling_interval=LOOK_EVERY)
        server.shown = shown
        project = look_at(root, memo := Memo())
        looked(project)
        try:
            site = _begin(root, Path(folder), project, server.url)
        except pages.Differs:
            site = None
        if site is None:  # MkDocs has to make a whole build at each save
            logging.getLogger("mkdocs").setLevel(logging.INFO)
            dev_addr, config = f"127.0.0.1:{port}", str(root / pages.CONFIG)
            mkdocs_serve(config, dev_addr=dev_addr, open_in_browser=open_browser)
            return
        preview = Preview(root, site, project, memo)
        gc.freeze()  # what is known stays; Python would look through all of it at every few saves

        def follow() -> None:
            try:
                looked(preview.refresh())
            except REFUSALS as error:
                refused(error)

        server.builder = follow
        server.error_handler = lambda code: preview.missing if code == 404 else None
        server.set_app(_Application(server, preview, refused))
        for name in WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        try:
            server.serve(open_in_browser=open_browser)  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass  # the way to stop it
        finally:
            server.shutdown()


def _begin(root: Path, folder: Path, project: Project, url: str, **more: Any) -> pages.Site | None:
    """As `pages.begin`; what the host reads and what it makes are in a folder that no build knows."""
    return pages.begin(
        root, folder / "site", project, command="serve", staged=folder / "docs", site_url=url, **more
    )


class _Server(LiveReloadServer):
    shown: Callable[[str], object]

    def server_activate(self) -> None:
        super().server_activate()
        self.shown(self.url)


class _Application:
    """Answers requests with the files of a preview."""

    def __init__(
        self, server: LiveReloadServer, preview: Preview, refused: Callable[[Exception], object]
    ) -> None:
        self._server = server
        self._preview = preview
        self._refused = refused

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith(self._server.mount_path):
            inside = path.removeprefix(self._server.mount_path)
            wanted = f"{inside}index.html" if not inside or inside.endswith("/") else inside
            try:
                self._preview.make(posixpath.normpath(f"/{wanted}").lstrip("/"))
            except REFUSALS as error:  # then what is there already is shown
                self._refused(error)
        return self._server.serve_request(environ, start_response)


class Preview:
    """A site of which those files are made that somebody asks for."""

    def __init__(self, root: Path, site: pages.Site, project: Project, memo: Memo) -> None:
        self._root = root
        self._site = site
        self._project = project
        self._memo = memo
        self._settings = host.settings(root / pages.CONFIG)
        self._began_well = project.can_be_built
        """Whether what only the host makes, such as the page for wrong addresses, shows no mistakes."""
        self._searched = Memo()
        self._lock = threading.RLock()
        """Held by who makes something: templates and the index of the host's are not for two at a time."""
        self._made: set[str] = set()
        """Files that are as the sources are now."""
        self._copied: set[str] = set()
        """Those that are the trainer's own."""

    @property
    def missing(self) -> bytes:
        """The page for wrong addresses."""
        return (self._site.folder / "404.html").read_bytes()

    def refresh(self) -> Project:
        """See what has changed in the sources, and make again what somebody looks at; gives what was found.

        Raises:
            One of `REFUSALS`: it cannot be made; what is shown stays.
        """
        with self._lock:
            self._look()
            made, self._made = self._made, set()
            for file in made:
                self.make(file)
        return self._project

    def _look(self) -> None:
        project, settings = look_at(self._root, self._memo), host.settings(self._root / pages.CONFIG)
        if settings != self._settings:
            self._begin_again(project, with_shells=False)
        elif project.can_be_built and not self._began_well:
            self._begin_again(project)
        else:
            self._site.plugin.take(project, self._site.config)
        self._project, self._settings = project, settings
        if project.can_be_built:  # else what is not asked for now is asked for when all is mended
            self._memo.forget()

    def _begin_again(self, project: Project, *, with_shells: bool = True) -> None:
        """Have the host make what it makes anew; it empties the folder of the site before."""
        before, url = self._site, self._site.config.site_url or ""
        folder = before.folder.parent
        again = _begin(self._root, folder, project, url, before=before, with_shells=with_shells)
        if again is None:
            raise OtherWay
        self._site, self._made = again, set()
        self._began_well = project.can_be_built

    def make(self, file: str) -> None:
        """Let a file of the site be as the sources are now; without one in the sources, there is none."""
        if file == pages.INDEX:
            self._make_index()
            return
        with self._lock:
            if file in self._made:
                return
            path = self._site.folder / file
            if file.startswith(f"{ASSETS}/"):
                self._make_scripts()
            elif (asset := self._asset(file)) is not None:
                _write(path, asset.read_bytes())
                self._copied.add(file)
            elif file.endswith(".html"):
                self._make_page(file, path)
            elif file in self._copied:
                path.unlink(missing_ok=True)
            self._made.add(file)

    def _make_page(self, file: str, path: Path) -> None:
        code, address = self._place(file)
        renderer = self._site.renderers[code]
        if isinstance(renderer, Renderer) and address not in renderer.addresses:
            if file != "404.html":
                path.unlink(missing_ok=True)
            return
        if not self._site.has_shell(code, address):  # a page of a new kind, or a mistake seen at a new depth
            if isinstance(renderer, ProblemRenderer):
                renderer.know_depth_of(address)
            self._begin_again(self._project)
        _write(path, self._site.page(code, address).encode())

    def _place(self, file: str) -> tuple[str, str]:
        """The language and the address of a page."""
        folders = sorted(((r.folder, code) for code, r in self._site.renderers.items()), reverse=True)
        folder, code = next(found for found in folders if file.startswith(found[0]))
        return code, file.removeprefix(folder).removesuffix(".html")

    def _make_scripts(self) -> None:
        for code, renderer in self._site.renderers.items():
            for name, script in renderer.scripts().items():
                file = f"{ASSETS}/{name}.{code}.js"
                _write(self._site.folder / file, script.encode())
                self._made.add(file)

    def _asset(self, file: str) -> Path | None:
        """The trainer's file that stands at a place in the site."""
        for renderer in self._site.renderers.values():
            if file.startswith(renderer.folder):
                found = self._project.library.assets.get(file.removeprefix(renderer.folder))
                if found is not None:
                    return found
        return None

    def _make_index(self) -> None:
        """The index for the search; pages whose entries in the sources are as they were keep theirs."""
        parts: list[str] = []
        for code, renderer in list(self._site.renderers.items()):
            if not isinstance(renderer, Renderer):
                return
            library, translated = renderer.edition.source, renderer.edition.library
            registers = translated.laws, translated.terms, translated.sources, translated.audiences
            titles = (f"{id_} {line(loaded.course.title)}" for id_, loaded in translated.courses.items())
            of_course = (*registers, "\n".join(titles))
            for address, page in renderer.edition.pages.items():
                key = (code, address, page.entry, page.course, *(of_course if page.course else (library,)))
                with self._lock:
                    parts.append(self._searched.get(key, partial(self._entries, code, address)))
        self._searched.forget()
        with self._lock:
            self._site.write_index(parts)

    def _entries(self, code: str, address: str) -> str:
        return search.as_json(self._site.entries(code, address))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
