"""What the tests of the whole house walk in the thread: see tests/house/answers.py."""

from goldenthread.foundation.withdrawals import operations as withdrawals
from goldenthread.thread import operations
from tests.house.answers import ADDED, AGENCY, BOTH, LATE, ONE, SEATS, TWO, UNIT, text

DAY = "2025-11-04"

PAGES = [
    ("/west/thread/breaks/", SEATS),
    ("/west/thread/breaks/findings/", SEATS),
    ("/west/thread/actions/", SEATS),
    ("/west/thread/actions/hand-over/", UNIT),
    ("/west/thread/actions.xlsx", AGENCY),
    ("/west/thread/actions.csv", AGENCY),
    ("/west/thread/mine/", SEATS),
    ("/west/thread/themes/", SEATS),
    ("/west/thread/themes/add/", UNIT),
    ("/west/thread/theme/{theme}/", SEATS),
    ("/west/thread/proposals/", SEATS),
    ("/west/thread/proposal/{proposal}/", SEATS),
    ("/west/thread/proposal/{proposal}/take-up/", UNIT),
    ("/west/thread/proposal/{proposal}/decline/", UNIT),
    ("/west/thread/work/", SEATS),
    ("/west/thread/work/add/", UNIT),
    ("/west/thread/work/{source}/", SEATS),
    ("/west/thread/work/{source}/edit/", UNIT),
    ("/west/thread/work/{source}/finding/", UNIT),
    ("/west/thread/work/{source}/answers/", AGENCY),
    ("/west/thread/work/{source}/recommendation/", UNIT),
    ("/west/thread/work/{source}/action/", UNIT),
    ("/west/thread/work/{source}/impact/", UNIT),
    ("/west/thread/work/{source}/voice/", UNIT),
    ("/west/thread/work/{source}/propose/", SEATS),  # who may read may ask
    ("/west/thread/work/{source}/release/", UNIT),
    ("/west/thread/work/{source}/release-work/", UNIT),
    ("/west/thread/work/{shown}/public-text/", UNIT),
    ("/west/thread/work/{source}/restrict/", UNIT),
    ("/west/thread/work/{source}/readers/", UNIT),
    ("/west/thread/work/{source}/readers/{reader}/remove/", UNIT),
    ("/west/thread/work/{shown}/", SEATS),
    # Kept to listed people: the manager is one of them and is told to sign in with a second factor.
    ("/west/thread/work/{named}/", "302 404 403 404 404 403"),
    ("/west/thread/work/{named}/edit/", "302 404 403 403 403 403"),
    ("/west/thread/finding/{finding}/", SEATS),
    ("/west/thread/finding/{finding}/edit/", UNIT),
    ("/west/thread/finding/{unanswered}/nothing-follows/", UNIT),
    ("/west/thread/finding/{finding}/propose/", SEATS),
    ("/west/thread/finding/{finding}/release/", UNIT),
    ("/west/thread/finding/{finding}/public-text/", UNIT),
    ("/west/thread/finding/{finding}/restrict/", UNIT),
    ("/west/thread/finding/{finding}/readers/", UNIT),
    ("/west/thread/finding/{finding}/readers/{reader}/remove/", UNIT),
    ("/west/thread/recommendation/{recommendation}/", SEATS),
    ("/west/thread/recommendation/{recommendation}/edit/", UNIT),
    ("/west/thread/recommendation/{recommendation}/answer/", AGENCY),
    ("/west/thread/recommendation/{recommendation}/answers/", AGENCY),
    ("/west/thread/recommendation/{recommendation}/answers/{answer}/", AGENCY),
    ("/west/thread/recommendation/{recommendation}/action/", UNIT),
    ("/west/thread/recommendation/{recommendation}/impact/", UNIT),
    ("/west/thread/recommendation/{recommendation}/step/withdraw/", UNIT),
    ("/west/thread/recommendation/{closed_recommendation}/step/reopen/", UNIT),
    ("/west/thread/recommendation/{recommendation}/release/", UNIT),
    ("/west/thread/recommendation/{recommendation}/public-text/", UNIT),
    ("/west/thread/recommendation/{recommendation}/restrict/", UNIT),
    ("/west/thread/recommendation/{recommendation}/readers/", UNIT),
    ("/west/thread/recommendation/{recommendation}/readers/{reader}/remove/", UNIT),
    ("/west/thread/action/{agreed}/", SEATS),
    ("/west/thread/action/{agreed}/edit/", UNIT),
    ("/west/thread/action/{agreed}/due/", UNIT),
    ("/west/thread/action/{agreed}/update/", AGENCY),
    ("/west/thread/action/{agreed}/evidence/", AGENCY),
    ("/west/thread/action/{proposed}/update/", UNIT),  # it is no agency's yet
    ("/west/thread/evidence/{evidence}/edit/", AGENCY),
    ("/west/thread/action/{done}/impact/", UNIT),
    ("/west/thread/action/{proposed}/step/agree/", UNIT),
    ("/west/thread/action/{agreed}/step/report_done/", AGENCY),
    ("/west/thread/action/{done}/step/assure/", UNIT),
    ("/west/thread/action/{agreed}/release/", UNIT),
    ("/west/thread/action/{agreed}/public-text/", UNIT),
    ("/west/thread/action/{agreed}/restrict/", UNIT),
    ("/west/thread/action/{agreed}/readers/", UNIT),
    ("/west/thread/action/{agreed}/readers/{reader}/remove/", UNIT),
    ("/west/thread/impact/{impact}/", SEATS),
    ("/west/thread/impact/{impact}/edit/", UNIT),
    ("/west/thread/impact/{impact}/release/", UNIT),
    ("/west/thread/impact/{impact}/public-text/", UNIT),
    ("/west/thread/impact/{impact}/restrict/", UNIT),
    ("/west/thread/impact/{impact}/readers/", UNIT),
    ("/west/thread/impact/{impact}/readers/{reader}/remove/", UNIT),
    ("/west/thread/voice/{voice}/", SEATS),
    ("/west/thread/voice/{voice}/edit/", UNIT),
    ("/west/thread/voice/{voice}/consent/", UNIT),
    ("/west/thread/voice/{voice}/no-consent/", UNIT),
    ("/west/thread/voice/{voice}/release/", UNIT),
    ("/west/thread/voice/{voice}/public-text/", UNIT),
    ("/west/thread/voice/{voice}/restrict/", UNIT),
    ("/west/thread/voice/{voice}/readers/", UNIT),
    ("/west/thread/voice/{voice}/readers/{reader}/remove/", UNIT),
]
WITHDRAWN = [("finding", "withdrawn_finding"), ("action", "withdrawn_action")]
PAGES += [
    *((f"/west/withdrawn/{noun}/{{{name}}}/", SEATS) for noun, name in WITHDRAWN),
    *((f"/west/withdrawn/{noun}/{{{name}}}/put-back/", UNIT) for noun, name in WITHDRAWN),
    *(
        (f"/west/withdrawn/{noun}/{{{noun}}}/withdraw/", UNIT)
        for noun in ("finding", "recommendation", "impact", "voice")
    ),
    ("/west/withdrawn/action/{proposed}/withdraw/", UNIT),
    ("/west/withdrawn/action/{agreed}/withdraw/", UNIT),
]
EDITS = [
    ("/west/withdrawn/finding/{unanswered}/withdraw/", *text("reason"), LATE),
    ("/west/withdrawn/finding/{withdrawn_finding}/put-back/", *text("reason"), LATE),
    ("/west/thread/work/{source}/edit/", *text("summary"), BOTH),
    (
        "/west/thread/work/{source}/release/",
        *text("public_text", audience="public", public_label="A review", confirmed="1"),
        LATE,
    ),
    ("/west/thread/work/{shown}/public-text/", *text("public_text"), BOTH),
    ("/west/thread/work/{source}/restrict/", {"audience": "group"}, {"audience": "group"}, LATE),
    ("/west/thread/finding/{finding}/edit/", *text("text"), BOTH),
    ("/west/thread/finding/{unanswered}/nothing-follows/", *text("reason", who="The executive", on=DAY), BOTH),
    (
        "/west/thread/finding/{finding}/release/",
        *text("public_text", audience="public", public_label="A review", confirmed="1"),
        LATE,
    ),
    ("/west/thread/finding/{finding}/public-text/", *text("public_text"), BOTH),
    ("/west/thread/finding/{finding}/restrict/", {"audience": "group"}, {"audience": "group"}, LATE),
    ("/west/thread/recommendation/{recommendation}/edit/", *text("text"), BOTH),
    ("/west/thread/recommendation/{recommendation}/step/withdraw/", *text("reason"), LATE),
    ("/west/thread/recommendation/{closed_recommendation}/step/reopen/", *text("reason"), LATE),
    (
        "/west/thread/recommendation/{recommendation}/release/",
        *text("public_text", audience="public", public_label="A review", confirmed="1"),
        LATE,
    ),
    ("/west/thread/recommendation/{recommendation}/public-text/", *text("public_text"), BOTH),
    ("/west/thread/recommendation/{recommendation}/restrict/", {"audience": "group"}, {"audience": "group"}, LATE),
    ("/west/thread/recommendation/{recommendation}/answers/{answer}/", *text("reason"), BOTH),
    ("/west/thread/action/{agreed}/edit/", *text("text"), BOTH),
    ("/west/thread/evidence/{evidence}/edit/", *text("evidence"), BOTH),
    (
        "/west/thread/action/{agreed}/due/",
        {"due_on": "2027-03-01", "reason": ONE},
        {"due_on": "2027-03-02", "reason": TWO},
        BOTH,
    ),
    ("/west/thread/action/{agreed}/update/", *text("text"), ADDED),
    ("/west/thread/action/{proposed}/update/", *text("text"), ADDED),
    ("/west/thread/action/{proposed_and_owned}/step/agree/", {"on": DAY}, {"on": DAY}, LATE),
    ("/west/thread/action/{agreed}/step/report_done/", *text("text", on=DAY), LATE),
    ("/west/thread/action/{done}/step/assure/", *text("text", on=DAY), LATE),
    ("/west/thread/action/{done}/step/send_back/", *text("reason"), LATE),
    ("/west/thread/action/{agreed}/step/withdraw/", *text("reason"), LATE),
    (
        "/west/thread/action/{agreed}/release/",
        *text("public_text", audience="public", public_label="A review", confirmed="1"),
        LATE,
    ),
    ("/west/thread/action/{agreed}/public-text/", *text("public_text"), BOTH),
    (
        "/west/thread/action/{agreed}/restrict/",
        {"audience": "group", "shown_to_owner": "on"},
        {"audience": "group", "shown_to_owner": "on"},
        LATE,
    ),
    ("/west/thread/impact/{impact}/edit/", *text("text"), BOTH),
    (
        "/west/thread/impact/{impact}/release/",
        *text("public_text", audience="public", public_label="A review", confirmed="1"),
        LATE,
    ),
    ("/west/thread/impact/{impact}/public-text/", *text("public_text"), BOTH),
    ("/west/thread/impact/{impact}/restrict/", {"audience": "group"}, {"audience": "group"}, LATE),
    ("/west/thread/voice/{voice}/edit/", *text("text"), BOTH),
    ("/west/thread/voice/{voice}/consent/", *text("note", on=DAY), BOTH),
    ("/west/thread/voice/{voice}/no-consent/", *text("note", on=DAY), BOTH),
    (
        "/west/thread/voice/{voice}/release/",
        *text("public_text", audience="public", public_label="A review", confirmed="1"),
        LATE,
    ),
    ("/west/thread/voice/{voice}/public-text/", *text("public_text"), BOTH),
    ("/west/thread/voice/{voice}/restrict/", {"audience": "group"}, {"audience": "group"}, LATE),
    ("/west/thread/proposal/{proposal}/take-up/", *text("summary"), LATE),
    ("/west/thread/proposal/{proposal}/decline/", *text("reason"), LATE),
]
NO_FORM = {
    "thread.Theme": "shared by all partnerships and only added to",
    "thread.Priority": "its words are changed in the business plan",
}


def things(cast, made, given):
    """What was withdrawn from the record."""
    finding = operations.add_finding(source=made.source, kind="strength", text="Meant for another audit.", **given)
    action = operations.add_action(source=made.source, text="Typed twice.", **given)
    for thing in (finding, action):
        withdrawals.withdraw(thing=thing, version=thing.version, reason="It was in the wrong place.", **given)
    return {"withdrawn_finding": finding, "withdrawn_action": action}
