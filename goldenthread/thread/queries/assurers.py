"""Who may assure an action independently: neither its owner nor whoever reported it done or gave its evidence."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from goldenthread.foundation.access.queries import reached
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Viewer, viewer_for
from goldenthread.foundation.people.models import Body, Person, Seat
from goldenthread.thread.models import Action, ActionStep, Evidence
from goldenthread.thread.queries import choices
from goldenthread.thread.states import ActionState


def by_own_hand(person_id: int | None) -> Q:
    """Actions that the person reported done, or whose evidence they gave or corrected."""
    if person_id is None:
        return Q(pk__in=[])
    evidence = Evidence.objects.filter(Q(person=person_id) | Q(corrected_by=person_id)).values("action")
    reports = ActionStep.objects.filter(person=person_id, after=ActionState.REPORTED_DONE)
    return Q(pk__in=evidence) | Q(pk__in=reports.exclude(before=ActionState.REPORTED_DONE).values("action"))


def has_own_hand(viewer: Viewer, action: Action) -> bool:
    return Action.objects.filter(by_own_hand(viewer.person_id), pk=action.pk).exists()


def independent(viewer: Viewer, rows: QuerySet[Action]) -> QuerySet[Action]:
    """Of some actions those that the viewer may assure as somebody who had no hand in them."""
    seen = Action.objects.visible_to(viewer).filter(pk__in=rows.values("pk"))
    may = seen.filter(reached(viewer, "thread.assure", agency="owner_id", person="owner_person_id"))
    return may.exclude(owner__in=viewer.agencies_everywhere).exclude(by_own_hand(viewer.person_id))


def left_to_others(viewer: Viewer, rows: QuerySet[Action]) -> set[int]:
    """The ids of those in which the viewer had a hand and which somebody else could assure: so they must.

    One question where the viewer had a hand in none; otherwise as few people are asked for as cover them all.
    """
    own = set(rows.filter(by_own_hand(viewer.person_id)).values_list("pk", flat=True))
    return of_these_left_to_others(viewer, own)


def of_these_left_to_others(viewer: Viewer, own: set[int]) -> set[int]:
    """The same of actions in which the viewer had a hand, by their ids."""
    left: set[int] = set()
    for other in _others(viewer, own) if own else ():
        left |= set(independent(other, Action.objects.filter(pk__in=own - left)).values_list("pk", flat=True))
        if left == own:
            break
    return left


def _others(viewer: Viewer, actions: set[int]) -> Iterator[Viewer]:
    """Everybody else who may assure something in the partnerships that hold these actions, and can sign in."""
    codes = [role.code for role in roles().values() if "thread.assure" in role.grants | role.in_shared_group]
    for body in Body.objects.filter(pk__in=Action.objects.filter(pk__in=actions).values("holder")):
        here = Q(partnership=body) | Q(membership__partnership=body) | Q(group__lead=body)
        seats = Seat.objects.on(viewer.today).filter(here, role__in=codes, person__user__is_active=True)
        for person in Person.objects.filter(pk__in=seats.values("person")).exclude(pk=viewer.person_id):
            yield viewer_for(person, body, viewer.now, second_factor=True)


def possible_seconds(viewer: Viewer, action: Action) -> QuerySet[Person]:
    """Who may be named as the second person that looked at the evidence: with a seat here and no hand in the action."""
    of_owner = Q(acting_for=action.owner_id) | Q(membership__agency=action.owner_id)
    owners = Seat.objects.at_some_time_on(viewer.today).filter(of_owner) if action.owner_id else Seat.objects.none()
    hands = Q(pk__in=action.evidence.values("person")) | Q(pk__in=action.evidence.values("corrected_by"))
    reported = action.steps.filter(after=ActionState.REPORTED_DONE).values("person")
    people = choices.people_of(viewer).exclude(pk=viewer.person_id).exclude(pk__in=owners.values("person"))
    had_a_hand = Person.objects.filter(hands | Q(pk__in=reported))
    return people.exclude(pk__in=had_a_hand.values("pk"))
