"""Reading who is who. People and seats are shown to those who hold a seat in the partnership."""

import datetime
from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Viewer, partnerships_of, seats_today
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.people.models import (
    Body,
    Delegation,
    Group,
    GroupMembership,
    Membership,
    Person,
    ReportingPeriod,
    Seat,
    Succession,
    User,
)
from goldenthread.foundation.prepared import prepared


def partnerships_of_person(viewer: Viewer) -> list[tuple[Body, list[str]]]:
    """(body, role titles) of every partnership in which the person holds a seat today."""
    held = {}
    of_today = seats_today(Person.objects.get(pk=viewer.person_id), viewer.now)
    for seat in (seat for seat in of_today if seat.is_open_at(viewer.now)):
        for pk in partnerships_of(seat, viewer.today):
            held.setdefault(pk, []).append(roles()[seat.role].title)
    bodies = Body.objects.filter(pk__in=held).order_by("name")
    return [(body, sorted(set(held[body.pk]))) for body in bodies]


def groups_of(viewer: Viewer) -> QuerySet[Group]:
    """Groups that the partnership takes part in, led by itself or by another."""
    ids = {shared.group_id for shared in viewer.groups if shared.area_ids is None}
    return (
        Group.objects.filter(pk__in=ids, group_memberships__partnership_id=viewer.partnership_id)
        .distinct()
        .select_related("lead", "parent")
        .order_by("kind", "name")
    )


def leads_of(agency_ids: frozenset[int] | set[int], partnership_id: int, today: datetime.date) -> dict[int, set[int]]:
    """{id of an agency: ids of the people who answer for it in a partnership today}: all its leads who have an account.

    An agency without such a lead is answered for by whoever else acts for it there, so that it hears of what it owes.
    """
    if not agency_ids:
        return {}
    rows = Seat.objects.on(today).filter(
        membership__partnership_id=partnership_id, membership__agency_id__in=agency_ids, person__user__is_active=True
    )
    leads, others = defaultdict(set), defaultdict(set)
    for agency_id, role, person_id in rows.values_list("membership__agency_id", "role", "person_id"):
        (leads if role == "agency_lead" else others)[agency_id].add(person_id)
    return {pk: leads.get(pk) or others.get(pk, set()) for pk in agency_ids}


def agencies_answered_for(viewer: Viewer) -> set[int]:
    """The agencies for which the viewer answers in their partnership: see `leads_of`."""
    leads = leads_of(viewer.agency_ids, viewer.partnership_id, viewer.today)
    return {agency_id for agency_id, people in leads.items() if viewer.person_id in people}


def root_groups(body_ids: set[int]) -> dict[int, int]:
    """{id of a body: id of the group of the whole of it}."""
    return dict(Group.objects.filter(lead__in=body_ids, kind=Group.Kind.ROOT).values_list("lead_id", "pk"))


CHAIRS = {Group.Kind.ROOT: "partnership_chair"}


def chairs_on(groups: QuerySet[Group] | list[Group], day: datetime.date) -> dict[int, list[Seat]]:
    """{id of the group: the seats that chair it on `day`}; the whole partnership's group is chaired by its chair.

    A group of which no seat says who chairs it is not among them: then only its text, `chaired_by`, does.
    """
    found = {}
    leads = {group.lead_id: group.pk for group in groups if group.kind in CHAIRS}
    for seat in _chairing(day, [group.pk for group in groups], list(leads)):
        of = seat.group_id or leads[seat.partnership_id or seat.membership.partnership_id]
        found.setdefault(of, []).append(seat)
    return found


@prepared
def _chairing(day: datetime.date, groups: list[int], bodies: list[int]) -> QuerySet:
    of_the_whole = Q(partnership__in=bodies) | Q(membership__partnership__in=bodies)
    chairs = Q(group__in=groups, role="group_chair") | Q(of_the_whole, role=CHAIRS[Group.Kind.ROOT])
    rows = Seat.objects.on(day).filter(chairs)
    return rows.select_related("person", "acting_for", "membership__agency")


def post_of_chair(seat: Seat) -> str:
    """Who chairs by post and agency, naming nobody: for what leaves the partnership. A post that names the agency, as
    its own text writes it, says so once.
    """
    agency = seat.acting_for or (seat.membership.agency if seat.membership else None)
    post = seat.person.title
    told = agency is not None and any(_alike(name) in _alike(post) for name in (agency.name, agency.short))
    return ", ".join(filter(None, (post, "" if told or agency is None else agency.short)))


def _alike(name: str) -> str:
    """ "Redcar & Cleveland" and "Redcar and Cleveland" are one name."""
    return name.casefold().replace("&", "and")


def person_here(viewer: Viewer, key: str) -> tuple[Person, QuerySet]:
    """A person who holds or held a seat here, or was added here and holds none anywhere; with their seats here.

    Raises Http404 for everybody else, so that no name of another partnership is read by its key.
    """
    person = get_object_or_404(people_here(viewer), key=key)
    return person, seats_of(viewer, past=True).filter(person=person)


def people_here(viewer: Viewer) -> QuerySet[Person]:
    """Who holds or held a seat here, and who was added here and holds none anywhere."""
    here = seats_of(viewer, past=True).order_by().values("person")
    sits_nowhere = Person.objects.filter(added_in=viewer.partnership_id, seats=None)
    return Person.objects.filter(Q(pk__in=here) | Q(pk__in=sits_nowhere.values("pk")))


def bodies_known(viewer: Viewer) -> QuerySet[Body]:
    """Every body with which the viewer's partnership has to do: itself and those before and after it, whoever shares a
    group with it, the agencies of all of these at whatever time, and the business units that they host.
    """
    groups = [shared.group_id for shared in viewer.groups]
    shares = GroupMembership.objects.filter(group__in=groups).values("partnership")
    leads = Group.objects.filter(pk__in=groups).values("lead")
    after = Succession.objects.filter(before=viewer.partnership_id).values("after")
    boards = Q(pk__in=[viewer.partnership_id, *viewer.inherited]) | Q(pk__in=shares) | Q(pk__in=leads)
    own = Membership.objects.filter(Q(partnership=viewer.partnership_id) | Q(partnership__in=leads)).values("agency")
    return Body.objects.filter(boards | Q(pk__in=after) | Q(pk__in=own) | Q(host__in=own))


def membership_of(viewer: Viewer, key: str) -> Membership | None:
    """The last membership of the agency with that key."""
    return memberships_of(viewer).filter(agency__key=key).order_by("-starts", "-pk").first()


def memberships_of(viewer: Viewer) -> QuerySet[Membership]:
    """Agencies in the partnership, those that have left included (last)."""
    return (
        Membership.objects.filter(partnership_id=viewer.partnership_id)
        .select_related("agency", "agency__host", "passed_to")
        .prefetch_related("agency__earlier_names")
        .order_by("ends", "capacity", "agency__name")
    )


def seats_of(viewer: Viewer, *, past: bool = False) -> QuerySet[Seat]:
    """Seats that count in the partnership: of the whole, of an agency in it, or of a group that it takes part in."""
    groups = [shared.group_id for shared in viewer.groups if shared.area_ids is None]
    rows = Seat.objects.filter(
        Q(partnership_id=viewer.partnership_id)
        | Q(membership__partnership_id=viewer.partnership_id)
        | Q(group_id__in=groups)
    ).select_related("person", "given_by", "partnership", "group__lead", "membership__agency", "acting_for")
    rows = rows.select_related("membership__partnership")
    return rows if past else rows.on(viewer.today)


def periods_of(viewer: Viewer) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.filter(body_id=viewer.partnership_id)


SAYS = (
    ("values", "Our values"),
    ("objectives", "What we aim at"),
    ("legal_basis", "Our legal basis"),
    ("duties", "What the law asks of us"),
)


def says_of_itself(body: Body) -> list[tuple[str, str]]:
    """(heading, text) of what a partnership says of itself beside its vision, without what is empty."""
    return [(label, text) for field, label in SAYS if (text := getattr(body, field))]


def before_and_after(viewer: Viewer) -> QuerySet[Succession]:
    """Successions in which the partnership takes part."""
    return (
        Succession.objects.filter(Q(before_id=viewer.partnership_id) | Q(after_id=viewer.partnership_id))
        .select_related("before", "after")
        .prefetch_related("areas__area")
    )


def body_of(seat: Seat) -> Body:
    """The partnership in whose record a seat's history stands."""
    if seat.membership_id:
        return seat.membership.partnership
    return seat.partnership or seat.group.lead


def seat_in_words(seat: Seat) -> str:
    """Whose seat, of which role, where."""
    title = roles()[seat.role].title
    office = f", {seat.title}" if seat.title not in ("", title) else ""
    place = seat.membership.agency if seat.membership_id else seat.group or seat.partnership
    return f"{seat.person}: {title}{office} ({place})"


def example_people() -> list[tuple[Body, list[tuple]]]:
    """Made-up people who can sign in, by partnership, the largest first: [(body, [(person, posts in words)])]."""
    order = list(roles())
    found = {}
    people = Person.objects.filter(invented=True, user__isnull=False, user__is_active=True)
    seats = Seat.objects.filter(person__in=people).select_related(
        "person", "partnership", "group__lead", "membership__partnership", "membership__agency"
    )
    for seat in sorted(seats, key=lambda row: order.index(row.role)):
        body = seat.membership.partnership if seat.membership_id else seat.partnership or seat.group.lead
        post = seat.title or roles()[seat.role].title
        found.setdefault(body, {}).setdefault(seat.person, []).append(
            f"{post}, {seat.membership.agency}" if seat.membership_id else post
        )
    return [
        (body, [(person, "; ".join(posts)) for person, posts in held.items()])
        for body, held in sorted(found.items(), key=lambda pair: -len(pair[1]))
    ]


def user_of(key: str) -> User | None:
    """The account of one made-up person, or None."""
    return User.objects.filter(person__key=key, person__invented=True, is_active=True).first()


def administrators_seat(viewer: Viewer) -> Seat | None:
    """The seat by which somebody administers the house today, or None."""
    if viewer.person_id is None:
        return None
    rows = Seat.objects.on(viewer.today).filter(
        person_id=viewer.person_id, role="house_administrator", partnership__isnull=False
    )
    return rows.select_related("person", "partnership").first()


def record_holders() -> QuerySet[Body]:
    return Body.objects.filter(kind__in=[Body.Kind.PARTNERSHIP, Body.Kind.PREDECESSOR], stub=False)


def managers_of(body: Body, today: datetime.date) -> QuerySet[Seat]:
    """The seats of those who can give every other seat of a partnership, and can sign in."""
    return (
        Seat.objects.on(today)
        .filter(partnership=body, role__in=_roles_that("gives", "confirms"), person__user__is_active=True)
        .exclude(role="house_administrator")
    )


def _roles_that(*marks: str) -> list[str]:
    return [role.code for role in roles().values() if all(getattr(role, mark) for mark in marks)]


def concerned_by(seat: Seat, now: datetime.datetime) -> list[tuple[Person, str]]:
    """Whom a seat concerns, each with the page that tells them: who takes it, the managers of the partnership and,
    where nobody else there could confirm it, the house administrators.
    """
    body, today = body_of(seat), day_of(now)
    waits = seat.state == Seat.State.PROPOSED
    page = f"/{body.key}/who/seats/{seat.key}/confirm/" if waits else f"/{body.key}/who/people/{seat.person.key}/"
    people = {row.person: page for row in managers_of(body, today).select_related("person__user")}
    if waits:
        holders = Seat.objects.on(today).filter(role__in=_roles_that("confirms"), person__user__is_active=True)
        here = holders.filter(Q(partnership=body) | Q(membership__partnership=body)).exclude(role="house_administrator")
        if not here.exclude(person__in=[seat.person_id, seat.given_by_id]).exists():
            administrators = holders.filter(role="house_administrator").select_related("person__user")
            people |= {row.person: "/house/" for row in administrators}
    people[seat.person] = "/"
    return list(people.items())


def seats_of_agency(membership: Membership) -> QuerySet[Seat]:
    """Every seat that acts for an agency by this membership: its own, and those in the partnership and its groups,
    unless another partnership of the group keeps the agency.
    """
    elsewhere = Membership.objects.filter(
        agency=membership.agency, ends=None, partnership__group_memberships__group=OuterRef("group")
    ).exclude(pk=membership.pk)
    acting = Q(partnership=membership.partnership) | Q(group__group_memberships__partnership=membership.partnership)
    own = Q(membership=membership) | Q(acting, ~Exists(elsewhere), acting_for=membership.agency)
    return (
        Seat.objects.filter(own).select_related("person", "partnership", "group__lead", "membership__agency").distinct()
    )


def sent_by(membership: Membership) -> Q:
    """What an agency sends to the groups that the partnership of this membership leads."""
    return Q(agency=membership.agency, group__lead=membership.partnership_id)


def delegations_of(group: Group) -> QuerySet[Delegation]:
    """Which agency sends whom to a group, by role; what has ended comes last."""
    return group.delegations.select_related("agency", "group__lead").order_by(
        F("ends").desc(nulls_first=True), "agency__name", "role", "pk"
    )


def proposed_seats(viewer: Viewer) -> QuerySet[Seat]:
    """Seats of the partnership that wait for a second person."""
    return seats_of(viewer, past=True).filter(state=Seat.State.PROPOSED)


def seats_to_confirm_by(viewer: Viewer) -> QuerySet[Seat]:
    """Those that the viewer could confirm: the same as `rules.may_confirm`, in SQL."""
    confirms = any(seat.role.confirms for seat in viewer.seats)
    rows = proposed_seats(viewer) if confirms else Seat.objects.none()
    led_here = Q(group=None) | Q(group__lead=viewer.partnership_id)
    return rows.filter(led_here).exclude(Q(person=viewer.person_id) | Q(given_by=viewer.person_id))


def seats_to_confirm() -> QuerySet[Seat]:
    """Every seat of the house that waits for a second person."""
    rows = Seat.objects.filter(state=Seat.State.PROPOSED)
    places = ("person", "given_by", "partnership", "group__lead", "membership__agency", "membership__partnership")
    return rows.select_related(*places).order_by("person__name", "pk")


def giving_seats(today: datetime.date) -> QuerySet[Seat]:
    """The seats by which others are given and confirmed: of managers and house administrators."""
    rows = Seat.objects.on(today).filter(role__in=_roles_that("gives", "confirms"), partnership__isnull=False)
    return rows.select_related("person", "partnership").order_by("partnership__name", "role", "person__name")
