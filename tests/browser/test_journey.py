"""The main journey, walked by people at real browsers: from a finding to a published report that anybody reads."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from goldenthread.foundation import clock
from goldenthread.front.yearly_report import operations, queries
from goldenthread.front.yearly_report.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long walk by the river"
WORK = "Audit of strategy meetings"
FINDING = "Health was absent from five of the twelve strategy meetings that were read."
RECOMMENDATION = "Health should take part in every strategy meeting."
ACTION = "Run a duty rota that joins each strategy meeting by video."
CHANGED = "All twenty meetings that were read again had health in them."
PUBLIC = {
    "work": "Twelve strategy meetings were read by three agencies together.",
    "finding": "A nurse or doctor was missing from five of twelve strategy meetings.",
    "recommendation": "Health takes part in every strategy meeting.",
    "action": "A duty rota now joins every strategy meeting.",
    "impact": "Health was part of all twenty meetings read half a year later.",
}
AUDITED, AGREED, SEEN, ASSURED, JUDGED = (
    datetime.date(2025, 9, 10),
    datetime.date(2025, 10, 6),
    datetime.date(2025, 12, 1),
    datetime.date(2025, 12, 15),
    datetime.date(2026, 3, 2),
)
HASH = re.compile(r"^[0-9a-f]{64}$")
PARTNERS = ("lead_partner", "lead_partner_health", "lead_partner_police")


def test_from_a_finding_to_a_published_report(sit_down, cast):
    manager = sit_down()
    sign_in(manager, cast)
    work = record_the_work(manager)
    action = add_what_follows(manager)
    give_evidence(sit_down("agency_lead_health"), action)
    assure_as_somebody_else(sit_down("lead_partner_police"), action)
    judge_the_impact(manager, action)
    release_it_all(manager, work)
    report = write_the_report(manager, cast)
    see_it_in_the_report(manager)
    close(manager, report)
    digests = [sign(sit_down(partner), report) for partner in PARTNERS]
    assert len(set(digests)) == 1
    publish(manager, report)
    read_it_signed_out(sit_down(), digests[0])


def sign_in(manager, cast):
    user = cast.person("business_manager").user
    user.set_password(PASSWORD)
    user.save()
    manager.go("/")
    manager.look("door")
    manager.follow("Sign in")
    manager.fill("E-mail address", user.email)
    manager.fill("Password", "not this one at all")
    manager.press("Sign in")
    manager.reads("There is a problem")
    manager.look("sign-in")
    manager.fill("Password", PASSWORD)
    manager.press("Sign in")
    manager.heading("Today")
    manager.look("today")


def record_the_work(manager):
    """A piece of work from its first page; returns its address."""
    manager.follow("The thread")
    manager.look("thread")
    manager.follow("All work")
    manager.look("work-list-empty")
    manager.follow("Record a piece of work")
    manager.fill("What is it called?", WORK)
    manager.press("Record it")
    manager.reads("There is a problem")
    manager.look("work-form")
    manager.choose("What kind of work was it?", "Multi-agency case file audit")
    manager.choose("Which group holds it?", "West Partnership")
    manager.day("When was it?", AUDITED)
    manager.fill("What was it about?", "Three agencies read the notes of twelve meetings, with names that stay inside.")
    manager.press("Record it")
    manager.heading(WORK)
    manager.look("work-new")
    return manager.page.url


def add_what_follows(manager):
    """Finding, recommendation, answer, action; returns the action's address once it is agreed."""
    manager.follow("Add a finding")
    manager.tick("An area for development")
    manager.fill("What was found?", FINDING)
    manager.fill("In how many?", "5")
    manager.fill("Of how many?", "12")
    manager.look("finding-form")
    manager.press("Add this finding")
    manager.follow("Add a recommendation")
    manager.fill("What should", RECOMMENDATION)
    manager.tick(FINDING[:20])
    manager.look("recommendation-form")
    manager.press("Add this recommendation")
    manager.follow(RECOMMENDATION)
    manager.look("recommendation")
    manager.follow("Record an answer")
    manager.choose("Which agency answers?", "West Integrated Care Board")
    manager.tick("Accepted")
    manager.day("When was it given?", AGREED)
    manager.look("answer-form")
    manager.press("Record this answer")
    manager.follow("Add an action")
    manager.fill("What will be done?", ACTION)
    manager.choose("Which agency owns it?", "West Integrated Care Board")
    manager.day("By when?", SEEN)
    manager.look("action-form")
    manager.press("Add this action")
    manager.follow(ACTION)
    manager.look("action-proposed")
    manager.follow("Agree this action")
    manager.day("When was it agreed?", AGREED)
    manager.look("agree")
    manager.press("Agree it")
    manager.reads("Agreed")
    return manager.page.url


def give_evidence(owner, action):
    """The agency that owes it says what happened, shows it, and reports it done; it is not asked to assure its own."""
    owner.go("/west/")
    owner.look("today-of-an-agency")
    owner.go(action)
    owner.look("action-agreed")
    owner.follow("Update it")
    owner.fill("What has happened since the last update?", "The rota has run since November.")
    owner.page.get_by_text("Add evidence").click()
    owner.choose("What kind of evidence is it?", "Audit or dip sample")
    owner.fill("What does it show?", "The rota of four weeks, with a name on each day.")
    owner.day("When is it from?", SEEN)
    owner.look("update")
    owner.press("Save this update")
    owner.reads("Your update is saved.")
    owner.follow("Report it done")
    owner.day("On which day was it done?", SEEN)
    owner.look("report-done")
    owner.press("Report it done")
    owner.reads("Reported done")
    assert owner.page.get_by_role("button", name="Look and assure").count() == 0


def assure_as_somebody_else(other, action):
    other.go(action)
    other.look("action-reported-done")
    other.follow("Look and assure")
    other.reads("The rota of four weeks")
    other.day("On which day did you look at the evidence?", ASSURED)
    other.look("assure")
    other.press("Assure it")
    other.reads("Assured")


def judge_the_impact(manager, action):
    manager.go(action)
    manager.follow("Judge its impact")
    manager.tick("The impact that was intended")
    manager.tick("What changed in practice")
    manager.fill("What changed?", CHANGED)
    manager.fill("How was this judged?", "Twenty meetings were read again.")
    manager.day("When was it judged?", JUDGED)
    manager.look("impact-form")
    manager.press("Record this judgement")
    manager.reads(CHANGED)
    manager.look("action-judged")


def release_it_all(manager, work):
    """The work and each piece of its thread, with a text for the public."""
    for name, words in (
        ("work", None),
        ("finding", FINDING),
        ("recommendation", RECOMMENDATION),
        ("action", ACTION),
        ("impact", CHANGED),
    ):
        manager.go(work)
        if words:
            manager.follow(words)
        manager.look(f"to-release-{name}")
        manager.follow("Release it to more people")
        manager.tick("Public")
        manager.fill("What will they read?", PUBLIC[name])
        if name == "work":
            manager.look("release")
        manager.press("See exactly what they will read")
        manager.reads(PUBLIC[name])
        if name == "work":
            manager.look("release-confirm")
        manager.press("Release it")
        manager.reads("It is released.")


def write_the_report(manager, cast):
    """Begin it, write what people write, answer the checklist; returns its address."""
    manager.follow("Yearly report")
    manager.look("reports-empty")
    manager.follow("Begin a yearly report")
    manager.tick("2025-26")
    manager.fill("Title", "Yearly report 2025-26")
    manager.look("report-begin")
    manager.press("Begin this report")
    manager.heading("Yearly report 2025-26")
    manager.look("report-begun")
    address = manager.page.url
    write_the_foreword(manager)
    write_about_money(manager, address)
    mark_the_paragraph(manager, address)
    answer_the_rest(cast)
    manager.go(address)
    manager.reads("Nothing stands in the way")
    manager.look("report-ready")
    return address


def write_the_foreword(manager):
    manager.follow("Foreword")
    manager.look("chapter-empty")
    manager.follow("Write")
    manager.fill(
        "What you write", "This year three agencies read files together, and it changed what happens in meetings."
    )
    manager.fill("Whose words are these?", "The chair of the partnership")
    manager.tick("This chapter is ready")
    manager.look("chapter-write")
    manager.press("Save")
    manager.reads("The words of The chair of the partnership")


def write_about_money(manager, address):
    manager.go(address)
    manager.follow("What it cost")
    manager.follow("Write")
    manager.fill("What you write", "Each of the three partners gave time, people and money.")
    manager.press("Save")
    manager.reads("Whose word is this?")
    manager.look("chapter-whose-word")
    manager.follow("Say who stands behind it", more=True)
    manager.fill("Who stands behind this paragraph?", "The treasurer")
    manager.look("whose-word")
    manager.press("Put this name behind it")
    manager.reads("The treasurer stands behind this")


def mark_the_paragraph(manager, address):
    manager.go(address)
    manager.page.get_by_role("link", name=re.compile("items met$")).click()
    manager.look("checklist")
    manager.follow("Mark a paragraph", more=True, row="9. What it cost")
    manager.tick("What it cost: Each of the three")
    manager.look("checklist-mark")
    manager.press("Mark this paragraph")
    manager.reads("Met by a marked paragraph in What it cost.")
    manager.follow("It does not apply", more=True, row="13. Review of restraint")
    manager.fill("Why does it not apply?", "There is no secure establishment in the area.")
    manager.fill("Who has decided that?", "The business manager")
    manager.look("checklist-does-not-apply")
    manager.press("Save")
    manager.reads("There is no secure establishment in the area.")


def answer_the_rest(cast):
    """What is left of the checklist, through the same door as the pages, so that the walk stays short."""
    report, given = Report.objects.get(), {"by": cast.viewer(), "now": clock.now()}
    assembled, _ = queries.state_of(report, given["now"])
    for item in queries.checklist(report, assembled):
        if not item.met:
            operations.answer_item(
                report=report,
                number=item.row.number,
                not_applicable="Not in this made-up year.",
                name="The business manager",
                **given,
            )


def see_it_in_the_report(manager):
    """The released words stand in the draft as the public would read it; the words behind them do not."""
    manager.follow("Read it as it stands")
    for words in PUBLIC.values():
        assert words in manager.page.inner_text("main"), words
    for words in (FINDING, CHANGED, "names that stay inside"):
        assert words not in manager.page.inner_text("main"), words
    manager.look("preview")


def close(manager, report):
    manager.go(report)
    manager.follow("Close for signature")
    manager.look("close")
    manager.press("Close for signature")
    manager.reads("The statutory partners sign the closed text.")
    manager.look("report-closed")


def sign(partner, report):
    """Read the whole text and sign it; returns the hash that the page showed."""
    partner.go("/west/")
    partner.look("today-of-a-partner")
    partner.go(report)
    partner.follow("Read and sign")
    assert PUBLIC["impact"] in partner.page.inner_text("main")
    digest = partner.page.get_by_text(HASH).first.inner_text()
    partner.tick("I sign this text")
    if partner.who == PARTNERS[0]:
        partner.look("sign")
    partner.press("Give this answer")
    partner.reads("Your answer is recorded.")
    return digest


def publish(manager, report):
    manager.go(report)
    manager.look("report-signed")
    manager.follow("Publish")
    manager.look("publish")
    manager.press("Publish")
    manager.reads("The report is published.")
    manager.look("report-published")


def read_it_signed_out(reader, digest):
    """Somebody without an account reads it, takes the PDF and the Word document, and follows each claim to its
    proof.
    """
    reader.go("/")
    reader.follow("West Partnership")
    reader.look("reports-public")
    reader.follow("Yearly report 2025-26")
    main = reader.page.inner_text("main")
    assert all(words in main for words in PUBLIC.values())
    assert digest in main
    reader.look("read")
    for kind, start in (("PDF", b"%PDF"), ("Word", b"PK")):
        address = reader.page.get_by_role("link", name=kind, exact=True).get_attribute("href")
        answer = reader.page.request.get(address)
        assert answer.status == 200
        assert answer.body().startswith(start)
    proofs = reader.page.locator("main a[href*='/report/proof/']").evaluate_all(
        "links => [...new Set(links.map(link => link.href))]"
    )
    assert len(proofs) >= len(PUBLIC)
    for address in proofs:
        assert reader.go(address) == 200
        expect(reader.page.get_by_role("heading", level=1)).not_to_be_empty()
    reader.look("proof")
