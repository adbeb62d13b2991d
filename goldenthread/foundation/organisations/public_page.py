"""Who a partnership is and how it is reached, for the page that anybody reads of it."""

from collections.abc import Set

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.people.models import Body, Membership
from goldenthread.foundation.people.names import as_called_on
from goldenthread.foundation.room import PublicLine
from goldenthread.foundation.ui.words import listed


def who(reader: Viewer, body: Body, named: Set[tuple[str, str]]) -> list[PublicLine]:
    """Its vision and areas, and those of its statutory partners of today, or of its last day, whom a report names."""
    day = min(reader.today, body.ends or reader.today)
    areas = [row.area.name for row in body.body_areas.on(day).select_related("area")]
    partners = Membership.objects.on(day).filter(partnership=body, capacity=Membership.Capacity.STATUTORY)
    agencies = [row.agency for row in partners.select_related("agency") if ("body", row.agency.key) in named]
    as_called_on(agencies, day)
    names = [agency.name for agency in agencies]
    after = [link.after for link in body.successors.select_related("after")]
    return [
        *([PublicLine(body.vision, label="Vision")] if body.vision and ("body", body.key) in named else []),
        *([PublicLine(listed(areas), label="Area")] if areas else []),
        *([PublicLine(listed(names), label="Statutory safeguarding partners")] if names else []),
        *(PublicLine(one.name, f"/{one.key}/" if _has_a_page(one) else "", label="Took its place") for one in after),
    ]


def _has_a_page(body: Body) -> bool:
    return body.holds_a_record and not body.stub


def contact(reader: Viewer, body: Body, named: Set[tuple[str, str]]) -> list[PublicLine]:
    """How anybody reaches it, as the body gives it for the public."""
    lines = (
        PublicLine(body.website, body.website, label="Website"),
        PublicLine(body.email, f"mailto:{body.email}", label="E-mail"),
        PublicLine(body.telephone, label="Telephone"),
        PublicLine(body.address, label="Address"),
        PublicLine(text=body.contact),
    )
    return [line for line in lines if line.words or line.text]
