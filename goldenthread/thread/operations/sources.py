"""Recording pieces of work, themes and priorities."""

from goldenthread.foundation.access.queries import Standing, require
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Audience, Priority, Source, SourceArea, Theme
from goldenthread.thread.operations.telling import tell


def _may_record_for(by, group):
    """Somebody of the partnership that leads the group, or a member of the group itself."""
    require(by, "thread.write", _Held(group))


class _Held:
    """A group as something that a grant can reach."""

    def __init__(self, group):
        self.group = group

    def standing(self):
        return Standing(self.group.lead_id, self.group.pk)


def _set_areas(source, areas):
    source.source_areas.all().delete()
    SourceArea.objects.bulk_create([SourceArea(source=source, area=area) for area in areas])


@operation
def add_source(
    *, by, now, group, kind, title, on, summary="", starts=None, known="day", areas=(), audience=Audience.PARTNERSHIP,
    kept_to=None, priority=None, public_label="", citation="",
) -> Source:  # fmt: skip
    """Record a piece of work. Kept to named people, the person who records it is the first of them."""
    _may_record_for(by, group)
    rules.happened_by_today(on, now)
    if audience == Audience.PUBLIC:
        raise Refused("Record it for the partnership first; release it to the public with the text meant for them.", "audience")
    if audience == Audience.AGENCY and kept_to is None:
        raise Refused("Say which agency may read it.", "kept_to")
    source = Source(
        key=new_key("work"), group=group, holder=group.lead, kind=kind, title=title, on=on, summary=summary, starts=starts,
        known=known, audience=audience, kept_to=kept_to, priority=priority, public_label=public_label, citation=citation,
    )  # fmt: skip
    source.save()
    _set_areas(source, areas)
    if audience == Audience.NAMED and by.person_id:
        source.readers.create(person_id=by.person_id)
    tell(source, "thread.source_added", by=by, now=now, on=on, changes={"title": ("", title), "kind": ("", kind)})
    return source


@operation
def edit_source(*, by, now, source, version, areas=None, **values) -> Source:
    """Change title, kind, date, summary, priority or areas. Raises Conflict when somebody saved in between."""
    require(by, "thread.write", source)
    if "on" in values:
        rules.happened_by_today(values["on"], now)
    changes = save_changes(source, version=version, values=values)
    if areas is not None:
        before = sorted(link.area.name for link in source.source_areas.select_related("area"))
        after = sorted(area.name for area in areas)
        if before != after:
            _set_areas(source, areas)
            changes["areas"] = (", ".join(before), ", ".join(after))
    tell(source, "thread.source_changed", by=by, now=now, changes=changes)
    return source


@operation
def add_theme(*, by, now, name, description="", key="") -> Theme:
    """Themes are shared by the whole house, so that the same words mean the same thing everywhere."""
    require(by, "thread.write")
    name = name.strip()
    if Theme.objects.filter(name__iexact=name).exists():
        raise Refused(f"There is a theme called “{name}” already. Use that one.", "name")
    theme = Theme(key=key or new_key("theme"), name=name, description=description)
    theme.save()
    history.record(by=by, now=now, verb="thread.theme_added", noun="theme", key=theme.key, body_id=None, changes={"name": ("", name)})
    return theme


@operation
def add_priority(*, by, now, holder, title, starts=None, ends=None, order=0) -> Priority:
    priority = Priority(key=new_key("priority"), holder=holder, title=title, starts=starts, ends=ends, order=order)
    require(by, "thread.write", priority)
    priority.save()
    tell(priority, "thread.priority_added", by=by, now=now, changes={"title": ("", title)})
    return priority


@operation
def edit_priority(*, by, now, priority, version, **values) -> Priority:
    require(by, "thread.write", priority)
    changes = save_changes(priority, version=version, values=values)
    tell(priority, "thread.priority_changed", by=by, now=now, changes=changes)
    return priority


@operation
def note_export(*, by, now, holder, what, rows):
    """Every list that leaves the house is recorded: what it was and how many rows."""
    require(by, "thread.export")
    history.record(
        by=by, now=now, verb="thread.exported", noun="list", key=f"{holder.key}/{what}"[:170], body_id=holder.pk, changes={"rows": ("", rows)}
    )


