"""Areas, bodies with what came before them, and reporting periods, as the record file has them."""

from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.people.models import (
    Area,
    Body,
    Group,
    Membership,
    ReportingPeriod,
    Succession,
)
from goldenthread.foundation.records.shapes import (
    Choice,
    Colour,
    Day,
    Each,
    Key,
    Ref,
    Refs,
    Shape,
    Text,
)

MARKDOWN = {"parse": parse}  # read as its page reads it, so that a text which no page can show is refused
STARTS = Day(name="starts", sentence="The first day on which it held; left out when not known.")
AS_OF = Day(
    name="as_of",
    sentence="The day as of which the text names it, where no text says whether it still held later: the report of a "
    "later period tells it under that day.",
)
ENDS = Day(name="ends", sentence="The last day on which it held; left out when it still does, or when not known.")


def ends_after_start(values):
    """For every shape with `starts` and `ends`. ISO days compare as text."""
    if values.get("ends", "9999") < values.get("starts", ""):
        return [("ends", f"Expected a day on or after the first, {values['starts']}.")]
    return []


def earlier_names(model: str, own: str) -> Each:
    """What a body or a group was called before."""
    return Each(
        name="earlier_names",
        model=model,
        own=own,
        sentence="What it was called before. A name that was only written wrongly is not among them.",
        fields=(
            Text(name="name", max=200, sentence="The name.", required=True),
            Text(name="short_name", max=60, sentence="The short name of that time."),
            Day(name="until", sentence="The last day on which it held.", required=True),
        ),
        sort_by="until",
    )


AREA = Shape.of(
    Area,
    sentence="A local authority area, or a wider one (a police area, a region) of which a text gives figures. Things "
    "of the whole house: every partnership's file may name the same one.",
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


class BodyShape(Shape):
    def shorten(self, items, body):
        """Another partnership that has a record of its own is taken out by its name alone: the rest stands in that."""
        keepers = Group.keepers_of_records()
        for item in items:
            if item.key in keepers and item.key != body:
                named = {
                    name: value for name, value in item.values.items() if name in ("key", "kind", "name", "short_name")
                }
                item.values = named | {"stub": True}


BODY = BodyShape.of(
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
        "vision": ("Of a partnership: its vision, in its own words.", MARKDOWN),
        "values": ("Of a partnership: its values; a list is written with a hyphen a line.", MARKDOWN),
        "objectives": ("Of a partnership: what it aims at.", MARKDOWN),
        "legal_basis": ("Of a partnership: the law and guidance under which it works.", MARKDOWN),
        "duties": ("Of a partnership: what the law asks of it.", MARKDOWN),
        "email": "Its e-mail address.",
        "telephone": "Its telephone number, as published.",
        "address": "Its postal address, on one line.",
        "contact": (
            "Further ways to reach it: whom anybody tells of a worry about a child, by day and at night; a list is "
            "written with a hyphen a line.",
            MARKDOWN,
        ),
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
                AS_OF,
                Ref(name="passed_to", part="bodies", sentence="The agency into which it was merged here when it left."),
            ),
            check=ends_after_start,
        ),
        "earlier_names": earlier_names("people.BodyName", "body"),
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
