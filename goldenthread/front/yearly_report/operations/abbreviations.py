"""Keeping the partnership's list of abbreviations."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.front.yearly_report.models import Abbreviation


def _once(body: Body, short: str, but: int | None = None) -> None:
    if Abbreviation.objects.filter(holder=body, short=short).exclude(pk=but).exists():
        raise Refused(f"{short} stands in the list already. Change it there.", "short")


@operation
def add_abbreviation(*, by: Actor, now: datetime.datetime, body: Body, short: str, words: str) -> Abbreviation:
    """What an abbreviation stands for, in every report of the partnership that is not closed yet."""
    row = Abbreviation(key=new_key("abbreviation"), holder=body, short=short.strip(), words=words.strip())
    require(by, "report.write", row)
    _once(body, row.short)
    row.save()
    history.record(row, "report.abbreviation_added", by=by, now=now, changes={row.short: ("", row.words)})
    return row


@operation
def change_abbreviation(
    *, by: Actor, now: datetime.datetime, abbreviation: Abbreviation, version: int, short: str, words: str
) -> Abbreviation:
    require(by, "report.write", abbreviation)
    _once(abbreviation.holder, short.strip(), abbreviation.pk)
    values = {"short": short.strip(), "words": words.strip()}
    changes = save_changes(abbreviation, version=version, values=values)
    history.record(abbreviation, "report.abbreviation_changed", by=by, now=now, changes=changes)
    return abbreviation


@operation
def remove_abbreviation(*, by: Actor, now: datetime.datetime, abbreviation: Abbreviation) -> None:
    """It is explained no longer. Reports that were closed keep what they say."""
    require(by, "report.write", abbreviation)
    gone = {abbreviation.short: (abbreviation.words, "")}
    history.record(abbreviation, "report.abbreviation_removed", by=by, now=now, changes=gone)
    Abbreviation.objects.filter(pk=abbreviation.pk).delete()
