"""What is proposed to a partnership, as far as somebody may see it, and what became of it.

A proposal tells of what it came from, so only those who read that whole see the proposal, and whoever made it. What
comes from something kept to listed people is read on its own page alone, which records the reading.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import System, Viewer
from goldenthread.foundation.room import Reference
from goldenthread.thread import kinds
from goldenthread.thread.models import Finding, Proposal, Source
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.by_reference import MODELS, things
from goldenthread.thread.queries.reading import Reading, kept_to_listed
from goldenthread.thread.states import ProposalState

KEPT = "Proposed from work kept to listed people: open it to read"
COLOURS = {"waiting": "yellow", "taken_up": "green", "declined": "grey"}
PLACE = {kind.code: place for place, kind in enumerate(kinds.KINDS)}


@dataclass(frozen=True)
class Seen:
    """A proposal as one viewer sees it. `origin` says in words what it came from and `origin_url` leads there, "" for
    nothing that has a page; `thing` is that thing where it is one of the thread."""

    proposal: Proposal
    title: str
    origin: str = ""
    origin_url: str = ""
    thing: object = None
    url: str = ""
    became: str = ""
    became_url: str = ""

    @property
    def waits(self) -> bool:
        return self.proposal.state == ProposalState.WAITING

    @property
    def colour(self) -> str:
        return COLOURS[self.proposal.state]

    @property
    def by(self) -> str:
        return self.proposal.proposed_by.name if self.proposal.proposed_by_id else ""

    @property
    def reason(self) -> str:
        """Why it was declined, where that is read in a list."""
        return "" if self.title == KEPT else self.proposal.state_reason


def of_partnership(viewer: Viewer) -> QuerySet[Proposal]:
    """Proposals to the viewer's own partnership and, to be read, to bodies whose whole place it took."""
    if isinstance(viewer, System):
        return Proposal.objects.all()
    if not any(seat.role.reads_partnership for seat in viewer.seats):
        return Proposal.objects.none()
    before = [pk for pk, areas in viewer.inherited.items() if areas is None]
    return Proposal.objects.filter(holder_id__in=[viewer.partnership_id, *before])


def seen(viewer: Viewer, rows: QuerySet[Proposal]) -> list[Seen]:
    """Those of `rows` whose origin the viewer may see; one query for each kind of origin, and one for what they
    became.
    """
    rows = list(rows.select_related("holder", "proposed_by", "became__holder", "became__group"))
    things_by_noun, cards = _origins(viewer, rows)
    reading = Reading(viewer)
    became = (
        things(viewer, "source", {row.became.ref for row in rows if row.became_id})
        if any(row.became_id for row in rows)
        else {}
    )
    found = []
    for row in rows:
        origin, known = (row.from_noun, row.from_key), row.from_noun in _nouns()
        thing, card = things_by_noun.get(row.from_noun, {}).get(row.from_key), cards.get(origin)
        if known and thing is None and card is None:
            continue
        if thing is not None and not reading.reads_whole(thing) and not _own(viewer, row):
            continue  # it was made from the text behind the released one, and tells of it
        found.append(_seen(viewer, reading, row, thing, card, became.get(row.became.ref) if row.became_id else None))
    return found


def _own(viewer: Viewer, proposal: Proposal) -> bool:
    return proposal.proposed_by_id is not None and proposal.proposed_by_id == viewer.person_id


def _nouns() -> set[str]:
    return {noun.code for noun in room.offered("nouns")}


def _origins(
    viewer: Viewer, rows: list[Proposal]
) -> tuple[dict[str, dict[str, Finding | Source]], dict[tuple[str, str], Reference]]:
    wanted = {}
    for row in rows:
        if row.from_noun in _nouns():
            wanted.setdefault(row.from_noun, set()).add(row.from_key)
    own = {noun: things(viewer, noun, refs) for noun, refs in wanted.items() if noun in MODELS}
    return own, room.references(viewer, {noun: keys for noun, keys in wanted.items() if noun not in MODELS})


def _seen(
    viewer: Viewer,
    reading: Reading,
    row: Proposal,
    thing: Finding | Source | None,
    card: Reference | None,
    became: Source | None,
) -> Seen:
    address = bool(getattr(viewer, "slug", "")) and bool(getattr(viewer, "seats", ()))
    told = {"url": addresses.of(viewer, row) if address else ""}
    if thing is not None:
        told |= {
            "thing": thing,
            "origin": reading.for_list(thing).title,
            "origin_url": addresses.of(viewer, thing) if address else "",
        }
    elif card is not None:
        told |= {"origin": card.title, "origin_url": card.url}
    if became is not None and reading.reads_whole(became):
        told |= {"became": reading.for_list(became).work, "became_url": addresses.of(viewer, became) if address else ""}
    return Seen(row, KEPT if thing is not None and kept_to_listed(thing) else row.title, **told)


def open_proposal(viewer: Viewer, holder: str, key: str) -> Seen | None:
    return next(iter(seen(viewer, of_partnership(viewer).filter(holder__key=holder, key=key))), None)


def waiting(viewer: Viewer) -> list[Seen]:
    """What waits for this person: proposals to their partnership that they may take up or decline."""
    if not can(viewer, "thread.decide_proposal") or not can(viewer, "thread.write"):
        return []
    rows = Proposal.objects.filter(holder_id=viewer.partnership_id, state=ProposalState.WAITING)
    return seen(viewer, rows)


def to_take_up(viewer: Viewer, ref: str, kind: str) -> Seen | None:
    """The proposal with which a room's form was opened, whose title and text it fills in; None for what is of another
    kind, is decided, is not this person's to decide or is closed to them.
    """
    holder, _, key = ref.partition("/")
    found = open_proposal(viewer, holder, key)
    fits = found is not None and found.proposal.kind == kind and may_decide(viewer, found.proposal)
    return found if fits else None


def may_decide(viewer: Viewer, proposal: Proposal) -> bool:
    """Whoever may start such work, while it waits."""
    return (
        proposal.state == ProposalState.WAITING
        and can(viewer, "thread.decide_proposal", proposal)
        and can(viewer, "thread.write")
    )


def listed(viewer: Viewer) -> tuple[list[Seen], list[Seen]]:
    """(open ones, decided ones) of the partnership: open ones longest waiting first, decided ones newest first."""
    found = seen(viewer, of_partnership(viewer))
    still = sorted((row for row in found if row.waits), key=lambda row: (row.proposal.on, row.proposal.pk))
    decided = [row for row in found if not row.waits]
    newest = sorted(decided, key=lambda row: (row.proposal.state_on or row.proposal.on, row.proposal.pk), reverse=True)
    return still, newest


def by_kind(rows: list[Seen]) -> list[tuple[str, list[Seen]]]:
    """[(kind in the plural, its rows)] in the order of the kinds; the rows keep theirs."""
    placed = sorted(rows, key=lambda row: PLACE[row.proposal.kind])
    return [
        (kinds.BY_CODE[code].plural, list(group)) for code, group in groupby(placed, key=lambda row: row.proposal.kind)
    ]


def made_from(viewer: Viewer, *origins: Any) -> list[Seen]:
    """What was proposed from these things of the thread, which the viewer sees."""
    wanted = Q(pk__in=[])
    by_noun = {}
    for thing in origins:
        by_noun.setdefault(thing._meta.model_name, set()).add(thing.ref)
    for noun, refs in by_noun.items():
        wanted |= Q(from_noun=noun, from_key__in=refs)
    return seen(viewer, of_partnership(viewer).filter(wanted))


def from_thing(viewer: Viewer, noun: str, key: str) -> list[Seen]:
    """What was proposed from a thing of any room."""
    return seen(viewer, of_partnership(viewer).filter(from_noun=noun, from_key=key))


def that_became(viewer: Viewer, source: Source) -> list[Seen]:
    """The proposals from which a piece of work came."""
    return seen(viewer, of_partnership(viewer).filter(became=source))
