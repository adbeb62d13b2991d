"""What stands behind a claim on something of the thread: its text, its day, who reads it, how it stands, its citation.

Of what was released no more than goes with the text made for others; of what listed people read, what a list tells.
"""

from collections.abc import Callable, Iterator

from django.db.models import Model

from goldenthread.foundation.access.kept import Origin
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations.proof import ran
from goldenthread.foundation.room import Proof
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Action, Finding, Impact, Priority, Recommendation, Source, Theme, Voice
from goldenthread.thread.queries.reading import Projection, Reading

Facts = Iterator[tuple[str, str]]


def of_kept(model: type[Model], facts: Callable[[Projection], Facts]) -> Callable[[Viewer, str], Proof | None]:
    """What `Noun.proof` asks for, of one table of the thread."""
    group = "group" if model is Source else "source__group"

    def proof(viewer: Viewer, ref: str) -> Proof | None:
        row = model.objects.visible_to(viewer).by_refs({ref}).select_related("holder", group).first()
        if row is None:
            return None
        seen = Reading(viewer).for_list(row)
        told = [*facts(seen), ("Held by", seen.held_by)]
        citation = row.citation if seen.whole else ""
        return Proof(seen.text, tuple(told), seen.audience_label, citation)

    return proof


def _of_work(seen: Projection) -> Facts:
    yield "Kind of work", seen.kind_label
    yield "When", seen.when
    yield "Carried out by", seen.carried_out_by


def _found_in(seen: Projection) -> Facts:
    yield "From", f"{seen.work} ({seen.work_when})"


def _of_finding(seen: Projection) -> Facts:
    # A text may judge neither: who wrote its record down sorted what it says into strengths and what had to get better.
    sorted_here = seen.origin == Origin.AS_PUBLISHED
    yield "Sorted in this record as" if sorted_here else "What it is", seen.get_kind_display()
    yield "How often", f"{seen.cases} of {seen.opportunities}" if seen.cases is not None else ""
    yield from _found_in(seen)
    yield "Why nothing further follows", seen.no_step_reason


def _of_recommendation(seen: Projection) -> Facts:
    yield "How it stands", _since(seen)
    yield "Addressed to", seen.addressed_to
    if seen.whole and seen.origin == Origin.AS_PUBLISHED:  # of others each answer is the agency's own
        for answer in seen.thing.acceptances.select_related("body").order_by("on", "pk"):
            yield f"Answer of {answer.body.short}", f"{answer.get_answer_display()} ({answer.when})"
    yield from _found_in(seen)


def _since(seen: Projection) -> str:
    return seen.get_state_display() + (f", since {day(seen.state_on)}" if seen.state_on else "")


def _of_action(seen: Projection) -> Facts:
    yield "Owner", seen.owner.name if seen.owner else ""
    yield "How it stands", _since(seen)
    yield "Due", day(seen.due_on) if seen.due_on else ""
    yield "How one shall know", seen.measure
    yield from _found_in(seen)


def _of_impact(seen: Projection) -> Facts:
    yield "Judged as", seen.get_judgement_display()
    yield "When", seen.when
    yield "Judged by", seen.judged_by
    yield "How it was judged", seen.method
    yield from _found_in(seen)


def _of_voice(seen: Projection) -> Facts:
    yield "Who said it", seen.attribution or seen.get_who_display()
    yield "When", seen.when
    yield from _found_in(seen)


source, finding = of_kept(Source, _of_work), of_kept(Finding, _of_finding)
recommendation, action = of_kept(Recommendation, _of_recommendation), of_kept(Action, _of_action)
impact, voice = of_kept(Impact, _of_impact), of_kept(Voice, _of_voice)


def priority(viewer: Viewer, ref: str) -> Proof | None:
    """A priority is public; the work that carries it is told as far as the viewer sees it."""
    row = Priority.objects.by_refs({ref}).select_related("holder").first()
    if row is None:
        return None
    works = Source.objects.visible_to(viewer).filter(priority=row).select_related("holder").order_by("on", "key")
    around = tuple(("source", work.ref) for work in works)
    return Proof("", (("Of", row.holder.name), ("When", ran(row))), around=around)


def theme(viewer: Viewer, ref: str) -> Proof | None:
    row = Theme.objects.filter(key=ref).first()
    return Proof(row.description) if row else None
