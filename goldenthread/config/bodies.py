"""How much of a request's body is taken in, from whom, for how long."""

import asyncio
import contextlib
import io
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from django.conf import settings

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
# What anybody may send: a sign-in, a form without a file (also of somebody whose session ended while they wrote a
# chapter). More is for people who are signed in. What is under way is held in memory, all of it together in this much.
SMALL_BYTES = 256 * KILOBYTE
SMALL_SECONDS = 20
SMALL_OF_ALL = 64 * MEGABYTE
# What the fields of a form may take beside its file.
BESIDE_THE_FILE = 2 * MEGABYTE
# A line of half a megabit a second brings 50 MB in 14 minutes.
LARGE_SECONDS = 20 * 60
PAUSE_SECONDS = 30
# How many large bodies one worker process takes in at once, of one person and of all.
LARGE_OF_ONE, LARGE_OF_ALL = 4, 40


def largest() -> int:
    """Bytes of the largest body: a file with the fields beside it."""
    return settings.DOCUMENT_MAX_BYTES + BESIDE_THE_FILE


class BodyRefused(Exception):
    """A body is not taken in. `sentence` says how to mend it."""

    def __init__(self, status: HTTPStatus, heading: str, sentence: str):
        super().__init__(heading)
        self.status, self.heading, self.sentence = status, heading, sentence


@dataclass
class UnderWay:
    """The bodies that are arriving in this process: bytes of small ones in memory, large ones by person."""

    small: int = 0
    by_user: Counter = field(default_factory=Counter)

    def hold(self, length: int):
        """Count bytes in memory. Raises BodyRefused when there are too many already."""
        if self.small + length > SMALL_OF_ALL:
            raise _too_many()
        self.small += length

    @contextlib.contextmanager
    def one_more(self, user: int):
        """Raises BodyRefused when there are too many already."""
        if self.by_user[user] >= LARGE_OF_ONE or self.by_user.total() >= LARGE_OF_ALL:
            raise _too_many()
        self.by_user[user] += 1
        try:
            yield
        finally:
            self.by_user[user] -= 1
            self.by_user += Counter()  # forgets who has none under way


@contextlib.asynccontextmanager
async def received(
    environ: dict,
    receive: Callable[[], Awaitable[dict]],
    under_way: UnderWay,
    user_of: Callable[[dict], Awaitable[int | None]],
) -> AsyncIterator[tuple[io.IOBase, int]]:
    """The whole body as an open file at its beginning, and its length in bytes. `user_of` tells who is signed in.

    Raises BodyRefused (too large, too slow, too many, a full disk) and ConnectionAbortedError when the sender goes.
    """
    announced = _announced(environ)
    if announced is None or announced <= SMALL_BYTES:
        head, more = await _small(receive, under_way)
        if len(head) <= SMALL_BYTES:
            yield io.BytesIO(head), len(head)
            return
    else:
        head, more = b"", True
    # Whoever says beforehand that much will come is judged before any of it is read.
    if announced is not None and announced > largest():
        raise _too_large()
    user = await user_of(environ)
    if user is None:
        raise _sign_in_first()
    with under_way.one_more(user), tempfile.TemporaryFile() as file:
        length = await _large(receive, file, head, more)
        file.seek(0)
        yield file, length


def _announced(environ) -> int | None:
    """The length that the sender says, None when it comes in chunks."""
    text = environ.get("CONTENT_LENGTH", "")
    if not text:
        return None if "HTTP_TRANSFER_ENCODING" in environ else 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else largest() + 1


async def _small(receive, under_way: UnderWay) -> tuple[bytes, bool]:
    """What came, up to somewhat more than a small body, and whether more is to come."""
    pieces, length, more = [], 0, True
    try:
        async with asyncio.timeout(SMALL_SECONDS):
            while more and length <= SMALL_BYTES:
                piece, more = await _piece(receive)
                under_way.hold(len(piece))
                length += len(piece)
                pieces.append(piece)
    except TimeoutError:
        raise _too_slow() from None
    finally:
        under_way.small -= length
    return b"".join(pieces), more


async def _large(receive, file, head: bytes, more: bool) -> int:
    """Write the body to a file: `head`, and what is to come. Its length."""
    length = len(head)
    try:
        file.write(head)
        async with asyncio.timeout(LARGE_SECONDS):
            while more:
                async with asyncio.timeout(PAUSE_SECONDS):
                    piece, more = await _piece(receive)
                length += len(piece)
                if length > largest():
                    raise _too_large()
                file.write(piece)
        file.flush()
    except TimeoutError:
        raise _too_slow() from None
    except ConnectionError:
        raise
    except OSError:
        raise BodyRefused(
            HTTPStatus.INSUFFICIENT_STORAGE,
            "The file cannot be kept at this moment",
            "The disk of this installation is full; nothing was kept. Tell whoever runs it, and go back to send it "
            "again later.",
        ) from None
    return length


async def _piece(receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] != "http.request":
        raise ConnectionAbortedError
    return message.get("body", b""), message.get("more_body", False)


def _too_many() -> BodyRefused:
    return BodyRefused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Much is being sent at this moment",
        "Nothing was kept. Go back, wait a minute, and send it again.",
    )


def _too_large() -> BodyRefused:
    return BodyRefused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "What you sent is too large",
        f"The most that can be stored is {settings.DOCUMENT_MAX_BYTES // MEGABYTE} MB. Go back and choose a smaller "
        "file, for instance one with smaller pictures, or split it.",
    )


def _sign_in_first() -> BodyRefused:
    return BodyRefused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "Sign in before you send this much",
        "You are not signed in, or no longer, so nothing was kept. Sign in in another tab, then go back and send it "
        "again.",
    )


def _too_slow() -> BodyRefused:
    return BodyRefused(
        HTTPStatus.REQUEST_TIMEOUT,
        "What you sent took too long to arrive",
        "Nothing was kept. Go back and send it again; if the line is slow, choose a smaller file.",
    )
