"""Actions that are due: agreed ones with a day. A proposed action is not owed by anybody, so it is never overdue."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from goldenthread.foundation.access.kept import by_holder
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.diary.dates import Expected
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.organisations.queries import leads_of
from goldenthread.foundation.prepared import among, prepared
from goldenthread.foundation.room import DueKind, TodayItem
from goldenthread.foundation.ui.words import how_far, possessive
from goldenthread.thread.models import Action
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.states import FINISHED_ACTION_STATES, ActionState

TITLE = "An action is due"  # reveals nothing: it may be read over a shoulder


def _actions(keys: Iterable[str] | None):
    rows = Action.objects.select_related("holder", "source", "owner")
    return rows if keys is None else rows.by_refs(keys)


def expected(now: datetime.datetime, keys: Iterable[str] | None = None) -> list[Expected]:
    """Every agreed action with a day, whoever recorded it and whether a person is named or only an agency."""
    return [
        Expected(
            key=action.ref,
            due_on=action.due_on,
            group_id=action.source.group_id,
            title=TITLE,
            agency_id=action.owner_id,
            person_id=action.owner_person_id,
        )
        for action in _actions(keys).filter(state=ActionState.AGREED, due_on__isnull=False)
    ]


def met(now: datetime.datetime, keys: Iterable[str]) -> dict[str, datetime.date]:
    """Which of these were done, and when."""
    done = _actions(keys).filter(state__in=FINISHED_ACTION_STATES, state_on__isnull=False)
    return {action.ref: action.state_on for action in done}


def concerns(viewer: Viewer) -> Q | None:
    """Those of an agency for which the viewer acts, and those in their own name."""
    if not viewer.signed_in:
        return None
    return Q(agency__in=among(viewer.agency_ids)) | Q(person=viewer.person_id)


def reminded(viewer: Viewer, dues: list[Due]) -> set[int]:
    """The person who owes it, and every lead of its agency; where it has none, whoever acts for it."""
    agencies = {due.agency_id for due in dues} & viewer.agency_ids
    leads = leads_of(agencies, viewer.partnership_id, viewer.today)
    return {
        due.pk for due in dues if due.person_id == viewer.person_id or viewer.person_id in leads.get(due.agency_id, ())
    }


def items(viewer: Viewer, dues: list[Due]) -> dict[str, TodayItem]:
    """What Today says of each, with the form for an update one step away where it opens for this person."""
    reading = Reading(viewer)
    rows = _due(viewer, *by_holder(due.thing_key for due in dues))
    return {
        row.ref: TodayItem(
            f"{_who(row)} {'was' if row.is_overdue(viewer.today) else 'is'} due {how_far(row.due_on, viewer.today)}: "
            f"{short(reading.for_list(row).title, 110)}",
            addresses.of(viewer, row, *(["progress"] if can(viewer, "thread.progress", row) else [])),
            due=row.due_on,
            overdue=row.is_overdue(viewer.today),
            why=reading.for_list(row).work,
        )
        for row in rows
    }


@prepared
def _due(viewer, *held):
    rows = Action.objects.visible_to(viewer).of_holders(*held)
    return rows.select_related("holder", "owner", "source__group")


def _who(row):
    return f"{possessive(row.owner.short)} action" if row.owner else "Your action"


def page(viewer: Viewer) -> tuple[str, str]:
    """Where the whole list stands, and what it is called."""
    return "What is mine", addresses.page(viewer, "mine")


DUE = DueKind("action", expected, met, concerns, items, page, reminded)
