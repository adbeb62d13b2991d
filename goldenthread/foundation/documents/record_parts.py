"""The record file's list of documents. Their bytes lie in the folder documents/, each file named by its SHA-256."""

from django.core.files import File
from django.core.files.storage import default_storage

from goldenthread.foundation.access.queries import visible
from goldenthread.foundation.access.viewer import shared_groups
from goldenthread.foundation.documents.kinds import kind_of
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.documents.storing import LONGEST_NAME, receive
from goldenthread.foundation.records.shapes import (
    WITHDRAWN,
    Choice,
    Digest,
    Each,
    Key,
    Moment,
    Ref,
    Shape,
    Text,
    Whole,
    readers_of,
    withdrawal_says_why,
    without_readers,
)
from goldenthread.foundation.room import Refused


def _check(values):
    found = withdrawal_says_why(values)
    if values.get("audience") == "agency" and "agency" not in values:
        found.append(("agency", "What one agency may read says which: expected the key of a body."))
    if values.get("audience") == "public" and values.get("classification") == "official_sensitive":
        found.append(("audience", "A document that is Official-Sensitive cannot be public: change one of the two."))
    numbers = [version.get("number") for version in values.get("versions", ())]
    if len(set(numbers)) < len(numbers):
        found.append(("versions", "Two versions have the same number. Number them 1, 2, 3 …"))
    return found


def _whole(items, record):
    """The files are of a kind that may be stored."""
    for item in items:
        for version in item.values.get("versions", ()):
            path = record.documents.get(version.get("sha256"))
            if path is None or "file_name" not in version:
                continue
            try:
                with path.open("rb") as opened:
                    kind_of(opened, version["file_name"])
            except Refused as refused:
                yield item, "versions", refused.sentence


def _prepare(items, record):
    for item in items:
        for version in item.values["versions"]:
            with record.documents[version["sha256"]].open("rb") as opened:
                receive(File(opened, version["file_name"]))


def _version_in(values, columns, record):
    path = record.documents[values["sha256"]]
    with path.open("rb") as opened:
        return columns | {"size": path.stat().st_size, "media_type": kind_of(opened, values["file_name"]).media_type}


def _keep(values, there):
    attached = [one for one in values.get("attached_to", ()) if there(one["noun"], one["thing"])]
    if attached:
        values["attached_to"] = attached
    else:
        values.pop("attached_to", None)


def _attach(row):
    for sha256 in dict.fromkeys(version.sha256 for version in row.versions.all()):
        if not default_storage.exists(sha256):
            raise Refused(
                f"The stored file of “{row.title}” is missing, so the record cannot be taken out whole. Restore it "
                "from a backup."
            )
        yield sha256, default_storage.open(sha256)


DOCUMENT = Shape.of(
    Document,
    sentence="A stored file with its versions: minutes, a paper, evidence. What the text only cites, and you do not "
    "hold, is a `citation` where it is used.",
    says={
        "key": Key(),
        "title": "Its title.",
        "group": "The group that holds it.",
        "on": "The date of the document.",
        "audience": Choice(name="audience", values=Document.Audience, sentence="Who may read it.", required=True),
        "agency": "Of the audience agency: which agency.",
        "readers": readers_of("documents", "document"),
        "classification": "Its marking.",
        "retention": "How long it is kept, and why.",
        "versions": Each(
            name="versions",
            model="documents.DocumentVersion",
            own="document",
            required=True,
            sentence="Its files, the oldest first.",
            fields=(
                Whole(name="number", sentence="1 for the first.", required=True, least=1),
                Text(name="file_name", sentence="What the file is called.", required=True, max=LONGEST_NAME),
                Digest(sentence="Which file in documents/."),
                Ref(name="uploaded_by", part="people", sentence="Who added it."),
                Moment(name="uploaded_at", sentence="When it was added.", required=True),
            ),
            sort_by="number",
            inward=_version_in,
        ),
        "attached_to": Each(
            name="attached_to",
            model="documents.DocumentLink",
            own="document",
            sentence="The things of the record to which it belongs.",
            fields=(
                Text(name="noun", sentence="What it is: source, action, evidence …", required=True, max=40),
                Text(
                    name="thing",
                    to="thing_key",
                    sentence="Its partnership's key and its own: `north-haven/neglect-audit-2023`.",
                    required=True,
                    max=120,
                ),
            ),
        ),
        **WITHDRAWN,
    },
    year_by=("on",),
    left_out=("versions.media_type", "versions.size", "readers.noun", "readers.key"),
    within=without_readers,
    check=_check,
    whole=_whole,
    prepare=_prepare,
    keep=_keep,
    attach=_attach,
)


def documents(viewer, body):
    groups = [shared.group_id for shared in shared_groups(body.pk, with_predecessors=False)]
    return visible(viewer, Document.objects.filter(group__in=groups)).prefetch_related("versions")
