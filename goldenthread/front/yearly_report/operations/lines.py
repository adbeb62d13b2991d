"""The year in ten lines: taking one that the record proposes, writing, changing, moving and taking one out."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation, save_changes
from goldenthread.front.yearly_report import rules
from goldenthread.front.yearly_report.models import Line, Section
from goldenthread.front.yearly_report.operations.locking import lock_section


def _hold(section: Section, by: Actor) -> None:
    lock_section(section)
    rules.may_be_written(section.report)
    require(by, "report.write", section)


def _tell(section: Section, by: Actor, now: datetime.datetime, before: str, after: str) -> None:
    history.record(section.report, "report.line_changed", by=by, now=now, changes={section.chapter: (before, after)})


@operation
def add_line(
    *,
    by: Actor,
    now: datetime.datetime,
    section: Section,
    part: str,
    text: str,
    noun: str = "",
    key: str = "",
    name: str = "",
) -> Line:
    """A further line, the last of all. Raises Refused when there are ten, or when it says nothing."""
    _hold(section, by)
    there = list(section.lines.all())
    rules.room_for_a_line(len(there))
    rules.line_says_something(text)
    if noun and any((line.noun, line.key) == (noun, key) for line in there):
        raise Refused("This record has a line already. Change that one.")
    line = Line(section=section, part=part, text=text.strip(), noun=noun, key=key, name=name.strip())
    line.order = max([line.order for line in there], default=0) + 1
    line.save()
    _tell(section, by, now, "", line.text)
    return line


@operation
def change_line(
    *, by: Actor, now: datetime.datetime, line: Line, version: int, part: str, text: str, name: str = ""
) -> Line:
    """Say it in other words, put it into another part, or name who stands behind it."""
    _hold(line.section, by)
    rules.line_says_something(text)
    changes = save_changes(line, version=version, values={"part": part, "text": text.strip(), "name": name.strip()})
    _tell(line.section, by, now, changes.get("text", (line.text, ""))[0], line.text)
    return line


@operation
def move_line(*, by: Actor, now: datetime.datetime, line: Line) -> None:
    """One place up among the lines of its part. Raises Refused for the first."""
    _hold(line.section, by)
    beside = list(line.section.lines.filter(part=line.part))
    place = next((place for place, one in enumerate(beside) if one.pk == line.pk), 0)
    if not place:
        raise Refused("This line stands first already.")
    above, own = beside[place - 1], beside[place]
    above.order, own.order = own.order, above.order
    above.save(update_fields=["order"])
    own.save(update_fields=["order"])
    _tell(line.section, by, now, "", own.text)


@operation
def remove_line(*, by: Actor, now: datetime.datetime, line: Line) -> None:
    _hold(line.section, by)
    _tell(line.section, by, now, line.text, "")
    line.section.lines.filter(pk=line.pk).delete()
