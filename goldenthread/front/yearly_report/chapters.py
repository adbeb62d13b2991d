"""The chapters that the yearly report builds itself: who we are, and the year month by month."""

from goldenthread.foundation.organisations.queries import chairs_on, post_of_chair
from goldenthread.foundation.papers.blocks import Claim, Heading, List, Month, MonthItem, Months, Paragraph, Summary
from goldenthread.foundation.papers.markdown import parse_runs
from goldenthread.foundation.people.models import Group, Membership
from goldenthread.foundation.ui.words import listed
from goldenthread.thread.chapters import works
from goldenthread.thread.models import Impact, Source
from goldenthread.thread.queries.reading import Reading

UNKNOWN = "Month not known"


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
    """The account by month with its safeguarding impact. Work whose month is not known stands last, and says so."""
    reading = Reading(reader)
    sources = {
        work.pk: work
        for work in sorted(works(reader, span), key=lambda work: (work.on, work.key))
        if reading.for_page(work).text
    }
    impacts = {}
    rows = Impact.objects.visible_to(reader).filter(source__in=sources, action=None, recommendation=None)
    for impact in rows.select_related("holder").order_by("on", "order", "pk"):
        impact.source = sources[impact.source_id]
        impacts.setdefault(impact.source_id, []).append(impact)
    found = {}
    for source in sources.values():
        found.setdefault(_month(source, span), []).append(_item(source, impacts.get(source.pk, []), reading))
    if not found:
        return []
    order = sorted(found, key=lambda label: label[0])
    return [Months([Month(label, found[place, label]) for place, label in order], impact_label="Safeguarding impact")]


def _month(source, span):
    """(place, label): a known month by its first day, then work of other periods that was put in, then the unknown."""
    if source.known == Source.Known.PERIOD:
        return "9999", UNKNOWN
    label = f"{source.on:%B %Y}"
    return f"{source.on:%Y-%m}", f"{label} (outside the period)" if span.lies_outside(source.on) else label


def _item(source, impacts, reading):
    what = (
        Claim((reading.for_page(source).work,), "source", source.ref),
        ": ",
        *parse_runs(reading.for_page(source).text),
    )
    said = []
    for impact in impacts:
        said += [" "] if said else []
        said += _as_claim(parse_runs(reading.for_page(impact).text), impact)
    return MonthItem(what, tuple(said))


def _as_claim(runs, impact):
    return [Claim(tuple(runs), "impact", impact.ref)] if runs else []
