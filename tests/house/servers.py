"""The web server of ./run as real processes on this machine, and browsers that are slow on purpose."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time

from setup.run import web_command
from tests.house.houses import REPOSITORY, House

TOKEN = "a" * 32
SECONDS_TO_START = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def web_server(house: House, **more: str):
    """The port of a web server with this house's record and `more` settings; ended with all its processes."""
    port = free_port()
    settings = {
        **os.environ,
        "GOLDENTHREAD_HOME": str(house.home),
        "GOLDENTHREAD_DATABASE": house.address,
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings_test",
        **more,
    }
    with running(web_command(port), port, settings):
        yield port


@contextlib.contextmanager
def running(command, port, settings=None):
    """A server from its start, when it answers at the port, to its end."""
    server = subprocess.Popen(
        [str(word) for word in command], cwd=REPOSITORY, env=settings, stdin=subprocess.DEVNULL, process_group=0
    )
    try:
        until = time.monotonic() + SECONDS_TO_START
        while not answers(port):
            assert server.poll() is None and time.monotonic() < until, f"{command} does not answer"
            time.sleep(0.1)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def answers(port) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return asked(port, "/account/login/")[0] < 500
    return False


def asked(port, path, timeout=30, **headers) -> tuple[int, bytes]:
    """Status and body of one page."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as line:
        line.request("GET", path, headers={"Host": "localhost", **headers})
        answer = line.getresponse()
        return answer.status, answer.read()


def post_begun(port, path, length, start=b"", cookies="", chunked=False) -> socket.socket:
    """A connection that has sent the head of a post, and `start` of its body. It waits at most 30 seconds."""
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    size = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {length}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{size}\r\n"
        f"Cookie: csrftoken={TOKEN}; {cookies}\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    line.sendall(head.encode() + start)
    return line


def answer_of(line: socket.socket) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer on a connection, and its body."""
    answer = http.client.HTTPResponse(line)
    answer.begin()
    return answer, answer.read()


def status_of(line: socket.socket) -> tuple[int, bytes]:
    """Status and body of the answer on a connection."""
    answer, body = answer_of(line)
    return answer.status, body
