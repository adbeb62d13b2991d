"""May this happen to a plan? Pure questions that raise Refused."""

from goldenthread.foundation.clock import happened_by_today
from goldenthread.foundation.room import Refused


def days_in_order(starts, ends):
    if ends < starts:
        raise Refused("The last day cannot come before the first.", "ends")


def part_fits(part_of, plan):
    """A part belongs to a priority of the same plan, one level deep."""
    if part_of is not None and part_of.plan_id != plan.pk:
        raise Refused("A part belongs to a priority of the same plan.", "part_of")
    if part_of is not None and part_of.part_of_id is not None:
        raise Refused("A part cannot have parts of its own. Add it beside this one.", "part_of")


def note_says_something(text, on, now):
    if not text.strip():
        raise Refused("Write a sentence that says why it stands so.", "text")
    happened_by_today(on, now)
