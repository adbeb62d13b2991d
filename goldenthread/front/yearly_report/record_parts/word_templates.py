"""The record file's list of Word templates. Their bytes lie in documents/, and are looked through as an upload is."""

import io

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.documents.storing import Damaged, keep, read_whole
from goldenthread.foundation.papers.word.template.cleaning import cleaned
from goldenthread.foundation.records.shapes import Digest, Key, Shape
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report.models import WordTemplate


def _whole(items, record):
    """Each file is one that the house itself made of an upload; and one at most is in use."""
    in_use = [item for item in items if "ended_at" not in item.values]
    for item in in_use[1:]:
        yield item, "ended_at", "Only one Word template is in use. Say of the others until when they were."
    for item in items:
        path = record.documents.get(item.values.get("sha256"))
        if path is None:
            continue
        content = path.read_bytes()
        try:
            harmless = cleaned(content).content == content
        except Refused as refused:
            yield item, "sha256", refused.sentence
            continue
        if not harmless:
            yield item, "sha256", "This file is not as a template is kept here. Upload it on the page of the template."


def _prepare(items, record):
    for item in items:
        keep(record.documents[item.values["sha256"]].read_bytes())


def _inward(values, columns, record):
    return columns | {"size": record.documents[values["sha256"]].stat().st_size}


def _attach(row):
    try:
        yield row.sha256, io.BytesIO(read_whole(row.sha256))
    except Damaged as damaged:
        raise Refused(f"{row} cannot be taken out: {damaged}. Restore it from a backup first.") from damaged


WORD_TEMPLATE = Shape.of(
    WordTemplate,
    sentence="A Word file in which the partnership's reports are drawn as Word documents; the one without `ended_at` "
    "is in use.",
    says={
        "key": Key(),
        "number": "1 for the first.",
        "file_name": "What the file is called.",
        "sha256": Digest(sentence="Which file in documents/."),
        "left_out": "What was left out of the file that was uploaded.",
        "added_at": "When it was uploaded.",
        "added_by": "Who uploaded it.",
        "ended_at": "Until when it was in use.",
    },
    left_out=("size",),
    whole=_whole,
    prepare=_prepare,
    inward=_inward,
    attach=_attach,
)


def word_templates(viewer, body):
    rows = WordTemplate.objects.filter(holder=body)
    return rows if can(viewer, "report.write") else rows.none()
