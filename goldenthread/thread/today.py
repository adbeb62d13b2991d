"""What of the thread waits for a person on the page Today: one sentence with one link. What is due is in `dues`."""

from collections.abc import Callable

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.room import TodayItem, TodayList
from goldenthread.foundation.ui.words import day
from goldenthread.thread.queries import addresses, lists, plan
from goldenthread.thread.queries import proposals as proposed
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Reading

MOST = 8  # of one list; the rest stand on its page, and Today says how many they are


def _first(viewer: Viewer, code: str, item: Callable) -> TodayList:
    """The first of a list with their true number, in one query: `item(row, text)` makes each from its text in short."""
    reading = Reading(viewer)
    found = plan.first_of_mine(viewer, code, MOST)
    return TodayList(
        [item(seen.thing, short(seen.title, 110), seen.work) for seen in map(reading.for_list, found)],
        found[0].total if found else 0,
        (lists.mine_title(code), addresses.page(viewer, "mine", list=code)),
    )


def answers(viewer: Viewer) -> TodayList:
    """Answers that an agency of the viewer owes."""

    def item(row, text, work):
        return TodayItem(f"A recommendation waits for an answer: {text}", addresses.of(viewer, row, "answer"), why=work)

    return _first(viewer, "to_answer", item)


def agreements(viewer: Viewer) -> TodayList:
    """Proposed actions that wait for a yes or no."""

    def item(row, text, work):
        url = addresses.of(viewer, row)
        return TodayItem(f"A proposed action waits for your agreement: {text}", url, due=row.due_on, why=work)

    return _first(viewer, "to_agree", item)


def assurances(viewer: Viewer) -> TodayList:
    """Actions reported done, to be looked at."""

    def item(row, text, work):
        who = row.owner.short if row.owner else "Its owner"
        sentence = f"{who} reports an action done; look at the evidence: {text}"
        return TodayItem(sentence, addresses.of(viewer, row), why=work)

    return _first(viewer, "to_assure", item)


def judgements(viewer: Viewer) -> TodayList:
    """What was assured, and nobody has judged."""

    def item(row, text, work):
        sentence = f"Nobody has judged what this changed for children: {text}"
        return TodayItem(sentence, addresses.of(viewer, row), why=work)

    return _first(viewer, "to_judge", item)


def proposals(viewer: Viewer) -> list[TodayItem]:
    """One line with their number: they are taken up or declined from their list."""
    found = proposed.waiting(viewer)
    if not found:
        return []
    if len(found) == 1:
        sentence = f"Further work is proposed: {short(found[0].title, 110)}"
        return [TodayItem(sentence, found[0].url, why=found[0].proposal.kind_label)]
    sentence = f"{len(found)} pieces of further work are proposed; take each up or decline it"
    longest = day(min(row.proposal.on for row in found))
    return [TodayItem(sentence, addresses.page(viewer, "proposals"), why=f"the longest since {longest}")]


def look_again(viewer: Viewer) -> TodayList:
    """Impact that was too early to judge, whose day to look again has come."""

    def item(row, text, work):
        return TodayItem(
            f"Look again, it was too early to say ({day(row.look_again_on)}): {text}",
            addresses.of(viewer, row),
            due=row.look_again_on,
            overdue=row.look_again_on < viewer.today,
            why=work,
        )

    return _first(viewer, "look_again", item)
