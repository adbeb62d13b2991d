"""People, groups and seats, as the record file has them."""

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.organisations.record_parts.bodies import (
    AS_OF,
    BODY,
    ENDS,
    MARKDOWN,
    STARTS,
    earlier_names,
    ends_after_start,
)
from goldenthread.foundation.people.models import (
    Group,
    Membership,
    Person,
    Seat,
)
from goldenthread.foundation.records.shapes import (
    Choice,
    Each,
    Holder,
    Key,
    Ref,
    Shape,
    Text,
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
        "purpose": ("What it is for and what it does; lists may be written as Markdown.", MARKDOWN),
        "meets": "How often it meets, in the words of the text.",
        "chaired_by": "Who chairs it, by post or agency, where no person is named.",
        "parent": "The group above it.",
        "starts": STARTS,
        "ends": ENDS,
        "as_of": AS_OF,
        "passed_to": "The group into which it was merged when it ended.",
        "earlier_names": earlier_names("people.GroupName", "group"),
        "members": Each(
            name="members",
            model="people.GroupMembership",
            own="group",
            sentence="Of a shared group: every partnership that takes part, the lead included. Left out, it is the "
            "lead alone. What the group did on a day is seen and reported by those in it on that day.",
            fields=(Ref(name="partnership", part="bodies", sentence="The partnership.", required=True), STARTS, ENDS),
            check=ends_after_start,
        ),
        "agencies": Each(
            name="agencies",
            model="people.Delegation",
            own="group",
            sentence="Which agency sends whom to it, by role: what a text says of who sits in a group without naming "
            "them. Somebody whom it names has a seat.",
            fields=(
                Ref(name="agency", part="bodies", sentence="The agency.", required=True),
                Text(name="role", max=200, sentence="Whom it sends, by role, for instance Detective superintendent."),
                STARTS,
                ENDS,
            ),
            check=ends_after_start,
        ),
    },
    holder="lead",
    held_by="lead",
    audience="public",
    check=_group_check,
    tidy=_group_tidy,
    left_out=("agencies.version",),
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


class SeatShape(Shape):
    def complete(self, rows, values, record):
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


SEAT = SeatShape.of(
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
)
