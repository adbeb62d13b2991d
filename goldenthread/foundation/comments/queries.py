"""Reading comments: what is said of a thing, who may be asked, and what waits for somebody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from goldenthread.foundation import room
from goldenthread.foundation.access import readers
from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.circles import Audience, Audienced, kept_to_listed
from goldenthread.foundation.access.queries import Forbidden, can
from goldenthread.foundation.access.viewer import Actor, Held, System, Viewer
from goldenthread.foundation.comments import rules
from goldenthread.foundation.comments.models import Comment
from goldenthread.foundation.notices.queries import viewers_of
from goldenthread.foundation.organisations.queries import agencies_answered_for, leads_of
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.room import Discussed, OwedThing, Reference

Things = dict[str, set[str]]  # keys by the code of their noun


@cache
def discussed() -> dict[str, Discussed]:
    """What may be commented on, by the code of its noun."""
    return {item.noun: item for item in room.offered("discussed")}


def table(noun: str) -> type[Model]:
    return apps.get_model(room.noun(noun).model)


def things(noun: str, refs: Iterable[str]) -> QuerySet:
    """The rows of a noun, whoever may see them: with what tells where they stand."""
    model = table(noun)
    related = ("holder", "source__group") if getattr(model, "AUDIENCE_SOURCE", "") else ("holder",)
    return model.objects.by_refs(refs).select_related(*related)


def read_whole(viewer: Actor, wanted: Things) -> dict[tuple[str, str], Reference]:
    """Of some things, by noun and key, those that the viewer reads whole: they read what is said of them. One query a
    noun.
    """
    wanted = {noun: keys for noun, keys in wanted.items() if noun in discussed()}
    seen = room.references(viewer, wanted) if isinstance(viewer, System) or viewer.seats else {}
    return {named: reference for named, reference in seen.items() if reference.whole}


def by_noun(named: Iterable[tuple[str, str]]) -> Things:
    found = defaultdict(set)
    for noun, key in named:
        found[noun].add(key)
    return found


def thing_at(viewer: Viewer, noun: str, ref: str) -> tuple[Model, Reference] | None:
    """A thing that may be commented on, and how it is told in a list; None where the viewer is not to know of it.

    Raises Forbidden where they read only a text made for others, or need a second factor.
    """
    if noun not in discussed() or not viewer.seats:
        return None
    reference = room.references(viewer, {noun: {ref}}).get((noun, ref))
    if reference is None:
        return None
    if not reference.whole:
        raise Forbidden(rules.ONLY_IN_PART)
    thing = things(noun, [ref]).get()
    if is_kept_to_listed(thing) and not viewer.second_factor:  # its owner, who sees it in every circle
        raise Forbidden(rules.SECOND_FACTOR)
    return thing, reference


def is_kept_to_listed(thing: Model) -> bool:
    return isinstance(thing, Audienced) and kept_to_listed(thing)


def is_closed(thing: Model) -> bool:
    """Whether nothing new is said of a thing."""
    return getattr(thing, "state", "") in discussed()[room.noun_of(type(thing))].closed_in


def check_open(thing: Model) -> None:
    """Raises Refused where nothing new is said of a thing."""
    state = thing.get_state_display() if hasattr(thing, "get_state_display") else ""
    rules.is_open(room.noun(room.noun_of(type(thing))).label, state, is_closed(thing))


@prepared
def _of_thing(noun: str, ref: str) -> QuerySet:
    rows = Comment.objects.filter(noun=noun, thing_key=ref)
    return rows.select_related("holder", "agency", "for_agency", "for_person").order_by("at", "pk")


@prepared
def _of_conversation(holder: str, key: str) -> QuerySet:
    first = Comment.objects.filter(holder__key=holder, key=key)
    rows = Comment.objects.filter(Q(pk__in=first.values("pk")) | Q(first__in=first.values("pk")))
    return rows.select_related("holder", "agency", "for_agency", "for_person").order_by("at", "pk")


def of_thing(thing: Model) -> list[list[Comment]]:
    """All that was said of a thing: conversations, the newest first, each its first comment and then the replies. One
    query, and the caller has made sure that the viewer reads the thing whole.
    """
    return list(reversed(_conversations(_of_thing(room.noun_of(type(thing)), thing.ref))))


def conversation_of(comment: Comment) -> list[Comment]:
    """The conversation to which a comment belongs, its first comment first."""
    first = comment.first or comment
    return _of_conversation(comment.holder.key, first.key)


def _conversations(rows: Iterable[Comment]) -> list[list[Comment]]:
    found = {}
    for row in rows:
        found.setdefault(row.first_id or row.pk, []).append(row)
    return [sorted(rows, key=lambda row: row.first_id is not None) for rows in found.values()]


def comment_at(holder: str, key: str) -> Comment | None:
    rows = Comment.objects.filter(holder__key=holder, key=key)
    return rows.select_related("holder", "first__holder", "agency", "for_agency", "for_person").first()


def address_of(viewer: Viewer, comment: Comment, page: str = "conversation") -> str:
    """The page of the conversation of a comment, at that comment; or one of its forms."""
    if page != "conversation":
        return path_to(f"comments:{page}", viewer.slug, comment.holder.key, comment.key)
    first = comment.first or comment
    return f"{path_to('comments:conversation', viewer.slug, comment.holder.key, first.key)}#{comment.key}"


# Who may be asked


@dataclass(frozen=True)
class Askable:
    """Those to whom a question about a thing may be put: agencies that somebody who reads it answers for, and people
    as they act where they read it.
    """

    agencies: list[Body]
    people: list[Viewer]


def may_be_asked(viewer: Viewer, thing: Model) -> Askable:
    """Everybody but the viewer who reads a thing whole and can sign in, and the agencies that they answer for."""
    noun, others = room.noun_of(type(thing)), []
    for other in viewers_of(thing.holder, viewer.now):
        if other.person_id != viewer.person_id:
            others.append(other)
    readers.read_together(others)
    owners = discussed()[noun].owners([thing])[thing.pk][1]
    alike, reading = {}, []
    for other in others:
        by_itself = readers.any_of(other) or other.person_id in owners
        shape = other.person_id if by_itself else None, other.partnership_id, frozenset(map(_reach, other.seats))
        if shape not in alike:
            alike[shape] = bool(read_whole(other, {noun: {thing.ref}}))
        if alike[shape]:
            reading.append(other)
    people = {other.person_id: other for other in reversed(reading)}
    return Askable(_answered_for(reading), sorted(people.values(), key=lambda other: other.name))


def _reach(seat: Held) -> tuple:
    """All of a seat that decides what it reads."""
    return seat.role.shape, seat.agency_id, seat.group_id, seat.only_group


def _answered_for(reading: list[Viewer]) -> list[Body]:
    answered = set()
    by_partnership = defaultdict(list)
    for other in reading:
        by_partnership[other.partnership_id].append(other)
    for partnership_id, some in by_partnership.items():
        agencies = frozenset().union(*(other.agency_ids for other in some))
        people = {other.person_id for other in some}
        leads = leads_of(agencies, partnership_id, some[0].today)
        answered |= {agency_id for agency_id, who in leads.items() if who & people}
    return list(Body.objects.filter(pk__in=answered).order_by("name")) if answered else []


def reaches(viewer: Viewer, thing: Model, agency: Body) -> bool:
    """Whether an agency can be asked about a thing: the whole partnership reads it, or somebody does who answers for
    the agency.
    """
    circle = getattr(thing, "text_audience", "") or getattr(thing, "audience", Audience.PARTNERSHIP)
    return circle in (Audience.PUBLIC, Audience.PARTNERSHIP) or agency in may_be_asked(viewer, thing).agencies


# What waits


def owed(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """Questions that wait for an agency, on things of the viewer's partnership that they read whole."""
    rows = Comment.objects.waiting().filter(for_agency=agency, holder=viewer.partnership_id)
    rows = rows.select_related("holder", "for_agency").order_by("at", "pk")
    return [
        OwedThing(row.ref, f"{row.by_name} asks about: {about.title}", address_of(viewer, row))
        for row, about in _about(viewer, list(rows), only_open=True)
    ]


def asked_of(viewer: Viewer, rows: QuerySet[Comment]) -> list[Comment]:
    """Of some questions those for the viewer in person, or for an agency for which they answer."""
    mine = Q(for_person=viewer.person_id) | Q(for_agency__in=viewer.agency_ids)
    found = list(rows.filter(mine).select_related("holder", "for_agency", "for_person").order_by("at", "pk"))
    answered = agencies_answered_for(viewer) if any(row.for_agency_id for row in found) else set()
    return [row for row in found if row.for_agency_id is None or row.for_agency_id in answered]


def is_asked(viewer: Viewer, comment: Comment) -> bool:
    """Whether a question is for the viewer, or for an agency for which they act."""
    if not viewer.seats or not comment.is_question:
        return False
    return comment.for_person_id == viewer.person_id or comment.for_agency_id in viewer.agency_ids


def waiting_for(viewer: Viewer, rows: QuerySet[Comment] | None = None) -> list[tuple[Comment, Reference]]:
    """Questions that wait for the viewer, the oldest first, with what they are about: of things that they read whole
    and that are open. One query where there is none.
    """
    found = asked_of(viewer, Comment.objects.waiting() if rows is None else rows) if viewer.seats else []
    return _about(viewer, found, only_open=True)


def asked_by(viewer: Viewer) -> list[tuple[Comment, Reference]]:
    """Questions of the viewer that still wait, the oldest first."""
    rows = Comment.objects.waiting().filter(person=viewer.person_id)
    rows = rows.select_related("holder", "for_agency", "for_person").order_by("at", "pk")
    return _about(viewer, list(rows), only_open=False)


def _about(viewer: Viewer, rows: list[Comment], *, only_open: bool) -> list[tuple[Comment, Reference]]:
    seen = read_whole(viewer, by_noun(row.thing for row in rows)) if rows else {}
    rows = [row for row in rows if row.thing in seen]
    closed = set()
    for noun, refs in by_noun(row.thing for row in rows).items() if only_open else ():
        closed |= {(noun, thing.ref) for thing in things(noun, refs) if is_closed(thing)}
    return [(row, seen[row.thing]) for row in rows if row.thing not in closed]


def told_of(viewer: Viewer, rows: QuerySet[Comment]) -> list[Comment]:
    """Of some comments those that the viewer is told of: on what they own, or in a conversation in which they take
    part. Never their own, never a question that is put to themselves, and none on what they do not read whole.
    """
    found = rows.standing().exclude(person=viewer.person_id)
    found = list(found.select_related("holder", "first__holder"))
    seen = read_whole(viewer, by_noun(row.thing for row in found)) if found else {}
    found = [row for row in found if row.thing in seen]
    answered = agencies_answered_for(viewer) if found else set()
    owned, own = _owned(viewer, answered, found), _own_in(viewer, found)
    return [
        row
        for row in found
        if not _is_for(viewer, answered, row)
        and (
            row.thing in owned
            or any(mine < (row.at, row.pk) for mine in own[row.first_id or row.pk])
            or (row.first and _is_for(viewer, answered, row.first))
        )
    ]


def _is_for(viewer: Viewer, answered: set[int], comment: Comment) -> bool:
    return comment.is_question and (comment.for_person_id == viewer.person_id or comment.for_agency_id in answered)


def _owned(viewer: Viewer, answered: set[int], rows: list[Comment]) -> set[tuple[str, str]]:
    """(noun, key) of those things that the viewer owns, or keeps where nobody owns them."""
    owned = set()
    for noun, refs in by_noun(row.thing for row in rows).items():
        found, offer = list(things(noun, refs)), discussed()[noun]
        owners = offer.owners(found)
        for thing in found:
            agencies, people = owners[thing.pk]
            mine = viewer.person_id in people or bool(set(agencies) & answered)
            if mine or not (agencies or people) and can(viewer, offer.kept_by, thing):
                owned.add((noun, thing.ref))
    return owned


def _own_in(viewer: Viewer, rows: list[Comment]) -> dict[int, list[tuple]]:
    """{id of the first comment: (when, number) of each that the viewer wrote in that conversation}."""
    own = defaultdict(list)
    firsts = {row.first_id or row.pk for row in rows}
    mine = Comment.objects.filter(Q(pk__in=firsts) | Q(first__in=firsts), person=viewer.person_id) if firsts else ()
    for row in mine:
        own[row.first_id or row.pk].append((row.at, row.pk))
    return own


def references(viewer: Viewer, keys: set[str]) -> dict[str, Reference]:
    """Comments as a list tells them that knows nothing of their kind: by what they are about, and never by their
    words.
    """
    rows = list(Comment.objects.by_refs(keys).select_related("holder", "first__holder"))
    seen = read_whole(viewer, by_noun(row.thing for row in rows)) if rows else {}
    return {
        row.ref: Reference("comment", row.ref, seen[row.thing].title, address_of(viewer, row), hint=row.by_name)
        for row in rows
        if row.thing in seen
    }
