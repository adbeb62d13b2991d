"""Is what is kept, and what is served, what was signed? Texts and forms against digests, and these against history.

A digest stands beside its text, so whoever can write the one can write the other. The line of history that was written
when the text was closed holds the digests too, and that line is covered by the chain. That the bytes of the forms are
those of their hash is proved with all other stored files.
"""

import hashlib
import json
from collections.abc import Iterator

from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Verified
from goldenthread.front.yearly_report.models import Signature, Version


def verify() -> Verified:
    """Every version that was ever closed for signature: its text, its signatures and the hashes of its forms."""
    versions = list(Version.objects.select_related("report__body").order_by("pk"))
    return Verified(len(versions), tuple(sentence for version in versions for sentence in faults_of(version)))


def faults_of(version: Version) -> Iterator[str]:
    """A sentence for each thing about a version that is not as it was closed and signed."""
    name, closing = f"{version.report.body}, {version}", _closing_of(version)
    if not version.withheld_at and hashlib.sha256(version.text.encode()).hexdigest() != version.digest:
        yield f"{name}: its text is not the one that was closed for signature."
    if closing.get("digest", version.digest) != version.digest:
        yield f"{name}: history tells another digest of its text."
    if Signature.objects.filter(version=version).exclude(digest=version.digest).exists():
        yield f"{name}: a signature stands on another text."
    if closing.get("Word template", version.template) != version.template:
        yield f"{name}: history tells of another Word template with which it was drawn."
    for rendering in version.renderings.order_by("kind"):
        if closing.get(f"sha256 of {rendering.kind}", rendering.sha256) != rendering.sha256:
            yield f"{name}: its {rendering.get_kind_display()} has another hash than history tells."


def _closing_of(version) -> dict[str, str]:
    """What history says of the closing of a version, {field: value}; nothing of one that was closed elsewhere, or when
    the values of the line were erased, of which history itself tells.
    """
    if version.loaded_at:
        return {}
    lines = Line.objects.filter(noun="report", key=version.report.ref, verb="report.closed")
    for data in lines.filter(kept_values__isnull=False).values_list("kept_values__data", flat=True):
        after = {field: str(pair[1]) for field, pair in json.loads(data).items()}
        if after.get("version") == str(version.number):
            return after
    return {}
