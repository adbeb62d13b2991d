"""Recording pieces of work, themes and priorities."""

import datetime
from collections.abc import Sequence
from typing import Any

from goldenthread.foundation.access import operations as readers
from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import happened_by_today
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary import queries as diary_queries
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Area, Body, Group, Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Audience, Priority, Source, SourceArea, Theme
from goldenthread.thread.operations.saving import allow


def _may_record_for(by: Actor, group: Group) -> None:
    """Somebody of the partnership that leads the group, or a member of the group itself."""
    allow(by, "thread.write", rules.Held(group))


def _set_areas(source: Source, areas: list[Area] | tuple) -> None:
    source.source_areas.all().delete()
    SourceArea.objects.bulk_create([SourceArea(source=source, area=area) for area in areas])


@operation
def add_source(
    *,
    by: Actor,
    now: datetime.datetime,
    group: Group,
    kind: str,
    title: str,
    on: datetime.date,
    summary: str = "",
    starts: datetime.date | None = None,
    known: str = "day",
    areas: Sequence[Area] = (),
    audience: str = Audience.PARTNERSHIP,
    kept_to: Body | None = None,
    priority: Priority | None = None,
    public_label: str = "",
    citation: str = "",
    carried_out_by: str = "",
    clocks: Sequence[tuple[str, datetime.date]] = (),
) -> Source:
    """Record a piece of work. Kept to listed people, the person who records it is the first of them.

    `clocks` are started in the same step, as [(key of a rule, day that started it)]: all or nothing is recorded.
    """
    _may_record_for(by, group)
    happened_by_today(on, now)
    rules.starts_before(starts, on)
    rules.may_be_recorded_for(audience, kept_to, by)
    source = Source(
        key=new_key("work"),
        group=group,
        holder=group.lead,
        kind=kind,
        title=title,
        on=on,
        summary=summary,
        starts=starts,
        known=known,
        audience=audience,
        kept_to=kept_to,
        priority=priority,
        public_label=public_label,
        citation=citation,
        carried_out_by=carried_out_by,
    )
    source.save()
    _set_areas(source, areas)
    if audience == Audience.LISTED and by.person_id:
        person = Person.objects.get(pk=by.person_id)
        readers.list_reader(by=by, now=now, thing=source, person=person, permission="thread.write", tell=False)
    history.record(
        source, "thread.source_added", by=by, now=now, on=on, changes={"title": ("", title), "kind": ("", kind)}
    )
    _start_clocks(source, clocks, by=by, now=now)
    return source


def _start_clocks(
    source: Source, clocks: list[tuple[str, datetime.date]] | tuple, *, by: Actor, now: datetime.datetime
) -> None:
    """Clocks of the work, read by whoever may read the work. Raises Refused with the name of the clock that cannot."""
    for rule, day in clocks:
        if diary_queries.looks_back(rule):
            happened_by_today(day, now)
        people = Person.objects.filter(pk=by.person_id) if source.audience == Audience.LISTED else ()
        diary.start_clock(
            by=by,
            now=now,
            rule=rule,
            noun="source",
            key=source.ref,
            group=source.group,
            on=day,
            audience=source.audience,
            agency=source.kept_to,
            people=people,
        )


@operation
def edit_source(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    version: int,
    areas: list[Area] | tuple[Area, ...] | None = None,
    **values: Any,
) -> Source:
    """Change title, kind, date, summary, priority or areas. Raises Conflict when somebody saved in between."""
    allow(by, "thread.write", source, whole=True)
    if "on" in values:
        happened_by_today(values["on"], now)
    rules.starts_before(values.get("starts", source.starts), values.get("on", source.on))
    links = {}
    if areas is not None:
        saved = [link.area for link in source.source_areas.select_related("area")]
        links["areas"] = (saved, list(areas), lambda wanted: _set_areas(source, wanted))
    changes = save_changes(source, version=version, values=values, links=links)
    history.record(source, "thread.source_changed", by=by, now=now, changes=changes)
    return source


@operation
def add_theme(*, by: Actor, now: datetime.datetime, name: str, description: str = "", key: str = "") -> Theme:
    """Themes are shared by the whole house, so that the same words mean the same thing everywhere."""
    require(by, "thread.write")
    name = name.strip()
    history.hold(None)
    if Theme.objects.filter(name__iexact=name).exists():
        raise Refused(f"There is a theme called “{name}” already. Use that one.", "name")
    theme = Theme(key=key or new_key("theme"), name=name, description=description)
    theme.save()
    history.record(theme, "thread.theme_added", by=by, now=now, changes={"name": ("", name)})
    return theme


@operation
def add_priority(
    *,
    by: Actor,
    now: datetime.datetime,
    holder: Body,
    title: str,
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
    order: int = 0,
) -> Priority:
    priority = Priority(key=new_key("priority"), holder=holder, title=title, starts=starts, ends=ends, order=order)
    allow(by, "thread.write", priority)
    priority.save()
    history.record(priority, "thread.priority_added", by=by, now=now, changes={"title": ("", title)})
    return priority


@operation
def edit_priority(*, by: Actor, now: datetime.datetime, priority: Priority, version: int, **values: Any) -> Priority:
    allow(by, "thread.write", priority)
    changes = save_changes(priority, version=version, values=values)
    history.record(priority, "thread.priority_changed", by=by, now=now, changes=changes)
    return priority


@operation
def note_export(*, by: Actor, now: datetime.datetime, holder: Body, what: str, rows: int) -> None:
    """Every list that leaves the house is recorded: what it was and how many rows."""
    require(by, "thread.export")
    history.record(
        None,
        "thread.exported",
        by=by,
        now=now,
        noun="list",
        key=f"{holder.key}/{what}"[:170],
        body_id=holder.pk,
        changes={"rows": ("", rows)},
    )
