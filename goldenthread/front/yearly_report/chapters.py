"""The chapters that the yearly report builds itself: who we are, and the year month by month."""

from django.db.models import Prefetch

from goldenthread.foundation.organisations import candidates as of_who
from goldenthread.foundation.organisations import queries
from goldenthread.foundation.organisations.candidates import earlier, told
from goldenthread.foundation.organisations.queries import chairs_on, post_of_chair
from goldenthread.foundation.papers.blocks import (
    Claim,
    Heading,
    Link,
    List,
    Month,
    MonthItem,
    Months,
    Paragraph,
    Strong,
    Summary,
    Text,
)
from goldenthread.foundation.papers.claiming import claimed
from goldenthread.foundation.people.models import Body, Delegation, Group, Membership
from goldenthread.foundation.people.names import as_called_on
from goldenthread.foundation.ui.words import day, listed, lower_first
from goldenthread.thread.chapters import works
from goldenthread.thread.models import Source
from goldenthread.thread.queries.placing import place
from goldenthread.thread.queries.reading import Reading

UNKNOWN = "No month given"
NOT_SAID_SINCE = "The texts behind this record name these as of that day, and do not say whether they still held on {}."


def who_we_are(reader, body, span):
    """Areas, what the partnership says of itself, partners and groups as they stood on the last day of the period, and
    how to reach it.
    """
    blocks = _says(body)
    areas = [row.area.name for row in body.body_areas.on(span.ends).select_related("area")]
    if areas:
        blocks.insert(0, Paragraph(f"We serve {listed(areas)}."))
    memberships, groups = list(Membership.objects.filter(partnership=body).select_related("agency")), _met(body, span)
    as_called_on([row.agency for row in memberships] + _all_named(groups), span.ends, reader)
    blocks += _partners(memberships, body, span)
    return blocks + _groups(groups, body, span) + _earlier(memberships, groups, span) + _contact(body)


def _met(body, span):
    """Every group that the partnership ever took part in, with whom agencies sent to it; the whole of it among them
    where its record says anything of the kind.
    """
    sent = Prefetch("delegations", Delegation.objects.select_related("agency"))
    rows = of_who.groups_and_the_whole(body).select_related("lead", "parent").prefetch_related(sent)
    rows = rows.annotate(takes_part=of_who.takes_part(body, span.ends))
    return [row for row in rows if row.kind != Group.Kind.ROOT or row.meets or row.chaired_by or row.delegations.all()]


def _all_named(groups):
    """The groups with all that they name, so that each is told by its name of the time."""
    sent = [row.agency for group in groups for row in group.delegations.all()]
    return [*groups, *sent, *(group.parent for group in groups), *(group.lead for group in groups)]


def _agency_key(membership):
    return membership.agency.key


def _group_ref(group):
    return group.ref


def _earlier(memberships, groups, span):
    """What texts of an earlier day name, and none of this period: told as of that day, and not as what holds."""
    agencies = earlier(memberships, span, "body", _agency_key)
    groups = earlier([group for group in groups if group.kind != Group.Kind.ROOT], span, "group", _group_ref)
    rows = [(row.as_of, "Agencies", Claim((row.agency.name,), "body", row.agency.key)) for row in agencies]
    rows += [(row.as_of, "Groups", Claim((row.name,), "group", row.ref)) for row in groups]
    blocks = []
    for as_of in sorted({as_of for as_of, _, _ in rows}):
        blocks += [Heading(2, f"Named as of {day(as_of)}"), Paragraph(NOT_SAID_SINCE.format(day(span.ends)))]
        for lead in ("Agencies", "Groups"):
            if own := [claim for on, kind, claim in rows if (on, kind) == (as_of, lead)]:
                blocks.append(Paragraph((Strong((f"{lead}: ",)), *_in_a_row(own), ".")))
    return blocks


def _in_a_row(claims):
    return [run for place, claim in enumerate(claims) for run in ((Text("; "), claim) if place else (claim,))]


_CAPACITIES = (
    (Membership.Capacity.STATUTORY, "Statutory safeguarding partners"),
    (Membership.Capacity.EDUCATION, "Education and childcare"),
    (Membership.Capacity.RELEVANT, "Relevant agencies"),
)


def _partners(memberships, body, span):
    """By what each is to a partnership. Boards before 2019 had members, and none of these by its law."""
    rows = told(memberships, span, "body", _agency_key)
    blocks = []
    board = body.kind == Body.Kind.PREDECESSOR
    for capacities, heading in (
        [(Membership.Capacity.values, "Members")] if board else [([one], words) for one, words in _CAPACITIES]
    ):
        own = [(row.agency, mark) for row, mark in rows if row.capacity in capacities]
        if own:
            blocks.append(Heading(2, heading))
            blocks.append(List([(Claim((agency.name,), "body", agency.key), mark) for agency, mark in own]))
    return blocks


def _says(body):
    """What the partnership says of itself, each under its heading."""
    said = [("Our vision", body.vision), *queries.says_of_itself(body)]
    return [
        block
        for heading, text in said
        if text
        for block in (Heading(2, heading), *claimed(text, "body", body.key, heading_level=3))
    ]


def _contact(body):
    """How anybody reaches the partnership."""
    ways = [
        ("Website", Link((body.website,), body.website)) if body.website else None,
        ("E-mail", Link((body.email,), f"mailto:{body.email}")) if body.email else None,
        ("Telephone", Text(body.telephone)) if body.telephone else None,
        ("Address", Text(body.address)) if body.address else None,
    ]
    pairs = [(label, (run,)) for label, run in filter(None, ways)]
    further = claimed(body.contact, "body", body.key, heading_level=3)
    if not (pairs or further):
        return []
    return [Heading(2, "How to reach us"), *([Summary(pairs)] if pairs else []), *further]


def _groups(rows, body, span):
    """Each group: what it is, who chairs it, how often it meets, what it is for, and who is sent to it."""
    groups = told(rows, span, "group", _group_ref, lambda group: group.takes_part)
    if not groups:
        return []
    chairs = chairs_on([group for group, _ in groups], span.ends)
    blocks = [Heading(2, "Our groups")]
    for group, mark in sorted(groups, key=lambda pair: pair[0].kind != Group.Kind.ROOT):
        blocks += [
            Heading(3, group.name),
            Paragraph(_standing(group, body, chairs.get(group.pk, []), mark)),
            *claimed(group.purpose, "group", group.ref, heading_level=4),
            *_sent(group, min(span.ends, group.ends or span.ends)),
        ]
    return blocks


def _standing(group, body, chairs, mark):
    """What kind of group it is, who leads and who chairs it, how often it meets, and to whom it reports. Who chairs it
    is told by the seats of that day, and by its text where no seat says so.
    """
    kind = "" if group.get_kind_display() == group.name else group.get_kind_display()
    led = f"led by {group.lead.short}" if group.lead_id != body.pk else ""
    chaired = listed(post for seat in chairs if (post := post_of_chair(seat))) or group.chaired_by
    reports = group.parent.name if group.parent and group.parent.kind != Group.Kind.ROOT else ""
    said = [("chair", chaired), ("meets", group.meets), ("reports to", reports)]
    parts = [", ".join(filter(None, [kind, led])), *(f"{label}: {words.rstrip('.')}" for label, words in said if words)]
    told = "; ".join(filter(None, parts)) or group.get_kind_display()
    return (Claim((f"{told[:1].upper()}{told[1:]}",), "group", group.ref), mark)


def _sent(group, day):
    """Which agency sends whom on a day."""
    sent = [row for row in group.delegations.all() if row.runs_on(day)]
    if not sent:
        return []
    items = [
        (Claim((row.agency.name,), "body", row.agency.key), *((f": {row.role}",) if row.role else ())) for row in sent
    ]
    return [Paragraph("Who sits on it:"), List(items)]


def months(reader, body, span):
    """The year as a line of months: each piece of work by its name, which leads to its record. Its account stands in
    the chapter that tells it. Work whose month is not known stands last, in the order of the text that it is from.
    """
    reading = Reading(reader)
    found = {}
    named = [work for work in works(reader, span) if reading.for_page(work).text]
    for work in sorted(named, key=lambda work: place(reading.for_page(work))):
        seen = reading.for_page(work)
        item = MonthItem((Claim((seen.work,), "source", work.ref), f" ({lower_first(seen.work_kind)})"))
        found.setdefault(_month(work, span), []).append(item)
    if not found:
        return []
    order = sorted(found, key=lambda label: label[0])
    return [Months([Month(label, found[place, label]) for place, label in order])]


def _month(source, span):
    """(place, label): a known month by its first day, then the unknown; work of another period by its own."""
    outside, known = span.lies_outside(source.on), source.known != Source.Known.PERIOD
    if not known and not outside:
        return "9999", UNKNOWN
    label = f"{source.on:%B %Y}" if known else source.when
    return f"{source.on:%Y-%m}", f"{label} (outside the period)" if outside else label
