"""A backup made while the house runs is restored into an empty place, and is the same house."""

import contextlib
import json
import os
import shutil
import sqlite3

import psycopg
import pytest

from goldenthread.foundation.documents import backups
from goldenthread.foundation.room import Refused
from tests.house.houses import DATABASES, House, house_on
from tests.migrated import kept_file

ADD_A_DOCUMENT = """
import django; django.setup()
from django.core.files.base import ContentFile
from goldenthread.foundation.documents import operations, storing
from tests.house.writers import NOW, _manager
from goldenthread.foundation.people.models import Group
by = _manager("west")
received = storing.receive(ContentFile(b"%PDF-1.7 the minutes", name="minutes.pdf"))
operations.add_document(by=by, now=NOW, received=received, title="Minutes", on=NOW.date(),
    group=Group.objects.get(kind="root", lead__key="west"), audience="partnership")
"""


@pytest.fixture(scope="module", params=DATABASES)
def original(request, tmp_path_factory):
    """(kind of database, a house with people, work, a document and noted heads, its backup)."""
    folder = tmp_path_factory.mktemp("original")
    with house_on(request.param, folder / "home") as house:
        house.run("-m", "tests.house.writers", "furnish")
        house.run("-c", ADD_A_DOCUMENT)
        house.manage("note_heads")
        house.manage("back_up", folder / "backup")
        yield request.param, house, folder / "backup"


@pytest.fixture
def empty(original, tmp_path):
    with house_on(original[0], tmp_path / "home", empty=True) as house:
        yield house


def rows(house):
    """{table: its rows in order} of the whole database."""
    if house.address:
        with psycopg.connect(house.address) as connection:
            names = [
                row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
            return {name: sorted(connection.execute(f"SELECT t::text FROM {name} t").fetchall()) for name in names}
    with contextlib.closing(sqlite3.connect(house.home / "goldenthread.sqlite3")) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}").fetchall())) for name in names}


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(house, *words):
    done = house.manage(*words, check=False)
    assert done.returncode == 1
    return done.stderr


def test_a_restored_house_is_the_same_house(original, empty):
    _, house, backup = original
    said = empty.manage("restore", backup).stdout
    assert "3 chains of history and 1 documents are whole" in said
    before = rows(house)
    assert rows(empty) == before
    assert len(before["history_line"]) > 40 and len(before["thread_source"]) == 2
    for part in ("documents-of-tests", "heads"):  # where the settings of tests keep documents
        assert files(empty.home / part) == files(house.home / part) != {}
    assert "History is whole" in empty.manage("verify_history").stdout
    assert "All 1 stored files are whole" in empty.manage("verify_documents").stdout
    # It is a living house: somebody writes, and the chain goes on from where the backup ended.
    state = json.loads(empty.run("-m", "tests.house.writers", "killed-at", "whole", "after the end").stdout)[
        "after the end"
    ]
    assert (state["written"], state["faults"]) == (1, [])
    # And no longer an empty place.
    assert "only into an empty place" in refused(empty, "restore", backup)


def test_the_backup_holds_no_key_and_is_read_by_its_owner_alone(original):
    _, _, backup = original
    assert backup.stat().st_mode & 0o077 == 0
    assert not any(b"a key for tests only" in content for content in files(backup).values())


def test_a_backup_that_was_changed_is_refused_and_nothing_is_restored(original, empty, tmp_path):
    _, _, backup = original
    copy = tmp_path / "copy"
    for name, change in (("documents", lambda path: path.write_bytes(b"other")), ("heads", lambda path: path.unlink())):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(backup, copy)
        change(next((copy / name).iterdir()))
        assert f"{name}/" in refused(empty, "restore", copy)
    (copy / "manifest.json").unlink()
    assert "is not a backup" in refused(empty, "restore", copy)
    assert not files(empty.home / "documents-of-tests")
    assert not rows(empty) if empty.address else not (empty.home / "goldenthread.sqlite3").exists()


def test_a_forged_backup_is_refused_and_nothing_stays_in_place(original, empty, tmp_path):
    """Every hash fits, and history does not reach the end that the manifest tells: only what was restored shows it."""
    _, _, backup = original
    copy = tmp_path / "copy"
    shutil.copytree(backup, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    number, digest = manifest["chains"]["west"]
    manifest["chains"]["west"] = [number + 1, digest]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    told = refused(empty, "restore", copy)
    assert "What was restored is not whole" in told and "Nothing of it was left in place" in told
    assert not files(empty.home / "documents-of-tests") and not files(empty.home / "heads")
    assert not rows(empty) if empty.address else not (empty.home / "goldenthread.sqlite3").exists()
    assert "3 chains of history and 1 documents are whole" in empty.manage("restore", backup).stdout


MANIFEST = {
    "format": 1,
    "made_at": "2026-11-20T10:00:00+00:00",
    "database": "sqlite",
    "history_key": "0" * 16,
    "chains": {"west": [3, "0" * 64]},
    "migrations": ["people.0001_initial"],
    "files": {"database.sqlite3": "0" * 64},
}


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "{",
        "[]",
        "null",
        "\udcff",
        *({name: value for name, value in MANIFEST.items() if name != left_out} for left_out in MANIFEST),
        *({**MANIFEST, name: 7} for name in MANIFEST if name != "format"),
        {**MANIFEST, "database": "oracle"},
        {**MANIFEST, "chains": {"west": 3}},
        {**MANIFEST, "chains": {"west": ["3", "x"]}},
        {**MANIFEST, "files": {}},
        {**MANIFEST, "migrations": [1]},
    ],
)
def test_a_manifest_that_back_up_did_not_write_is_refused_with_a_sentence(manifest, tmp_path):
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    (tmp_path / "manifest.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(Refused, match="Nothing was restored|restore it with that version"):
        backups.restore(tmp_path)


def test_whatever_the_house_makes_is_its_users_alone(tmp_path):
    """Also where the machine lets everybody read new files, and the house makes its own home."""
    house = House(tmp_path / "home", "")
    before = os.umask(0o022)
    try:
        house.manage("migrate", "contenttypes", "--verbosity", 0)
        shutil.copyfile(kept_file(), house.home / "goldenthread.sqlite3")  # all tables, into the file that it made
        house.manage("note_heads")
    finally:
        os.umask(before)
    made = [house.home, *house.home.rglob("*")]
    assert house.home / "goldenthread.sqlite3" in made and house.home / "heads" in made
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_the_wrong_key_is_refused(original, empty):
    _, _, backup = original
    said = empty.manage(
        "restore",
        backup,
        check=False,
        DJANGO_SETTINGS_MODULE="goldenthread.config.settings",
        GOLDENTHREAD_HISTORY_KEY="another",
    ).stderr
    assert "The key of the history here is not the one of the backup" in said


def test_a_backup_never_overwrites_another(original):
    _, house, backup = original
    assert "is not empty" in refused(house, "back_up", backup)
