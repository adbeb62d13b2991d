"""What stands behind a claim on a body, a group or an area: all of it is public where a published report names it."""

from typing import Any

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.people.models import Area, Body, Group, Membership
from goldenthread.foundation.room import Proof
from goldenthread.foundation.ui.words import day, listed


def body(viewer: Viewer, ref: str) -> Proof | None:
    """What it is, and what it has to do with the partnership whose report names it."""
    row = Body.objects.filter(key=ref).select_related("host").first()
    if row is None:
        return None
    of_it = Membership.objects.filter(agency=row, partnership=viewer.partnership_id).select_related("partnership")
    joined = [
        (f"In {link.partnership.short}", _with_days(link.get_capacity_display(), link))
        for link in of_it.order_by("starts")
    ]
    before = [link.before.name for link in row.predecessors.select_related("before")]
    after = [f"{link.after.name}, on {day(link.on)}" for link in row.successors.select_related("after")]
    facts = [
        ("What it is", _with_days(row.get_kind_display(), row)),
        ("Called before", _called_before(row)),
        *joined,
        ("Hosted by", row.host.name if row.host else ""),
        ("Areas", listed(link.area.name for link in row.body_areas.select_related("area"))),
        ("Took the place of", listed(before)),
        ("Its place was taken by", listed(after)),
        ("Website", row.website),
        ("E-mail", row.email),
        ("Telephone", row.telephone),
        ("Address", row.address),
    ]
    return Proof(row.vision, tuple(facts))


def group(viewer: Viewer, ref: str) -> Proof | None:
    """What it is for, how it meets, and where it stands among the groups."""
    lead, _, key = ref.partition("/")
    row = Group.objects.filter(lead__key=lead, key=key).select_related("lead", "parent").first()
    if row is None:
        return None
    taking_part = [link.partnership.name for link in row.group_memberships.select_related("partnership")]
    facts = (
        ("What it is", _with_days(row.get_kind_display(), row)),
        ("Called before", _called_before(row)),
        ("Led by", row.lead.name),
        ("Who takes part", listed(taking_part) if len(taking_part) > 1 else ""),
        ("Belongs to", row.parent.name if row.parent else ""),
        ("Chair", row.chaired_by),
        ("How often it meets", row.meets),
    )
    return Proof(row.purpose, facts)


def area(viewer: Viewer, ref: str) -> Proof | None:
    row = Area.objects.filter(key=ref).first()
    return Proof("", (("Code of the Office for National Statistics", row.code),)) if row else None


def _called_before(row: Body | Group) -> str:
    return listed(f"{old.name} until {day(old.until)}" for old in row.earlier_names.all())


def ran(row: Any) -> str:
    """“from 1 April 2019 to 31 March 2021” of a row with two days, as far as they are known."""
    return " ".join(f"{word} {day(on)}" for word, on in (("from", row.starts), ("to", row.ends)) if on)


def _with_days(words: str, row: Any) -> str:
    return ", ".join(filter(None, [words, ran(row)]))
