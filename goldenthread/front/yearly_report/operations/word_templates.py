"""Keeping the Word template in which a partnership's reports are drawn."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.documents.storing import Stored
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation
from goldenthread.front.yearly_report.models import WordTemplate


@operation
def add_word_template(
    *, by: Actor, now: datetime.datetime, body: Body, stored: Stored, file_name: str, left_out: tuple[str, ...] = ()
) -> WordTemplate:
    """Take a template into use, in the place of the one before, which stays among the versions.

    `stored` holds what `papers.word.template.cleaning.cleaned` gave. Raises Refused when it is the one in use.
    """
    Body.objects.select_for_update().get(pk=body.pk)
    standing = WordTemplate.objects.filter(holder=body)
    last = standing.order_by("-number").first()
    row = WordTemplate(
        key=new_key("word-template"),
        holder=body,
        number=last.number + 1 if last else 1,
        file_name=file_name,
        sha256=stored.sha256,
        size=stored.size,
        left_out="; ".join(left_out)[:500],
        added_at=now,
        added_by=by.name,
    )
    require(by, "report.write", row)
    if standing.filter(ended_at=None, sha256=stored.sha256).exists():
        raise Refused("This is the template that is in use already: nothing needs to be changed.", "file")
    standing.filter(ended_at=None).update(ended_at=now)
    row.save()
    changes = {"file": ("", file_name), "sha256": ("", stored.sha256)}
    history.record(row, "report.word_template_added", by=by, now=now, changes=changes)
    return row


@operation
def remove_word_template(*, by: Actor, now: datetime.datetime, template: WordTemplate) -> None:
    """Reports are drawn in the house's own form again. What was closed keeps its files."""
    require(by, "report.write", template)
    if not WordTemplate.objects.filter(pk=template.pk, ended_at=None).update(ended_at=now):
        raise Refused("This template is in use no more. Look at the page again.")
    gone = {"file": (template.file_name, ""), "sha256": (template.sha256, "")}
    history.record(template, "report.word_template_removed", by=by, now=now, changes=gone)
