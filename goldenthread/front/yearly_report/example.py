"""The made-up partnership signs and publishes its report of 2024-25 and prepares the next, through the same operations
as everybody else. Called once the example records stand; safe to repeat: what was done already is left as it is.

The people are made up, and so are the days on which they act in 2025: the record of a partnership that never was tells
of a report that was signed partner by partner, not of four signatures in the second of loading.

So the history of this one partnership holds lines recorded in 2025 after the lines of its loading. It cannot be loaded
in the order of time: the report that is signed is part of the record that the loading brings. Nor can the lines say
"recorded now, happened then", as loaded things do: the moments of closing, signing and publishing are `now` itself, and
an operation that took another moment beside it would let a real partnership date its signatures back.
"""

import datetime

from goldenthread.foundation.access.viewer import viewer_for
from goldenthread.foundation.people.models import Body, Membership, Person
from goldenthread.front.yearly_report import operations
from goldenthread.front.yearly_report.closing import prepare
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.states import ReportState

BODY = "harrowmere-kestrel-vale"
PUBLISHED, DRAFT = "yearly-report-2024-25", "yearly-report-2025-26"
MANAGER = "hkv-business-manager"
ADDRESS = "http://localhost:8000"
NO_RESTRAINT = "There is no secure establishment in Harrowmere or in Kestrel Vale."

# Who signs for which partner, and when.
SIGNATURES = (
    ("mereland-icb", "hkv-lead-partner-health", (2025, 9, 8, 9, 40)),
    ("harrowmere-council", "hkv-lead-partner-harrowmere", (2025, 9, 9, 14, 5)),
    ("mereland-police", "hkv-lead-partner-police", (2025, 9, 15, 7, 55)),
    ("kestrel-vale-council", "hkv-lead-partner-kestrel-vale", (2025, 9, 18, 16, 30)),
)
COPIES = (
    ("Child Safeguarding Practice Review Panel", "By e-mail, with the address of the page", "panel"),
    ("What Works Centre for Children and Families", "By e-mail, with the address of the page", "foundations"),
)


def sign_off(*, now) -> str:
    """Close, sign and publish last year's report and answer what no record meets in this year's; says what was done."""
    body = Body.objects.filter(key=BODY, stub=False).first()
    if body is None:
        return ""
    last = Report.objects.filter(body=body, key=PUBLISHED).first()
    if last and last.state == ReportState.DRAFT and not last.versions.exists():
        _publish(last)
        done = f"{last.title}: closed, signed by {len(SIGNATURES)} partners and published."
    else:
        done = ""
    draft = Report.objects.filter(body=body, key=DRAFT, state=ReportState.DRAFT).first()
    if draft and not draft.answers.filter(number="13").exists():
        _answer(draft, _person(MANAGER, body, now), now)
        _comment(draft, body, now)
    return done


def _person(key, body, now):
    return viewer_for(Person.objects.get(key=key), body, now)


def _at(year, month, day, hour, minute):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.UTC)


def _answer(report, by, now):
    operations.answer_item(by=by, now=now, report=report, number="13", not_applicable=NO_RESTRAINT, name=by.name)


def _comment(report, body, now):
    by = _person("hkv-lay-member", body, now)
    section = report.sections.get(chapter="next_steps")
    text = "Could each step say who does it, as you ask of everybody else?"
    operations.comment(by=by, now=now, section=section, text=text)


def _publish(report):
    body, closing = report.body, _at(2025, 9, 4, 10, 20)
    manager = _person(MANAGER, body, closing)
    _answer(report, manager, closing)
    report.refresh_from_db()
    prepared = prepare(report, closing, ADDRESS)
    version = operations.close_for_signature(
        by=manager, now=closing, report=report, version=report.version, prepared=prepared
    )
    for agency, person, moment in SIGNATURES:
        membership = Membership.objects.get(partnership=body, agency__key=agency)
        signing = _at(*moment)
        operations.sign(
            by=_person(person, body, signing),
            now=signing,
            version=version,
            membership=membership,
            digest=version.digest,
        )
    version.refresh_from_db()
    published = _at(2025, 9, 25, 11, 0)
    manager = _person(MANAGER, body, published)
    version = operations.publish(by=manager, now=published, version=version)
    for to, how, asked in COPIES:
        sent = {"to": to, "how": how, "asked": asked, "on": published.date()}
        operations.log_copy(by=manager, now=published, version=version, **sent)
