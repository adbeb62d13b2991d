"""What answers carry that stand in no table of pages: nothing that somebody signed in was shown is stored."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.house.houses import REPOSITORY

pytestmark = pytest.mark.django_db


def test_what_does_not_exist_is_not_stored_either(cast):
    """All that exists is held to this where the table of pages is walked."""
    answer = cast.sign_in(Client()).get("/nothing/here/")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")


def test_a_page_that_fails_is_not_stored_either(cast, settings, monkeypatch):
    client = cast.sign_in(Client(raise_request_exception=False))

    def fail(*_, **__):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("goldenthread.foundation.organisations.queries.seats_of", fail)
    answer = client.get("/west/who/people/")
    assert (answer.status_code, answer["Cache-Control"]) == (500, "private, no-store")


def test_the_answers_of_signing_in_and_out_are_not_stored(cast):
    user = cast.person("lay_member").user
    user.set_password("teapot-lantern-gravel")
    user.save()
    client = Client()
    entered = client.post("/account/login/", {"login": user.email, "password": "teapot-lantern-gravel"})
    assert (entered.status_code, entered["Cache-Control"]) == (302, "private, no-store")
    left = client.post("/account/logout/")
    assert (left.status_code, left["Cache-Control"]) == (302, "private, no-store")


def test_a_stranger_may_keep_what_is_public(client, db):
    assert not client.get("/about").has_header("Cache-Control")


def test_a_page_may_use_nothing_of_the_device_but_passkeys(client, db):
    policy = client.get("/about")["Permissions-Policy"]
    assert "camera=()" in policy and "geolocation=()" in policy and "publickey-credentials-get=(self)" in policy


def test_behind_tls_no_neighbour_can_plant_a_cookie(tmp_path):
    told = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    names = {}
    for tls in ("", "1"):
        house = {**os.environ, "GOLDENTHREAD_HOME": str(tmp_path), "GOLDENTHREAD_TLS": tls}
        house["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
        done = subprocess.run([sys.executable, "-c", told], cwd=REPOSITORY, env=house, capture_output=True, text=True)
        names[tls] = done.stdout.split()
    assert names == {"": ["sessionid", "csrftoken"], "1": ["__Host-sessionid", "__Host-csrftoken"]}
