"""People who are reminded of clocks by name, and who could be in their place once their agency leaves."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.diary.models import Due, DuePerson
from goldenthread.foundation.diary.queries import running
from goldenthread.foundation.people.models import Body, Person, Seat
from goldenthread.foundation.room import OwedThing
from goldenthread.foundation.ui.words import day

LISTED = "It is kept to listed people: whoever is reminded instead is listed as its reader."


def of_agency(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """Running clocks of the viewer's partnership of which somebody is reminded who sits here for this agency, or sat
    here for it, and for nothing else: as far as the viewer may keep the clock. A clock stands once for each of them.
    """
    acted = Person.objects.filter(pk__in=Seat.objects.filter(_for(agency)).values("person"))
    leaving = acted.exclude(pk__in=_elsewhere(viewer, agency).values("person"))
    named = Prefetch("people", DuePerson.objects.select_related("person").order_by("person__name", "pk"))
    rows = running(viewer).filter(group__lead=viewer.partnership_id, people__person__in=leaving).distinct()
    ends = set(leaving.values_list("pk", flat=True))
    return [
        _owed(viewer, due, link.person)
        for due in rows.prefetch_related(named)
        if can(viewer, "diary.keep_clocks", due)
        for link in due.people.all()
        if link.person_id in ends
    ]


def _owed(viewer, due, person) -> OwedThing:
    listed = due.audience == Due.Audience.LISTED
    return OwedThing(
        f"{due.key}/{person.key}",
        f"{due.title} (due {day(due.due_on)}): {person.name} is reminded",
        reverse("diary:clock", args=[viewer.slug, due.key]),
        LISTED if listed else "",
        "Nobody instead: only others whom it names are reminded"
        if listed
        else "Nobody by name: those who keep the group’s clocks are reminded",
    )


def instead(viewer: Viewer, agency: Body) -> list[Person]:
    """Who could be reminded in the place of people of this agency: those who sit here for anything else today."""
    return list(
        Person.objects.filter(pk__in=_elsewhere(viewer, agency).values("person"), user__is_active=True).order_by(
            "name", "pk"
        )
    )


def named_now(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Of these clocks those of which the viewer is reminded by name, with the address of each."""
    if not can(viewer, "diary.read"):
        return {}
    rows = running(viewer).filter(key__in=set(keys), people__person=viewer.person_id)
    return {due.key: reverse("diary:clock", args=[viewer.slug, due.key]) for due in rows}


def _for(agency: Body) -> Q:
    return Q(acting_for=agency) | Q(membership__agency=agency)


def _elsewhere(viewer, agency) -> QuerySet:
    """Seats of today in the viewer's partnership in which somebody acts for another agency, or for none."""
    mine = viewer.partnership_id
    here = Q(partnership=mine) | Q(membership__partnership=mine) | Q(group__lead=mine)
    own = Seat.objects.filter(_for(agency)).values("pk")
    return Seat.objects.on(viewer.today).filter(here).exclude(pk__in=own)
