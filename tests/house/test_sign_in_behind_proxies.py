"""Behind the proxies as the operations guide describes them, a stranger who fails without end shuts nobody else out."""

import contextlib
import http.client
from urllib.parse import urlencode

import pytest

from tests.house import servers
from tests.house.houses import on_sqlite
from tests.house.test_web_server import behind  # noqa: F401

STRANGER, COLLEAGUE = "127.0.0.2", "127.0.0.3"  # every address of 127.0.0.0/8 is this machine's own
PASSWORD = "teapot-lantern-gravel"
GIVE_A_PASSWORD = f"""
import django; django.setup()
from goldenthread.foundation.people.models import Person
user = Person.objects.get(name="The business manager").user
user.set_password("{PASSWORD}")
user.save()
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    house = on_sqlite(tmp_path_factory.mktemp("home"))
    house.run("-m", "tests.house.writers", "furnish")
    house.run("-c", GIVE_A_PASSWORD)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.house.settings_with_limits"}
    house.manage("createcachetable", **settings)
    with servers.web_server(house, GOLDENTHREAD_PROXIES="1", **settings) as port:
        yield port


def enter(port, address, email, password):
    """The status of a post of the sign-in form that comes from this address: 302 for who gets in."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))
    with contextlib.closing(line):
        body = urlencode({"csrfmiddlewaretoken": servers.TOKEN, "login": email, "password": password})
        head = {
            "Host": "localhost",
            "Cookie": f"csrftoken={servers.TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": COLLEAGUE,  # what a browser makes up counts for nothing
        }
        line.request("POST", "/account/login/", body, head)
        return line.getresponse().status


@pytest.mark.parametrize(
    "kind", [pytest.param("nginx", marks=pytest.mark.nginx), pytest.param("caddy", marks=pytest.mark.caddy)]
)
def test_a_stranger_shuts_nobody_out(behind, kind):  # noqa: F811
    own, email = behind(kind), "business_manager@example.org"
    for number in range(12):
        assert enter(own, STRANGER, f"nobody{number}@example.org", "not this one at all") == 200
    for _ in range(6):
        assert enter(own, STRANGER, email, "not this one at all") == 200
    assert enter(own, STRANGER, email, PASSWORD) == 200
    assert enter(own, COLLEAGUE, email, PASSWORD) == 302
