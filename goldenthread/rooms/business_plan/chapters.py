"""The plan's chapter of the yearly report: each priority with its aim, what was done, what changed, and how far it has
come.
"""

from goldenthread.foundation.papers.blocks import Claim, Heading, Paragraph, Strong, Table
from goldenthread.foundation.papers.claiming import claimed_runs
from goldenthread.foundation.papers.markdown import parse_stored, words
from goldenthread.foundation.room import ProposedLine
from goldenthread.foundation.ui.words import day
from goldenthread.rooms.business_plan import queries
from goldenthread.rooms.business_plan.models import Plan, Rating


def priorities(reader, body, span):
    """Priorities of every plan that runs in the period, and what was put in of other plans, as the public may read
    them: a plan, one of its priorities, or one milestone under the name of its priority.
    """
    blocks = []
    for planned in queries.priorities_of(reader, Plan.objects.filter(holder=body)):
        plan = planned.plan
        runs = span.takes_whole("plan", plan.ref, plan.starts <= span.ends and plan.ends >= span.starts)
        outside = plan.starts > span.ends or plan.ends < span.starts
        mark = span.mark(f"plan of {day(plan.starts)} to {day(plan.ends)}") if outside else ""
        whole = span.takes_whole("planned_priority", planned.ref, runs)
        blocks += _priority(planned, 2, span, whole, mark)
        for part in planned.all_parts:
            blocks += _priority(part, 3, span, span.takes_whole("planned_priority", part.ref, whole), mark)
    return blocks


def _priority(planned, level, span, whole, mark):
    """All of it, or only the milestones that were put in."""
    steps = [step for step in planned.all_milestones if span.takes_whole("milestone", step.ref, whole)]
    rows = [_milestone(step, span) for step in steps]
    if not whole and not rows:
        return []
    blocks = [Heading(level, f"{planned}{mark}")]
    for field, label in queries.TEXTS if whole else ():
        text = getattr(planned, field)
        if text:
            blocks += _part(planned, label, parse_stored(text, min(level + 1, 4)))
    if rows:
        blocks.append(Table(f"Milestones: {planned}", ("Milestone", "By", "How it stands"), rows))
    return blocks


def _part(planned, label, said):
    """What a priority says of itself, begun by what it is; the beginning leads to its record."""
    lead = Claim((Strong((f"{label}:",)),), "planned_priority", planned.ref)
    if said and isinstance(said[0], Paragraph):
        return [Paragraph((lead, " ", *said[0].runs)), *said[1:]]
    return [Paragraph((lead,)), *said]


def _milestone(step, span):
    """As it stood on the last day of the period."""
    notes = [note for note in step.all_notes if note.on <= span.ends]
    said = f"{notes[0].get_rating_display()} ({day(notes[0].on)}): {words(notes[0].text)}" if notes else "Not yet rated"
    return (claimed_runs(step.text, "milestone", step.ref), day(step.due_on) if step.due_on else "No day set", said)


_BEHIND = (Rating.OFF_TRACK, Rating.AT_RISK)


def proposes(reader, body, span):
    """Milestones that were behind on the last day of the period, for the year in ten lines: the furthest behind first.

    Of the plans that ran then, as the public may read them.
    """
    plans = Plan.objects.filter(starts__lte=span.ends, ends__gte=span.starts, holder=body)
    found = []
    for planned in (one for whole in queries.priorities_of(reader, plans) for one in (whole, *whole.all_parts)):
        for step in planned.all_milestones:
            note = next((note for note in step.all_notes if note.on <= span.ends), None)
            if note and note.rating in _BEHIND:
                beside = f"{note.get_rating_display()}, {planned}"
                found.append((note.rating, ProposedLine("worries", step.text, "milestone", step.ref, beside)))
    return [line for _, line in sorted(found, key=lambda pair: _BEHIND.index(pair[0]))]
