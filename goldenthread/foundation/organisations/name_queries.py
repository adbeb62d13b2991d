"""Names that wait for other partnerships, and what something was called before."""

from django.db.models import Q, QuerySet

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations import name_rules
from goldenthread.foundation.organisations.models import NameChange
from goldenthread.foundation.people.models import Body, Membership


def waiting_of(agency: Body) -> NameChange | None:
    """The name of an agency that waits, if any."""
    return NameChange.objects.filter(body=agency, state=NameChange.State.ASKED).first()


def waiting_here(viewer: Viewer) -> dict[int, NameChange]:
    """{id of an agency of the partnership: the name that waits for it}."""
    rows = changes_before(viewer).filter(state=NameChange.State.ASKED)
    return {change.body_id: change for change in rows}


def changes_before(viewer: Viewer) -> QuerySet[NameChange]:
    """Names that were asked for in the viewer's partnership, or of agencies that it has."""
    own = Membership.objects.filter(partnership=viewer.partnership_id).values("agency")
    rows = NameChange.objects.filter(Q(asked_in=viewer.partnership_id) | Q(body__in=own))
    return rows.select_related("body", "asked_in", "asked_by")


def waiting_before(viewer: Viewer) -> list[NameChange]:
    """Those that wait for an answer of the viewer's partnership."""
    rows = changes_before(viewer).filter(state=NameChange.State.ASKED).exclude(asked_in=viewer.partnership_id)
    return [
        change
        for change in rows
        if viewer.partnership_id in {body.pk for body in name_rules.still_asked(change, viewer.today)}
    ]
