"""The plan's chapter of the yearly report: each priority with its aim, what was done, what changed, and how far it has
come.
"""

from goldenthread.foundation.papers.blocks import Claim, Heading, Paragraph, Strong, Table
from goldenthread.foundation.papers.markdown import parse_stored
from goldenthread.foundation.ui.words import day
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
    """Priorities of every plan that runs in the period, as the public may read them."""
    blocks = []
    running = Plan.objects.filter(holder=body, starts__lte=span.ends, ends__gte=span.starts)
    for planned in queries.priorities_of(reader, running):
        blocks += _priority(planned, 2, span)
        for part in planned.all_parts:
            blocks += _priority(part, 3, span)
    return blocks


def _priority(planned, level, span):
    if ("planned_priority", planned.ref) in span.left_out:
        return []
    blocks = [Heading(level, str(planned))]
    for field, label in PARTS:
        text = getattr(planned, field)
        if text:
            blocks.append(
                Paragraph(
                    (Strong((label,)), ". ", Claim((f"{planned}: {label.lower()}",), "planned_priority", planned.ref))
                )
            )
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
