"""Keyed digests of lines and values. The key is a setting, outside the database."""

import datetime
import hashlib
import hmac
import json

from django.conf import settings


def _digest(text: str) -> str:
    return hmac.new(settings.HISTORY_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def of_values(data: str) -> str:
    return _digest("values:" + data)


def of_line(line, body_id) -> str:
    """Covers every column of the line but its own digest and its row number."""
    recorded = line.recorded_at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    parts = [
        body_id,
        line.number,
        recorded,
        line.on.isoformat() if line.on else "",
        line.person_id,
        line.by_name,
        line.seat,
        line.verb,
        line.noun,
        line.key,
        line.previous,
        line.values_digest,
    ]
    return _digest("line:" + json.dumps(parts, ensure_ascii=False))
