"""What an agency owes the thread of a partnership, as it passes to another when one leaves."""

import datetime

from django.db.models import Q, QuerySet

from goldenthread.foundation.access.viewer import Viewer, viewer_for
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.people.models import Body, Person, Seat
from goldenthread.foundation.room import OwedThing
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Action, Recommendation
from goldenthread.thread.queries import addresses, ends
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.placing import by_work
from goldenthread.thread.queries.reading import Projection, Reading
from goldenthread.thread.rules import OPEN_TO_OWNERS
from goldenthread.thread.states import ActionState, RecommendationState

NOT_OVER = (ActionState.PROPOSED, ActionState.AGREED, ActionState.REPORTED_DONE)  # what was reported may be sent back


def _acting_for(agency: Body, today: datetime.date) -> QuerySet[Seat]:
    return Seat.objects.on(today).filter(Q(acting_for=agency) | Q(membership__agency=agency))


def actions(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """Actions that the agency owns, or one of its people where no agency does, until they are assured or withdrawn."""
    people = _acting_for(agency, viewer.today).values("person")
    rows = Action.objects.visible_to(viewer).filter(
        Q(owner=agency) | Q(owner=None, owner_person__in=people),
        holder=viewer.partnership_id,
        state__in=NOT_OVER,
    )
    rows = rows.select_related("holder", "source__group", "owner", "owner_person").order_by("due_on", "pk")
    reading = Reading(viewer)
    return [as_owed(viewer, reading.for_list(row)) for row in rows]


def as_owed(viewer: Viewer, seen: Projection) -> OwedThing:
    """An action as somebody reads it who decides who owes it, with what its next owner comes to read."""
    row = seen.thing
    state = f"{seen.get_state_display()}, due {day(row.due_on)}" if row.due_on else seen.get_state_display()
    named = f", in the name of {row.owner_person}, which ends" if row.owner_person and seen.whole else ""
    shows = ""
    if row.audience not in OPEN_TO_OWNERS:
        shows = (
            f"It is kept to a narrower circle: {row.audience_label.lower()}. Whoever takes it over will read the whole "
            "of this action: its text, updates, evidence and history; and of the work behind it the name "
            f"“{row.source.public_label or 'a confidential piece of work'}”, its year and the group that holds it."
        )
    return OwedThing(row.ref, f"{short(seen.title, 160)} ({state}{named})", addresses.of(viewer, row), shows)


def answers(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """Open recommendations that the agency was asked to answer, and has not."""
    rows = Recommendation.objects.visible_to(viewer).filter(
        ends.owes_an_answer({agency.pk}), holder=viewer.partnership_id, state=RecommendationState.OPEN
    )
    reading = Reading(viewer)
    rows = by_work(viewer, rows.select_related("holder", "source__group"))
    return [OwedThing(row.ref, short(reading.for_list(row).title, 160), addresses.of(viewer, row)) for row in rows]


def can_read(recommendation: Recommendation, agency: Body, now: datetime.datetime) -> bool:
    """Whether anybody who acts for the agency reads a recommendation, so that it can be asked to answer it."""
    if recommendation.audience in ("public", "partnership"):
        return True
    held_here = _acting_for(agency, day_of(now)).filter(
        Q(partnership=recommendation.holder_id)
        | Q(membership__partnership=recommendation.holder_id)
        | Q(group__lead=recommendation.holder_id)
    )
    rows = Recommendation.objects.filter(pk=recommendation.pk)
    return any(
        rows.visible_to(viewer_for(person, recommendation.holder, now, second_factor=True)).exists()
        for person in Person.objects.filter(pk__in=held_here.values("person"), user__is_active=True)
    )
