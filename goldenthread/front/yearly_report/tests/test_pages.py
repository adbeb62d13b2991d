"""The pages: who may open which, and that page, PDF and Word say the same."""

import pytest
from django.urls import reverse

from goldenthread.foundation.papers.tests.same_words import same_words
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.rendering import paper_in, render_all
from tests.words import words


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
    made = {row.kind: bytes(row.content) for row in version.renderings.all()}
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


def test_each_claim_leads_to_a_proof_that_the_public_can_open(published, client):
    desk, version = published
    page = client.get(_url("read", desk)).content.decode()
    proofs = {part.split('"')[0] for part in page.split('href="')[1:] if "/report/proof/" in part.split('"')[0]}
    assert proofs
    assert {url: client.get(url).status_code for url in proofs} == dict.fromkeys(proofs, 200)


def test_the_proof_of_what_is_not_public_does_not_exist_for_the_public(published, client, cast):
    desk, _ = published
    hidden = desk.work("A closed review", public=False)
    url = reverse("yearly_report:proof", kwargs={"partnership": "west", "noun": "source", "ref": hidden.ref})
    assert client.get(url).status_code == 404
    cast.sign_in(client, "business_manager")
    assert client.get(url).status_code == 200


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


def test_a_report_of_another_partnership_is_not_written_from_here(ready, client, cast):
    cast.sign_in(client, "east_manager")
    answer = client.get(reverse("yearly_report:report", kwargs={"partnership": "east", "key": ready.report.key}))
    assert answer.status_code == 404
    assert Report.objects.filter(body=cast.east).count() == 0
