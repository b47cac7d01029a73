"""`lophoc serve` at work in a folder, for tests and benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

REPOSITORY = Path(__file__).parent.parent


@contextmanager
def serving(folder: Path, patience: float = 30, said: Path = Path(os.devnull)) -> Iterator[str]:
    """Serve a project until the context ends; gives the address of the site.

    ``patience``: seconds until it must answer; ``said``: a file for what it says.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with said.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "generator", "serve", "--port", str(port), "--lang", "en"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"},
            stdout=file,
            stderr=file,
        )
    url = f"http://127.0.0.1:{port}/lop-hoc/"
    try:
        _wait_for(url, patience)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(url: str, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            urlopen(url, timeout=10).close()  # noqa: S310 (our own server)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return
