"""The pocket build as files: whole, relative, naming nobody and no other place."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.web import pocket

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
NAMED = re.compile(r'\s(?:href|src|action|data-rules|data-after)="([^"]*)"')
HOST = re.compile(r"(?:https?:)?//[a-z0-9][a-z0-9.-]*", re.IGNORECASE)
# A name space and a licence are no address that is asked for; crisis lines are opened by a press.
NO_REQUEST = re.compile(r'xmlns(?::\w+)?="[^"]*"|<a [^>]*>')
MOST_BYTES, MOST_FILES = 4_000_000, 100


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    folder: Path = tmp_path_factory.mktemp("pocket") / "out"
    built = pocket.build(folder, catalogue, NOW, "DE")
    print(f"\npocket: {built.files} files, {built.bytes} bytes, {len(built.sessions)} sessions")
    assert built.bytes <= MOST_BYTES
    assert built.files <= MOST_FILES
    return folder


def pages(out: Path) -> list[Path]:
    return sorted(out.glob("*.html"))


def test_every_address_is_relative_and_there(out: Path) -> None:
    assert len(pages(out)) > 15
    for page in pages(out):
        for found in NAMED.findall(page.read_text("utf-8")):
            if found.startswith(("tel:", "#", "https://")):
                continue  # a call, this page, or a line's own site
            assert not found.startswith("/"), (page.name, found)
            assert (out / found.split("#")[0].split("?")[0]).is_file(), (page.name, found)


def test_nothing_asks_another_host(out: Path) -> None:
    looked = 0
    for file in out.rglob("*"):
        if file.suffix in {".html", ".js", ".css", ".json", ".webmanifest", ".svg", ".txt"}:
            looked += 1
            text = NO_REQUEST.sub("", file.read_text("utf-8"))
            assert HOST.findall(text) == [], file.name
    print(f"\nV1: {looked} files of the build, 0 other hosts named")
    assert looked > 50


def test_each_page_carries_its_policy_first(out: Path) -> None:
    for page in pages(out):
        head = page.read_text("utf-8").split("<title>")[0]
        assert f'http-equiv="Content-Security-Policy" content="{pocket.POLICY}"' in head, page.name
        assert head.index("Content-Security-Policy") < head.index("viewport")
    assert "default-src 'none'" in pocket.POLICY
    assert "form-action 'none'" in pocket.POLICY  # without script no form sends anything
    assert "frame-ancestors 'none'" in (out / "headers.txt").read_text("utf-8")


def test_help_is_the_first_way_on_every_page_and_the_preview_is_named(out: Path) -> None:
    for page in pages(out):
        body = page.read_text("utf-8").partition("<body")[2]
        first = [a for a in re.findall(r'<a [^>]*href="([^"]*)"', body) if not a.startswith("#")]
        helps = {"help.html", "help-night.html"}
        assert page.name in helps or helps & set(first[:2]), page.name
    for name in ("index.html", "help.html", "session-sounds-around.html"):
        assert "Preview: not yet checked by a clinician" in (out / name).read_text("utf-8")


def test_the_worker_keeps_every_file_and_scripts_find_what_they_import(out: Path) -> None:
    listed = re.search(r"const FILES = (\[.*?\]);", (out / "sw.js").read_text("utf-8"))
    assert listed
    kept = set(json.loads(listed[1]))
    there = {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()}
    assert there - kept == {"sw.js", "headers.txt", pocket.MARK}
    for script in (out / "static").glob("*.js"):
        for name in pocket.SCRIPT_PART.findall(script.read_text("utf-8")):
            assert (out / "static" / name).is_file(), (script.name, name)


def test_sessions_and_positions_stand_behind_the_danger_screen(out: Path) -> None:
    for page in pages(out):
        text = page.read_text("utf-8")
        behind = text.find("data-clear hidden")
        for mark in ('id="session-script"', "data-player", '<svg class="person'):
            if mark in text and page.name != "ease.html":
                assert -1 < behind < text.index(mark), (page.name, mark)
        assert ("data-danger" in text) == (behind > -1), page.name


def test_it_says_kept_and_never_saved(out: Path) -> None:
    for page in pages(out):
        said = re.sub(r"<[^>]*>", " ", page.read_text("utf-8").partition("<body")[2])
        assert not re.search(r"\bSaved?\b", said), page.name


def test_the_same_content_gives_the_same_version_and_old_files_go(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    first = pocket.build(tmp_path, catalogue, NOW)
    mark = json.loads((tmp_path / pocket.MARK).read_text())
    (tmp_path / "old.html").write_text("old")
    outside = tmp_path.parent / "outside.html"
    outside.write_text("not ours")
    mark["files"] += ["old.html", "../outside.html", str(outside)]
    (tmp_path / pocket.MARK).write_text(json.dumps(mark))
    (tmp_path / ".git").mkdir()
    second = pocket.build(tmp_path, catalogue, NOW)
    assert first.version == second.version
    assert not (tmp_path / "old.html").exists()
    assert outside.exists()
    assert (tmp_path / ".git").is_dir()


def test_another_language_keeps_danger_words_in_the_source(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    pocket.build(tmp_path, catalogue, NOW, language="de")
    assert '<html lang="de"' in (tmp_path / "checkin.html").read_text("utf-8")
    for name in ("ease.html", "help.html", "awake.html", "session-sounds-around.html"):
        assert '<html lang="en"' in (tmp_path / name).read_text("utf-8"), name


@pytest.mark.parametrize(
    ("country", "language"), [("XX", ""), ("unknown-land", ""), ("", "tlh"), ("../x", "")]
)
def test_what_is_not_known_is_refused(
    tmp_path: Path, catalogue: Catalogue, country: str, language: str
) -> None:
    with pytest.raises(BadInput):
        pocket.build(tmp_path / "out", catalogue, NOW, country, language)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    for folder in (tmp_path, mine):
        with pytest.raises(BadInput):
            pocket.build(folder, catalogue, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_links_in_an_earlier_build_are_never_followed(tmp_path: Path, catalogue: Catalogue) -> None:
    out, mine, elsewhere = tmp_path / "out", tmp_path / "mine.txt", tmp_path / "elsewhere"
    pocket.build(out, catalogue, NOW)
    for place in (mine, elsewhere / "app.js"):
        place.parent.mkdir(exist_ok=True)
        place.write_text("mine")
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(mine)
    (out / "far").symlink_to(elsewhere)
    mark = json.loads((out / pocket.MARK).read_text("utf-8"))
    mark["files"] += ["far/app.js", "../mine.txt", str(mine), "static", "", ".", "a\0b"]
    (out / pocket.MARK).write_text(json.dumps(mark))
    pocket.build(out, catalogue, NOW)
    assert (mine.read_text(), (elsewhere / "app.js").read_text()) == ("mine", "mine")
    assert not (out / "index.html").is_symlink()
    (out / "static").rename(out / "was")
    (out / "static").symlink_to(elsewhere)
    with pytest.raises(BadInput):
        pocket.build(out, catalogue, NOW)
    assert (elsewhere / "app.js").read_text() == "mine"


def test_a_place_that_cannot_be_written_and_a_deep_mark_are_refused(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    (tmp_path / "file").write_text("mine")
    deep = tmp_path / "deep"
    deep.mkdir()
    (deep / pocket.MARK).write_text("[" * 100_000)
    for place in (tmp_path / "file" / "below", deep):
        with pytest.raises(BadInput):
            pocket.build(place, catalogue, NOW)


def test_a_link_that_is_not_in_the_build_stops_it() -> None:
    with pytest.raises(pocket.NotInTheBuild):
        pocket.relative('<a href="/loop">My loop</a>', "index.html")
