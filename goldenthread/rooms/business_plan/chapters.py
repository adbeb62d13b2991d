"""The plan's chapter of the yearly report: each priority with its aim, what was done, what changed, and how far it has
come.
"""

from django.db.models import Q

from goldenthread.foundation.papers.blocks import Claim, Heading, Paragraph, Strong, Table
from goldenthread.foundation.papers.markdown import parse_stored
from goldenthread.foundation.ui.words import day, lower_first
from goldenthread.rooms.business_plan import queries
from goldenthread.rooms.business_plan.models import Plan

PARTS = (
    ("aim", "Aim"),
    ("rationale", "Why we chose it"),
    ("outcomes", "What we wanted to change"),
    ("done", "What we did"),
    ("impact", "What changed for children"),
)


def priorities(reader, body, span):
    """Priorities of every plan that runs in the period, and those of other plans that were put in, as the public may
    read them.
    """
    blocks = []
    put_in = [key.split("/")[-1] for noun, key in span.put_in if noun == "planned_priority"]
    running = Q(starts__lte=span.ends, ends__gte=span.starts)
    plans = Plan.objects.filter(running | Q(priorities__key__in=put_in), holder=body).distinct()
    for planned in queries.priorities_of(reader, plans):
        outside = planned.plan.starts > span.ends or planned.plan.ends < span.starts
        if outside and planned.key not in put_in:
            continue  # another priority of its plan was put in
        blocks += _priority(planned, 2, span, " (outside the period)" if outside else "")
        for part in planned.all_parts:
            blocks += _priority(part, 3, span)
    return blocks


def _priority(planned, level, span, mark=""):
    if ("planned_priority", planned.ref) in span.left_out:
        return []
    blocks = [Heading(level, f"{planned}{mark}")]
    for field, label in PARTS:
        text = getattr(planned, field)
        if text:
            claim = Claim((f"{planned}: {lower_first(label)}",), "planned_priority", planned.ref)
            blocks.append(Paragraph((Strong((label,)), ". ", claim)))
            blocks += parse_stored(text, min(level + 1, 4))
    rows = [_milestone(step, span) for step in planned.all_milestones]
    if rows:
        blocks.append(Table(f"Milestones: {planned}", ("Milestone", "By", "How it stands"), rows))
    return blocks


def _milestone(step, span):
    """As it stood on the last day of the period."""
    notes = [note for note in step.all_notes if note.on <= span.ends]
    said = f"{notes[0].get_rating_display()} ({day(notes[0].on)}): {notes[0].text}" if notes else "Not yet rated"
    return ([Claim((step.text,), "milestone", step.ref)], day(step.due_on) if step.due_on else "No day set", said)
