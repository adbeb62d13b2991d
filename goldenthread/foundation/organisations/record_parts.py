"""The record file's lists of areas, bodies, people, groups, seats and reporting periods."""

from django.db.models import Q

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.people.models import (
    Area,
    Body,
    BodyArea,
    Group,
    Membership,
    Person,
    ReportingPeriod,
    Seat,
    Succession,
)
from goldenthread.foundation.records.shapes import (
    Choice,
    Colour,
    Day,
    Each,
    Holder,
    Key,
    Ref,
    Refs,
    Shape,
)

STARTS = Day(name="starts", sentence="The first day on which it held; left out when not known.")
ENDS = Day(name="ends", sentence="The last day on which it held; left out when it still does, or when not known.")


def ends_after_start(values):
    """For every shape with `starts` and `ends`. ISO days compare as text."""
    if values.get("ends", "9999") < values.get("starts", ""):
        return [("ends", f"Expected a day on or after the first, {values['starts']}.")]
    return []


AREA = Shape.of(
    Area,
    sentence="A local authority area. Things of the whole house: every partnership's file may name the same one.",
    says={
        "key": Key(),
        "name": "Its name.",
        "code": "Its code of the Office for National Statistics, for instance E06000002.",
        "starts": STARTS,
        "ends": ENDS,
    },
    pulled=True,
    audience="public",
    check=ends_after_start,
)


def _body_whole(items, record):
    for item in items:
        if item.key == record.body and item.values.get("kind") not in ("partnership", "predecessor_board"):
            yield item, "kind", "This body's record it is, so expected partnership or predecessor_board."
        if item.key == record.body and item.values.get("stub"):
            yield item, "stub", "This record's own partnership must be described, not only named. Take “stub” out."
        if "agencies" in item.values and item.values.get("kind") not in ("partnership", "predecessor_board"):
            yield item, "agencies", "Only a partnership or a board before it has member agencies."
    yield from _circles_of_successions(items)


def _circles_of_successions(items):
    """No body takes its own place, through however many others: by this record, and by what the house holds already of
    the bodies that it does not describe.

        west succeeds east, east succeeds north, north succeeds west: told at each of the three.
    """
    before: dict[str, set[str]] = {}
    for item in items:
        rows = item.values.get("succeeds", ())
        before[item.key] = {row["before"] for row in rows if "before" in row}
    described = {item.key for item in items if not item.values.get("stub")}
    for after, earlier in Succession.objects.values_list("after__key", "before__key"):
        if after not in described:
            before.setdefault(after, set()).add(earlier)
    for item in items:
        if item.values.get("succeeds") and (through := _way_back(item.key, before)):
            yield (
                item,
                "succeeds",
                f"This leads back to the body itself, through {', '.join(through)}: a body cannot come before itself. "
                "Take one of these successions out.",
            )


def _way_back(start: str, before: dict[str, set[str]]) -> list[str]:
    """The bodies by which one comes from a body back to it, in order; none where one does not."""
    ways, seen = [[key] for key in sorted(before.get(start, ()))], set()
    while ways:
        way = ways.pop()
        if way[-1] == start:
            return way[:-1] or [start]
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, key] for key in sorted(before.get(way[-1], ()))]
    return []


def _by_name_alone(items, body):
    """Another partnership that has a record of its own is taken out by its name alone: the rest stands in that."""
    keepers = Group.keepers_of_records()
    for item in items:
        if item.key in keepers and item.key != body:
            named = {
                name: value for name, value in item.values.items() if name in ("key", "kind", "name", "short_name")
            }
            item.values = named | {"stub": True}


BODY = Shape.of(
    Body,
    sentence="An organisation: the partnership itself, a board before it, an agency, the business unit, or another "
    "partnership. "
    "Agencies are things of the whole house. A body that the text only mentions is a stub: key, kind, name and "
    "`stub: yes`; "
    "a later file, of this or another partnership, fills it.",
    says={
        "key": Key(),
        "kind": "What it is.",
        "name": "Its full name.",
        "short_name": "The short name or letters by which people call it.",
        "agency_type": "Of an agency: local authority, police, health, school, probation, voluntary, other board …",
        "host": "Of a business unit: the agency that hosts it.",
        "website": "Its address on the web.",
        "vision": "Of a partnership: its vision, in its own words.",
        "provenance": "Of a partnership: where this record comes from. It is shown as a banner on its pages, for "
        "instance that the record was made from a published report and is not the partnership's own.",
        "colour": Colour(name="colour", sentence="Of a partnership: the colour of its pages."),
        "stub": "yes for a body that is only named in passing.",
        "starts": STARTS,
        "ends": ENDS,
        "areas": Each(
            name="areas",
            model="people.BodyArea",
            own="body",
            sentence="The areas that it serves.",
            fields=(Ref(name="area", part="areas", sentence="The area.", required=True), STARTS, ENDS),
            check=ends_after_start,
        ),
        "agencies": Each(
            name="agencies",
            model="people.Membership",
            own="partnership",
            sentence="Of a partnership: the agencies that belong to it, each in a capacity. One that leaves and comes "
            "back has two entries.",
            fields=(
                Ref(name="agency", part="bodies", sentence="The agency.", required=True),
                Choice(name="capacity", values=Membership.Capacity, sentence="In what capacity.", required=True),
                STARTS,
                ENDS,
            ),
            check=ends_after_start,
        ),
        "succeeds": Each(
            name="succeeds",
            model="people.Succession",
            own="after",
            sentence="The bodies whose place it took.",
            fields=(
                Ref(name="before", part="bodies", sentence="The body before it.", required=True),
                Day(name="on", sentence="On which day.", required=True),
                Choice(name="kind", values=Succession.Kind, sentence="How.", required=True),
                Refs(
                    name="areas",
                    part="areas",
                    through="people.SuccessionArea",
                    own="succession",
                    other="area",
                    sentence="The areas that passed; left out when all did.",
                ),
            ),
            sort_by="on",
        ),
    },
    pulled=True,
    audience="public",
    check=ends_after_start,
    whole=_body_whole,
    in_anothers=_by_name_alone,
)

PERSON = Shape.of(
    Person,
    sentence="Somebody whom the record names in an office. Never a child, a parent or a carer. Things of the "
    "whole house. "
    "Nobody gets an account from a record file.",
    says={
        "key": Key(),
        "name": "The name, as published.",
        "title": "The post, for instance “Detective Superintendent”.",
        "invented": "yes for a person who was made up for an example.",
    },
    pulled=True,
    audience="partnership",
    left_out=(
        "added_in",
        "user",
    ),
)


def _groups_whole(items, record):
    own = [item for item in items if item.holder == record.body]
    roots = [item for item in own if item.values.get("kind") == "root"]
    if not roots and not Group.objects.filter(lead__key=record.body, kind="root").exists():
        yield (
            None,
            "groups",
            "There is no group of kind root. Add one with “key: partnership” and “kind: root”: it stands for the "
            f"whole of {record.body or 'the partnership'} and holds what belongs to no other group.",
        )
    for item in roots[1:]:
        yield item, "kind", f"There is a second group of kind root; the first is {roots[0].key}. A partnership has one."


def _group_tidy(values, lead):
    """A group that belongs to its lead alone names no members."""
    if values.get("members") == [{"partnership": lead}]:
        del values["members"]


def _group_check(values):
    found = ends_after_start(values)
    if values.get("lead") and values.get("kind") == "root":
        found.append(
            (
                "kind",
                "A root group is led by the partnership whose record this is. Take “lead” out, or choose another kind.",
            )
        )
    return found


GROUP = Shape.of(
    Group,
    sentence="A group that meets. Each partnership has one of kind root, which stands for the whole "
    "partnership and holds "
    "what "
    "belongs to no other group. A group shared by several partnerships is led by one; the file of each that takes "
    "part "
    "describes it in full, and in the files of the others it is referred to as `lead/key`.",
    says={
        "key": Key(),
        "kind": "What it is.",
        "name": "Its name.",
        "short_name": "Its short name or letters.",
        "lead": Holder(name="lead", sentence="The partnership that leads it."),
        "purpose": "What it is for and what it does; lists may be written as Markdown.",
        "meets": "How often it meets, in the words of the text.",
        "chaired_by": "Who chairs it, by post or agency, where no person is named.",
        "parent": "The group above it.",
        "starts": STARTS,
        "ends": ENDS,
        "members": Each(
            name="members",
            model="people.GroupMembership",
            own="group",
            sentence="Of a shared group: every partnership that takes part, the lead included. Left out, it is the "
            "lead alone. What the group did on a day is seen and reported by those in it on that day.",
            fields=(Ref(name="partnership", part="bodies", sentence="The partnership.", required=True), STARTS, ENDS),
            check=ends_after_start,
        ),
    },
    holder="lead",
    held_by="lead",
    audience="public",
    check=_group_check,
    tidy=_group_tidy,
    whole=_groups_whole,
)


def _seat_check(values):
    found = ends_after_start(values)
    if len({"group", "agency", "partnership"} & set(values)) > 1:
        found.append(
            (
                "group",
                "A seat is in one group, or of one member agency, or of the whole partnership: expected at most one "
                "of group, agency and partnership.",
            )
        )
    return found


def _seat_in(values, columns, record):
    """A seat of a member agency hangs on that agency's membership of this partnership, the one that ran at its
    start.
    """
    columns |= {"membership_id": None, "partnership_id": None}
    if "agency" in values:
        agency = record.links.pk("bodies", values["agency"])
        start = columns["starts"]
        found = list(
            Membership.objects.filter(agency_id=agency, partnership_id=record.body_pk).order_by("starts", "pk")
        )
        running = [one for one in found if start and one.runs_on(start)]
        columns["membership_id"] = (running or found)[0].pk
    elif "group" not in values:
        said = values.get("partnership")
        columns["partnership_id"] = record.links.pk("bodies", said) if said else record.body_pk
    return columns


def _seats_out(rows, values, record):
    memberships = {
        one.pk: one
        for one in Membership.objects.filter(pk__in=[row.membership_id for row in rows if row.membership_id])
    }
    for row, value in zip(rows, values, strict=True):
        if row.membership_id:
            value["agency"] = record.links.reference("bodies", memberships[row.membership_id].agency_id)
        elif row.partnership_id and row.partnership_id != record.body_pk:
            value["partnership"] = record.links.reference("bodies", row.partnership_id)


def member_agencies(record) -> set[str]:
    """The keys of the agencies that belong to the record's partnership, at whatever time: by the file or in the
    house.
    """
    members = {
        one["agency"]  # one whose agency could not be read is told as that
        for item in record.items
        if item.shape is BODY and item.key == record.body
        for one in item.values.get("agencies", ())
        if "agency" in one
    }
    return members | set(Membership.objects.filter(partnership__key=record.body).values_list("agency__key", flat=True))


def _seats_whole(items, record):
    members = member_agencies(record)
    for item in items:
        if "agency" in item.values and item.values["agency"] not in members:
            yield (
                item,
                "agency",
                f"The agency {item.values['agency']} is not a member agency. Add it to “agencies” of {record.body} in "
                "bodies, or leave the field out.",
            )


SEAT = Shape.of(
    Seat,
    sentence="The capacity in which a person acts: of the whole partnership (name neither group nor agency), "
    "in a group, "
    "or for a "
    "member agency. Somebody with two offices has two seats. Things of the whole house: begin the key with the "
    "partnership's.",
    says={
        "key": Key(),
        "person": "Who sits in it.",
        "role": Choice(
            name="role",
            values=lambda: [(role.code, role.title) for role in roles().values()],
            sentence="What the person may do in the product.",
            required=True,
        ),
        "title": "The office held, as published: “Independent Scrutineer”.",
        "group": "The group, for a seat in a group.",
        "agency": Ref(
            name="agency",
            part="bodies",
            to="",
            sentence="The member agency, for a seat that an agency fills in the partnership.",
        ),
        "partnership": Ref(
            name="partnership", part="bodies", to="", sentence="Only where it is not the one whose record this is."
        ),
        "acting_for": "The agency for which the person acts, in a seat of a group or of the whole partnership.",
        "agreement_signed_on": "When the information sharing agreement was signed.",
        "dbs_checked_on": "The date of the DBS check.",
        "starts": STARTS,
        "ends": ENDS,
    },
    audience="partnership",
    left_out=("partnership", "membership", "state", "given_by", "ended_at"),
    check=_seat_check,
    whole=_seats_whole,
    inward=_seat_in,
    outward=_seats_out,
)

PERIOD = Shape.of(
    ReportingPeriod,
    noun="period",
    sentence="A period that the partnership reports on.",
    says={
        "key": Key(),
        "label": "How people call it: “2023-24”.",
        "starts": ("Its first day.", {"required": True}),
        "ends": ("Its last day.", {"required": True}),
    },
    holder="body",
    audience="public",
    check=ends_after_start,
)


def areas(viewer, body):
    return Area.objects.filter(pk__in=BodyArea.objects.filter(body=body).values("area"))


def bodies(viewer, body):
    """The body itself; those that it or its record names are pulled in."""
    return Body.objects.filter(pk=body.pk)


def people(viewer, body):
    return Person.objects.none()


def groups(viewer, body):
    return Group.objects.filter(Q(lead=body) | Q(group_memberships__partnership=body)).distinct()


def seats(viewer, body):
    """Those that are or were held: what was proposed and never confirmed is no part of the record."""
    return Seat.objects.filter(state=Seat.State.HELD).filter(
        Q(partnership=body) | Q(membership__partnership=body) | Q(group__in=groups(viewer, body))
    )


def periods(viewer, body):
    return ReportingPeriod.objects.filter(body=body)
