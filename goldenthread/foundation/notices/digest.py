"""What a message says: for each thing that waits one sentence and one link, and never what it is."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.notices import queries
from goldenthread.foundation.notices.models import Notice

MOST = 5  # links of one kind in a message; more of them are one line with their number


@dataclass(frozen=True)
class Line:
    """One thing that waits: the message that tells of it, its address, and the notices that this settles."""

    code: str
    subject: str
    sentence: str
    path: str
    notices: frozenset[int]


def lines(viewer: Viewer, notices: list[Notice]) -> list[Line]:
    """What still waits for the viewer of these notices, and they may open, asked of the rooms now; urgent first."""
    by_code = defaultdict(lambda: defaultdict(set))
    for notice in notices:
        by_code[notice.code][notice.thing_key].add(notice.pk)
    found = []
    for message in queries.messages().values():
        keys = by_code.get(message.code)
        waiting = message.waits_for(viewer, set(keys)) if keys else {}
        words = message.says(set(waiting), viewer.now) if message.says and waiting else {}
        for key, path in sorted(waiting.items(), key=lambda pair: pair[1]):
            subject, sentence = words.get(key, (message.subject, message.sentence))
            found.append(Line(message.code, subject, sentence, path, frozenset(keys[key])))
    return sorted(found, key=lambda line: not queries.messages()[line.code].urgent)


def compose(viewer: Viewer, waiting: list[Line]) -> tuple[str, list[dict]]:
    """The subject, and [{sentence, links}]: lines that say the same stand under one sentence."""
    groups = defaultdict(list)
    for line in waiting:
        groups[line.sentence].append(line.path)
    items = []
    for sentence, paths in groups.items():
        several = len(paths) > MOST
        items.append(
            {
                "sentence": f"{sentence} ({len(paths)} times)" if len(paths) > 1 else sentence,
                "links": [_link(path) for path in ([f"/{viewer.slug}/"] if several else paths)],
            }
        )
    if len(waiting) == 1:
        return waiting[0].subject, items
    return f"{len(waiting)} things wait for you", items


def account_path() -> str:
    """Where people choose how they are told."""
    return reverse("notices_choice")


def _link(path):
    return settings.SITE_ADDRESS.rstrip("/") + path
