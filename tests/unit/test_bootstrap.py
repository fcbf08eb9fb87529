"""Opening the house: one person a folder, sound content only, private files."""

import stat
from pathlib import Path

import pytest

from unspiral import bootstrap
from unspiral.bootstrap import open_context, opened, write_private
from unspiral.errors import BadContent, FolderInUse
from unspiral.records.problem import Problem
from unspiral.services import content
from unspiral.settings import Settings


def test_a_folder_keeps_its_one_person(tmp_path: Path) -> None:
    with opened(Settings(tmp_path)) as (ctx, first):
        assert ctx.store.people() == (first,)
    with opened(Settings(tmp_path)) as (_, again):
        assert again == first


def test_two_folders_hold_two_people(tmp_path: Path) -> None:
    with (
        opened(Settings(tmp_path / "a")) as (_, one),
        opened(Settings(tmp_path / "b")) as (_, other),
    ):
        assert one != other
        assert len(one) == 32


def test_the_folder_is_given_back_when_closed(tmp_path: Path) -> None:
    ctx = open_context(Settings(tmp_path))
    with pytest.raises(FolderInUse):
        open_context(Settings(tmp_path))
    ctx.store.close()
    open_context(Settings(tmp_path)).store.close()


def test_content_with_an_error_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Problem("no_source", "claims/x.yaml")
    monkeypatch.setattr(content, "examined", lambda: (None, [fault]))
    with pytest.raises(BadContent, match=r"no_source in claims/x\.yaml"):
        open_context(Settings(tmp_path / "data"))
    assert not (tmp_path / "data").exists()


def test_a_warning_in_content_does_not_stop_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue, _ = content.examined()
    warning = Problem("old", "claims/x.yaml", "warning")
    monkeypatch.setattr(content, "examined", lambda: (catalogue, [warning]))
    assert bootstrap.read_catalogue() is catalogue


def test_private_files_are_for_the_owner_also_when_written_over(tmp_path: Path) -> None:
    path = tmp_path / "launch-url"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o600)


def test_on_postgresql_the_person_lives_in_the_database(tmp_path: Path, postgres_url: str) -> None:
    settings = Settings(tmp_path / "data", database=postgres_url)
    with opened(settings) as (_, first):
        assert not (tmp_path / "data" / "unspiral.db").exists()
    with opened(settings) as (_, again):
        assert again == first
