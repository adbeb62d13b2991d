"""The key of one showing of a form: never the same twice, and it says to whom the form was shown, and where.

So a form that comes when its session has ended is known to be that person's, and what they typed is kept for them alone
(`drafts.after_session`). Nobody makes such a key but the house: it is signed.
"""

import datetime
import re
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "goldenthread.form_key"
SIGNATURE = 22  # letters
A_KEY = re.compile(r"([A-Za-z0-9_-]{16})-([0-9]{1,12})-([0-9]{1,12})-([A-Za-z0-9_-]{22})\Z")


def of_nobody() -> str:
    """A new key for a form that is shown to nobody in particular."""
    return secrets.token_urlsafe(16)


def made(user_id: int, address: str, now: datetime.datetime) -> str:
    """A new key for a form that is shown to this account at this address."""
    said = f"{secrets.token_urlsafe(12)}-{user_id}-{int(now.timestamp())}"
    return f"{said}-{_signature(said, address)}"


def whose(key: str, address: str) -> tuple[int, datetime.datetime] | None:
    """(the account to which the form of this key was shown, when), if it was shown at this address; else None."""
    found = A_KEY.match(key)
    if not found or not constant_time_compare(_signature(key[: -SIGNATURE - 1], address), found.group(4)):
        return None
    return int(found.group(2)), datetime.datetime.fromtimestamp(int(found.group(3)), datetime.UTC)


def _signature(said, address):
    digest = salted_hmac(SALT, f"{said} {address}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode()[:SIGNATURE]
