"""A build that never leaves a broken site: made beside the old one, then put in its place."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config

CONFIG = "mkdocs.yml"


def build(root: Path) -> Path:
    """Build the site of a project; the old one stays as it is until the new one is whole.

    Returns the folder of the site.

    Raises:
        mkdocs.exceptions.MkDocsException: the host refuses; its message says why.
        OSError: the site cannot be written.
    """
    config = load_config(str(root / CONFIG), strict=True)
    site = Path(config.site_dir)
    beside = site.with_name(f"{site.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    config.site_dir = str(beside)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    _put_in_place(beside, site)
    return site


def _put_in_place(new: Path, site: Path) -> None:
    """Two renames, so that there is at no time half a site."""
    old = site.with_name(f"{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def serve(root: Path, address: str, *, open_browser: bool) -> None:
    """Show the site at an address such as ``127.0.0.1:8000`` and rebuild it on every save, until stopped."""
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    mkdocs_serve(str(root / CONFIG), dev_addr=address, open_in_browser=open_browser)
