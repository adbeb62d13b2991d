"""What of a piece of work somebody may release at once: the words that are proposed for each thing, whether it is
ticked to begin with, and why the rest stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from goldenthread.foundation.access.kept import Origin
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.history import queries as history
from goldenthread.foundation.room import Refused, noun_of
from goldenthread.thread import rules
from goldenthread.thread.models import Action, Audience, Recommendation, Source, Voice
from goldenthread.thread.models.audience import Audienced
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import kept_to_listed
from goldenthread.thread.queries.story import Story
from goldenthread.thread.queries.works import parts

OFFERED = (Audience.PUBLIC, Audience.PARTNERSHIP, Audience.GROUP)
MADE = "Proposed: the text that was made for others before."
PUBLISHED = "Proposed: its own text, as it was published."
OWN = "Proposed: its own text. Take out whatever names or describes somebody before you tick it."
NOTHING = "Nothing is proposed, since a narrower circle reads its text. Write what others may read."
RESTRICTED = "It was restricted once, so it is not ticked for you."
NOT_YOURS = "Your seat does not allow you to release it. Ask the business unit of the partnership."
READS_OTHERS = "You read a text of it that was made for others, so you cannot release the one behind it."
LISTED = "It is kept to listed people: release it from its own page, where each reading is recorded."


@dataclass(frozen=True)
class Proposed:
    """Words to begin with. `made`: they were made for others, or published, before."""

    text: str
    made: bool
    says: str


def proposed(thing: Audienced) -> Proposed:
    """A text made for others must stand alone and name nobody (`rules.may_release`), and what was published is public:
    these are proposed as they stand. What the whole partnership reads is a beginning; of anything closer nothing is.
    """
    own = getattr(thing, thing.TEXT)
    if thing.public_text:
        return Proposed(thing.public_text, True, MADE)
    if thing.origin == Origin.AS_PUBLISHED and own.strip() and not kept_to_listed(thing):
        return Proposed(own, True, PUBLISHED)
    if thing.audience == Audience.PARTNERSHIP and own.strip():
        return Proposed(own, False, OWN)
    return Proposed("", False, NOTHING)


@dataclass(frozen=True)
class Candidate:
    """A thing that this viewer may release, as they read it."""

    thing: Audienced
    called: str
    text: str
    proposed: Proposed
    ticked: bool
    section: str

    @property
    def name(self) -> str:
        """How a form calls it: "finding_12"."""
        return f"{noun_of(type(self.thing))}_{self.thing.pk}"

    @property
    def heads_section(self) -> bool:
        """Whether the heading of its section says already what it is."""
        return self.section.split(":")[0] == self.called

    @property
    def starts_closed(self) -> bool:
        """Whether the text behind it is folded away, since the box begins with it or with words made before."""
        return bool(self.proposed.text)


@dataclass(frozen=True)
class Stays:
    """A thing that the viewer sees and that is not released here; `why` is "" for what they read already."""

    called: str
    words: str
    url: str
    why: str = ""


@dataclass
class Sheet:
    """All things of one piece of work that a viewer sees. `evidence` is how many pieces the viewer sees of it, which
    no release takes along; `reaches` the circles, (code, label), that are wider than that of any of them.
    """

    source: Source
    audience: str
    candidates: list[Candidate] = field(default_factory=list)
    stays: list[Stays] = field(default_factory=list)
    already: list[Stays] = field(default_factory=list)
    reaches: list[tuple[str, str]] = field(default_factory=list)
    evidence: int = 0


def sheet(viewer: Viewer, source: Source, audience: str) -> Sheet:
    """By as many queries for one finding as for a hundred."""
    story = Story(viewer, source=source)
    found = Sheet(source, audience)
    ordered = list(_called(story))
    rows = [row for _, _, row in ordered]
    restricted = history.to_which("thread.kept_closer", [(noun_of(type(row)), row.ref) for row in rows])
    for section, called, row in ordered:
        words, url = short(story.reading.for_list(row).title), addresses.of(viewer, row)
        if rules.WIDTH[row.audience] >= rules.WIDTH[audience]:
            found.already.append(Stays(called, words, url))
        elif why := _why_not(viewer, story, row, audience):
            found.stays.append(Stays(called, words, url, why))
        else:
            found.candidates.append(
                _candidate(story, row, called, section, (noun_of(type(row)), row.ref) in restricted)
            )
    narrowest = min(rules.WIDTH[row.audience] for row in rows)
    found.reaches = [(code.value, code.label) for code in OFFERED if rules.WIDTH[code] > narrowest]
    found.evidence = sum(len(story.evidence[row.pk]) for row in rows if isinstance(row, Action))
    return found


def address_of_releasing(viewer: Viewer, story: Story) -> str:
    """Where all of a piece of work is released; "" where this viewer could release nothing more of it."""
    rows = [story.source, *parts(story)]
    left = any(row.audience != Audience.PUBLIC and can(viewer, "thread.release", row) for row in rows)
    return addresses.of(viewer, story.source, "release_work") if left else ""


def _candidate(story: Story, row: Audienced, called: str, section: str, restricted: bool) -> Candidate:
    words = proposed(row)
    if restricted:
        words = Proposed(words.text, False, f"{words.says} {RESTRICTED}")
    return Candidate(row, called, story.seen(row).text, words, words.made, section)


def _why_not(viewer: Viewer, story: Story, row: Audienced, audience: str) -> str:
    """Why somebody who sees a thing cannot release it here, or ""."""
    if not can(viewer, "thread.release", row):
        return NOT_YOURS
    if not story.reading.reads_whole(row):
        return READS_OTHERS
    if kept_to_listed(row) and not story.recorded:
        return LISTED
    try:
        if isinstance(row, Voice):
            rules.may_quote(row, audience)
    except Refused as refused:
        return refused.sentence
    return ""


def _called(story: Story) -> Iterator[tuple[str, str, Audienced]]:
    """(section, what it is called on this page, the thing) of everything that the viewer sees of this work, each once,
    in the order of its story. Numbers count what this viewer sees.
    """
    numbers, told = {}, set()
    for section, rows in _sections(story):
        for row in rows:
            if (type(row), row.pk) in told or row.source_id != story.source.pk:
                continue
            told.add((type(row), row.pk))
            if row is story.source:
                yield section, "The work itself", row
                continue
            row.source = story.source
            numbers[type(row)] = numbers.get(type(row), 0) + 1
            noun = str(row._meta.verbose_name)
            called = f"{noun[:1].upper()}{noun[1:]} {numbers[type(row)]}"
            yield section, called, row


def _sections(story: Story) -> Iterator[tuple[str, Iterable[Audienced]]]:
    yield "The work itself", [story.source]
    for number, finding in enumerate(story.findings, 1):
        title = f"Finding {number}: {short(story.says(finding), 70)}"
        yield title, [finding, *_following(story, story.resting_on(finding), story.directly(finding))]
    alone = [*_following(story, story.recommendations, story.actions), *parts(story)]
    yield "Besides the findings", sorted(alone, key=lambda row: isinstance(row, Voice))


def _following(story: Story, recommendations: list[Recommendation], actions: list[Action]) -> Iterator[Audienced]:
    for recommendation in recommendations:
        yield recommendation
        yield from _following(story, [], story.answering(recommendation))
        yield from story.impacts("recommendation", recommendation)
    for action in actions:
        yield action
        yield from story.impacts("action", action)
