"""What filters and forms offer: only what the viewer's own work has, in few queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.urls import resolve, reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.diary.queries import rule_table
from goldenthread.foundation.people.models import Area, Body, Group, Membership, Person, ReportingPeriod, Seat
from goldenthread.foundation.room import claimed_kinds
from goldenthread.foundation.searching import folded
from goldenthread.thread import kinds
from goldenthread.thread.models import Finding, Priority, Recommendation, Source, Theme
from goldenthread.thread.queries.filters import period_code
from goldenthread.thread.queries.placing import by_work
from goldenthread.thread.queries.reading import Reading, kept_to_listed
from goldenthread.thread.queries.years import year_label, year_of
from goldenthread.thread.rules import Held
from goldenthread.thread.states import RecommendationState

LISTED = 60  # of other work, before somebody looks for more


def groups(viewer: Viewer) -> QuerySet[Group]:
    """Groups whose work the partnership sees, that of bodies before it included."""
    ids = viewer.own_group_ids if viewer.only_in_groups else [shared.group_id for shared in viewer.groups]
    return Group.objects.filter(pk__in=ids).order_by("name")


def groups_to_write_for(viewer: Viewer) -> list[Group]:
    """Groups for which this person may record work today."""
    found = groups(viewer).filter(lead_id=viewer.partnership_id) | groups(viewer).filter(pk__in=viewer.own_group_ids)
    return [
        group for group in found.distinct() if can(viewer, "thread.write", Held(group)) and group.runs_on(viewer.today)
    ]


def agencies(viewer: Viewer) -> QuerySet[Body]:
    """Agencies that belong, or belonged, to the partnerships whose groups this one sees."""
    leads = Group.objects.filter(pk__in=[shared.group_id for shared in viewer.groups]).values("lead")
    of_leads = Membership.objects.filter(partnership__in=leads).values("agency")
    of_own = Membership.objects.filter(partnership_id=viewer.partnership_id).values("agency")
    return Body.objects.filter(Q(pk__in=of_leads) | Q(pk__in=of_own)).order_by("name")


def agencies_today(viewer: Viewer) -> QuerySet[Body]:
    members = Membership.objects.on(viewer.today).filter(partnership_id=viewer.partnership_id).values("agency")
    return Body.objects.filter(pk__in=members).order_by("name")


def people_of(viewer: Viewer) -> QuerySet[Person]:
    """People with a seat in the partnership or one of its groups, for naming an owner or a reader; those of the same
    group for somebody who sits in a shared group alone.
    """
    mine = viewer.partnership_id
    seats = Seat.objects.on(viewer.today)
    if viewer.only_in_groups:
        beside = seats.filter(group__in=viewer.own_group_ids)
        return Person.objects.filter(pk__in=beside.values("person")).order_by("name")
    held = (
        seats.filter(partnership_id=mine)
        | seats.filter(membership__partnership_id=mine)
        | seats.filter(group__lead_id=mine)
    )
    return Person.objects.filter(pk__in=held.values("person")).order_by("name")


def kinds_to_record(own: str = "") -> list[tuple[str, str]]:
    """Kinds of work that no room has claimed, for a form; and `own`, which stands already, whoever claims it."""
    open_to_all = [(code, label) for code, label in kinds.CHOICES if code == own or code not in claimed_kinds()]
    return [("", "Choose one"), *open_to_all]


def clocks_of_kind(viewer: Viewer, kind: str) -> list[dict]:
    """The rows of the rule book, as they hold today for the partnership, whose clocks fit a kind of work: those that
    count days. See `diary.queries.rule_table`.
    """
    wanted = kinds.BY_CODE[kind].clocks if kind in kinds.BY_CODE else ()
    if not wanted:
        return []
    rows = rule_table(viewer, Body.objects.get(pk=viewer.partnership_id))
    found = {row["rule"].key: row for row in rows if row["held"] and row["rule"].counts_days}
    return [found[key] for key in wanted if key in found]


def begun_elsewhere(viewer: Viewer) -> list[tuple[str, str]]:
    """(label, address) of each kind that a room has claimed and this person may begin there."""
    pages = [
        (kinds.BY_CODE[code].label, reverse(claim.add, args=[viewer.slug])) for code, claim in claimed_kinds().items()
    ]
    return sorted((label, url) for label, url in pages if can(viewer, resolve(url).func.needs))


def areas(viewer: Viewer) -> QuerySet[Area]:
    return Area.objects.filter(body_areas__body_id=viewer.partnership_id).distinct().order_by("name")


def themes(viewer: Viewer) -> QuerySet[Theme]:
    return Theme.objects.order_by("name")


def priorities(viewer: Viewer) -> QuerySet[Priority]:
    if viewer.only_in_groups:
        return Priority.objects.none()
    holders = Group.objects.filter(pk__in=[shared.group_id for shared in viewer.groups]).values("lead")
    return Priority.objects.filter(holder__in=holders).order_by("order", "title")


def kinds_in_use(viewer: Viewer) -> list[tuple[str, str]]:
    used = set(Source.objects.visible_to(viewer).order_by().values_list("kind", flat=True).distinct())
    return [(code, label) for code, label in kinds.CHOICES if code in used]


def periods(viewer: Viewer) -> list[tuple[str, str]]:
    """(code, label): reporting periods of the partnership, and each year, April to March, that has work in it."""
    found = {
        period_code(period.starts, period.ends): period.label
        for period in ReportingPeriod.objects.filter(body_id=viewer.partnership_id)
    }
    for day in Source.objects.visible_to(viewer).order_by().values_list("on", flat=True).distinct():
        first, last = year_of(day)
        found.setdefault(period_code(first, last), year_label(first))
    return sorted(found.items(), reverse=True)


def _labelled(
    viewer: Viewer, rows: QuerySet[Finding] | list[Recommendation], of: Source | None = None
) -> list[tuple[Finding | Recommendation, str]]:
    """(thing, words). The form of one piece of work, `of`, records its reading, so its own parts are told whole."""
    reading = Reading(viewer)
    if of is not None:
        show = reading.for_page if kept_to_listed(of) else reading.for_list
        return [(row, short(show(row).text)) for row in rows]
    listed = map(reading.for_list, rows)
    return [(seen.thing, f"{short(seen.title)} ({short(seen.work, 60)})") for seen in listed]


@dataclass(frozen=True)
class Offered:
    """What a list of a form offers as (thing, label), and a sentence where that is not all; "" where it is."""

    own: list[tuple[Model, str]]
    others: list[tuple[Model, str]]
    sentence: str


def findings_for(
    viewer: Viewer, source: Source, standing: Sequence = (), words: Sequence[str] = (), chosen: Collection[int] = ()
) -> Offered:
    """The findings that a recommendation may rest on: of this source, and of other work the newest, or those that have
    the `words`.

    What stands already stays on the list, as far as the viewer sees it (for `standing` give `seen_of`), and so do those
    whose numbers were `chosen` while the form was filled in.
    """
    seen = Finding.objects.visible_to(viewer).filter(holder=source.holder).select_related("source__group", "holder")
    others = seen.filter(kind=Finding.Kind.DEVELOPMENT).exclude(source=source)
    return _offered(viewer, source, seen.filter(source=source), others, standing, words, chosen)


def recommendations_for(
    viewer: Viewer, source: Source, standing: Sequence = (), words: Sequence[str] = (), chosen: Collection[int] = ()
) -> Offered:
    """The recommendations that an action of this source may answer: its own, and of other work the open ones, the
    newest or those that have the `words`. The rest is as for `findings_for`.
    """
    seen = Recommendation.objects.visible_to(viewer).select_related("source__group", "holder")
    others = seen.filter(state=RecommendationState.OPEN).exclude(source=source)
    return _offered(viewer, source, seen.filter(source=source), others, standing, words, chosen)


def _offered(
    viewer: Viewer,
    source: Source,
    own: QuerySet,
    others: QuerySet,
    standing: Sequence,
    words: Sequence[str],
    chosen: Collection[int],
) -> Offered:
    """Others stand by the day of their work as far as the viewer knows it, and are found by what the viewer reads."""
    placed = by_work(viewer, others, newest=True)
    there = others.count()
    found = _with_words(viewer, placed, words) if words and there > LISTED else placed
    listed, matching = list(found[:LISTED]), len(found) if words and there > LISTED else there
    kept = [*standing, *others.filter(pk__in=chosen)]
    listed += [row for row in dict.fromkeys(kept) if row.source_id != source.pk and row not in listed]
    sentence = _how_many(min(matching, LISTED), matching, there, words) if there > LISTED else ""
    return Offered(_labelled(viewer, by_work(viewer, own), of=source), _labelled(viewer, listed), sentence)


def _with_words(viewer: Viewer, rows: QuerySet, words: Sequence[str]) -> list:
    """Those whose text and work, as this viewer reads them in lists, have all of the words."""
    listed = map(Reading(viewer).for_list, rows)
    texts = ((seen.thing, folded(f"{seen.title} {seen.work}")) for seen in listed)
    return [thing for thing, text in texts if all(word in text for word in words)]


def _how_many(shown: int, matching: int, there: int, words: Sequence[str]) -> str:
    kept = "What you have chosen stays on the list."
    if not words:
        return f"Of other work the newest {shown} of {there} are listed; find others by their words. {kept}"
    if matching <= shown:
        number = f"{matching} of {there} have" if matching != 1 else f"1 of {there} has"
        return f"Of other work {number} the words that you typed. {kept}"
    return (
        f"Of other work {matching} of {there} have the words that you typed, and the newest {shown} of them are "
        f"listed: type more words. {kept}"
    )


def seen_of(viewer: Viewer, rows: QuerySet) -> list[Finding | Recommendation]:
    """Of related rows, those that the viewer sees: only they are shown in a form, and the others stay as they are."""
    return list(rows.model.objects.visible_to(viewer).filter(pk__in=rows.values("pk")).select_related("source"))


def short(text: str, width: int = 90) -> str:
    """The beginning of a text, whole words."""
    words = " ".join(text.split())
    return words if len(words) <= width else words[:width].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


def agencies_that_answer(viewer: Viewer) -> QuerySet[Body]:
    """Every agency for those who answer for all; otherwise the viewer's own."""
    reaches = [seat.role.grants.get("thread.answer") for seat in viewer.seats]
    rows = agencies_today(viewer)
    return (
        rows
        if any(reach is not None and reach.name == "ALL" for reach in reaches)
        else rows.filter(pk__in=viewer.agency_ids)
    )
