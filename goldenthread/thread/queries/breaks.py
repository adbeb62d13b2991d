"""Where the thread breaks: each stage and each gap is one set of rows, counted for the picture and opened as a list.

Whether something follows from a thing is asked of the whole record, not of what the viewer may see: otherwise the
picture would find a break where the answer is merely closed to them. What is counted and listed is only what they see.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet, Value

from goldenthread.foundation.access.kept import Origin
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.papers.blocks import Table
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.ui.words import plural
from goldenthread.thread import blocks
from goldenthread.thread.blocks import Gap, Stage
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source
from goldenthread.thread.queries import ends
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.placing import by_work


@dataclass(frozen=True)
class Place:
    """A stage (`after` is "") or a gap after a stage. `rows(base, today)` narrows what the viewer sees of `model`.

    A gap counts what was recorded here. Of what was taken over as published the same rows are counted apart, by a place
    of their own (`in_text`): a text that names nothing further says nothing of what was done.
    """

    code: str
    label: str
    singular: str
    explains: str
    model: type
    rows: Callable[[QuerySet, object], QuerySet]
    after: str = ""
    in_text: bool = False

    def named(self, count: int) -> str:
        """One finding, two findings."""
        return self.singular[:1].upper() + self.singular[1:] if count == 1 else self.label


STAGES = (
    Place(
        "sources",
        "Pieces of work",
        "piece of work",
        "Reviews, audits, meetings and other work that found something.",
        Source,
        ends.all_of,
    ),
    Place(
        "findings",
        "Findings",
        "finding",
        "What that work found: strengths, and areas for development.",
        Finding,
        ends.all_of,
    ),
    Place("recommendations", "Recommendations", "recommendation", "What should change.", Recommendation, ends.all_of),
    Place("actions", "Actions", "action", "What somebody owes.", Action, ends.all_of),
    Place(
        "evidence",
        "Actions with evidence",
        "action with evidence",
        "Actions for which something shows what was done.",
        Action,
        ends.with_evidence,
    ),
    Place(
        "impact",
        "Impacts",
        "impact",
        "What changed for children: the latest judgement of each thing, or what a published text says of it without "
        "judging.",
        Impact,
        ends.latest_of_each,
    ),
)

GAPS = (
    Place(
        "led_nowhere",
        "Findings that led to nothing, and nobody said why",
        "finding that led to nothing, and nobody said why",
        "Each is an area for development on which no recommendation rests and which no action answers. Add what should "
        "follow, or say why nothing does, who decided and when.",
        Finding,
        ends.led_nowhere,
        "findings",
    ),
    Place(
        "unanswered",
        "Recommendations without an answer or an action",
        "recommendation without an answer or an action",
        "Nobody has accepted them, nobody has acted, and an agency that was asked has not answered, or none was asked. "
        "Say to whom each is addressed, and ask for the answer.",
        Recommendation,
        ends.unanswered,
        "recommendations",
    ),
    Place(
        "without_action",
        "Recommendations accepted without an action",
        "recommendation accepted without an action",
        "Somebody accepted them, and nobody owes anything for them. Add the action that answers each.",
        Recommendation,
        ends.accepted_without_action,
        "recommendations",
    ),
    Place(
        "without_evidence",
        "Actions reported done without evidence",
        "action reported done without evidence",
        "Their owners say that they are done; nothing shows it. Give evidence, or send them back.",
        Action,
        ends.done_without_evidence,
        "actions",
    ),
    Place(
        "unjudged",
        "Assured actions whose impact nobody has judged",
        "assured action whose impact nobody has judged",
        "They were done. Whether they changed anything for children has not been asked.",
        Action,
        ends.assured_unjudged,
        "evidence",
    ),
    Place(
        "without_effect",
        "Impacts judged as none or worse, with nothing following",
        "impact judged as none or worse, with nothing following",
        "Somebody looked and found no change, and no other action has followed. Add one, or judge it again.",
        Impact,
        ends.without_effect,
        "impact",
    ),
    Place(
        "look_again",
        "Impacts too early to say, whose day to look again has passed",
        "impact too early to say, whose day to look again has passed",
        "Somebody promised to look again by a day that has gone by.",
        Impact,
        ends.look_again,
        "impact",
    ),
)
_IN_TEXT = {  # of many, of one, and what the published text leaves open
    "led_nowhere": ("Findings", "finding", "for which the published text names no recommendation, action or outcome"),
    "unanswered": ("Recommendations", "recommendation", "for which the published text names no answer or action"),
    "without_action": ("Recommendations", "recommendation", "accepted, for which the published text names no action"),
    "without_evidence": ("Actions", "action", "reported done, for which the published text names no evidence"),
    "unjudged": ("Assured actions", "assured action", "whose impact the published text does not tell"),
    "without_effect": ("Impacts", "impact", "judged as none or worse, after which the published text names nothing"),
    "look_again": ("Impacts", "impact", "too early to say, to which the published text does not come back"),
}


def _of_text(gap: Place) -> Place:
    """The place that counts the same of what was taken over as published."""
    many, one, left_open = _IN_TEXT[gap.code]
    return replace(
        gap,
        code=f"{gap.code}_in_text",
        label=f"{many} {left_open}",
        singular=f"{one} {left_open}",
        explains="Taken over as published. What followed may well have been done: the text does not say. Add what is "
        "known from elsewhere, or leave it as it is.",
        in_text=True,
    )


LEFT_OPEN = tuple(map(_of_text, GAPS))
BY_CODE = {place.code: place for place in (*STAGES, *GAPS, *LEFT_OPEN)}


def _whole(viewer: Viewer, place: Place, narrow: ThreadFilter) -> QuerySet:
    return place.rows(narrow.of(viewer, place.model.objects.visible_to(viewer)), viewer.today)


def rows(viewer: Viewer, place: Place, narrow: ThreadFilter) -> QuerySet:
    """The one set of rows that is counted and listed."""
    whole, published = _whole(viewer, place, narrow), Q(origin=Origin.AS_PUBLISHED)
    return whole.filter(published if place.in_text else ~published) if place.after else whole


def in_order(viewer: Viewer, rows: QuerySet) -> QuerySet:
    """The list behind a place: newest work first, judgements by their own day."""
    if rows.model is Source:
        return rows.order_by("-on", "title", "key")
    return rows.order_by("on", "key") if rows.model is Impact else by_work(viewer, rows, newest=True)


def counts(viewer: Viewer, narrow: ThreadFilter) -> dict[str, int]:
    """How many rows each stage and gap has, by its code, in one query."""
    sizes = Counter()
    for row in _counts(viewer, narrow):
        in_text = BY_CODE[row["place"]].after and row["origin"] == Origin.AS_PUBLISHED
        sizes[f"{row['place']}_in_text" if in_text else row["place"]] += row["size"]
    return {code: sizes[code] for code in BY_CODE}


@prepared
def _counts(viewer: Viewer, narrow: ThreadFilter) -> QuerySet:
    counted = [
        _whole(viewer, place, narrow)
        .order_by()
        .annotate(place=Value(place.code))
        .values("place", "origin")
        .annotate(size=Count("pk"))
        for place in (*STAGES, *GAPS)
    ]
    return counted[0].union(*counted[1:], all=True)


@dataclass(frozen=True)
class Picture:
    """Everything that the page and the chapter say, from one set of counts. `gaps` also hold what texts left open."""

    stages: tuple[Stage, ...]
    gaps: tuple[Gap, ...]
    counts: dict[str, int]

    @property
    def sentence(self) -> str:
        return blocks.sentence(self.stages, self.gaps)

    @property
    def table(self) -> Table:
        return blocks.table(self.stages, self.gaps)

    def headline(self, of: str = "") -> str:
        """The one sentence to read first; `of` says in words what was chosen."""
        ways, total = self.broken
        chosen = f" ({of})" if of else ""
        if not sum(stage.count for stage in self.stages):
            return f"Nothing is recorded{chosen} yet."
        if not total:
            return f"No thread ends early{chosen}: every step has its next one, or says why not.{self._open}"
        times = f"{total} threads end" if total > 1 else "1 thread ends"
        said = f"{times} early{chosen}, in {ways} of {len(GAPS)} ways." if ways > 1 else f"{times} early{chosen}."
        return said + self._open

    @property
    def _open(self) -> str:
        count = sum(gap.count for gap in self.gaps if gap.in_text)
        where = f"{plural(count, 'place')}" if count else ""
        return f" Published texts that were taken over leave {where} open, which are counted apart." if count else ""

    @property
    def broken(self) -> tuple[int, int]:
        """How many places, and how many things, end early."""
        own = [gap.count for gap in self.gaps if gap.count and not gap.in_text]
        return len(own), sum(own)


def picture(viewer: Viewer, narrow: ThreadFilter) -> Picture:
    found = counts(viewer, narrow)
    stages = tuple(Stage(place.code, place.named(found[place.code]), found[place.code]) for place in STAGES)
    gaps = tuple(
        Gap(place.after, place.named(found[place.code]), found[place.code], place.code, place.in_text)
        for place in (*GAPS, *LEFT_OPEN)
    )
    return Picture(stages, gaps, found)
