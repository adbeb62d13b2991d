"""What the diary offers."""

import datetime

from goldenthread.foundation.diary import dates, jobs, operations, queries, record_parts, reminded
from goldenthread.foundation.room import HandOver, Job, Menu, Message, Noun, Offer, Permission, RecordPart, Verb

OFFER = Offer(
    menu=(
        Menu(
            "who",
            "Clocks and rules",
            "diary:clocks",
            "diary.read",
            "What is due by when, every time limit and its source.",
            60,
        ),
    ),
    nouns=(Noun("clock", "diary.Due", "clock", "clocks", resolve=queries.references),),
    permissions=(
        Permission("diary.read", "read the rules and the clocks that run"),
        Permission(
            "diary.keep_clocks", "start, meet and end clocks by hand, explain delays, and be reminded of them all"
        ),
        Permission(
            "diary.set_local_value",
            "set the partnership's own number for a local rule, and confirm what was not verified",
        ),
    ),
    verbs=(
        Verb("diary.rules_loaded", "loaded the rules of the clocks"),
        Verb("diary.clock_started", "started this clock"),
        Verb("diary.dates_kept", "noted which days are due now", only_read=True),
        Verb("diary.clock_met", "recorded that this was done"),
        Verb("diary.clock_ended", "ended this clock"),
        Verb("diary.ended_with_thing", "withdrew what this is due for from the record"),
        Verb("diary.resumed_with_thing", "put what this is due for back into the record"),
        Verb("diary.clock_handed_over", "handed this clock over to another agency"),
        Verb("diary.reminder_handed_over", "named somebody else who is reminded of this clock"),
        Verb("diary.delay_recorded", "explained the delay"),
        Verb("diary.local_value_set", "set the partnership's own number"),
        Verb("diary.rule_confirmed", "confirmed this rule"),
        Verb("diary.reminded", "sent reminders", only_read=True),
    ),
    record_parts=(RecordPart(record_parts.CLOCK, record_parts.clocks),),
    after_load=(operations.follow_loaded,),
    jobs=(Job("Due days, brought to what rooms say", jobs.keep_due_days, datetime.time(0, 30)),),
    messages=(
        Message(
            "diary.statutory",
            "something is due",
            "Something that you are to be reminded of is due.",
            dates.reminded,
            dates.words,
            urgent=True,
        ),
        Message(
            "diary.due",
            "something is due",
            "Something that you are to be reminded of is due.",
            dates.reminded,
            dates.words,
        ),
        Message(
            "diary.handed_over",
            "something passed to your agency",
            "Something that another agency owed passed to your agency.",
            queries.taken_over,
        ),
        Message(
            "diary.reminded_instead",
            "who is reminded has changed",
            "Who is reminded of something has changed, and you are to be reminded of it.",
            reminded.named_now,
        ),
    ),
    hand_overs=(
        HandOver(
            "clock", "Clocks that run for it", queries.owed_by, operations.pass_clocks_on, "diary.handed_over", 30
        ),
        HandOver(
            "reminded",
            "Clocks of which its people are reminded by name",
            reminded.of_agency,
            operations.pass_reminders_on,
            "diary.reminded_instead",
            31,
            reminded.instead,
        ),
    ),
    retention={"clock": "Kept as long as the thing that it belongs to, since it shows whether a duty was met in time."},
)
