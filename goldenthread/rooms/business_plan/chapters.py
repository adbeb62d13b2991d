"""The plan's chapters of the yearly report: each priority with its aim, what was done, what changed, and how far it has
come; and under the next steps the priorities of the plan that follows, with their parts and aims.
"""

from collections.abc import Callable, Iterator

from goldenthread.foundation.papers.blocks import Claim, Heading, Paragraph, Strong, Table
from goldenthread.foundation.papers.claiming import claimed, claimed_runs
from goldenthread.foundation.papers.markdown import words
from goldenthread.foundation.people.names import as_called_on
from goldenthread.foundation.room import ProposedLine
from goldenthread.foundation.ui.words import day, listed
from goldenthread.rooms.business_plan import queries
from goldenthread.rooms.business_plan.models import Plan, Rating

# What a plan that follows says of a priority: what was done and what changed is for its own year.
RESOLVED = (("aim", "Aim"), ("rationale", "Why we chose it"), ("outcomes", "What we want to change"))


def priorities(reader, body, span):
    """Priorities of every plan that runs in the period, and what was put in of other plans, as the public may read
    them: a plan, one of its priorities, or one milestone under the name of its priority.
    """

    def runs(plan):
        return plan.starts <= span.ends and plan.ends >= span.starts

    return [
        block
        for part, level, whole, mark in _drawn_on(reader, body, span, runs)
        for block in _blocks(part, level + 2, span, whole, mark, queries.TEXTS, _standing)
    ]


def next_steps(reader, body, span):
    """What the partnership has resolved to do next: the priorities of a plan that begins in the year after the period,
    each with its parts, aims, wanted outcomes and milestones. What was done and what changed is for its own year.
    """

    def follows(plan):
        return span.ends < plan.starts <= span.ends + queries.A_YEAR

    blocks, plan = [], None
    for part, level, whole, mark in _drawn_on(reader, body, span, follows):
        inner = _blocks(part, min(level + 3, 4), span, whole, mark, RESOLVED, _resolved)
        if inner and part.plan != plan:
            plan = part.plan
            time = f"From {day(plan.starts)} to {day(plan.ends)}."
            blocks += [Heading(2, plan.title), Paragraph((Claim((time,), "plan", plan.ref),))]
            blocks += claimed(plan.summary, "plan", plan.ref, 3)
        blocks += inner
    return blocks


def _planned(reader, body) -> list:
    """Every whole priority of the partnership's plans. The chapters of one build share them."""
    return reader.once(("planned", body.pk), lambda: queries.priorities_of(reader, Plan.objects.filter(holder=body)))


def _drawn_on(reader, body, span, fits: Callable) -> Iterator[tuple]:
    """(priority or part, 0 or 1 for a part, whether it is taken whole, its mark): of the plans that fit, and of others
    what was put in, marked with the time of its plan.
    """
    rows = _planned(reader, body)
    named = (thing for row in rows for one in (row, *row.all_parts) for thing in (one.lead, one.group))
    as_called_on(named, span.ends, reader)
    for planned in rows:
        plan = planned.plan
        mark = "" if fits(plan) else span.mark(f"plan of {day(plan.starts)} to {day(plan.ends)}")
        taken = span.takes_whole("plan", plan.ref, fits(plan))
        whole = span.takes_whole("planned_priority", planned.ref, taken)
        yield planned, 0, whole, mark
        for part in planned.all_parts:
            yield part, 1, span.takes_whole("planned_priority", part.ref, whole), mark


def _blocks(planned, level, span, whole, mark, fields, row: Callable) -> list:
    """All of it, or only the milestones that were put in."""
    rows = [row(step, span) for step in planned.all_milestones if span.takes_whole("milestone", step.ref, whole)]
    if not whole and not rows:
        return []
    blocks = [Heading(level, f"{planned}{mark}")]
    blocks += [*_led(planned, row is _standing), *_said(planned, fields, level)] if whole else []
    columns = ("Milestone", "By", "How it stands")[: len(rows[0])] if rows else ()
    return blocks + ([Table(f"Milestones: {planned}", columns, rows)] if rows else [])


def _said(planned, fields, level):
    """Its texts, each behind the word that says what it is."""
    for field, label in fields:
        first, *rest = claimed(getattr(planned, field), "planned_priority", planned.ref, min(level + 1, 4)) or (None,)
        if isinstance(first, Paragraph):
            yield Paragraph((Strong((f"{label}:",)), " ", *first.runs))
        elif first is not None:
            yield from (Paragraph((Strong((f"{label}:",)),)), first)
        yield from rest


def _led(planned, runs: bool):
    """Who leads it and which group carries it, or will."""
    led = f"led by {planned.lead.name}" if planned.lead else ""
    carried = f"carried by {planned.group.name}" if planned.group else ""
    said = ("" if runs else "to be ") + listed(filter(None, [led, carried]))
    said = f"{said[:1].upper()}{said[1:]}."
    return [Paragraph((Claim((said,), "planned_priority", planned.ref),))] if led or carried else []


def _resolved(step, span):
    return claimed_runs(step.text, "milestone", step.ref), day(step.due_on) if step.due_on else "No day set"


def _standing(step, span):
    """As it stood on the last day of the period."""
    notes = [note for note in step.all_notes if note.on <= span.ends]
    said = f"{notes[0].get_rating_display()} ({day(notes[0].on)}): {words(notes[0].text)}" if notes else "Not yet rated"
    return (*_resolved(step, span), said)


_BEHIND = (Rating.OFF_TRACK, Rating.AT_RISK)


def proposes(reader, body, span):
    """Milestones that were behind on the last day of the period, for the year in ten lines: the furthest behind first.

    Of the plans that ran then, as the public may read them.
    """
    running = [one for one in _planned(reader, body) if one.plan.starts <= span.ends and one.plan.ends >= span.starts]
    found = []
    for planned in (one for whole in running for one in (whole, *whole.all_parts)):
        for step in planned.all_milestones:
            note = next((note for note in step.all_notes if note.on <= span.ends), None)
            if note and note.rating in _BEHIND:
                beside = f"{note.get_rating_display()}, {planned}"
                found.append((note.rating, ProposedLine("worries", words(step.text), "milestone", step.ref, beside)))
    return [line for _, line in sorted(found, key=lambda pair: _BEHIND.index(pair[0]))]
