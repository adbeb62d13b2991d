"""The web server as ./run starts it goes on answering while others are slow, idle, or send too much."""

import contextlib
import getpass
import re
import select
import shutil
import time

import pytest

from tests.house import servers
from tests.house.houses import on_sqlite
from tests.house.test_operations_guide import GUIDE

PAGES, SECONDS = 20, 30
# Signs somebody in without a page: prints the cookie, and the number of the partnership's own group.
SIGN_IN = """
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib import auth
from goldenthread.foundation.people.models import Group, Person
user = Person.objects.get(name="The business manager").user
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[auth.SESSION_KEY], session[auth.HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}", Group.objects.get(kind="root", lead__key="west").pk)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = on_sqlite(tmp_path_factory.mktemp("home"))
    made.run("-m", "tests.house.writers", "furnish")
    return made


@pytest.fixture(scope="module")
def port(house):
    with servers.web_server(house) as port:
        yield port


@pytest.fixture(scope="module")
def signed_in(house):
    """The cookie of the business manager of west, signed in, and the number of west's own group."""
    return house.run("-c", SIGN_IN).stdout.split()


@pytest.fixture
def session(signed_in):
    return signed_in[0]


@pytest.fixture
def upload(signed_in):
    """A function that gives the body of the form that adds a document, with a file of about `size` bytes."""
    return lambda size: form_body(signed_in[1], size)


def form_body(group, size):
    fields = {
        "csrfmiddlewaretoken": servers.TOKEN,
        "title": "Sent over a slow line",
        "on": "2025-11-20",
        "group": group,
        "audience": "partnership",
        "classification": "official",
    }
    text = b"Evidence.\n"
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields]
    file = '--x\r\nContent-Disposition: form-data; name="file"; filename="slow.txt"\r\n\r\n'
    return "".join(parts).encode() + file.encode() + text * (size // len(text)) + b"\r\n--x--\r\n"


def all_answered(port):
    began = time.monotonic()
    answers = [servers.asked(port, "/account/login/", timeout=SECONDS)[0] for _ in range(PAGES)]
    assert answers == [200] * PAGES
    assert time.monotonic() - began < SECONDS


@contextlib.contextmanager
def open_lines(count, begin):
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(begin()) for _ in range(count)]


@pytest.mark.parametrize("count", [6, 60])
@pytest.mark.parametrize("path", ["/nothing/here/", "/account/login/"])
def test_idle_posts_of_strangers_hold_nobody_up(port, count, path):
    with open_lines(count, lambda: servers.post_begun(port, path, 20_000, b"--x\r\n")):
        all_answered(port)


def test_twelve_hundred_connections_that_say_nothing_hold_nobody_up(port):
    """More than a worker takes by the server's own measure (backlog by workers: 512)."""
    with open_lines(1200, lambda: servers.post_begun(port, "/nothing/here/", 20_000)):
        all_answered(port)


@pytest.mark.parametrize("cookies", ["", "sessionid=made-up"])
@pytest.mark.parametrize("chunked", [False, True])
def test_nothing_large_is_taken_from_a_stranger(port, cookies, chunked):
    length, sent = 50_000_000, 0
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n" if chunked else b"x" * 65536
    with servers.post_begun(port, "/nothing/here/", length, cookies=cookies, chunked=chunked) as line:
        with contextlib.suppress(ConnectionError):
            while sent < length:
                line.sendall(piece)
                sent += len(piece)
        assert sent < 30_000_000  # what is thrown away so that the answer is read, and what the system holds
        status, page = servers.status_of(line)
    assert status == 413
    assert b"Sign in before you send this much" in page


def test_a_file_over_a_slow_line_holds_no_colleague_up_and_arrives(port, session, upload):
    body = upload(400_000)
    begin = lambda: servers.post_begun(port, "/west/documents/add/", len(body), body[:300_000], session)  # noqa: E731
    with open_lines(4, begin) as lines:
        all_answered(port)
        for line in lines:
            line.sendall(body[300_000:])
            status, page = servers.status_of(line)
            assert status == 302, re.sub(rb"\s+", b" ", page)[-3000:]


def test_one_person_does_not_fill_the_house_with_large_files(port, session, upload):
    body = upload(400_000)
    begin = lambda: servers.post_begun(port, "/west/documents/add/", len(body), body[:300_000], session)  # noqa: E731
    with open_lines(9, begin) as lines:  # two workers take four each
        refused = select.select(lines, [], [], 30)[0]
        status, page = servers.status_of(refused[0])
    assert len(refused) <= 5
    assert status == 503
    assert b"Much is being sent" in page


def test_more_than_a_file_may_have_is_refused_with_a_sentence(port, session):
    with servers.post_begun(port, "/west/documents/add/", 60 * 1024 * 1024, b"--x", session) as line:
        status, page = servers.status_of(line)
    assert status == 413
    assert b"The most that can be stored is 50 MB" in page


def test_whoever_does_not_read_a_file_holds_nobody_up(port, session, upload):
    body = upload(20_000_000)
    with servers.post_begun(port, "/west/documents/add/", len(body), body, session) as line:
        address = servers.answer_of(line)[0].getheader("Location")
    ask = f"GET {address}1/ HTTP/1.1\r\nHost: localhost\r\nCookie: {session}\r\n\r\n".encode()

    def reader():
        line = servers.socket.create_connection(("127.0.0.1", port), timeout=30)
        line.sendall(ask)
        return line

    with open_lines(12, reader) as lines:
        all_answered(port)
        status, file = servers.status_of(lines[0])
    assert (status, len(file)) == (200, 20_000_000)


# Behind the proxies of the guide


def configuration(kind, port, own):
    """The guide's configuration of a proxy, for this machine: without TLS, from port `own` to `port`."""
    text = re.search(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)[1]
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{own};").replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    return text.replace("goldenthread.example.org {", f"http://localhost:{own} {{")


@pytest.fixture
def behind(port, tmp_path):
    """A function that starts a proxy before the web server; the proxy's port."""
    with contextlib.ExitStack() as stack:

        def start(kind):
            own = servers.free_port()
            text, file = configuration(kind, port, own), tmp_path / "configuration"
            if kind == "nginx":
                (tmp_path / "logs").mkdir()
                text = (
                    f"user {getpass.getuser()}; daemon off; pid {tmp_path}/pid; error_log {tmp_path}/logs/error;\n"
                    f"events {{}}\nhttp {{ access_log off; client_body_temp_path {tmp_path}/body;\n{text}}}"
                )
                command = [shutil.which("nginx"), "-p", tmp_path, "-c", file]
            else:
                text = f"{{\nadmin off\n}}\n{text}"
                command = [shutil.which("caddy"), "run", "--adapter", "caddyfile", "--config", file]
            file.write_text(text)
            stack.enter_context(servers.running(command, own, {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}))
            return own

        yield start


@pytest.mark.parametrize(
    "kind", [pytest.param("nginx", marks=pytest.mark.nginx), pytest.param("caddy", marks=pytest.mark.caddy)]
)
def test_behind_the_proxies_of_the_guide_idle_posts_hold_nobody_up(behind, kind):
    own = behind(kind)
    with open_lines(60, lambda: servers.post_begun(own, "/nothing/here/", 20_000, b"--x\r\n")):
        all_answered(own)


@pytest.mark.parametrize(
    "kind", [pytest.param("nginx", marks=pytest.mark.nginx), pytest.param("caddy", marks=pytest.mark.caddy)]
)
def test_behind_the_proxies_of_the_guide_a_slow_file_arrives(behind, kind, session, upload):
    own, body = behind(kind), upload(400_000)
    with servers.post_begun(own, "/west/documents/add/", len(body), body[:300_000], session) as line:
        all_answered(own)
        line.sendall(body[300_000:])
        assert servers.status_of(line)[0] == 302
