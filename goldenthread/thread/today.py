"""What the thread puts on the page Today: one sentence with one link, by consequence."""

import datetime

from goldenthread.foundation.room import TodayItem
from goldenthread.foundation.ui.words import day, how_far
from goldenthread.thread.queries import addresses, plan
from goldenthread.thread.queries import proposals as proposed
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Reading

MOST = 30
FOUR_WEEKS = datetime.timedelta(days=28)


def overdue_and_mine(viewer):
    reading = Reading(viewer)
    return [
        TodayItem(
            f"{_who(row)} was due {how_far(row.due_on, viewer.today)}: {short(reading.line(row), 110)}",
            addresses.of(viewer, row, "progress") if row.state == "agreed" else addresses.of(viewer, row),
            due=row.due_on,
            overdue=True,
            why=reading.name_in_list(row),
            kind="Overdue action",
        )
        for row in plan.owed(viewer).filter(due_on__lt=viewer.today)[:MOST]
    ]


def _who(row):
    return f"{row.owner.short}’s action" if row.owner else "Your action"


def owed(viewer):
    """Actions of the next four weeks, and answers that an agency owes."""
    reading = Reading(viewer)
    near = plan.owed(viewer).filter(due_on__gte=viewer.today, due_on__lte=viewer.today + FOUR_WEEKS)
    lines = [
        TodayItem(
            f"{_who(row)} is due {how_far(row.due_on, viewer.today)}: {short(reading.line(row), 110)}",
            addresses.of(viewer, row),
            due=row.due_on,
            why=reading.name_in_list(row),
            kind="Action",
        )
        for row in near[:MOST]
    ]
    return lines + [
        TodayItem(
            f"A recommendation waits for an answer: {short(reading.line(row), 110)}",
            addresses.of(viewer, row, "answer"),
            why=reading.name_in_list(row),
            kind="Answer",
        )
        for row in plan.to_answer(viewer)[:MOST]
    ]


def decisions(viewer):
    """What waits for a yes or no of this person: proposed actions, and reported ones to look at."""
    reading = Reading(viewer)
    agree = [
        TodayItem(
            f"A proposed action waits for your agreement: {short(reading.line(row), 110)}",
            addresses.of(viewer, row),
            due=row.due_on,
            why=reading.name_in_list(row),
            kind="Decision",
        )
        for row in plan.to_agree(viewer)[:MOST]
    ]
    assure = [
        TodayItem(
            f"{row.owner.short if row.owner else 'Its owner'} reports an action done; look at the evidence: "
            f"{short(reading.line(row), 110)}",
            addresses.of(viewer, row),
            why=reading.name_in_list(row),
            kind="Assurance",
        )
        for row in plan.to_assure(viewer)[:MOST]
    ]
    judge = [
        TodayItem(
            f"Nobody has judged what this changed for children: {short(reading.line(row), 110)}",
            addresses.of(viewer, row),
            why=reading.name_in_list(row),
            kind="Impact",
        )
        for row in plan.to_judge(viewer)[:MOST]
    ]
    return agree + assure + judge


def proposals(viewer):
    """One line with their number: they are taken up or declined from their list."""
    found = proposed.waiting(viewer)
    if not found:
        return []
    if len(found) == 1:
        return [
            TodayItem(
                f"Further work is proposed: {short(found[0].title, 110)}",
                found[0].url,
                why=found[0].proposal.kind_label,
                kind="Proposal",
            )
        ]
    sentence = f"{len(found)} pieces of further work are proposed; take each up or decline it"
    return [
        TodayItem(
            sentence,
            addresses.page(viewer, "proposals"),
            why=f"the longest since {day(min(row.proposal.on for row in found))}",
            kind="Proposal",
        )
    ]


def look_again(viewer):
    reading = Reading(viewer)
    return [
        TodayItem(
            f"Look again, it was too early to say ({day(row.look_again_on)}): {short(reading.line(row), 110)}",
            addresses.of(viewer, row),
            due=row.look_again_on,
            overdue=row.look_again_on < viewer.today,
            why=reading.name_in_list(row),
            kind="Impact",
        )
        for row in plan.look_again(viewer)[:MOST]
    ]
