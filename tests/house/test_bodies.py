"""What the door of the web server takes in and lets out, without a server: bounds of time and size, headers, files."""

import asyncio
import contextlib
import io

import pytest
from django.http import FileResponse, HttpResponse

from goldenthread.config import asgi, bodies
from goldenthread.config.bodies import BodyRefused

USER = 7


def scope(**more):
    headers = more.pop("headers", ())
    return {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "http_version": "1.1",
        "client": ("127.0.0.1", 5),
        "headers": list(headers),
        **more,
    }


def sender(*pieces, pause=0.0, ends=True, gone=False):
    """An ASGI `receive` that gives these pieces, then waits for ever, ends, or goes."""
    left = list(pieces)

    async def receive():
        await asyncio.sleep(pause)
        if not left:
            if gone:
                return {"type": "http.disconnect"}
            await asyncio.sleep(60)
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left) or not ends}

    return receive


def taken(receive, length, user=USER, under_way=None, chunked=False):
    """The body that was taken in."""

    async def user_of(environ):
        return user

    async def take():
        environ = {"HTTP_TRANSFER_ENCODING": "chunked"} if chunked else {"CONTENT_LENGTH": str(length)}
        async with bodies.received(environ, receive, under_way or bodies.UnderWay(), user_of) as (file, size):
            body = file.read()
            assert size == len(body)
            return body

    return asyncio.run(take())


def refusal(*given, **more):
    with pytest.raises(BodyRefused) as refused:
        taken(*given, **more)
    return refused.value.status, refused.value.heading


SMALL, LARGE = b"a" * 1000, b"b" * (bodies.SMALL_BYTES + 1000)


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(("body", "user"), [(b"", None), (SMALL, None), (SMALL, USER), (LARGE, USER)])
def test_a_body_arrives_whole(body, user, chunked):
    assert taken(sender(body[:500], body[500:]), len(body), user, chunked=chunked) == body


@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_of_a_stranger_is_refused(chunked):
    assert refusal(sender(LARGE), len(LARGE), None, chunked=chunked) == (413, "Sign in before you send this much")


def test_a_large_body_that_is_announced_is_not_read():
    async def receive():
        raise AssertionError("the body was read")

    assert refusal(receive, len(LARGE), None)[0] == 413
    assert refusal(receive, bodies.largest() + 1)[0] == 413
    assert refusal(receive, "²")[0] == 413
    assert refusal(receive, "9" * 5000)[0] == 413


@pytest.mark.parametrize("chunked", [False, True])
def test_more_than_the_largest_file_is_refused(monkeypatch, chunked):
    monkeypatch.setattr(bodies, "largest", lambda: len(LARGE))
    assert refusal(sender(LARGE, b"c"), len(LARGE), chunked=chunked) == (413, "What you sent is too large")


def test_a_small_body_has_a_bound_of_time_whole(monkeypatch):
    monkeypatch.setattr(bodies, "SMALL_SECONDS", 0.1)
    drops = [b"a"] * 100
    assert refusal(sender(*drops, pause=0.02), 100, None)[0] == 408


def test_a_large_body_has_a_bound_of_time_for_a_pause_and_whole(monkeypatch):
    monkeypatch.setattr(bodies, "PAUSE_SECONDS", 0.05)
    assert refusal(sender(LARGE, ends=False), len(LARGE) + 1)[0] == 408
    assert (
        taken(sender(*[LARGE[i : i + 100_000] for i in range(0, len(LARGE), 100_000)], pause=0.02), len(LARGE)) == LARGE
    )
    monkeypatch.setattr(bodies, "LARGE_SECONDS", 0.1)
    assert refusal(sender(*[LARGE[:10_000]] * 50, pause=0.02), len(LARGE))[0] == 408


def test_whoever_goes_leaves_nothing_counted():
    under_way = bodies.UnderWay()
    for pieces in ((SMALL,), (LARGE,)):
        with pytest.raises(ConnectionAbortedError):
            taken(sender(*pieces, ends=False, gone=True), len(pieces[0]) + 1, under_way=under_way)
    assert (under_way.small, under_way.by_user) == (0, {})


def test_small_bodies_together_have_a_bound(monkeypatch):
    monkeypatch.setattr(bodies, "SMALL_OF_ALL", 1500)
    under_way = bodies.UnderWay(small=600)
    assert refusal(sender(SMALL), len(SMALL), None, under_way=under_way)[0] == 503
    assert under_way.small == 600
    under_way.small = 400
    assert taken(sender(SMALL), len(SMALL), None, under_way=under_way) == SMALL


def test_one_person_and_all_have_a_bound_of_large_bodies():
    under_way = bodies.UnderWay()
    with contextlib.ExitStack() as stack:
        for user in range(bodies.LARGE_OF_ALL // bodies.LARGE_OF_ONE):
            for _ in range(bodies.LARGE_OF_ONE):
                stack.enter_context(under_way.one_more(user))
            with pytest.raises(BodyRefused):
                stack.enter_context(under_way.one_more(user))
        with pytest.raises(BodyRefused):
            stack.enter_context(under_way.one_more("somebody else"))
    assert not under_way.by_user


def test_a_full_disk_is_told(monkeypatch):
    class Full(io.BytesIO):
        def write(self, piece):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(bodies.tempfile, "TemporaryFile", Full)
    assert refusal(sender(LARGE), len(LARGE)) == (507, "The file cannot be kept at this moment")


# What a request becomes


def test_a_header_with_an_underscore_takes_nobodys_place():
    headers = [(b"x-forwarded-proto", b"http"), (b"x_forwarded_proto", b"https"), (b"content_length", b"3")]
    environ = asgi.environ_of(scope(headers=headers))
    assert environ["HTTP_X_FORWARDED_PROTO"] == "http"
    assert "CONTENT_LENGTH" not in environ


def test_headers_given_twice_are_joined():
    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")]
    environ = asgi.environ_of(scope(headers=headers))
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


@pytest.mark.parametrize("raw", [b"/caf%C3%A9/", b"/caf\xc3\xa9/?q=1", b"/caf%E9/"])
def test_a_path_keeps_its_bytes(raw):
    path = asgi.environ_of(scope(raw_path=raw))["PATH_INFO"].encode("latin1")
    assert path in {"/café/".encode(), b"/caf\xe9/"}


# How a page leaves


def answers(page, **more):
    """Everything that is sent for one request."""
    sent = []

    async def send(message):
        sent.append(message)

    def application(environ, start_response):
        response = page(environ)
        start_response(f"{response.status_code} OK", list(response.items()))
        if getattr(response, "file_to_stream", None):
            return environ["wsgi.file_wrapper"](response.file_to_stream)
        return response

    async def ask():
        receive = more.pop("receive", sender(b""))
        await asgi.WholeRequests(application)(scope(**more), receive, send)

    asyncio.run(ask())
    return sent


def test_a_page_leaves_in_one_piece():
    sent = answers(
        lambda environ: HttpResponse(environ["wsgi.input"].read()[::-1]),
        receive=sender(b"ab", b"cd"),
        headers=[(b"content-length", b"4")],
    )
    assert [message.get("body") for message in sent] == [None, b"dcba"]


def test_a_page_without_a_body_waits_for_none():
    async def receive():
        raise AssertionError("a body was waited for")

    sent = answers(
        lambda environ: HttpResponse(environ["CONTENT_LENGTH"]),
        method="GET",
        receive=receive,
        headers=[(b"content-length", b"4")],
    )
    assert sent[1]["body"] == b"0"


def test_a_file_leaves_in_pieces_and_is_closed(tmp_path, monkeypatch):
    monkeypatch.setattr(asgi, "FILE_CHUNK", 4)
    (tmp_path / "file").write_bytes(b"evidence")
    files = []

    def page(environ):
        files.append((tmp_path / "file").open("rb"))
        return FileResponse(files[-1])

    sent = answers(page)
    assert [message.get("body") for message in sent] == [None, b"evid", b"ence", b""]
    assert files[0].closed


def test_a_refusal_is_a_page_with_a_heading_and_a_sentence(monkeypatch):
    monkeypatch.setattr(asgi, "LINGER_SECONDS", 0.1)
    start, body = answers(None, headers=[(b"content-length", b"999999999")])
    assert start["status"] == 413
    assert (b"connection", b"close") in start["headers"]
    assert b"<h1" in body["body"] and b"Go back and choose a smaller file" in body["body"]


def test_whoever_went_before_a_page_is_no_fault():
    assert answers(None, receive=sender(gone=True), headers=[(b"content-length", b"4")]) == []
