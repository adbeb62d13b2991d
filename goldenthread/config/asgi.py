"""The door for the web server: requests are taken in whole, within bounds of size and time, before a page runs.

A page runs in a thread, and there are few of these: as many pages are worked on at once. Were a thread to wait for what
a browser has still to send, a few slow or idle connections would hold them all. So requests are gathered here without
a thread, by the server's loop, and answers leave the same way.

Run as `granian --interface asginl goldenthread.config.asgi:application`.
"""

import asyncio
import contextlib
import io
import sys
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.core import signals
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string

from goldenthread.config.bodies import BodyRefused, UnderWay, received
from goldenthread.config.wsgi import application as pages

# Pages that one process works on at once: while one waits for the database or for a provider of work accounts, another
# is answered. docs/adr/0016 has what was measured.
THREADS = 2
# After a refusal what the browser is still sending is thrown away for this long, so that it gets to read the answer.
LINGER_SECONDS, LINGER_BYTES = 5, 16 * 1024 * 1024
FILE_CHUNK = 256 * 1024
WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class FileToSend:
    """The `wsgi.file_wrapper` of this server: an open file which the loop sends piece by piece, without a thread."""

    def __init__(self, file, block_size=FILE_CHUNK):
        self.file = file

    def close(self):
        self.file.close()


class WholeRequests:
    """An ASGI application around the pages, which are WSGI."""

    def __init__(self, application, threads: int = THREADS):
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._under_way = UnderWay()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is served, not {scope['type']}")
        environ = environ_of(scope)
        try:
            async with contextlib.AsyncExitStack() as stack:
                if scope["method"] in WITHOUT_BODY:
                    body, length = io.BytesIO(), 0
                else:
                    body, length = await stack.enter_async_context(
                        received(environ, receive, self._under_way, self._signed_in)
                    )
                environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
                answer = await self._on_thread(self._answer, environ)
                await self._send(send, *answer)
        except ConnectionAbortedError:
            return  # whoever asked has gone
        except BodyRefused as refused:
            await _send_refusal(send, refused)
            if refused.status != HTTPStatus.REQUEST_TIMEOUT:
                await _linger(receive)

    def _on_thread(self, work, *given):
        return asyncio.get_running_loop().run_in_executor(self._threads, work, *given)

    async def _signed_in(self, environ) -> int | None:
        return await self._on_thread(signed_in_user, environ)

    def _answer(self, environ):
        """Run one page: (status, headers, its bytes or a FileToSend). What comes in pieces is put together."""
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [int(status.split(" ", 1)[0]), headers]

        content = self._application(environ, start_response)
        if isinstance(content, FileToSend):
            return *started, content
        try:
            return *started, b"".join(content)
        finally:
            if hasattr(content, "close"):
                content.close()

    async def _send(self, send, status, headers, content):
        start = {"type": "http.response.start", "status": status, "headers": _encoded(headers)}
        if not isinstance(content, FileToSend):
            await send(start)
            await send({"type": "http.response.body", "body": content})
            return
        try:
            await send(start)
            while chunk := content.file.read(FILE_CHUNK):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self._on_thread(content.close)  # Django ends the request there, with its connection to the database


def environ_of(scope) -> dict:
    """What WSGI calls an ASGI scope, without the body.

    A header whose name has an underscore is left out: `X_Forwarded_Proto` of a browser would otherwise stand in the
    place of the proxy's `X-Forwarded-Proto`.
    """
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path_of(scope),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.input": io.BytesIO(),
        "wsgi.file_wrapper": FileToSend,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = name.decode("latin1").upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        text = value.decode("latin1")
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    return environ


def _path_of(scope) -> str:
    """The path as WSGI has it: the bytes of the address without their percent signs, each as a letter of Latin-1."""
    raw = scope.get("raw_path")
    if raw is None:
        return scope["path"].encode().decode("latin1")
    return urllib.parse.unquote_to_bytes(raw.split(b"?")[0]).decode("latin1")


def signed_in_user(environ) -> int | None:
    """The number of the account whose session a request names, None for anybody else. Reads nothing of the body."""
    signals.request_started.send(sender=WholeRequests, environ=environ)
    try:
        request = WSGIRequest(environ)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not key:
            return None
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        return get_user(request).pk
    finally:
        signals.request_finished.send(sender=WholeRequests)


def _encoded(headers):
    return [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]


async def _send_refusal(send, refused: BodyRefused):
    """A page of its own, which needs neither session nor database."""
    context = {"heading": refused.heading, "sentence": refused.sentence}
    page = render_to_string("body_refused.html", context).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
        ("Connection", "close"),
    ]
    if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", "60"))
    await send({"type": "http.response.start", "status": refused.status, "headers": _encoded(headers)})
    await send({"type": "http.response.body", "body": page})


async def _linger(receive):
    """Throw away what is still being sent: a browser that cannot send reads no answer."""
    left = LINGER_BYTES
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(LINGER_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body"):
                    return


application = WholeRequests(pages)
