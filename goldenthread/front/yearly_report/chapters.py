"""The chapters that the yearly report builds itself: who we are, and the year month by month."""

from goldenthread.foundation.organisations import candidates as of_who
from goldenthread.foundation.organisations.candidates import told
from goldenthread.foundation.organisations.queries import chairs_on, post_of_chair
from goldenthread.foundation.papers.blocks import Claim, Heading, List, Month, MonthItem, Months, Paragraph, Summary
from goldenthread.foundation.papers.claiming import claimed
from goldenthread.foundation.people.models import Membership
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
        blocks += claimed(body.vision, "body", body.key, 3)
    areas = [row.area.name for row in body.body_areas.on(day).select_related("area")]
    if areas:
        blocks.append(Paragraph(f"We serve {listed(areas)}."))
    blocks += _partners(body, span)
    blocks += _groups(reader, body, span)
    return blocks


def _partners(body, span):
    of_body = Membership.objects.filter(partnership=body).select_related("agency")
    rows = told(of_body, span, "body", lambda row: row.agency.key)
    blocks = []
    for capacity, heading in (
        (Membership.Capacity.STATUTORY, "Statutory safeguarding partners"),
        (Membership.Capacity.EDUCATION, "Education and childcare"),
        (Membership.Capacity.RELEVANT, "Relevant agencies"),
    ):
        own = [(row.agency, mark) for row, mark in rows if row.capacity == capacity]
        if own:
            blocks.append(Heading(2, heading))
            blocks.append(List([(Claim((agency.name,), "body", agency.key), mark) for agency, mark in own]))
    return blocks


def _groups(reader, body, span):
    groups = told(of_who.groups(reader, body), span, "group", lambda group: group.ref)
    if not groups:
        return []
    chairs = chairs_on([group for group, _ in groups], span.ends)
    pairs = [
        (
            group.name,
            [
                Claim((group.get_kind_display(),), "group", group.ref),
                _led(group, body, chairs.get(group.pk, [])) + mark,
            ],
        )
        for group, mark in groups
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
    """(place, label): a known month by its first day, then the unknown; work of another period by its own."""
    outside, known = span.lies_outside(source.on), source.known != Source.Known.PERIOD
    if not known and not outside:
        return "9999", UNKNOWN
    label = f"{source.on:%B %Y}" if known else source.when
    return f"{source.on:%Y-%m}", f"{label} (outside the period)" if outside else label
