"""Two people do at the same moment what only one of them can; run as `python -m tests.house.races MODE [NAME …]`.

Each race is a pair of operations on things that both read before, as two open pages do. Two processes begin them
all but together, and each is held for a moment just before it commits, so that the other asks its questions meanwhile.
Prints {name of the race: [what came of the first, of the second, what is wrong afterwards]}. MODE "locked" is the house
as it is; "unlocked" leaves out every lock of a row, so that one sees what would come of it.
"""

import datetime
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial

import django

django.setup()

from django.db import connection  # noqa: E402

from goldenthread.foundation import writing  # noqa: E402
from goldenthread.foundation.access.viewer import System  # noqa: E402
from goldenthread.foundation.diary import operations as diary  # noqa: E402
from goldenthread.foundation.diary.models import Due, Rule  # noqa: E402
from goldenthread.foundation.history import operations as history  # noqa: E402
from goldenthread.foundation.organisations import operations as organisations  # noqa: E402
from goldenthread.foundation.people.models import BodyName, Group, Membership, Seat, Succession, User  # noqa: E402
from goldenthread.foundation.room import Refused  # noqa: E402
from goldenthread.front.yearly_report import operations as reports  # noqa: E402
from goldenthread.rooms.dataset import operations as dataset  # noqa: E402
from goldenthread.rooms.dataset.models import Figure, Indicator  # noqa: E402
from goldenthread.thread import operations as thread  # noqa: E402
from goldenthread.thread.models import Action, Evidence, Proposal, Theme  # noqa: E402
from tests.cast import LONG_AGO, Cast  # noqa: E402

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
TODAY, LATER = NOW.date(), datetime.date(2027, 6, 1)
HELD = 0.15  # seconds before each commit
AHEAD = 0.03  # seconds by which the first begins before the second, and is held when that asks its questions
GIVEN = {"by": System("the tests"), "now": NOW}
RACES: dict[str, Callable] = {}


def race(made: Callable) -> Callable:
    """A race is called by the name of what makes it: `made(cast, read)` gives the two operations, and a question that
    answers "" or what is wrong afterwards. `read(thing)` reads it anew, for each of the two.
    """
    RACES[made.__name__.replace("_", " ")] = made
    return made


def read(thing):
    return type(thing)._base_manager.get(pk=thing.pk)


def twice(operation, things=(), **values):
    """Both do the same, each with things that they read themselves."""
    return tuple(
        partial(operation, **GIVEN, **values | {name: read(thing) for name, thing in things}) for _ in range(2)
    )


def once(rows) -> Callable[[], str]:
    return lambda: "" if rows.all().count() == 1 else f"{rows.all().count()} of them"


def work(cast):
    return thread.add_source(
        group=cast.root, kind="case_file_audit", title="An audit", on=datetime.date(2026, 5, 1), **GIVEN
    )


def reported(cast):
    action = thread.add_action(source=work(cast), text="Train.", owner=cast.agencies["council"], due_on=LATER, **GIVEN)
    action = thread.agree(action=action, version=1, **GIVEN)
    action = thread.report_done(action=action, version=action.version, **GIVEN)
    return action, thread.give_evidence(action=action, kind="audit", text="As it was read.", on=TODAY, **GIVEN)


@race
def evidence_is_corrected_while_it_is_assured(cast):
    action, evidence = reported(cast)
    seen = read(evidence)
    seen.action = read(action)  # as its page read it
    correct = partial(thread.edit_evidence, evidence=seen, version=1, text="As it became.", **GIVEN)
    assure = partial(thread.assure, action=read(action), version=action.version, **GIVEN)

    def wrong():
        assured = Action.objects.get(pk=action.pk).state == "assured"
        changed = Evidence.objects.get(pk=evidence.pk).text != "As it was read."
        return "assured on evidence that nobody read" if assured and changed else ""

    return assure, correct, wrong


@race
def evidence_is_given_while_it_is_withdrawn(cast):
    action = thread.add_action(source=work(cast), text="Train.", **GIVEN)
    give = partial(thread.give_evidence, action=read(action), kind="audit", text="It is.", on=TODAY, **GIVEN)
    withdraw = partial(thread.withdraw_action, action=read(action), version=1, reason="No.", **GIVEN)
    return withdraw, give, lambda: ""


@race
def an_action_is_assured_and_sent_back(cast):
    action, _ = reported(cast)
    assure = partial(thread.assure, action=read(action), version=action.version, **GIVEN)
    send = partial(thread.send_back, action=read(action), version=action.version, reason="No.", **GIVEN)
    return assure, send, lambda: ""


@race
def a_recommendation_is_answered_while_it_is_withdrawn(cast):
    asked = thread.add_recommendation(source=work(cast), text="Ask.", **GIVEN)
    given = {"body": cast.agencies["council"], "answer": "accepted", "on": TODAY, **GIVEN}
    withdraw = partial(thread.withdraw_recommendation, recommendation=read(asked), version=1, reason="No.", **GIVEN)
    return withdraw, partial(thread.answer, recommendation=read(asked), **given), lambda: ""


@race
def a_proposal_is_declined_twice(cast):
    asked = thread.propose(holder=cast.west, kind="challenge", title="Challenge", text="Why not.", **GIVEN)
    pair = twice(thread.decline, [("proposal", asked)], version=1, reason="No.")
    return *pair, once(Proposal.objects.filter(state="declined", pk=asked.pk))


@race
def a_theme_is_made_twice(cast):
    return *twice(thread.add_theme, name="Neglect"), once(Theme.objects.filter(name="Neglect"))


@race
def a_seat_is_given_twice(cast):
    seat = {"person": cast.person("lay_member"), "role": "agency_lead", "membership": cast.memberships["police"]}
    rows = Seat.objects.filter(role="agency_lead", person=seat["person"])
    return *twice(organisations.give_seat, starts=TODAY, **seat), once(rows)


@race
def a_seat_is_confirmed_and_declined(cast):
    seat = organisations.give_seat(
        by=cast.viewer(),
        now=NOW,
        person=cast.person("lay_member"),
        role="unit_officer",
        partnership=cast.west,
        starts=TODAY,
    )
    yes = partial(organisations.confirm_seat, seat=read(seat), version=1, **GIVEN)
    return yes, partial(organisations.decline_seat, seat=read(seat), version=1, reason="No.", **GIVEN), lambda: ""


@race
def the_last_two_managers_leave(cast):
    other = organisations.add_person(partnership=cast.west, name="Another", email="another@example.org", **GIVEN)
    second = organisations.give_seat(
        person=other, role="business_manager", partnership=cast.west, starts=LONG_AGO, **GIVEN
    )
    leave = [
        partial(organisations.edit_seat, seat=read(seat), version=1, at_once=True, **GIVEN)
        for seat in (cast.seats["business_manager"], second)
    ]
    left = Seat.objects.filter(role="business_manager", partnership=cast.west, ended_at=None)
    return *leave, lambda: "" if left.all().exists() else "nobody can give a seat any more"


def _ends(cast, name):
    row = organisations.add_agency(partnership=cast.west, name=name, capacity="relevant", starts=LONG_AGO, **GIVEN)
    return row, partial(organisations.end_membership, membership=read(row), on=TODAY, **GIVEN)


@race
def a_membership_is_ended_twice(cast):
    row, first = _ends(cast, "Leaves twice")
    return first, partial(organisations.end_membership, membership=read(row), on=TODAY, **GIVEN), lambda: ""


def _outlives(row):
    seats = Seat.objects.filter(membership=row) | Seat.objects.filter(acting_for=row.agency)
    return lambda: "a seat outlives its agency" if seats.filter(ends=None).exists() else ""


@race
def a_seat_is_given_while_its_agency_leaves(cast):
    row, leave = _ends(cast, "Leaves meanwhile")
    seat = {"person": cast.person("lay_member"), "role": "action_owner", "membership": read(row)}
    return leave, partial(organisations.give_seat, starts=LONG_AGO, **seat, **GIVEN), _outlives(row)


@race
def a_seat_in_a_group_is_given_while_the_agency_it_acts_for_leaves(cast):
    row, leave = _ends(cast, "Leaves the group")
    seat = {"person": cast.person("lay_member"), "role": "group_member", "group": read(cast.quality)}
    give = partial(organisations.give_seat, acting_for=row.agency, starts=LONG_AGO, **seat, **GIVEN)
    return leave, give, _outlives(row)


@race
def an_agency_is_added_twice(cast):
    pair = twice(organisations.add_agency, [("partnership", cast.west)], name="West Hospice", capacity="relevant")
    return *pair, once(Membership.objects.filter(agency__name="West Hospice"))


@race
def an_agency_is_merged_twice(cast):
    row, _ = _ends(cast, "Merges twice")
    into = {"on": TODAY, "reason": "One trust.", **GIVEN, "by": cast.viewer("unit_officer")}
    first = partial(organisations.merge_agency, membership=read(row), into=cast.agencies["council"], **into)
    second = partial(organisations.merge_agency, membership=read(row), into=cast.agencies["health"], **into)
    return first, second, once(Succession.objects.filter(before=row.agency))


@race
def an_agency_is_renamed_twice(cast):
    row, _ = _ends(cast, "Renamed twice")
    new = {"partnership": cast.west, "version": row.agency.version, "starts": TODAY, **GIVEN}
    pair = [
        partial(organisations.rename_agency, agency=read(row.agency), name=name, **new) for name in ("First", "Second")
    ]
    return *pair, once(BodyName.objects.filter(body=row.agency))


@race
def a_group_ends_twice(cast):
    group = organisations.add_group(lead=cast.west, kind="task", name="Ends twice", **GIVEN)
    last = {"version": group.version, "on": TODAY, **GIVEN}
    pair = [partial(organisations.end_group, group=read(group), **last) for _ in range(2)]
    return *pair, lambda: ""


@race
def a_group_is_added_twice(cast):
    pair = twice(organisations.add_group, [("lead", cast.west)], kind="task", name="One task")
    return *pair, once(Group.objects.filter(name="One task"))


@race
def a_period_is_added_twice(cast):
    days = {"starts": datetime.date(2030, 4, 1), "ends": datetime.date(2031, 3, 31)}
    return *twice(organisations.add_period, [("body", cast.west)], label="2030-31", **days), lambda: ""


@race
def an_address_is_given_twice(cast):
    pair = twice(organisations.add_person, [("partnership", cast.west)], name="Same", email="same@example.org")
    return *pair, once(User.objects.filter(email="same@example.org"))


@race
def a_report_is_begun_twice(cast):
    return *twice(reports.begin_report, [("period", cast.period)], body=cast.west, title="The year"), lambda: ""


@race
def a_local_number_is_set_twice(cast):
    values = {"rule": "masa.review", "number": 9, "starts": TODAY, "why": "Ours.", "version": 0}
    first, second = twice(diary.set_local_value, [("body", cast.west)], **values)
    return first, partial(second, number=10), lambda: ""


@race
def a_rule_is_confirmed_twice(cast):
    rule = Rule.objects.filter(certainty="unverified", computes=True).first()
    return *twice(diary.confirm_rule, [("body", cast.west)], rule=rule, read="The text."), lambda: ""


@race
def a_clock_is_started_twice(cast):
    values = {"rule": "rr.complete", "noun": "source", "key": "west/one", "on": TODAY}
    return *twice(diary.start_clock, [("group", cast.root)], **values), once(Due.objects.filter(thing_key="west/one"))


@race
def a_clock_is_met_and_ended(cast):
    due = diary.start_clock(rule="rr.complete", noun="", key="", group=cast.root, on=TODAY, **GIVEN)
    meet = partial(diary.meet_clock_by_hand, due=read(due), on=TODAY, version=1, **GIVEN)
    return meet, partial(diary.end_clock, due=read(due), why="No.", version=1, **GIVEN), lambda: ""


@race
def an_indicator_is_added_twice(cast):
    pair = twice(dataset.add_indicator, [("holder", cast.west)], title="Plans")
    return *pair, once(Indicator.objects.filter(title="Plans"))


@race
def a_figure_is_marked_as_published_twice(cast):
    indicator = dataset.add_indicator(holder=cast.west, title="Published", **GIVEN)
    figure = dataset.add_figure(indicator=indicator, ends=datetime.date(2026, 3, 31), value=316, **GIVEN)
    pair = twice(dataset.mark_as_public, [("figure", figure)], version=1, citation="Page 3")
    return *pair, once(Figure.objects.filter(pk=figure.pk, version=2))


# What comes after the other is right in one order: the seat is given first, and ends with its agency.
BOTH_MAY = {
    "a seat is given while its agency leaves",
    "a seat in a group is given while the agency it acts for leaves",
}


def _outcome(operation) -> str:
    try:
        operation()
    except Refused as refused:
        return f"refused: {refused.sentence}"
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"
    return "done"


def _leave_out_locks():
    for module in list(sys.modules.values()):
        if getattr(module, "lock", None) is writing.lock and module is not writing:
            module.lock = lambda thing: None
    history.hold = lambda body_id: None


def _hold_before_commit():
    write = writing.write_lines
    writing.write_lines = lambda entries: (write(entries), time.sleep(HELD))


def at_once(operations, mode) -> list[str]:
    """What came of each, begun all but together in processes of their own."""
    gate, opened = os.pipe()
    told = []
    connection.close()
    sys.stdout.flush()
    for place, operation in enumerate(operations):
        hear, tell = os.pipe()
        told.append(hear)
        if os.fork():
            os.close(tell)
            continue
        os.close(opened)
        if mode == "unlocked":
            _leave_out_locks()
        _hold_before_commit()
        connection.ensure_connection()
        os.read(gate, 1)  # until the parent has started both
        time.sleep(AHEAD * place)
        os.write(tell, _outcome(operation).encode())
        os._exit(0)
    os.close(opened)
    os.close(gate)
    for _ in operations:
        os.wait()
    found = []
    for hear in told:
        with os.fdopen(hear) as words:
            found.append(words.read())
    return found


def main(mode, *names):
    cast = Cast(NOW)
    diary.load_rules(**GIVEN)
    found = {}
    for name in names or RACES:
        first, second, wrong = RACES[name](cast)
        found[name] = [*at_once((first, second), mode), wrong()]
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
