"""The chapters that the yearly report builds itself: who we are, and the year month by month."""

from goldenthread.foundation.organisations.queries import chairs_on, post_of_chair
from goldenthread.foundation.papers.blocks import Claim, Heading, List, Month, MonthItem, Months, Paragraph, Summary
from goldenthread.foundation.people.models import Group, Membership
from goldenthread.foundation.ui.words import listed, lower_first
from goldenthread.thread.chapters import works
from goldenthread.thread.models import Source
from goldenthread.thread.queries.placing import place
from goldenthread.thread.queries.reading import Reading

UNKNOWN = "No month given"


def who_we_are(reader, body, span):
    """Areas, vision, partners and groups as they stood on the last day of the period."""
    day = span.ends
    blocks = []
    if body.vision:
        blocks.append(Paragraph(("Our vision: ", Claim((body.vision,), "body", body.key))))
    areas = [row.area.name for row in body.body_areas.on(day).select_related("area")]
    if areas:
        blocks.append(Paragraph(f"We serve {listed(areas)}."))
    blocks += _partners(body, day)
    blocks += _groups(body, day)
    return blocks


def _partners(body, day):
    rows = Membership.objects.on(day).filter(partnership=body).select_related("agency")
    blocks = []
    for capacity, heading in (
        (Membership.Capacity.STATUTORY, "Statutory safeguarding partners"),
        (Membership.Capacity.EDUCATION, "Education and childcare"),
        (Membership.Capacity.RELEVANT, "Relevant agencies"),
    ):
        names = [row.agency for row in rows if row.capacity == capacity]
        if names:
            blocks.append(Heading(2, heading))
            blocks.append(List([[Claim((agency.name,), "body", agency.key)] for agency in names]))
    return blocks


def _groups(body, day):
    groups = (
        Group.objects.on(day)
        .filter(group_memberships__partnership=body)
        .exclude(kind=Group.Kind.ROOT)
        .distinct()
        .select_related("lead")
    )
    if not groups:
        return []
    chairs = chairs_on(groups, day)
    pairs = [
        (
            group.name,
            [
                Claim((group.get_kind_display(),), "group", f"{group.lead.key}/{group.key}"),
                _led(group, body, chairs.get(group.pk, [])),
            ],
        )
        for group in groups
    ]
    return [Heading(2, "Our groups"), Summary(pairs)]


def _led(group, body, chairs):
    """Who leads the group and who chairs it: by the seats of that day, and by its text where no seat says so."""
    led = f", led by {group.lead.short}" if group.lead_id != body.pk else ""
    chaired = listed(post for seat in chairs if (post := post_of_chair(seat))) or group.chaired_by
    return led + (f". Chair: {chaired}" if chaired else "")


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
    """(place, label): a known month by its first day, then work of other periods that was put in, then the unknown."""
    if source.known == Source.Known.PERIOD:
        return "9999", UNKNOWN
    label = f"{source.on:%B %Y}"
    return f"{source.on:%Y-%m}", f"{label} (outside the period)" if span.lies_outside(source.on) else label
