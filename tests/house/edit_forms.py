"""Every form that changes what another may be changing too, and what each of two people types into it.

(address, what the first types, what the second types, what becomes of the second). The second has had the page open
since before the first saved.
"""

from goldenthread.foundation.documents.tests.files import PDF
from tests.house.answers import ADDED, BOTH, LATE, ONE, TWO, gathered, posted, tables, text

__all__ = ["ADDED", "BOTH", "EDITS", "NO_FORM", "ONE", "TWO", "posted"]

DAY = "2025-11-04"

EDITS = [
    # Who we are
    ("/west/who/people/{person}/edit/", *text("title"), BOTH),
    ("/west/who/seats/{seat}/", *text("title"), BOTH),
    ("/west/who/seats/{proposed_seat}/confirm/", *text("reason", answer="no"), LATE),
    ("/west/who/groups/{group}/edit/", *text("purpose"), BOTH),
    ("/west/who/arrangements/edit/", *text("vision"), BOTH),
    # Diary
    ("/west/diary/clocks/{clock}/met/", {"on": "2025-11-05"}, {"on": "2025-11-06"}, LATE),
    ("/west/diary/clocks/{clock}/delay/", *text("reason"), BOTH),
    ("/west/diary/clocks/{clock}/end/", *text("why"), LATE),
    ("/west/diary/rules/masa.review/number/", *text("why", number="2", starts=DAY), BOTH),
    # Documents
    ("/west/documents/{document}/change/", *text("title"), BOTH),
    (
        "/west/documents/{document}/version/",
        {"file": ("what the first wrote.pdf", PDF + b"1")},
        {"file": ("second.pdf", PDF + b"2")},
        BOTH,
    ),
    # The thread
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
    # Yearly report
    ("/west/report/{draft}/chapter/foreword/write/", *text("text"), BOTH),
    ("/west/report/{ready}/close/", {}, {}, LATE),
    ("/west/report/{closed}/open-again/", *text("reason"), LATE),
    ("/west/report/{published}/correct/", *text("reason"), LATE),
    ("/west/report/{corrected}/correct/reason/", *text("reason"), BOTH),
    *gathered("EDITS"),
]

# Tables whose rows carry a version though no form of a page changes them, each with its reason.
NO_FORM = {
    "thread.Theme": "shared by all partnerships and only added to",
    "thread.Priority": "its words are changed in the business plan",
    **{name: reason for module in tables() for name, reason in getattr(module, "NO_FORM", {}).items()},
}
