"""An address that is put together from its parts is the one that Django gives."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse

from goldenthread.foundation.access.addresses import path_to

urlpatterns = [path("elsewhere/<slug:key>/<int:number>/<slug:other>/", lambda request: None, name="numbered")]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("overview:today", ["west"]),
        ("thread:action", ["west", "east", "action-2_A"]),
        ("thread:theme", ["place-of-key-1", "neglect"]),
        ("account_login", []),
    ],
)
def test_it_is_the_same(name, keys):
    for _ in range(2):
        assert path_to(name, *keys) == reverse(name, args=keys)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("overview:nowhere", ["west"]),
        ("overview:today", []),
        ("overview:today", ["no/slug"]),
        ("overview:today", ["no slug"]),
        ("overview:today", ["west\n"]),
        ("overview:today", [""]),
    ],
)
def test_what_has_no_address_is_told(name, keys):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=keys)
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            path_to(name, *keys)


def test_a_page_that_takes_something_else_is_asked_for_each_time():
    with override_settings(ROOT_URLCONF=__name__):
        assert path_to("numbered", "key", 5, "other") == "/elsewhere/key/5/other/"
    with pytest.raises(NoReverseMatch):
        path_to("numbered", "key", 5, "other")
