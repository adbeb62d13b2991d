"""The made-up partnership shows everything that the product is for, and nobody in it is real. The reports of the two
that were made from published texts are held to what a reader may expect of any report.
"""

import datetime
import io
import json
import re
from collections import Counter
from functools import cache

import page
import pypdf
import pytest
from django.conf import settings
from django.core.management import call_command

from goldenthread.config.roles import ROLES
from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import public_reader, viewer_for
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.papers import html, pdf, word
from goldenthread.foundation.papers.blocks import Heading, from_data, plain
from goldenthread.foundation.papers.tests.pages_of_pdf import fills, torn
from goldenthread.foundation.papers.tests.same_words import same_words
from goldenthread.foundation.papers.text import numbers as numbers_in
from goldenthread.foundation.papers.text import pieces
from goldenthread.foundation.people.models import Body, Membership, Person, Seat, User
from goldenthread.foundation.records.reading import read
from goldenthread.front.yearly_report import example, queries, rendering, writing_page
from goldenthread.front.yearly_report.assembly import assemble, paper_of
from goldenthread.front.yearly_report.models import Report, Signature, Version
from goldenthread.front.yearly_report.paragraphs import every_claim
from goldenthread.front.yearly_report.queries import reports_of
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Figure
from goldenthread.thread.models import Action, Impact, Source
from goldenthread.thread.queries import breaks, proposals
from goldenthread.thread.queries.filters import ThreadFilter
from tests.words import disagreements

pytestmark = pytest.mark.one_database

EXAMPLES = settings.REPOSITORY / "examples"
FOLDERS = ("harrowmere-kestrel-vale", "windlesea")
NOW = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """All example records, loaded once for this module and gone afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_examples", verbosity=0)
        yield Body.objects.get(key=example.BODY)
        transaction.set_rollback(True)


def manager(body):
    return viewer_for(Person.objects.get(key=example.MANAGER), body, NOW)


def report(body, key):
    return Report.objects.get(body=body, key=key)


@pytest.mark.parametrize("folder", FOLDERS)
def test_it_says_that_it_is_made_up(folder, db):
    record = read(EXAMPLES / folder)
    own = next(item for item in record.items if item.shape.noun == "body" and item.key == record.body)
    assert own.values["provenance"] == "Made up to show the product. No real place, person or child."


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_person_is_invented_and_named_by_role(folder, db):
    people = [item for item in read(EXAMPLES / folder).items if item.shape.noun == "person"]
    assert len(people) >= 7
    for person in people:
        assert person.values.get("invented") in (True, "yes"), person.key
        assert person.values["name"].startswith("The "), person.key


@pytest.mark.parametrize("place", [*breaks.STAGES, *breaks.GAPS], ids=lambda place: place.code)
def test_every_stage_and_every_break_has_something_to_show(house, place):
    assert breaks.rows(manager(house), place, ThreadFilter()).exists()


def test_every_role_has_a_person_who_can_sign_in(house):
    held = Seat.objects.on(NOW.date()).filter(person__invented=True, person__user__is_active=True)
    assert set(held.values_list("role", flat=True)) == set(ROLES)
    assert not User.objects.exclude(person__invented=True).exists()
    assert all(
        re.fullmatch(r"(hkv|wsl|south-tees-made-up|redcar-cleveland-made-up)-[a-z-]+@example\.org", user.email)
        for user in User.objects.all()
    )


def test_every_statutory_partner_has_somebody_to_sign(house):
    for membership in Membership.objects.on(NOW.date()).filter(partnership=house, capacity="statutory"):
        assert membership.seats.on(NOW.date()).filter(role="lead_partner").exists(), membership


def test_the_neighbour_shares_two_groups(house):
    shared = house.group_memberships.filter(group__group_memberships__partnership__key="windlesea").values_list(
        "group__key", flat=True
    )
    assert set(shared) == {"exploitation", "child-death-overview"}


@pytest.mark.parametrize("state", ["proposed", "agreed", "reported_done", "assured", "withdrawn"])
def test_actions_stand_in_every_state(house, state):
    assert Action.objects.filter(holder=house, state=state).exists()


def test_some_actions_are_overdue_and_some_due_dates_were_moved_with_a_reason(house):
    own = Action.objects.filter(holder=house)
    assert own.overdue(NOW.date()).count() >= 5
    assert own.filter(due_changes__isnull=False).count() >= 5


def test_impact_is_judged_in_every_way(house):
    assert set(Impact.objects.filter(holder=house).values_list("judgement", flat=True)) == set(
        Impact.Judgement.values
    ) - {Impact.Judgement.NOT_SAID}


def test_further_work_is_proposed_taken_up_and_declined(house):
    still, decided = proposals.listed(manager(house))
    assert len(still) == 2 and {row.proposal.state for row in decided} == {"taken_up", "declined"}
    assert all(row.origin_url and row.by for row in (*still, *decided))
    assert [row.became for row in decided if row.proposal.state == "taken_up"] == [
        "Challenge event: three years of work on neglect"
    ]


def test_each_month_of_the_last_year_has_two_public_pieces_of_work_with_what_they_changed(house):
    told = Source.objects.visible_to(public_reader(house, NOW)).filter(on__range=("2025-04-01", "2026-03-31"))
    told = told.filter(impacts__action=None, impacts__recommendation=None, impacts__audience="public").distinct()
    months = [f"{source.on:%Y-%m}" for source in told]
    assert {month: months.count(month) for month in months if months.count(month) < 2} == {}
    assert len(set(months)) == 12


@pytest.mark.parametrize(
    "said",
    [
        "Our values",
        "What we aim at",
        "Our legal basis",
        "What the law asks of us",
        "How to reach us",
        "to families, in words that they use",  # a list inside a list
        "Mereland Police: Detective inspector, vulnerability",
        "Sub-group; chair: Designated doctor, Mereland ICB; meets: every month; reports to: Executive",
        "Business plan 2025-28: what changes for children comes first",  # that follows, with its parts
        "In school, and glad to be there",
        "Aim: Each family knows, before a plan ends, who stays.",
        "What child protection plans are for, Neglect, by age, 31 March 2025",  # a part of a part
        "What child protection plans are for, Neglect, by other category of abuse (one may count in several parts), "
        "31 March 2025",
        "under 5 of 212",
        "between 3 and 7 of 164",
        "What to know about these figures",
        "Reviews of child protection plans held late, Harrowmere, 2024-25: “fewer than five, and fewer than ever "
        "before”. Those that were late were all held within twenty days of it.",
    ],
)
def test_last_years_report_shows_all_that_a_record_can_hold(house, said):
    version = queries.published_version(report(house, example.PUBLISHED))
    assert said in printed_in(version.pk)


@cache
def printed_in(pk):
    """Every text of a signed version, as its page shows it."""
    return frozenset(pieces(from_data(json.loads(Version.objects.get(pk=pk).text))))


def test_last_years_report_is_signed_by_all_partners_and_published(house):
    last = report(house, example.PUBLISHED)
    version = queries.published_version(last)
    assert last.state == "published" and version.published_by == "The business manager"
    assert {
        row.membership for row in version.signatures.filter(answer=Signature.Answer.SIGNED, digest=version.digest)
    } == {row.membership for row in version.required.all()}
    assert {row.kind for row in version.renderings.all()} == {"html", "pdf", "docx"}


def test_this_years_report_can_be_closed(house):
    draft = report(house, example.DRAFT)
    assert draft.state == "draft" and draft.edition == "WT26"
    _, problems = queries.state_of(draft, NOW)
    assert [problem.sentence for problem in problems] == []


@pytest.mark.parametrize("year", ["2024-25", "2025-26", "2026-27"])
def test_the_page_of_chapters_of_a_whole_year_asks_thirty_four_questions(house, year, django_assert_max_num_queries):
    found, viewer = reports_of(manager(house), house).get(key=f"yearly-report-{year}"), manager(house)
    with django_assert_max_num_queries(34 - 5):  # four say who looks, one finds the report
        writing_page.of_report(viewer, found)


def test_the_report_just_begun_shows_a_paragraph_that_is_nobodys_word(house):
    begun = report(house, "yearly-report-2026-27")
    kinds = [
        word.kind
        for section in begun.sections.all()
        for word in queries.whose_words(section, public_reader(house, NOW))
    ]
    assert kinds.count("nobody") == 1


def test_words_withdrawn_or_without_consent_stay_out_of_the_reports(house):
    version = queries.published_version(report(house, example.PUBLISHED))
    assert "A bed is where nobody else" in version.text
    assert "our kitchen was dirty" not in version.text
    assert "at the back of a full bus" not in version.text


def test_words_agree_in_every_report_of_every_example(house):
    wrong = []
    for row in Report.objects.select_related("body", "period"):
        paper = paper_of(row, assemble(row, NOW), status="", date=NOW.date())
        wrong += [f"{row}: {fault}" for fault in disagreements("\n".join(pieces(paper)))]
    assert Report.objects.count() >= 6 and wrong == []


def test_loading_again_changes_nothing(house, capsys):
    lines, accounts = Line.objects.count(), User.objects.count()
    digest = queries.published_version(report(house, example.PUBLISHED)).digest
    call_command("load_examples")
    assert capsys.readouterr().out.count("nothing changed") == len(list(EXAMPLES.glob("*/manifest.yaml")))
    assert (Line.objects.count(), User.objects.count()) == (lines, accounts)
    assert queries.published_version(report(house, example.PUBLISHED)).digest == digest


def test_nobody_gets_an_account_where_somebody_else_made_the_database(house, settings, tmp_path):
    from goldenthread.foundation.access.viewer import System
    from goldenthread.foundation.organisations.loading import make_example_accounts

    settings.EXAMPLE_ACCOUNTS_ANYWHERE, settings.HOME = False, tmp_path
    moment = clock.now()
    assert make_example_accounts(by=System("test", moment), now=moment) == 0


# --- the reports that were made from published texts ---

MOST_PAGES = {("south-tees", "2023-24"): 24, ("redcar-cleveland-lscb", "2014-15"): 40}
published = pytest.mark.parametrize("which", MOST_PAGES, ids=lambda which: which[0])


@cache
def as_paper(body, key):
    found = Report.objects.get(body__key=body, key=key)
    return paper_of(found, assemble(found, NOW), status="Published elsewhere", date=found.period.ends)


@cache
def printed(body, key):
    return pdf.write(as_paper(body, key), "https://example.org", link_for=rendering.links(body))


@published
def test_a_report_is_no_longer_than_its_reader_can_bear(house, which):
    assert len(pypdf.PdfReader(io.BytesIO(printed(*which))).pages) <= MOST_PAGES[which]


@published
def test_no_page_is_half_empty_and_nothing_is_torn_from_its_heading(house, which):
    """But the cover and the last page; no chapter of these two must begin a page."""
    filled = fills(printed(*which))
    low = {number: round(fill, 2) for number, fill in enumerate(filled, 1) if fill < 0.5}
    assert set(low) <= {1, len(filled)}, f"These pages are less than half filled: {low}"
    assert torn(printed(*which)) == []


@published
def test_the_contents_name_every_chapter_and_nothing_else(house, which):
    chapters = [block.text for block in as_paper(*which).blocks if isinstance(block, Heading) and block.level == 1]
    listed = re.search(r"<ol class=.papers-contents-list.*?</ol>", str(html.write(as_paper(*which))), re.DOTALL)
    assert re.findall(r">([^<]+)</a>", listed.group()) == [str(html.escape(title)) for title in chapters]
    outline = pypdf.PdfReader(io.BytesIO(printed(*which))).outline
    assert [entry.title for entry in outline if not isinstance(entry, list)] == ["Contents", *chapters]


@published
def test_the_pdf_of_a_whole_report_fails_no_machine_rule_of_pdf_ua(house, which):
    found = page.validate_pdf_bytes(printed(*which), profile=page.ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in found.failures] == [] and found.is_compliant


def test_page_pdf_and_word_of_a_whole_report_say_the_same_in_the_same_order(house):
    which = ("south-tees", "2023-24")
    made = word.write(as_paper(*which), "https://example.org", link_for=rendering.links(which[0]))
    same_words(as_paper(*which), html=str(html.write(as_paper(*which))), word=made, pdf=printed(*which))


@published
def test_no_figure_stands_more_than_twice_in_a_report(house, which):
    """Neither its record nor, where no other figure has that number, the number itself."""
    paper = as_paper(*which)
    claims = [one for one in every_claim(paper.blocks) if one.noun == "figure"]
    named = Counter(one.key for one in claims if re.search(r"\d", plain(one.runs)))
    assert {key: times for key, times in named.items() if times > 2} == {}
    figures = Figure.objects.filter(holder__key=which[0], indicator__village="")
    numbers = Counter(measures.plain(one) for row in figures for one in {row.value, row.numerator} - {None})
    alone = {number for number, rows in numbers.items() if rows == 1 and len(number.strip("0.,")) > 2}
    told = Counter(numbers_in(paper))
    assert {number: told[number] for number in alone if told[number] > 2} == {}
