"""On a full disk people read and sign in, changes are refused with a sentence, and nothing is half-written."""

import errno
import os
import re
import shutil
import sqlite3
import subprocess
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse

from goldenthread.config import full_disk
from goldenthread.config.drawings import DrawingsCache
from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.people.models import Group
from goldenthread.foundation.room import Refused
from tests.house import servers
from tests.house.houses import on_sqlite
from tests.house.test_web_server import SIGN_IN
from tests.words import words

FULL = OSError(errno.ENOSPC, "No space left on device")
TEXT = "What the children told us: “nobody asked before”, and much else."


@pytest.fixture
def nearly_full(monkeypatch):
    monkeypatch.setattr(full_disk, "free", lambda: 1000)


def _new_group(text=TEXT):
    return {"kind": "subgroup", "name": text}


@pytest.mark.django_db
def test_a_change_is_refused_with_a_sentence_and_what_was_typed(client, cast, nearly_full):
    cast.sign_in(client)
    lines, groups = Line.objects.count(), Group.objects.count()
    address = reverse("organisations:add_group", args=["west"])
    answer = client.post(address, _new_group())
    assert answer.status_code == 507
    page = words(answer)
    assert "The disk of this installation is full, so nothing of what you sent was kept" in page and TEXT in page
    assert f'action="{address}"' in answer.content.decode()
    assert (Line.objects.count(), Group.objects.count()) == (lines, groups)


@pytest.mark.django_db
def test_reading_and_signing_in_go_on(client, cast, nearly_full, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "reserve").write_bytes(b"x")
    user = cast.person("business_manager").user
    user.set_password("a long enough password")
    user.save()
    typed = {"login": user.email, "password": "a long enough password"}
    assert client.post(reverse("account_login"), typed).status_code == 302
    assert not (tmp_path / "reserve").exists()  # its room is for this
    assert client.get("/west/").status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize(
    ("fault", "full"),
    [
        (FULL, True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (OperationalError("database or disk is full"), True),
        (OperationalError("disk I/O error"), False),
        (OperationalError("database is locked"), False),
        (type("DiskFull", (Exception,), {"sqlstate": "53100"})("could not extend file"), True),
        (ValueError("a fault in the code"), False),
        (None, False),
    ],
)
def test_what_says_that_a_disk_is_full(fault, full):
    assert full_disk.is_full(fault) is full
    if fault is not None:
        wrapped = RuntimeError("while saving")
        wrapped.__cause__ = fault
        assert full_disk.is_full(wrapped) is full


def test_an_input_or_output_error_of_sqlite_counts_when_nothing_is_left(nearly_full):
    assert full_disk.is_full(OperationalError("disk I/O error"))


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [FULL, OperationalError("database or disk is full")])
def test_a_disk_that_fills_during_a_change_is_told_as_well(client, cast, monkeypatch, fault):
    """Whatever fails, wherever it fails: here the last step of each operation."""

    def fail(entries):
        raise fault

    monkeypatch.setattr("goldenthread.foundation.writing.write_lines", fail)
    cast.sign_in(client)
    client.raise_request_exception = False
    groups = Group.objects.count()
    answer = client.post(reverse("organisations:add_group", args=["west"]), _new_group())
    assert answer.status_code == 507 and TEXT in words(answer)
    assert Group.objects.count() == groups


@pytest.mark.django_db
def test_another_error_is_told_as_ever(client, cast, monkeypatch):
    monkeypatch.setattr("goldenthread.foundation.writing.write_lines", lambda entries: 1 / 0)
    cast.sign_in(client)
    client.raise_request_exception = False
    answer = client.post(reverse("organisations:add_group", args=["west"]), _new_group())
    assert answer.status_code == 500 and "Something went wrong on our side" in words(answer)


def test_a_password_never_comes_back():
    request = RequestFactory().post("/account/login/", {"login": "a@example.org", "password": "a secret of mine"})
    assert b"a secret" not in full_disk.refuse(request).content


def test_what_was_typed_comes_back_as_text():
    request = RequestFactory().post(
        "/west/x/?a=1", {"text": "<script>alert(1)</script>", "version": "3", "csrfmiddlewaretoken": "abc"}
    )
    page = full_disk.refuse(request).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert 'name="csrfmiddlewaretoken" value="abc"' in page
    assert 'type="hidden" name="version" value="3"' in page and 'action="/west/x/?a=1"' in page


@pytest.mark.django_db
def test_a_file_that_does_not_fit_is_refused_beside_its_field_and_leaves_nothing(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path

    def save(path, file):
        (tmp_path / path).write_bytes(b"half")
        raise FULL

    monkeypatch.setattr(default_storage, "save", save)
    with pytest.raises(Refused, match="The disk of this installation is full") as refused:
        storing.receive(upload())
    assert refused.value.field == "file"
    assert list(tmp_path.iterdir()) == [] and not Document.objects.exists()


def test_a_drawing_that_cannot_be_kept_stops_no_page(tmp_path, monkeypatch):
    cache = DrawingsCache(str(tmp_path / "drawings"), {})
    cache.set("a", "drawn")
    assert cache.get("a") == "drawn"

    def fail(*words, **more):
        raise FULL

    monkeypatch.setattr("tempfile.mkstemp", fail)
    cache.set("b", "drawn")
    assert cache.get("b") is None


def test_room_is_put_aside_where_there_is_enough_and_nowhere_else(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(full_disk, "free", lambda: settings.DISK_LOW_BYTES)
    full_disk.keep_reserve()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(full_disk, "free", lambda: 100 * settings.DISK_LOW_BYTES)
    full_disk.keep_reserve()
    full_disk.keep_reserve()
    file = tmp_path / "reserve"
    assert file.stat().st_blocks * 512 >= settings.DISK_RESERVE_BYTES and file.stat().st_mode & 0o077 == 0


# A real disk


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _fill(place):
    """Write until nothing fits any more; the file that fills the disk."""
    file = place / "filling"
    with file.open("wb", buffering=0) as out:
        for size in (1 << 20, 4096, 1):
            while True:
                try:
                    out.write(b"x" * size)
                except OSError:
                    break
    assert shutil.disk_usage(place).free == 0
    return file


def _post(port, path, fields, cookie=""):
    body = urlencode({"csrfmiddlewaretoken": servers.TOKEN, **fields}).encode()
    line = servers.http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Host": "localhost",
        "Cookie": f"csrftoken={servers.TOKEN}; {cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line.request("POST", path, body, headers)
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    return answer, page


SET_PASSWORD = """
import django; django.setup()
from goldenthread.foundation.people.models import Person
user = Person.objects.get(name="The business manager").user
user.set_password("a long enough password")
user.save()
print(user.email)
"""


@pytest.mark.small_disk
def test_on_a_real_disk_that_is_full_to_its_last_byte(small_disk):
    home = small_disk / "home"
    home.mkdir()
    house = on_sqlite(home)
    house.run("-m", "tests.house.writers", "furnish")
    email = house.run("-c", SET_PASSWORD).stdout.strip()
    session = house.run("-c", SIGN_IN).stdout.split()[0]
    with servers.web_server(house) as port:
        assert servers.asked(port, "/west/", Cookie=session)[0] == 200
        assert (house.home / "reserve").exists()
        filling = _fill(small_disk)
        assert servers.asked(port, "/west/", Cookie=session)[0] == 200
        answer, page = _post(port, "/west/who/groups/add/", _new_group(), session)
        assert answer.status == 507 and "nobody asked before" in page
        answer, page = _post(port, "/account/login/", {"login": email, "password": "a long enough password"})
        assert answer.status == 302, re.sub(r"\s+", " ", page)[-2000:]
        cookie = "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")
        assert servers.asked(port, "/west/", Cookie=cookie)[0] == 200
        filling.unlink()
        answer, page = _post(port, "/west/who/groups/add/", _new_group(), session)
        assert answer.status == 302
    assert "History is whole" in house.manage("verify_history").stdout
    with sqlite3.connect(house.home / "goldenthread.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM people_group WHERE name = ?", [TEXT]).fetchone() == (1,)
    connection.close()
    os.sync()
