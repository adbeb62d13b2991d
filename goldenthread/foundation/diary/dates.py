"""The days by which rooms' things are due: what each room says, held against the table; and what of it is one person's.

The day stands in `Due`, kept by `operations.keep_dates`. What it means, who owes it now and who may open it is asked of
the room each time (`room.DueKind`), so that a reminder goes to a successor, and never to whoever left.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import can, seen_by
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.diary import queries, rules
from goldenthread.foundation.diary.models import Due, DuePerson
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.room import DueKind, TodayItem
from goldenthread.foundation.ui.words import day, moment


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a room says is due: the key of its thing, by when, which group holds it, and which agency or person owes it.

    `title` must reveal nothing.
    """

    key: str
    due_on: datetime.date
    group_id: int
    title: str
    agency_id: int | None = None
    person_id: int | None = None

    def differs(self, due: Due) -> dict[str, object]:
        """The columns of a row that say something else."""
        columns = ("due_on", "group_id", "title", "agency_id", "person_id")
        return {name: getattr(self, name) for name in columns if getattr(due, name) != getattr(self, name)}


@dataclass(frozen=True)
class Differences:
    """What must change in the table: dates without a row, rows that say something else, rows of what is not due."""

    new: list[Expected] = field(default_factory=list)
    changed: list[tuple[Due, Expected]] = field(default_factory=list)
    gone: list[Due] = field(default_factory=list)

    def keys(self) -> list[str]:
        named = [*self.new, *(expected for _, expected in self.changed)]
        return [item.key for item in named] + [due.thing_key for due in self.gone]


def kinds() -> dict[str, DueKind]:
    """What rooms keep days of, by noun."""
    return {kind.noun: kind for kind in room.offered("dues")}


def differences(kind: DueKind, now: datetime.datetime, keys: Iterable[str] | None = None) -> Differences:
    """What the room says is due, held against the running rows; of the things with these keys, or of every one."""
    rows = Due.objects.running().dates().filter(noun=kind.noun)
    if keys is not None:
        keys = set(keys)
        rows = rows.filter(thing_key__in=keys)
    standing = {due.thing_key: due for due in rows.select_related("group")}
    found = Differences()
    for expected in kind.expected(now, keys):
        due = standing.pop(expected.key, None)
        if due is None:
            found.new.append(expected)
        elif expected.differs(due):
            found.changed.append((due, expected))
    found.gone.extend(standing.values())
    return found


def of_viewer(viewer: Viewer, *, ahead: bool = True) -> QuerySet[Due]:
    """Running dates of things that the viewer owes or looks after, soonest first. With `ahead` those far off are left
    out, as each kind says.
    """
    return _of_viewer(viewer, _until(viewer) if ahead else {})


def _until(viewer) -> dict[str, datetime.date]:
    """The last day of what is not far off, by noun."""
    return {noun: viewer.today + datetime.timedelta(days=kind.days_ahead) for noun, kind in kinds().items()}


def _of_viewer(viewer, until):
    wanted = Q(pk__in=[])
    for noun, kind in kinds().items():
        concerned = kind.concerns(viewer)
        if concerned is not None:
            concerned &= Q(noun=noun)
            if noun in until:
                concerned &= Q(due_on__lte=until[noun])
            wanted |= concerned
    return Due.objects.running().dates().filter(wanted)


@dataclass(frozen=True)
class DueItem:
    """One line of what is due, and the page on which the whole list of its kind stands: (name, address)."""

    item: TodayItem
    page: tuple[str, str]


@dataclass(frozen=True)
class Owed:
    """What is due of one viewer: statutory clocks at risk, what is overdue, and what comes soon."""

    clocks: list[TodayItem] = field(default_factory=list)
    overdue: list[DueItem] = field(default_factory=list)
    coming: list[DueItem] = field(default_factory=list)


def owed(viewer: Viewer) -> Owed:
    """Everything that is due of the viewer now or soon, from one reading of the table, soonest first."""
    found = Owed()
    rows = _owed(viewer, rules.at_risk_until(viewer.today), **_until(viewer))
    clocks = queries.items(viewer, [due for due in rows if due.rule_id])
    items = _items(viewer, [due for due in rows if not due.rule_id])
    page_of_clocks = ("Clocks and rules", reverse("diary:clocks", args=[viewer.slug]))
    pages = {noun: kinds()[noun].page(viewer) for noun, _ in items}
    for due in rows:
        if due.rule_id and due.rule.national:
            found.clocks.append(clocks[due.key])
        elif due.rule_id:
            found.coming.append(DueItem(clocks[due.key], page_of_clocks))
        elif (due.noun, due.thing_key) in items:
            item = items[due.noun, due.thing_key]
            (found.overdue if item.overdue else found.coming).append(DueItem(item, pages[due.noun]))
    return found


@prepared
def _owed(viewer, at_risk_until, **until):
    wanted = Q(pk__in=_of_viewer(viewer, until).order_by().values("pk"))
    if can(viewer, "diary.read"):
        wanted |= Q(pk__in=queries.soon(viewer, at_risk_until).order_by().values("pk"))
    return Due.objects.filter(wanted).select_related("rule", "group__lead").order_by("due_on", "pk")


def _items(viewer, dues) -> dict[tuple[str, str], TodayItem]:
    """One sentence for each that the viewer may open, by noun and key: what each room makes of its own."""
    grouped = defaultdict(list)
    for due in dues:
        grouped[due.noun].append(due)
    return {
        (noun, key): item for noun, found in grouped.items() for key, item in kinds()[noun].items(viewer, found).items()
    }


def reminded(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Which of these rows the viewer is to be reminded of now, each with the address to open: {key of the row: path}.

    Of a date whoever its room says owes it. Of a clock its keepers, and the people named for it; of one that is kept
    to listed people they alone. What has been met or has ended reminds nobody.
    """
    rows = list(Due.objects.running().filter(key__in=set(keys)).select_related("rule", "group"))
    addresses = {
        due.key: path for due, path in _reminded_of_clocks(viewer, [d for d in rows if d.rule_id or not d.noun])
    }
    for noun, kind in kinds().items():
        own = [due for due in rows if due.noun == noun and not due.rule_key]
        mine = [due for due in own if due.pk in kind.reminded(viewer, own)] if own else []
        items = kind.items(viewer, mine) if mine else {}
        addresses |= {due.key: items[due.thing_key].url for due in mine if due.thing_key in items}
    return addresses


def _reminded_of_clocks(viewer, dues):
    if not dues or not can(viewer, "diary.read"):
        return
    pks = [due.pk for due in dues]
    seen = set(Due.objects.filter(seen_by(viewer, Due), pk__in=pks).values_list("pk", flat=True))
    named = set(DuePerson.objects.filter(due__in=pks, person_id=viewer.person_id).values_list("due_id", flat=True))
    for due in dues:
        keeps = due.audience != Due.Audience.LISTED and can(viewer, "diary.keep_clocks", due)
        if due.pk in seen and (keeps or due.pk in named):
            yield due, reverse("diary:clock", args=[viewer.slug, due.key])


def words(keys: Iterable[str], now: datetime.datetime) -> dict[str, tuple[str, str]]:
    """Subject and sentence of a reminder, by the key of the row: they say the day and nothing else."""
    found = {}
    for due in Due.objects.filter(key__in=set(keys)):
        when = moment(due.due_at) if due.due_at else day(due.due_on)
        if queries.is_overdue(due, now):
            found[due.key] = (
                f"something was due on {when}",
                f"Something that you are to be reminded of was due on {when} and is not done yet.",
            )
        else:
            found[due.key] = (
                f"something is due on {when}",
                f"Something that you are to be reminded of is due on {when}.",
            )
    return found
