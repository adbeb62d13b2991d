"""One piece of work told from start to end: what was found, recommended, agreed and done, and what it changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from goldenthread.foundation.papers.blocks import (
    Heading,
    Item,
    Link,
    List,
    Pair,
    Paragraph,
    Strong,
    Summary,
    Table,
    Text,
    line_and_blocks,
    plain,
)
from goldenthread.foundation.papers.claiming import as_lines, claimed_item, claimed_runs
from goldenthread.foundation.people.names import as_called_on
from goldenthread.foundation.ui.words import lower_first
from goldenthread.thread import kinds
from goldenthread.thread.chapters.drawing import answered_by, mark, mark_work
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source
from goldenthread.thread.queries.placing import place
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.queries.story_words import in_text
from goldenthread.thread.states import ActionState

_CHANGED = Link(("What changed for children",), "#actions-and-impact")  # the chapter that tells it
_TO_CHILDREN = (Text("More stands under "), _CHANGED, Text("."))
_NO_NAME = "Work that is told without its name"
_AS_PROSE, _LETTERS = 3, 700  # so many texts, and so long, follow their lead in one paragraph; more are a list
_DONE = {ActionState.REPORTED_DONE: "Done, as reported", ActionState.ASSURED: "Done, and assured"}
_ENDS_IN_A_LIST = re.compile(r"^\s*([-*•]|\d+[.)])\s[^\n]*\Z", re.MULTILINE)
_SORTS = (("strength", "What worked well"), ("development", "What had to get better"))
_KINDS = [kind.code for kind in kinds.KINDS]


@dataclass
class Told:
    """One piece of work as its reader may know it; `kind` is "" and `source` None where the work stays closed."""

    name: str
    kind: str
    key: str
    source: Source | None = None
    parts: list = field(default_factory=list)

    def of(self, model: type) -> list:
        return [part for part in self.parts if isinstance(part, model)]

    @property
    def for_children(self) -> bool:
        """Whether it changed something for children, which stands at the beginning of the report."""
        return any(impact.level == Impact.Level.CHILD for impact in self.of(Impact))


def told(reading: Reading, sources: list, parts: list, span) -> list[Told]:
    """Every piece of work once, with its parts in their order: by kind, then as its days and its text have it."""
    works: dict[object, Told] = {}
    for thing in sorted([*sources, *parts], key=lambda row: place(reading.for_page(row))):
        seen = reading.for_page(thing)
        if seen.sees_work and ("source", f"{thing.holder.key}/{thing.source.key}") in span.left_out:
            continue
        by = thing.source_id if seen.sees_work else seen.work
        work = works.setdefault(by, Told(seen.work, "", thing.source.key if seen.sees_work else ""))
        if seen.sees_work:
            work.kind = thing.source.kind
        if isinstance(thing, Source):
            work.source = thing
        else:
            work.parts.append(thing)
    return sorted(works.values(), key=lambda work: _KINDS.index(work.kind) if work.kind else len(_KINDS))


def blocks_of(reading: Reading, works: list[Told], span) -> list:
    """By kind of work. What has a sentence alone stands beside its name; challenges stand beside what came of them,
    and what a self-assessment looked at with what follows from it. Who owes something is called as on the last day of
    the period.
    """
    owners = (reading.for_page(action).owner for work in works for action in work.of(Action))
    as_called_on(owners, span.ends, reading.viewer)
    blocks, answers = [], _answers(works)
    for kind, of_kind in groupby(works, key=lambda work: work.kind):
        own = list(of_kind)
        if kind == "challenge":
            inner = _challenges(reading, own, span)
        else:
            inner = _stories(reading, own, span, answers if kind == "self_assessment" else None)
        if inner:
            blocks += [Heading(2, kinds.BY_CODE[kind].plural if kind else _NO_NAME), *inner]
    return blocks


def _stories(reading, works, span, answers: Answers | None = None) -> list:
    blocks = [block for work in works if work.parts for block in _story(reading, work, span, answers)]
    short = [
        Pair(work.name, (*claims(reading, work.source), Text(mark_work(reading, span, work.source))))
        for work in works
        if not work.parts and reading.for_page(work.source).text
    ]
    also = [Heading(3, "Other work of this kind")] if blocks and short else []
    return blocks + also + ([Summary(short)] if short else [])


def _story(reading, work: Told, span, answers: Answers | None) -> list:
    blocks = [Heading(3, work.name, f"work-{work.key}" if work.key else "")]
    if work.source and reading.for_page(work.source).text:
        line, below = line_and_blocks(item(reading, work.source, mark_work(reading, span, work.source)))
        blocks += [Paragraph(line), *below]
    if answers is not None and len(work.of(Finding)) > _AS_PROSE:
        blocks += _assessed(reading, work, span, answers)
        work = replace(work, parts=[part for part in work.parts if not _stands_beside(part, work, answers)])
    for lead, items in _steps(reading, work, span):
        blocks += _listed(lead, items)
    if work.for_children:
        blocks.append(Paragraph(_TO_CHILDREN))
    return blocks


Answers = dict[int, list[tuple[Told, Action]]]  # by the number of the finding that they answer


def _answers(works: list[Told]) -> Answers:
    """Every action that answers a finding directly, with the work that tells it; one that answers several stands with
    the first.
    """
    actions = {action.pk: (work, action) for work in works for action in work.of(Action)}
    found: Answers = {}
    for action, finding in answered_by(list(actions)):
        if action in actions:
            found.setdefault(finding, []).append(actions[action])
    return found


def _assessed(reading, work: Told, span, answers: Answers) -> list:
    """Each thing that was looked at, in the order of the text, with what follows from it below; what another piece of
    work tells is named there by a link to it. Where it was taken over from a text, who wrote the record down sorted it
    into strengths and what had to get better, and the text may judge neither: so neither is printed.
    """
    judged_here = not (work.source and in_text(work.source))
    items: list = []
    told: set[int] = set()
    for finding in work.of(Finding):
        line, below = line_and_blocks(_found(reading, finding, span))
        lead = (Strong((f"{dict(_SORTS)[finding.kind]}:",)), Text(" ")) if judged_here else ()
        inside = list(below)
        for other, action in answers.get(finding.pk, ()):
            inside += _follows(reading, action, span, None if other.key == work.key else other, action.pk in told)
            told.add(action.pk)
        items.append(Item((*lead, *line), tuple(inside)) if inside else (*lead, *line))
    return [List(items)]


def _follows(reading, action, span, elsewhere: Told | None, told: bool) -> list:
    """One action that follows from what was looked at: in full, by its name, or by the work that tells it."""
    lead = Strong((f"{_DONE.get(action.state, ActionState(action.state).label)}:",))
    if elsewhere:
        return [Paragraph((lead, Text(" see "), Link((elsewhere.name,), f"#work-{elsewhere.key}"), Text(".")))]
    if told:
        return [Paragraph((lead, Text(" told above.")))]
    line, below = line_and_blocks(_owed(reading, action, span))
    return [Paragraph((lead, Text(" "), *line)), *below]


def _stands_beside(part, work: Told, answers: Answers) -> bool:
    """Whether a part of a self-assessment is told with what was looked at."""
    own = {finding.pk for finding in work.of(Finding)}
    beside = {action.pk for finding in own for _, action in answers.get(finding, ())}
    return isinstance(part, Finding) or (isinstance(part, Action) and part.pk in beside)


def _steps(reading, work: Told, span) -> list[tuple[str, list]]:
    """[(lead, [one part as an item of a list])], from what was found to what changed in practice and systems."""
    found = [
        (lead, [_found(reading, row, span) for row in work.of(Finding) if row.kind == kind]) for kind, lead in _SORTS
    ]
    advised = [item(reading, row, mark_work(reading, span, row)) for row in work.of(Recommendation)]
    actions = work.of(Action)
    order = [ActionState.ASSURED, *(state for state in ActionState if state != ActionState.ASSURED)]
    done = [
        (
            _DONE.get(state, ActionState(state).label),
            [_owed(reading, row, span) for row in actions if row.state == state],
        )
        for state in order
    ]
    changed = [
        (level.label, [judged(reading, row, span) for row in work.of(Impact) if row.level == level])
        for level in Impact.Level
        if level != Impact.Level.CHILD
    ]
    return [step for step in (*found, ("Recommended", advised), *done, *changed) if step[1]]


def _listed(lead: str, items: list) -> list:
    lines = [line for line, below in map(line_and_blocks, items) if not below]
    words = "".join(map(plain, lines))
    long = len(items) > 1 and len(words) > _LETTERS
    if len(items) > _AS_PROSE or long or "\n" in words or len(lines) < len(items):
        return [Paragraph((Strong((f"{lead}:",)),)), List(items)]
    runs: list = [Strong((f"{lead}:",))]
    for line in lines:
        runs += [Text(" "), *line]
    return [Paragraph(tuple(runs))]


def _challenges(reading, works, span) -> list:
    rows = []
    for work in works:
        asked = [claims(reading, work.source)] if work.source and reading.for_page(work.source).text else []
        steps = dict(_steps(reading, work, span))
        asked += [as_lines(part) for _, lead in _SORTS for part in steps.pop(lead, [])]
        came = [(Text(f"{lead}: "), *as_lines(part)) for lead, parts in steps.items() for part in parts]
        came += [_TO_CHILDREN] if work.for_children else []
        rows.append((_lines(asked) or work.name, _lines(came) or _no_outcome(work)))
    return [Table("", ("Challenge", "What came of it"), rows)]


def _no_outcome(work: Told) -> str:
    if work.source and in_text(work.source):
        return "Not named in the published text"
    return "No outcome recorded"


def _lines(cells: list) -> tuple:
    return tuple(run for place, cell in enumerate(cells) for run in ((Text("\n"), *cell) if place else cell))


def _sentence(reading, thing) -> str:
    """What the reader may read of a thing, with an end; a text that ends with a list has its own."""
    text = reading.for_page(thing).text.strip()
    ends = text.endswith((".", "!", "?", "”", '"', "…")) or _ENDS_IN_A_LIST.search(text)
    return text if ends or not text else f"{text}."


def claims(reading, thing) -> tuple:
    """What the reader may read of a thing, as runs that lead to its record."""
    return claimed_runs(_sentence(reading, thing), thing._meta.model_name, thing.ref)


def item(reading, thing, after: str = "") -> tuple | Item:
    """The same as an item of a list, with `after` behind its first line; its own lists stand below that."""
    return claimed_item(_sentence(reading, thing), thing._meta.model_name, thing.ref, Text(after))


def _found(reading, finding, span) -> tuple | Item:
    """With how often, where that was not kept back: a number goes with no release."""
    seen = reading.for_page(finding)
    often = f" ({seen.cases} of {seen.opportunities})" if seen.cases is not None else ""
    return item(reading, finding, often + mark_work(reading, span, finding))


def _owed(reading, action, span) -> tuple | Item:
    seen = reading.for_page(action)
    alone = "assured, not independent" if seen.not_independent else ""
    beside = ", ".join(filter(None, [seen.owner.short if seen.owner else "", alone]))
    return item(reading, action, (f" ({beside})" if beside else "") + mark_work(reading, span, action))


def judged(reading, impact, span) -> tuple | Item:
    """What changed, and how that was judged where somebody judged it."""
    seen = reading.for_page(impact)
    how = f" (judged as: {lower_first(seen.get_judgement_display())}{in_words(seen)})" if seen.is_judged else ""
    return item(reading, impact, how + mark(span, impact))


def in_words(impact) -> str:
    """The words in which a published text judges, quoted."""
    return f": “{impact.judging_words}”" if impact.judging_words else ""
