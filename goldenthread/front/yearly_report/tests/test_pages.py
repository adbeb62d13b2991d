"""The pages: who may open which, and that page, PDF and Word say the same."""

import datetime
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.documents.storing import forget, keep, named_files, read_whole
from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers.tests.same_words import same_words
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import operations, printed
from goldenthread.front.yearly_report.models import Rendering, Report, Version
from goldenthread.front.yearly_report.paragraphs import claims_of
from goldenthread.front.yearly_report.rendering import paper_in, render_all
from goldenthread.rooms.dataset import operations as dataset
from goldenthread.thread import operations as thread
from tests.words import words

pytestmark = pytest.mark.one_database


def _url(name, desk, **more):
    return reverse(f"yearly_report:{name}", kwargs={"partnership": "west", "key": desk.report.key, **more})


@pytest.fixture
def published(ready):
    ready.work()
    ready.write("foreword", "It was a hard year.", speaker="The chair")
    version = ready.sign_all(ready.close(render_all))
    return ready, ready.publish(version)


def test_page_pdf_and_word_hold_the_same_sentences_and_numbers_in_the_same_order(published):
    _, version = published
    made = {row.kind: read_whole(row.sha256) for row in version.renderings.all()}
    same_words(paper_in(version.text), html=made["html"].decode(), pdf=made["pdf"], word=made["docx"])


def test_a_draft_does_not_exist_for_those_outside(desk, client, cast):
    urls = [_url("report", desk), _url("read", desk), _url("file", desk, kind="pdf")]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    cast.sign_in(client, "east_manager")
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    assert (
        desk.report.title
        not in client.get(reverse("yearly_report:reports", kwargs={"partnership": "west"})).content.decode()
    )


def test_a_published_report_is_read_without_signing_in(published, client):
    desk, version = published
    answer = client.get(_url("read", desk))
    assert answer.status_code == 200
    assert "Ten files were read." in answer.content.decode()
    assert version.digest in answer.content.decode()
    for kind in ("pdf", "docx"):
        assert client.get(_url("file", desk, kind=kind)).status_code == 200


def test_a_picture_of_a_published_report_can_be_taken_by_anybody(published, client):
    desk, _ = published
    for name in ("read", "report"):
        page = client.get(_url(name, desk)).content.decode()
        taken = re.findall(r'href="(\?picture=[0-9a-f]{16}&amp;as=(?:svg|png))"', page)
        assert len(taken) == 2  # the picture of the thread
        answers = [client.get(_url(name, desk) + one.replace("&amp;", "&")) for one in taken]
        assert [one["Content-Type"] for one in answers] == ["image/svg+xml", "image/png"]
        assert all("attachment" in one["Content-Disposition"] for one in answers)
    for wrong in ("?picture=0000000000000000&as=svg", taken[0].split("&")[0] + "&as=exe", "?picture="):
        assert client.get(_url("read", desk) + wrong).status_code == 404


def test_a_picture_of_a_draft_is_for_those_who_read_it(ready, client, cast):
    ready.work()
    address = _url("preview", ready)
    page = cast.sign_in(client, "business_manager").get(address).content.decode()
    taken = re.search(r'href="(\?picture=[0-9a-f]{16})&amp;as=svg"', page).group(1) + "&as=svg"
    assert client.get(address + taken).status_code == 200
    cast.sign_in(client, "east_manager")
    assert client.get(address + taken).status_code == 404 == client.get(_url("read", ready) + taken).status_code


def test_each_claim_leads_to_a_proof_that_the_public_can_open(published, client):
    desk, version = published
    page = client.get(_url("read", desk)).content.decode()
    proofs = {part.split('"')[0] for part in page.split('href="')[1:] if "/report/proof/" in part.split('"')[0]}
    assert proofs
    assert {url: client.get(url).status_code for url in proofs} == dict.fromkeys(proofs, 200)


def test_a_claim_in_the_table_of_a_chart_is_a_claim_of_its_paper():
    """The page prints that table, so each of its links needs a proof that the public can open."""
    table = b.Table("", [b.Column("Area"), b.Column("Value")], [["West", b.Claim("316", "figure", "west/visits")]])
    shown = b.Specification("bar", ("West",), (b.Series("Visits", ("316",)),))
    assert claims_of([b.Chart("Visits", shown, "One.", "One.", table)]) == {("figure", "west/visits")}


def test_the_proof_of_what_is_not_public_does_not_exist_for_the_public(published, client, cast):
    desk, _ = published
    hidden = desk.work("A closed review", public=False)
    url = reverse("yearly_report:proof", kwargs={"partnership": "west", "noun": "source", "ref": hidden.ref})
    assert client.get(url).status_code == 404
    cast.sign_in(client, "business_manager")
    assert client.get(url).status_code == 200


def test_the_public_reads_the_proof_of_nothing_that_no_published_report_names(published, client, cast, now):
    """A figure, a body, a theme and a released finding are public in themselves; guessing a key still opens none."""
    desk, version = published
    given = {"by": System("a test"), "now": now}
    indicator = dataset.add_indicator(holder=cast.west, title="Strategy meetings", **given)
    figure = dataset.add_figure(indicator=indicator, ends=datetime.date(2026, 3, 31), value=316, **given)
    theme = thread.add_theme(name="Neglect", **given)
    late = desk.work("An audit released after the report")
    named = claims_of(paper_in(version.text).blocks)
    refs = [("figure", figure.ref), ("indicator", indicator.ref), ("theme", theme.key), ("source", late.ref)]
    refs += [("body", cast.east.key), ("group", f"west/{cast.quality.key}x"), ("body", "%00")]
    for noun, ref in refs:
        url = reverse("yearly_report:proof", kwargs={"partnership": "west", "noun": noun, "ref": ref})
        assert (noun, ref) not in named and client.get(url).status_code == 404, noun
    noun, ref = next(iter(sorted(named)))
    url = reverse("yearly_report:proof", kwargs={"partnership": "east", "noun": noun, "ref": ref})
    assert client.get(url).status_code == 404  # a report of the neighbour names it


@pytest.mark.parametrize(
    "role,expected",
    [("lay_member", 403), ("agency_lead", 403), ("business_manager", 200), ("house_administrator", 404)],
)
def test_who_may_close(ready, client, cast, role, expected):
    cast.sign_in(client, role)
    answer = client.get(_url("close", ready)).status_code
    assert answer == (403 if role == "house_administrator" else expected)


def test_every_page_of_a_report_in_the_making_opens_for_those_who_write_it(ready, client, cast):
    cast.sign_in(client)
    ready.work()
    ready.work("A closed review", public=False)
    ready.write("months", "A paragraph that is nobody's word.")
    for name in ("report", "preview", "checklist", "close"):
        assert client.get(_url(name, ready)).status_code == 200
    for section in ready.report.sections.all():
        assert client.get(_url("section", ready, chapter=section.chapter)).status_code == 200
        assert client.get(_url("write", ready, chapter=section.chapter)).status_code == 200
    page = words(client.get(_url("section", ready, chapter="months")))
    assert "Whose word is this?" in page
    assert "A closed review" in page
    assert "Release it" in page


def test_the_page_of_chapters_asks_as_often_for_forty_works_as_for_twelve(
    ready, client, cast, django_assert_max_num_queries
):
    cast.sign_in(client)
    for place in range(12):
        ready.work(f"Audit {place}")
    with django_assert_max_num_queries(200) as seen:
        client.get(_url("report", ready))
    many = len(seen)
    for place in range(12, 40):
        ready.work(f"Audit {place}")
    with django_assert_max_num_queries(200) as seen:
        client.get(_url("report", ready))
    assert len(seen) == many <= 30


def test_signing_by_page(ready, client, cast):
    version = ready.close()
    cast.sign_in(client, "lead_partner_police")
    url = _url("sign", ready)
    assert version.digest in client.get(url).content.decode()
    given = {"digest": version.digest, "membership": ready.membership("police").pk, "answer": "sign"}
    assert client.post(url, given).status_code == 302
    assert version.signatures.get().name == "The lead partner police"
    again = client.post(url, given | {"membership": ready.membership("council").pk})
    assert again.status_code == 422
    assert "no seat of West Council" in again.content.decode()


def _choose(desk, client, source, answer, chapter="months", **more):
    given = {"noun": "source", "ref": source.ref, "answer": answer, **more}
    return client.post(_url("choose", desk, chapter=chapter), given)


def test_what_lies_outside_the_period_is_found_put_in_marked_and_taken_out_again_by_page(ready, client, cast):
    cast.sign_in(client)
    outside = ready.work("An earlier audit", on=datetime.date(2024, 5, 5))
    ready.work("Audit of this year")
    address = _url("section", ready, chapter="months")
    assert "An earlier audit" not in words(client.get(address))
    page = words(client.get(address, {"when": "other"}))
    assert "1 piece of work of other periods" in page and "An earlier audit" in page and "Outside the period" in page
    went = _choose(ready, client, outside, "in", shown="when=other")
    assert went.status_code == 302 and went.url == f"{address}?when=other"
    assert "May 2024 (outside the period)" in words(client.get(address))
    assert "Put in" in words(client.get(address, {"when": "other"}))
    _choose(ready, client, outside, "again")
    assert "May 2024" not in words(client.get(address))


def test_every_candidate_is_reached_and_the_public_ones_stand_first_by_day(ready, client, cast):
    cast.sign_in(client)
    for place in range(60):
        ready.work(f"Closed work {place}", public=False)
    late = ready.work("Public in March", on=datetime.date(2026, 3, 3))
    ready.work("Public in May", on=datetime.date(2025, 5, 5))
    address = _url("section", ready, chapter="months")
    first, second = (client.get(address, {"page": page}).context["page"] for page in (1, 2))
    assert first.paginator.count == 62
    assert [row.words for row in first][:2] == ["Public in May", "Public in March"]
    shown = [row.words for row in [*first, *second]]
    assert len(shown) == len(set(shown)) == 62
    assert "62 pieces of work of this period" in words(client.get(address))
    assert _choose(ready, client, late, "out").status_code == 302
    assert [row.state for row in client.get(address).context["page"]][:2] == ["in the report", "left out"]


def test_words_find_what_the_editor_reads_and_nothing_that_is_hidden(ready, client, cast):
    ready.work("Audit of neglect")
    ready.work("Audit of exploitation")
    cast.sign_in(client)
    address = _url("section", ready, chapter="months")
    assert [row.words for row in client.get(address, {"words": "NEGLECT audit"}).context["page"]] == [
        "Audit of neglect"
    ]
    assert client.get(address, {"words": "Kept inside"}).context["page"].paginator.count == 0


def test_nobody_puts_in_what_a_chapter_does_not_draw_on_or_what_they_may_not_see(ready, client, cast):
    cast.sign_in(client)
    source = ready.work()
    assert _choose(ready, client, source, "in", chapter="voices").status_code == 302
    told = words(client.get(_url("section", ready, chapter="voices")))
    assert "draws on voices, and not on pieces of work" in told and not ready.section("voices").chosen.exists()
    assert (
        client.post(
            _url("choose", ready, chapter="months"), {"noun": "source", "ref": "east/none", "answer": "in"}
        ).status_code
        == 404
    )


@pytest.mark.parametrize("query", [{"kind": "nothing"}, {"when": "never"}, {"page": "²"}, {"words": "x" * 500}])
def test_an_odd_address_of_the_list_still_opens(ready, client, cast, query):
    cast.sign_in(client)
    assert client.get(_url("section", ready, chapter="learning"), query).status_code == 200


def test_a_report_of_another_partnership_is_not_written_from_here(ready, client, cast):
    cast.sign_in(client, "east_manager")
    answer = client.get(reverse("yearly_report:report", kwargs={"partnership": "east", "key": ready.report.key}))
    assert answer.status_code == 404
    assert Report.objects.filter(body=cast.east).count() == 0


@pytest.fixture
def elsewhere(desk, settings, tmp_path):
    """A report that was published elsewhere, with a record of its period."""
    settings.PRINTED = tmp_path / "printed"
    desk.work()
    QuerySet(Report).filter(pk=desk.report.pk).update(
        state="published_elsewhere", published_elsewhere="Its own website"
    )
    return desk


def _made(monkeypatch, wait=0.0):
    """[(title, form)] of everything that is printed from now on."""
    made = []

    def render(paper, form, *words):
        made.append((paper.title, form))
        time.sleep(wait)
        return f"{form} {len(made)}".encode()

    monkeypatch.setattr(printed, "render", render)
    return made


def test_a_file_of_a_report_published_elsewhere_is_made_once_until_its_text_changes(elsewhere, client, monkeypatch):
    made = _made(monkeypatch)
    for _ in range(3):
        assert client.get(_url("file", elsewhere, kind="pdf")).content == b"pdf 1"
        assert client.get(_url("file", elsewhere, kind="docx")).content == b"docx 2"
    assert len(made) == 2
    elsewhere.work("A later audit")
    assert client.get(_url("file", elsewhere, kind="pdf")).content == b"pdf 3"
    assert len(made) == 3


def test_strangers_who_come_at_once_share_one_file(elsewhere, monkeypatch):
    made = _made(monkeypatch, wait=0.2)
    paper = b.Paper("Six strangers", (b.Heading(1, "H"),))
    with ThreadPoolExecutor(6) as strangers:
        answers = list(strangers.map(lambda _: printed.form_of(paper, "docx", "west", "http://x"), range(6)))
    assert answers == [b"docx 1"] * 6 and len(made) == 1


def test_a_file_that_cannot_be_made_holds_nobody_up(elsewhere, monkeypatch):
    def fail(*words):
        raise Refused("It cannot be made.")

    monkeypatch.setattr(printed, "render", fail)
    paper = b.Paper("T", (b.Heading(1, "H"),))
    for _ in range(2):
        with pytest.raises(Refused):
            printed.form_of(paper, "pdf", "west", "http://x")
    made = _made(monkeypatch)
    assert printed.form_of(paper, "pdf", "west", "http://x") == b"pdf 1" and len(made) == 1


def test_what_is_kept_of_texts_that_nobody_signs_stays_small(elsewhere, monkeypatch, settings):
    monkeypatch.setattr(printed, "AT_MOST", 3)
    _made(monkeypatch)
    for place in range(5):
        printed.form_of(b.Paper(f"T{place}", (b.Heading(1, "H"),)), "pdf", "west", "http://x")
    assert len(list(settings.PRINTED.glob("*.pdf"))) == len(list(settings.PRINTED.glob("*.lock"))) == 3


def test_draft_and_closed_text_are_read_as_pdf_and_word_before_anybody_signs(ready, client, cast, settings, tmp_path):
    settings.PRINTED = tmp_path / "printed"
    cast.sign_in(client, "lead_partner_police")
    draft = client.get(_url("preview_file", ready, kind="pdf"))
    assert draft.content.startswith(b"%PDF") and "draft.pdf" in draft["Content-Disposition"]
    version = ready.close(render_all)
    for kind in ("pdf", "docx"):
        closed = client.get(_url("preview_file", ready, kind=kind))
        assert closed.content == read_whole(version.renderings.get(kind=kind).sha256)
        assert f"version-1.{kind}" in closed["Content-Disposition"]
    assert client.get(_url("preview_file", ready, kind="html")).status_code == 404


def test_a_draft_that_cannot_be_printed_says_why(ready, client, cast, settings, tmp_path):
    settings.PRINTED = tmp_path / "printed"
    ready.write("foreword", "We say 你 to all.", speaker="The chair")
    cast.sign_in(client)
    page = words(client.get(_url("preview_file", ready, kind="pdf"), follow=True))
    assert "The PDF of this text cannot be made" in page and "“你” (U+4F60)" in page


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_what_is_not_as_it_was_published_is_not_shown(published, client, settings, tmp_path, kind, fault, caplog):
    desk, version = published
    settings.MEDIA_ROOT = tmp_path
    (sha256,) = version.renderings.filter(kind=kind).values_list("sha256", flat=True)
    if fault == "changed":
        (tmp_path / sha256).write_bytes(b"<p>Everything was well.</p>")
    answer = client.get(_url("read", desk) if kind == "html" else _url("file", desk, kind=kind))
    assert answer.status_code == 500
    assert "not what was published" in words(answer) and "Everything was well" not in words(answer)
    assert sha256 in caplog.text


def test_a_loaded_text_is_held_against_the_hash_that_was_signed(published, client, caplog):
    desk, version = published
    QuerySet(Version).filter(pk=version.pk).update(
        loaded_at=desk.cast.now, text=version.text.replace("Ten files", "Two files")
    )
    answer = client.get(_url("read", desk))
    assert answer.status_code == 500 and "Two files" not in words(answer)


def test_renderings_are_among_the_files_that_a_backup_holds(published):
    _, version = published
    digests = set(version.renderings.values_list("sha256", flat=True))
    assert digests and digests <= set(named_files())


def test_withheld_bytes_are_deleted_and_no_longer_named(
    ready, settings, tmp_path, django_capture_on_commit_callbacks, client
):
    settings.MEDIA_ROOT = tmp_path
    first = ready.publish(ready.sign_all(ready.close()))
    ready.fresh()
    operations.begin_correction(report=ready.report, version=ready.report.version, reason="A figure.", **ready.given)
    second = ready.publish(ready.sign_all(ready.close()))
    with django_capture_on_commit_callbacks(execute=True):
        operations.withhold(version=first, reason="Consent was withdrawn.", **ready.given)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == set(named_files()) == set(second.renderings.values_list("sha256", flat=True))
    assert Rendering.objects.filter(version=first).count() == 3


def test_bytes_that_another_row_names_are_not_deleted(published):
    _, version = published
    sha256 = version.renderings.get(kind="pdf").sha256
    forget(sha256)
    assert read_whole(sha256)
    stray = keep(b"nobody names this")
    forget(stray.sha256)
    assert stray.sha256 not in named_files()


def test_a_chapter_is_added_and_left_out_by_page(ready, client, cast):
    cast.sign_in(client)
    went = client.post(
        _url("add_chapter", ready), {"title": "Our youth board", "order": ready.section("partners").order}
    )
    assert went.status_code == 302 and client.get(went.url).status_code == 200
    assert "Our youth board" in words(client.get(_url("report", ready)))
    (made,) = ready.report.sections.filter(title="Our youth board")
    here = _url("section", ready, chapter=made.chapter)
    leave, again = (_url(name, ready, chapter=made.chapter) for name in ("leave_out", "take_in"))
    assert leave in client.get(here).content.decode()
    refused = client.post(leave, {"version": "1", "left_out_why": ""})
    assert refused.status_code == 422 and "Why is it left out?" in words(refused)
    assert client.post(leave, {"version": "1", "left_out_why": "It met once."}).url == here
    page = words(client.get(_url("report", ready)))
    assert "Left out" in page and "It met once." in page
    assert again in client.get(here).content.decode()
    assert client.post(again).url == here
    assert "It met once." not in words(client.get(_url("report", ready)))


def test_an_item_without_a_chapter_leads_to_where_one_is_added(desk, client, cast):
    cast.sign_in(client)
    page = client.get(_url("checklist", desk)).content.decode()
    assert _url("section", desk, chapter="money") in page  # item 9 has a chapter that nobody wrote
    add = f"{_url('add_chapter', desk)}?item=13"
    assert page.count("?item=") == 1 and add in page
    assert "Review of restraint" in words(client.get(add))


def test_an_item_that_no_chapter_meets_leads_to_where_it_is_answered(desk, client, cast):
    cast.sign_in(client)
    page = client.get(_url("report", desk)).content.decode()
    places = page.partition('id="problems"')[2].partition("</ul>")[0]
    assert places.count("<li>") == places.count("<a ") > 5
    assert _url("checklist", desk) in places


def test_a_button_that_comes_too_late_is_answered_with_a_sentence(ready, client, cast):
    row = operations.comment(section=ready.section("foreword"), text="Say how.", **ready.given)
    cast.sign_in(client)
    settle = _url("settle", ready, pk=row.pk)
    assert client.post(settle).status_code == 302
    late = client.post(settle, HTTP_REFERER="http://testserver/west/report/")
    assert late.status_code == 409
    page = words(late)
    assert "has settled this comment already" in page and "Nothing was changed" in page
    assert 'href="http://testserver/west/report/"' in late.content.decode()
