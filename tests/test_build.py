"""Real builds of the small project: what the hosts make of it, and what stands in the finished site."""

from __future__ import annotations

import json
import os
import posixpath
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from generator import atomic, engine, search
from generator import pages as side_by_side
from generator.past import Past
from generator.project import Project as Looked
from generator.project import look_at
from generator.render import Renderer
from tests.conftest import REPOSITORY, Project, make_courses, make_project
from tests.serving import serving
from tests.test_memo import CATALOG

pytestmark = pytest.mark.build

LESSON = "courses/khoi-dau/bai-1.yml"
EPOCH = "1790000000"
BIN = Path(sys.executable).parent


def run(project: Project, *command: str) -> subprocess.CompletedProcess[str]:
    """Run one of the commands of this environment in a project, at a fixed time."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project.root,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def built(project: Project, *command: str) -> Path:
    result = run(project, *command)
    assert result.returncode == 0, result.stdout + result.stderr
    return project.root / "site"


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != "sitemap.xml.gz"  # gzip writes the time; its twin is compared
    }


def looking(root: Path) -> Callable[[Past], Looked]:
    return lambda past: look_at(root, past=past)


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as plain MkDocs builds it."""
    project = make_project(tmp_path_factory.mktemp("mkdocs"))
    return built(project, "mkdocs", "build", "--strict")


# --- builds --------------------------------------------------------------------------------------


def test_the_command_builds_what_mkdocs_builds_and_the_folder_does_not_matter(
    site: Path, tmp_path: Path
) -> None:
    """Two programs, two folders, the same bytes."""
    other = built(make_project(tmp_path / "elsewhere" / "deeper"), "generator", "build")
    assert different(contents(site), contents(other)) == []


def test_whoever_doubts_the_quick_way_can_let_mkdocs_make_every_page(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    quick = contents(built(project, "generator", "build"))
    assert (
        "all pages, the slow way"
        in run(project, "generator", "build", "--by-mkdocs", "--profile", "--lang", "en").stderr
    )
    assert different(quick, contents(tmp_path / "site")) == []
    assert told(project) == NOTHING


def test_whatever_is_edited_the_command_builds_what_mkdocs_builds(tmp_path: Path) -> None:
    """More pages than one process makes in one go; edits, additions, renames and deletions."""
    ours = make_courses(tmp_path / "ours", "tiep", "ba", "tu")
    for number in range(70):
        ours.write(
            f"docs/nhom-{number % 3}/trang-{number}.md", f"# Trang {number}\n\nMột trang.\n\n## Mục\n\nHết.\n"
        )

    def add_a_lesson() -> None:
        ours.write("courses/khoi-dau/bai-2.yml", "title: Bài hai\nminutes: 5\nbody: Bài vừa thêm.\n")
        ours.change("courses/khoi-dau/course.yml", "[bai-1]", "[bai-2, bai-1]")

    def rename_a_lesson() -> None:
        ours.write("courses/khoi-dau/bai-hai.yml", ours.read("courses/khoi-dau/bai-2.yml"))
        (ours.root / "courses/khoi-dau/bai-2.yml").unlink()
        ours.change("courses/khoi-dau/course.yml", "[bai-2, bai-1]", "[bai-1, bai-hai]")

    def delete_pages() -> None:
        for page in ours.root.glob("docs/nhom-2/*.md"):
            page.unlink()

    steps: list[Callable[[], object]] = [
        lambda: ours.change(LESSON, "Việc thứ hai", "Việc khác hẳn"),
        add_a_lesson,
        rename_a_lesson,
        lambda: ours.change("quizzes/tu/tu-kiem.yml", "kind: true-false", "weight: 3\n    kind: true-false"),
        lambda: ours.change("courses/ba/course.yml", "Nêu được ý chính", "Kể được ý chính"),
        lambda: ours.change("courses/ba/bai-1.yml", "Điều 5 khoản 1", "Điều 1"),
        lambda: ours.change("courses/khoi-dau/course.yml", "title: Khóa khởi đầu", "title: Khóa đổi tên"),
        lambda: ours.change("courses/laws.yml", "short: Luật Thử", "short: Luật Mới"),
        lambda: ours.write("courses/khoi-dau/en.po", CATALOG),
        lambda: (ours.root / "docs/nhom-1/trang-1.md").rename(ours.root / "docs/nhom-1/trang-moi.md"),
        delete_pages,
    ]
    for step in steps:
        step()
        made = contents(built(ours, "generator", "build"))
        shutil.rmtree(tmp_path / "theirs", ignore_errors=True)
        shutil.copytree(ours.root, tmp_path / "theirs", ignore=shutil.ignore_patterns("site", ".lophoc"))
        assert (
            different(made, contents(built(Project(tmp_path / "theirs"), "mkdocs", "build", "--strict")))
            == []
        )


def test_pages_of_courses_that_have_not_changed_are_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_courses(tmp_path, "tiep", "ba")
    made: list[str] = []
    real = side_by_side.Site.page

    def page(site: side_by_side.Site, code: str, address: str, html: str | None = None) -> str:
        made.append(address)
        return real(site, code, address, html)

    monkeypatch.setattr(random, "choice", max)
    monkeypatch.setattr(side_by_side, "_cores", lambda: 1)
    monkeypatch.setattr(side_by_side.Site, "page", page)

    def made_of_second_course(*, afresh: bool = False) -> int:
        made.clear()
        engine.build(tmp_path, looking(tmp_path), engine.sources(tmp_path), afresh=afresh)
        return sum("tiep" in address for address in made)

    everything = made_of_second_course()
    project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")
    assert made_of_second_course() == 2  # one in each language, to see whether it is still the same
    assert made_of_second_course(afresh=True) == everything > 6
    project.write("docs/index.md", project.read("docs/index.md") + "\nThêm.\n")
    assert made_of_second_course() == everything  # it may show anywhere
    project.write("site/courses/tiep/bai-1.html", "spoilt")
    assert made_of_second_course() == everything
    project.write("courses/khoi-dau/en.po", TITLE.format("Khóa khởi đầu"))
    made_of_second_course()
    project.write("courses/khoi-dau/en.po", TITLE.format(""))  # the same words, and now they are Vietnamese
    assert made_of_second_course() == everything


TITLE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "course/title"
msgid "Khóa khởi đầu"
msgstr "{}"
"""


@pytest.mark.parametrize(
    "more",
    ["exclude_docs: them.md\n", "draft_docs: them.md\n", "use_directory_urls: true\n", "INHERIT: khac.yml\n"],
)
def test_whatever_the_settings_ask_for_the_command_builds_what_mkdocs_builds(
    tmp_path: Path, more: str
) -> None:
    project = make_project(tmp_path)
    project.change("mkdocs.yml", "use_directory_urls: false", "")
    project.write("khac.yml", "copyright: Nhóm khác\n")
    project.write("mkdocs.yml", more + project.read("mkdocs.yml"))
    project.write("docs/them.md", "# Thêm\n\nMột trang.\n")
    ours = contents(built(project, "generator", "build"))
    assert different(ours, contents(built(project, "generator", "build", "--by-mkdocs"))) == []
    assert "index.html" in ours


def test_settings_that_come_from_elsewhere_are_looked_at_too(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    project.write("../khac.yml", "extra: {nhom: một}\n")
    project.write("mkdocs.yml", "INHERIT: ../khac.yml\n" + project.read("mkdocs.yml"))
    built(project, "generator", "build")
    assert told(project) == NOTHING
    project.write("../khac.yml", "extra: {nhom: hai}\n")
    assert told(project) != NOTHING


@pytest.mark.parametrize(
    "other",
    [
        (Renderer, "shell", lambda *_: ("all",)),
        (search, "entries", lambda *_: [{"location": "index.html", "title": "", "text": ""}]),
    ],
    ids=["pages of a kind differ", "the search finds something else"],
)
def test_when_mkdocs_makes_a_page_in_another_way_the_site_is_what_mkdocs_makes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    other: tuple[Any, str, Any],
) -> None:
    project = make_courses(tmp_path, "tiep")
    for number in range(5):
        project.write(f"docs/trang-{number}.md", f"# Trang {number}\n\nMột trang.\n")
    by_mkdocs = contents(built(project, "mkdocs", "build", "--strict"))
    monkeypatch.setattr(*other)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    made = engine.build(tmp_path, looking(tmp_path), engine.sources(tmp_path))
    assert "built the slow way" in caplog.text
    assert different(contents(made), by_mkdocs) == []


def test_settings_of_mkdocs_that_touch_every_page_do(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    project.write(
        "hook.py", "def on_post_page(output, page, config):\n    return output + '<!-- touched -->'\n"
    )
    project.write("mkdocs.yml", project.read("mkdocs.yml") + "hooks: [hook.py]\n")
    made = contents(built(project, "generator", "build"))
    untouched = [n for n, data in made.items() if n.endswith(".html") and b"<!-- touched -->" not in data]
    assert untouched == ["404.html"]


def test_a_second_build_changes_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    first = contents(built(project, "generator", "build"))
    assert different(first, contents(built(project, "generator", "build"))) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".lophoc", "courses", "docs", "mkdocs.yml", "quizzes", "site",
    ]  # fmt: skip


def told(project: Project, *more: str) -> str:
    result = run(project, "generator", "build", "--lang", "en", *more)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout.strip()


NOTHING = "Nothing has changed since the last build."


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals")
def test_who_sits_before_it_sees_how_far_a_build_is(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 (not on Windows)

    project = make_project(tmp_path)
    screen, terminal = pty.openpty()
    command = [sys.executable, "-m", "generator", "build", "--lang", "en"]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, cwd=tmp_path, env=env, stderr=terminal, check=False, timeout=60)
    os.close(terminal)
    shown = os.read(screen, 1_000_000).decode()
    assert (done.returncode, "Building" in shown, "100%" in shown) == (0, True, True)
    assert run(project, "generator", "build", "--force").stderr == ""  # a log is no screen


def test_a_build_with_nothing_to_do_says_so_and_touches_nothing(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    built(project, "generator", "build")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}
    assert told(project) == NOTHING
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")} == before
    assert told(project, "--force") != NOTHING


@pytest.mark.parametrize(
    "change",
    [
        lambda project: project.change(LESSON, "Việc thứ hai", "Việc khác hẳn"),
        lambda project: project.write("docs/them.md", "# Thêm\n\nMột trang.\n"),
        lambda project: project.write("courses/khoi-dau/media/mau.txt", "mẫu"),
        lambda project: project.write("courses/khoi-dau/media/__nhap/mau.txt", "mẫu"),
        lambda project: (project.root / "site/index.html").write_text("spoilt"),
        lambda project: (project.root / "site/index.html").unlink(),
        lambda project: (project.root / ".lophoc/built.json").write_text("{"),
    ],
    ids=[
        "a lesson edited",
        "a page added",
        "a picture added",
        "a picture added in a folder with an odd name",
        "a page spoilt",
        "a page gone",
        "memory broken",
    ],
)
def test_a_build_with_something_to_do_does_it(tmp_path: Path, change: Callable[[Project], object]) -> None:
    project = make_project(tmp_path)
    built(project, "generator", "build")
    change(project)
    assert told(project) != NOTHING
    assert told(project) == NOTHING


def test_a_link_to_nowhere_and_a_site_elsewhere_are_no_change(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    (project.root / "courses/khoi-dau/notes").symlink_to("nowhere")
    (project.root / "shared").symlink_to(project.root, target_is_directory=True)
    project.change("mkdocs.yml", "site_dir: site", f"site_dir: {tmp_path / 'www'}")
    assert told(project) != NOTHING
    assert told(project) == NOTHING
    assert (tmp_path / "www/index.html").exists()


def test_a_site_behind_a_link_is_built_where_the_link_leads(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    (tmp_path / "www").mkdir()
    (project.root / "site").symlink_to(tmp_path / "www", target_is_directory=True)
    assert told(project) != NOTHING
    assert told(project) == NOTHING
    assert (project.root / "site").is_symlink()
    assert (tmp_path / "www/index.html").exists()


def test_a_second_build_at_the_same_time_says_so_and_harms_nothing(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    before = contents(built(project, "generator", "build"))
    with atomic.only_one(tmp_path / ".lophoc" / "lock"):
        result = run(project, "generator", "build", "--force", "--lang", "en")
    assert (result.returncode, "Another build" in result.stderr) == (75, True)
    assert different(before, contents(tmp_path / "site")) == []


def test_a_page_that_stays_as_it_is_keeps_its_time_for_those_who_upload_what_is_new(tmp_path: Path) -> None:
    project = make_courses(tmp_path, "tiep")
    site, previous = built(project, "generator", "build"), tmp_path / ".lophoc/previous"

    def is_older(page: str) -> bool:
        return (site / page).stat().st_mtime_ns == (previous / page).stat().st_mtime_ns

    project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")
    built(project, "generator", "build")
    assert (is_older("courses/tiep/bai-1.html"), is_older("courses/khoi-dau/bai-1.html")) == (True, False)
    now = contents(site)
    project.write("docs/index.md", project.read("docs/index.md") + "\nThêm.\n")
    built(project, "generator", "build")
    assert different(contents(previous), now) == []  # though some of its files were those of the site


def test_the_site_before_the_last_build_is_kept(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    first = contents(built(project, "generator", "build"))
    project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")
    second = contents(built(project, "generator", "build"))
    assert different(first, contents(tmp_path / ".lophoc" / "previous")) == []
    assert different(first, second) != []


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")
def test_a_build_that_is_killed_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    def edit(project: Project) -> None:
        project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")

    other = make_project(tmp_path / "other")
    edit(other)
    new = contents(built(other, "generator", "build"))
    project = make_project(tmp_path / "one")
    old = contents(built(project, "generator", "build"))
    edit(project)
    chance = random.Random(7)  # noqa: S311 (no secret)
    for kind in [signal.SIGKILL, signal.SIGINT] * 5:
        build = subprocess.Popen(
            [sys.executable, "-m", "generator", "build", "--force"],
            cwd=project.root,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.5 + chance.random() * 2)
        build.send_signal(kind)
        build.wait()
        assert contents(project.root / "site") in (old, new)
    assert contents(built(project, "generator", "build", "--force")) == new
    assert [path.name for path in project.root.glob("*site*")] == ["site"]


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2,
    reason="a build has helpers on Linux only, where there is more than one core for them",
)
def test_when_a_build_is_killed_its_helpers_do_not_work_on(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    for number in range(600):
        project.write(f"docs/trang-{number}.md", f"# Trang {number}\n\nMột trang.\n")
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    build = subprocess.Popen([sys.executable, "-m", "generator", "build"], cwd=project.root, env=env)
    assert until(lambda: helpers(build.pid))
    build.kill()
    build.wait()
    assert until(lambda: not at_work(project))
    assert not (project.root / "site").exists()


def helpers(process: int) -> list[str]:
    """The processes that a process has split off; asked of it alone, because they live for half a second."""
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def until(true: Callable[[], object]) -> bool:
    """Whether something comes true within some seconds."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def at_work(project: Project) -> list[str]:
    """Processes in the folder of a project."""
    return [p.parent.name for p in Path("/proc").glob("[0-9]*/cwd") if target(p) == str(project.root)]


def target(link: Path) -> str:
    try:
        return os.readlink(link)  # noqa: PTH115 (a path that may be gone)
    except OSError:
        return ""


@pytest.mark.parametrize("command", [["generator", "build"], ["mkdocs", "build", "--strict"]])
def test_a_mistake_leaves_the_old_site_as_it_was(tmp_path: Path, command: list[str]) -> None:
    project = make_project(tmp_path)
    before = contents(built(project, "generator", "build"))
    project.change(LESSON, "minutes: 10", "minutes: lâu")
    result = run(project, *command)
    assert result.returncode == 1
    assert f"{LESSON}:2:10" in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert different(before, contents(project.root / "site")) == []


def test_a_build_that_fails_at_its_end_leaves_the_old_site_and_no_rest_of_the_new(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    before = contents(built(project, "generator", "build"))
    project.write("docs/index.md", "# Trang khác\n\nXong.\n")
    project.write("full.py", "def on_post_build(config):\n    raise OSError(28, 'No space left on device')\n")
    project.write("mkdocs.yml", project.read("mkdocs.yml") + "hooks: [full.py]\n")
    result = run(project, "generator", "build")
    assert (result.returncode, "No space left on device" in result.stderr) == (2, True)
    assert different(before, contents(project.root / "site")) == []
    assert [path.name for path in tmp_path.glob("*site*")] == ["site"]


def test_languages_that_the_two_settings_do_not_agree_on_are_told(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    project.change("courses/site.yml", "languages: [vi, en]", "languages: [vi]")
    result = run(project, "generator", "build")
    assert result.returncode != 0
    assert "courses/site.yml" in result.stderr
    assert "mkdocs.yml" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only an administrator of Linux may make a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("free", [0, 20_000, 100_000, 400_000, 1_000_000, 2_000_000])
def test_a_disk_that_is_full_leaves_the_old_site_and_can_be_built_on_again(
    small_disk: Path, free: int
) -> None:
    project = make_project(small_disk / "project")
    before = contents(built(project, "generator", "build"))
    project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - free))
    result = run(project, "generator", "build", "--lang", "en")
    assert (result.returncode, "No space left on device" in result.stderr) == (2, True)
    assert "Traceback" not in result.stderr
    assert different(before, contents(project.root / "site")) == []
    assert [path.name for path in project.root.glob("*site*")] == ["site"]
    ballast.unlink()
    assert different(before, contents(built(project, "generator", "build"))) != []


def test_a_page_that_is_gone_from_the_sources_is_gone_from_the_site(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    page = project.write("docs/tam.md", "# Tạm\n\nMột trang.\n")
    assert "tam.html" in contents(built(project, "generator", "build"))
    page.unlink()
    assert "tam.html" not in contents(built(project, "generator", "build"))


def test_properdocs_builds_the_same_pages(site: Path, tmp_path: Path) -> None:
    if shutil.which("properdocs", path=str(BIN)) is None:
        pytest.skip("properdocs is not installed in this environment")
    other = built(make_project(tmp_path), "properdocs", "build", "--strict")
    pages = {name: data for name, data in contents(site).items() if name.endswith(".html")}
    others = {name: data for name, data in contents(other).items() if name.endswith(".html")}
    assert pages.keys() == others.keys()
    assert different({n: bare(d) for n, d in pages.items()}, {n: bare(d) for n, d in others.items()}) == []


def bare(page: bytes) -> bytes:
    """A page without the line in which a host names itself."""
    return re.sub(rb'<meta name="generator"[^>]*>', b"", page)


# --- the finished site ---------------------------------------------------------------------------


class Element(NamedTuple):
    tag: str
    attributes: dict[str, str]


class Elements(HTMLParser):
    """All start tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, {name: value or "" for name, value in attrs}))


def elements(path: Path) -> list[Element]:
    return Elements(path.read_text(encoding="utf-8")).found


def pages(site: Path) -> list[str]:
    return [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]


def links(site: Path, page: str) -> Iterator[str]:
    """Targets of the links of a page inside the site, as paths from its root."""
    for tag, attributes in elements(site / page):
        href = attributes.get("href", "")
        if tag == "a" and not re.match(r"[a-z]+:", href):
            file, _, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), file)) if file else page
            yield f"{target}#{anchor}" if anchor else target


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    expected = {
        "index.html", "paths/can-bo.html", "courses/khoi-dau/index.html", "courses/khoi-dau/bai-1.html",
        "quizzes/khoi-dau/tu-kiem.html", "glossary.html", "laws/index.html", "laws/luat-thu-2020.html",
        "sources.html", "outcomes.html", "handbook/khoi-dau.html", "record.html", "review.html",
        "certificate/khoi-dau.html",
    }  # fmt: skip
    assert set(pages(site)) == expected | {f"en/{page}" for page in expected} | {"404.html"}


def test_pages_say_their_language(site: Path) -> None:
    found = {
        page: next(e for e in elements(site / page) if e.tag == "html").attributes["lang"]
        for page in pages(site)
    }
    assert found == {page: "en" if page.startswith("en/") else "vi" for page in pages(site)}


def test_every_link_leads_to_a_page_and_to_an_anchor_on_it(site: Path) -> None:
    anchors = {
        page: {
            e.attributes[key] for e in elements(site / page) for key in ("id", "name") if key in e.attributes
        }
        for page in pages(site)
    }
    broken = []
    for page in set(pages(site)) - {"404.html"}:
        for target in links(site, page):
            file, _, anchor = target.partition("#")
            if not (site / file).is_file() or (anchor and anchor not in anchors.get(file, {anchor})):
                broken.append(f"{page} -> {target}")
    assert broken == []


def test_the_page_for_wrong_addresses_is_in_the_default_language_and_links_from_the_root(site: Path) -> None:
    found = elements(site / "404.html")
    assert next(e for e in found if e.tag == "html").attributes["lang"] == "vi"
    linked = [e.attributes.get("href", "") for e in found if e.tag in {"a", "link"}]
    linked += [e.attributes["src"] for e in found if "src" in e.attributes]
    inside = [link for link in linked if link and not link.startswith(("#", "https:"))]
    assert [link for link in inside if not link.startswith("/lop-hoc/")] == []
    assert [
        link for link in inside if not (site / link.removeprefix("/lop-hoc/").partition("#")[0]).exists()
    ] == []


def test_who_mistypes_an_english_address_is_told_in_english(site: Path) -> None:
    missing = (site / "404.html").read_text(encoding="utf-8")
    home = '<a href="/lop-hoc/en/index.html" hreflang="en">Go to the home page</a>'
    assert f'<p lang="en">Page not found. {home}</p>' in missing


def found_by_search(site: Path) -> dict[str, str]:
    """What the search index holds, by place."""
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    return {entry["location"]: f"{entry['title']} {entry['text']}" for entry in index["docs"]}


def test_search_finds_lessons_and_never_an_answer(site: Path) -> None:
    found = found_by_search(site)
    assert "Việc thứ nhất" in found["courses/khoi-dau/bai-1.html#ghi-nho"]
    assert "quizzes/khoi-dau/tu-kiem.html" in found
    for secret in ("Lời giải", "Phản hồi cho", "Lựa chọn đúng", "Điều nào đúng?"):
        assert [place for place, text in found.items() if secret in text] == []


def test_the_handbook_is_neither_linked_nor_found(site: Path) -> None:
    assert "Lời dặn riêng" in (site / "handbook/khoi-dau.html").read_text(encoding="utf-8")
    for page in pages(site):
        if not page.startswith(("handbook/", "en/handbook/")):
            assert "Lời dặn riêng" not in (site / page).read_text(encoding="utf-8"), page
            assert [target for target in links(site, page) if "handbook/" in target] == [], page
    found = found_by_search(site)
    assert [place for place in found if "handbook/" in place] == []
    assert [place for place, text in found.items() if "Lời dặn riêng" in text] == []


def test_the_sitemap_does_not_name_the_handbook(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "courses/khoi-dau/bai-1.html" in sitemap
    assert "handbook/" not in sitemap


def test_the_language_switcher_leads_to_the_same_page(site: Path) -> None:
    for page in set(pages(site)) - {"404.html"}:
        in_english = page.startswith("en/")
        other = ("vi", page.removeprefix("en/")) if in_english else ("en", f"en/{page}")
        switch = {
            e.attributes["hreflang"]: posixpath.normpath(
                posixpath.join(posixpath.dirname(page), e.attributes["href"])
            )
            for e in elements(site / page)
            if e.tag == "a" and "hreflang" in e.attributes and e.attributes.get("rel") != "license"
        }
        assert switch == dict([other]), page


def test_no_page_fetches_anything_from_outside(site: Path) -> None:
    """Scripts, styles, pictures, frames and fonts come from the site itself."""
    fetched = []
    for page in pages(site):
        for tag, attributes in elements(site / page):
            loads = tag == "link" and not {"canonical", "alternate", "license"} & {
                *attributes.get("rel", "").split()
            }
            urls = [attributes.get("src", ""), attributes.get("srcset", ""), attributes.get("data", "")]
            urls += [attributes.get("href", "")] if loads else []
            fetched += [f"{page}: <{tag}> {url}" for url in urls if re.match(r"(https?:)?//", url)]
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        fetched += [
            f"{sheet.name}: {url}" for url in re.findall(r"url\(\s*[\"']?((?:https?:)?//[^)]+)", text)
        ]
    assert fetched == []


def test_no_page_has_a_module_or_a_handler_in_an_attribute(site: Path) -> None:
    found = [
        f"{page}: <{e.tag} {name}>"
        for page in pages(site)
        for e in elements(site / page)
        for name, value in e.attributes.items()
        if name.startswith("on")
        or value.lower().startswith("javascript:")
        or (name, value) == ("type", "module")
    ]
    assert found == []


def test_every_page_tells_scripts_what_it_is(site: Path) -> None:
    kinds = {}
    for page in set(pages(site)):
        html = (site / page).read_text(encoding="utf-8")
        found = re.search(r'<script type="application/json" id="lophoc-page">(.*?)</script>', html, re.DOTALL)
        assert found is not None, page
        data = json.loads(found[1])
        assert data.keys() == {"site", "lang", "kind", "course", "lesson", "quiz", "courses"}, page
        assert data["site"] == "3f1c9a52-8a2e-4b07-9d0e-5c6f7a8b9c0d"
        kinds[page] = data["kind"]
    assert kinds["index.html"] == "home"
    assert kinds["en/courses/khoi-dau/bai-1.html"] == "lesson"
    assert kinds["quizzes/khoi-dau/tu-kiem.html"] == "quiz"


def test_only_pages_with_questions_load_the_script_for_them(site: Path) -> None:
    loading = {
        page
        for page in pages(site)
        if any(e.attributes.get("src", "").endswith("/quiz.js") for e in elements(site / page))
    }
    assert loading == {"quizzes/khoi-dau/tu-kiem.html", "en/quizzes/khoi-dau/tu-kiem.html"}


def test_a_quiz_can_be_read_without_scripts(site: Path) -> None:
    html = (site / "quizzes/khoi-dau/tu-kiem.html").read_text(encoding="utf-8")
    for text in ("Điều nào đúng?", "Lựa chọn đúng", "Lựa chọn sai", "Lời giải bí mật."):
        assert text in html
    assert "<details" in html


def test_an_untranslated_text_says_its_language(site: Path) -> None:
    html = (site / "en/courses/khoi-dau/bai-1.html").read_text(encoding="utf-8")
    assert '<span lang="vi">Việc thứ nhất</span>' in html
    html = (site / "courses/khoi-dau/bai-1.html").read_text(encoding="utf-8")
    assert "<li>Việc thứ nhất</li>" in html


# --- serving -------------------------------------------------------------------------------------


class Server(NamedTuple):
    project: Project
    url: str

    def get(self, page: str) -> str:
        """A page as it is now; a request that hangs fails."""
        with urlopen(f"{self.url}{page}", timeout=10) as response:  # noqa: S310 (our own server)
            text: str = response.read().decode()
            return text

    def wait(self, page: str, said: Callable[[str], bool]) -> str:
        """Ask for a page until it says something."""
        end = time.monotonic() + 15
        text = ""
        while time.monotonic() < end:
            try:
                if said(text := self.get(page)):
                    return text
            except OSError as error:  # a page that is not there (yet)
                text = str(error)
            time.sleep(0.1)
        raise AssertionError(f"{page} does not say what it should within 15 seconds: {text[:2000]}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    project = make_project(tmp_path_factory.mktemp("serve"))
    with serving(project.root) as url:
        yield Server(project, url)


PAGE = "courses/khoi-dau/bai-1.html"


def test_a_port_that_is_taken_is_told(server: Server) -> None:
    port = server.url.split(":")[2].split("/")[0]
    result = run(server.project, "generator", "serve", "--port", port)
    assert (result.returncode, f"--port {int(port) + 1}" in result.stderr) == (2, True)
    assert server.url not in result.stdout


def test_an_edit_shows_on_the_page(server: Server) -> None:
    server.project.change(LESSON, "Việc thứ hai", "Việc mới viết")
    server.wait(PAGE, lambda text: "Việc mới viết" in text)
    server.project.change(LESSON, "Việc mới viết", "Việc thứ hai")
    server.wait(PAGE, lambda text: "Việc mới viết" not in text)


def test_a_lesson_that_is_added_and_removed_comes_and_goes(server: Server) -> None:
    project, course = server.project, "courses/khoi-dau/course.yml"
    project.write("courses/khoi-dau/bai-2.yml", "title: Bài hai\nminutes: 5\nbody: Bài vừa thêm.\n")
    project.change(course, "lessons: [bai-1]", "lessons: [bai-1, bai-2]")
    server.wait("courses/khoi-dau/bai-2.html", lambda text: "Bài vừa thêm." in text)
    project.change(course, "lessons: [bai-1, bai-2]", "lessons: [bai-1]")
    (project.root / "courses/khoi-dau/bai-2.yml").unlink()
    server.wait("courses/khoi-dau/index.html", lambda text: "bai-2" not in text and "bai-1" in text)


@pytest.mark.parametrize("page", [PAGE, "en/quizzes/khoi-dau/tu-kiem.html", "index.html"])
def test_a_mistake_shows_at_the_address_being_viewed_and_goes_when_mended(server: Server, page: str) -> None:
    server.project.change(LESSON, "minutes: 10", "minutes: lâu")
    shown = server.wait(page, lambda text: "number-expected" in text)
    assert f"{LESSON}:2:10" in shown
    server.project.change(LESSON, "minutes: lâu", "minutes: 10")
    server.wait(page, lambda text: "number-expected" not in text and "lophoc-page" in text)


def test_what_belongs_to_builds_is_left_alone(server: Server) -> None:
    built(server.project, "generator", "build")
    staged = contents(server.project.root / ".lophoc/docs")
    server.project.change(LESSON, "minutes: 10", "minutes: lâu")
    server.wait("bon/nam/sau.html", lambda text: "number-expected" in text)
    server.project.change(LESSON, "minutes: lâu", "minutes: 10")
    server.wait(PAGE, lambda text: "Việc thứ nhất" in text)
    assert contents(server.project.root / ".lophoc/docs") == staged
    with pytest.raises(HTTPError) as refused:
        server.get("bon/nam/sau.html")
    assert "Không tìm thấy" in refused.value.read().decode()  # and no longer the mistake


def test_a_page_of_the_trainers_own_comes_and_goes(server: Server) -> None:
    server.project.write("docs/mau.html", "<p>mẫu</p>")
    server.wait("mau.html", lambda text: "<p>mẫu</p>" in text)
    (server.project.root / "docs/mau.html").unlink()

    def is_gone() -> bool:
        try:
            server.get("mau.html")
        except HTTPError as refused:
            return refused.code == 404
        return False

    assert until(is_gone)


def test_settings_that_do_not_fit_are_told_and_all_follows_again_once_they_do(server: Server) -> None:
    project, site = server.project, server.project.read("courses/site.yml")
    settings = project.read("mkdocs.yml")
    (project.root / "mkdocs.yml").unlink()
    time.sleep(1)
    assert "Việc thứ nhất" in server.get(PAGE)
    project.write("mkdocs.yml", settings.replace("        - locale: en\n          name: English\n", ""))
    time.sleep(1)
    assert "Việc thứ nhất" in server.get(PAGE)
    project.change("courses/site.yml", "[vi, en]", "[vi]")
    server.wait(PAGE, lambda text: "Việc thứ nhất" in text and "lh-languages" not in text)
    project.change(LESSON, "Việc thứ hai", "Việc theo sau")
    server.wait(PAGE, lambda text: "Việc theo sau" in text)
    project.change(LESSON, "Việc theo sau", "Việc thứ hai")
    project.write("mkdocs.yml", settings)
    project.write("courses/site.yml", site)
    server.wait(PAGE, lambda text: "lh-languages" in text)


def test_a_form_that_is_added_can_be_downloaded(server: Server) -> None:
    server.project.write("courses/khoi-dau/media/mau.txt", "mẫu thứ nhất")
    server.wait("en/courses/khoi-dau/media/mau.txt", lambda text: text == "mẫu thứ nhất")
    server.project.write("courses/khoi-dau/media/mau.txt", "mẫu thứ hai")
    server.wait("en/courses/khoi-dau/media/mau.txt", lambda text: text == "mẫu thứ hai")


def texts_of(index: str) -> str:
    return "".join(entry["text"] for entry in json.loads(index)["docs"])


def test_the_search_finds_what_was_just_written(server: Server) -> None:
    server.project.change(LESSON, "Việc thứ hai", "Việc rất mới")
    found = server.wait("search/search_index.json", lambda text: "Việc rất mới" in texts_of(text))
    assert "Việc thứ hai" not in texts_of(found)
    server.project.change(LESSON, "Việc rất mới", "Việc thứ hai")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("courses/audiences.yml", "title: Cán bộ", "title: Công chức"),
        ("courses/sources.yml", "title: Khảo sát năm 2024", "title: Khảo sát mới"),
        ("courses/khoi-dau/course.yml", "title: Khóa khởi đầu", "title: Khóa mở đầu"),
    ],
)
def test_the_search_finds_what_a_page_shows_of_others(server: Server, file: str, old: str, new: str) -> None:
    server.get("search/search_index.json")
    server.project.change(file, old, new)
    words, gone = new.removeprefix("title: "), old.removeprefix("title: ")
    found = server.wait("search/search_index.json", lambda text: words in texts_of(text))
    assert gone not in texts_of(found)
    server.project.change(file, new, old)


def test_a_change_of_the_settings_shows(server: Server) -> None:
    server.project.change("mkdocs.yml", "favicon: assets/lophoc/icon.svg", "favicon: assets/lophoc/khac.svg")
    server.wait(PAGE, lambda text: "khac.svg" in text)
    server.project.change("mkdocs.yml", "favicon: assets/lophoc/khac.svg", "favicon: assets/lophoc/icon.svg")
    server.wait(PAGE, lambda text: "khac.svg" not in text and "Việc thứ nhất" in text)


def test_a_wrong_address_shows_the_page_for_wrong_addresses(server: Server) -> None:
    with pytest.raises(HTTPError) as refused:
        server.get("khong-co.html")
    assert (refused.value.code, "Không tìm thấy" in refused.value.read().decode()) == (404, True)


def test_a_mistake_that_was_there_at_the_start_shows_at_every_address(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    project.change(LESSON, "minutes: 10", "minutes: lâu")
    with serving(project.root) as url:
        server = Server(project, url)
        for page in ("index.html", PAGE, "en/mot/hai/ba/bon.html"):
            assert "number-expected" in server.get(page)
        project.change(LESSON, "minutes: lâu", "minutes: 10")
        server.wait(PAGE, lambda text: "Việc thứ nhất" in text)


def test_the_terminal_tells_what_is_wrong_in_the_language_asked_for_and_nothing_else(tmp_path: Path) -> None:
    project, said = make_project(tmp_path / "project"), tmp_path / "said"
    project.write("docs/bang.md", "# Bảng\n\nMột trang đứng trước trang đầu.\n")

    def told() -> str:
        return said.read_text(encoding="utf-8")

    with serving(project.root, said=said) as url:
        server = Server(project, url)
        project.change(LESSON, "minutes: 10", "minutes: lâu")
        server.wait(PAGE, lambda text: "number-expected" in text)
        project.change(LESSON, "minutes: lâu", "minutes: 10")
        server.wait(PAGE, lambda text: "Việc thứ nhất" in text)
        project.write("mkdocs.yml", "\t" + (settings := project.read("mkdocs.yml")))
        assert until(lambda: "MkDocs cannot make the site with this mkdocs.yml" in told())
        assert "Việc thứ nhất" in server.get(PAGE)
        project.write("mkdocs.yml", settings + "hooks: [them.py]\n")
        project.write("them.py", "")
        assert until(lambda: "Stop lophoc serve" in told())
        project.write("mkdocs.yml", settings)
        project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")
        server.wait(PAGE, lambda text: "Việc khác hẳn" in text)
    assert "WARNING" not in told()
    assert told().count("= 1 errors, 0 warnings") == 1


def test_a_mistake_in_yaml_itself_shows_and_goes(server: Server) -> None:
    server.project.change(LESSON, "title: Bài một", 'title: "Bài một')
    server.wait(PAGE, lambda text: "unclosed-quote" in text)
    server.project.change(LESSON, 'title: "Bài một', "title: Bài một")
    server.wait(PAGE, lambda text: "Việc thứ nhất" in text)
