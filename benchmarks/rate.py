"""Requests a second of one signed-in page as ./run serves it, beside the bare page on the same web server."""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.people import signed_in
from benchmarks.processes import processor_of
from goldenthread.thread.models import Action
from setup.run import WEB_OPTIONS, web_command

CONNECTIONS = 4
ROUNDS = 3
PAGES = ("bare", "ours")
OURS = WEB_OPTIONS[-1]


def measured(key, seconds) -> dict:
    """{"bare", "ours": {"rate" a second, "bytes", seconds of "processor" for each request}, "ratio" of the rates,
    "ratio_of_processor", "page", "queries" of ours}: the median of rounds that take turns.
    """
    action = Action.objects.filter(holder__key=key, state="assured", audience="partnership").order_by("pk").first()
    address = reverse("thread:action", args=[key, key, action.key])
    browser = signed_in(key)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    asked_of_ours = len(queries)
    asked = {
        "bare": ("benchmarks.bare:application", "/", ""),
        "ours": (
            OURS,
            address,
            f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}\r\n",
        ),
    }
    rates, sizes, worked = {page: [] for page in PAGES}, {}, {page: [] for page in PAGES}
    for _ in range(ROUNDS):
        for page in PAGES:
            print(f"Requests a second: {page} …", flush=True)
            application, path, headers = asked[page]
            rate, sizes[page], processor = _rate(application, path, headers, seconds, key)
            rates[page].append(rate)
            worked[page].append(processor)
    found = {
        page: {
            "rate": statistics.median(rates[page]),
            "bytes": sizes[page],
            "processor": statistics.median(worked[page]),
        }
        for page in PAGES
    }
    return {
        **found,
        "ratio": found["ours"]["rate"] / found["bare"]["rate"],
        "ratio_of_processor": found["bare"]["processor"] / found["ours"]["processor"],
        "page": "One action with its story",
        "queries": asked_of_ours,
    }


def _rate(application, path, headers, seconds, key):
    port = _free_port()
    if application == OURS:  # as ./run serves it
        command = [*web_command(port)]
    else:  # the bare page as it is quickest
        options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--log-level", "warning"]
        command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--port", str(port), *options, application]
    given = {**os.environ, "BARE_KEY": key}
    if application.startswith("benchmarks"):
        given.pop("DJANGO_SETTINGS_MODULE")
    server = subprocess.Popen(command, env=given, stdin=subprocess.DEVNULL)
    try:
        request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\n".encode()
        _until_ready(server, port, request)
        _asking(port, request, 1.5)  # both workers warm
        before = processor_of(server.pid)
        answered, size = _asking(port, request, seconds)
        worked = processor_of(server.pid) - before
    finally:
        server.terminate()
        server.wait()
    return answered / seconds, size, worked / answered


def _asking(port, request, seconds):
    """Ask on several connections at once; (answers, bytes of one)."""
    until, counts = time.perf_counter() + seconds, [0] * CONNECTIONS
    sizes = [0] * CONNECTIONS

    def ask(place):
        with socket.create_connection(("127.0.0.1", port)) as line:
            while time.perf_counter() < until:
                sizes[place] = _answer(line, request)
                counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), sizes[0]


def _answer(line, request) -> int:
    """Bytes of one answer's body. Raises SystemExit when it is no page."""
    line.sendall(request)
    held = b""
    while b"\r\n\r\n" not in held:
        held += line.recv(65536)
    head, _, body = held.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"The server answered {head.splitlines()[0].decode()} instead of a page.")
    length = next(int(row.split(b":")[1]) for row in head.lower().splitlines() if row.startswith(b"content-length:"))
    read = len(body)
    while read < length:
        read += len(line.recv(65536))
    return length


def _until_ready(server, port, request):
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port)) as line:
                _answer(line, request)
                return
        except OSError:
            if server.poll() is not None:
                raise SystemExit("The web server ended by itself.") from None
            time.sleep(0.1)
    raise SystemExit("The web server did not answer within 30 seconds.")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
