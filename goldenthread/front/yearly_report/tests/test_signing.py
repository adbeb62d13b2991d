"""What a signature holds: one exact text, given by a person who has the seat, and void as soon as the text moves."""

import datetime
import html

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import strip_tags

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.asking import Asked
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.history.queries import marks, written_since
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import closing, operations, queries, rendering
from goldenthread.front.yearly_report.models import Comment, Report
from goldenthread.front.yearly_report.operations.signing import needed, signed
from goldenthread.front.yearly_report.tests.conftest import PARTNERS
from goldenthread.thread import operations as thread
from tests.words import words


def test_two_sign_one_objects_the_text_changes_and_no_old_signature_counts(ready):
    first = ready.close()
    ready.sign(first, "council")
    ready.sign(first, "health")
    ready.object(first, "police")
    first.refresh_from_db()
    assert first.state == "void"
    assert "names a school" in first.void_reason
    ready.fresh()
    section = ready.write("next_steps", "We shall listen more.")
    operations.stand_behind(
        section=section,
        paragraph=queries.whose_words(section, ready.manager)[0].piece.digest,
        name="The chair",
        **ready.given,
    )
    second = ready.close()
    assert second.number == 2
    assert second.digest != first.digest
    assert signed(second) == set()
    assert len(needed(second)) == 3
    with pytest.raises(Refused, match="Every statutory partner"):
        ready.publish(second)
    with pytest.raises(Refused, match="no longer waits"):
        ready.sign(first, "police")
    assert ready.publish(ready.sign_all(second)).state == "published"


def _read(answer):
    """What a page says, without its markup."""
    return words(html.unescape(strip_tags(answer.content.decode())))


def _sign_page(ready, client, cast, role):
    cast.sign_in(client, role)
    return client.get(reverse("yearly_report:sign", kwargs={"partnership": "west", "key": ready.report.key}))


def _corrected(ready):
    """Version 1 published, version 2 closed with one sentence more and a reason."""
    ready.write("foreword", "It was a hard year.", speaker="The chair")
    ready.publish(ready.sign_all(ready.close()))
    ready.fresh()
    operations.begin_correction(
        report=ready.report, version=ready.report.version, reason="A sentence was missing.", **ready.given
    )
    ready.fresh()
    ready.write("foreword", "It was a good year.", speaker="The chair")
    return ready.close()


def test_whoever_signs_a_correction_reads_what_changed_since_their_agency_signed(ready, client, cast):
    _corrected(ready)
    page = _read(_sign_page(ready, client, cast, "lead_partner"))
    assert "What changed since version 1" in page
    assert "It was a [taken out:] hard [end] [added:] good [end] year." in page
    assert "What this version corrects This chapter is new." in page
    assert "Next steps This chapter" not in page


def test_each_partner_reads_what_changed_since_the_last_version_that_they_signed_themselves(ready, client, cast):
    second = _corrected(ready)
    ready.sign(second, "council")
    ready.object(second, "police")
    ready.fresh()
    ready.write("next_steps", "", title="What comes next")
    ready.write("foreword", "It was a better year.", speaker="The chair")
    ready.close()
    council = _read(_sign_page(ready, client, cast, "lead_partner"))
    assert "What changed since version 2" in council and "[taken out:] good [end] [added:] better [end]" in council
    police = _read(_sign_page(ready, client, cast, "lead_partner_police"))
    assert "What changed since version 1" in police and "[taken out:] hard [end] [added:] better [end]" in police


def test_a_first_version_is_read_whole_and_one_whose_words_were_withheld_is_not_compared(ready, client, cast):
    first = ready.close()
    assert "What changed since" not in _read(_sign_page(ready, client, cast, "lead_partner"))
    ready.sign(first, "council")
    ready.object(first, "police")
    ready.fresh()
    operations.withhold(version=first, reason="Consent was withdrawn.", **ready.given)
    ready.close()
    page = _read(_sign_page(ready, client, cast, "lead_partner"))
    assert "What changed since" not in page and "Go to the question" in page


def test_nothing_is_compared_or_signed_where_the_text_is_not_the_one_that_was_closed(ready, client, cast):
    second = _corrected(ready)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE yearly_report_version SET text = replace(text, 'hard', 'soft') WHERE number = 1")
    answer = _sign_page(ready, client, cast, "lead_partner")
    assert answer.status_code == 500 and "is not shown" in _read(answer)
    assert signed(second) == set()


def test_signing_is_offered_until_the_partner_has_answered_and_no_longer_than_it_is_open(ready, client, cast):
    version = ready.close()
    report = reverse("yearly_report:report", kwargs={"partnership": "west", "key": ready.report.key})

    def offered(role):
        cast.sign_in(client, role)
        pages = [_read(client.get(report)), _read(client.get("/west/"))]
        return ["Read and sign" in pages[0], "waits for the signature of" in pages[1]]

    assert offered("lead_partner") == [True, True]
    ready.sign(version, "council")
    assert offered("lead_partner") == [False, False]
    assert offered("lead_partner_police") == [True, True]
    assert offered("business_manager") == [False, False]
    ready.object(version, "police")
    assert [offered(role) for role in PARTNERS.values()] == [[False, False]] * 3
    answer = _sign_page(ready, client, cast, "lead_partner_health")
    assert answer.url == report
    assert "No text of this report waits for signatures now" in _read(client.get(report))


def test_a_signature_on_another_text_is_refused(ready):
    version = ready.close()
    with pytest.raises(Refused, match="text changed"):
        ready.sign(version, "council", digest="0" * 64)


def test_nobody_signs_for_a_partner_whose_seat_they_do_not_hold(ready):
    version = ready.close()
    with pytest.raises(Refused, match="no seat of West Police"):
        ready.sign(version, "police", person="lead_partner")


def test_nobody_signs_on_a_day_on_which_the_seat_has_ended(ready):
    version = ready.close()
    yesterday = ready.cast.now.date() - datetime.timedelta(days=1)
    seat = ready.cast.seats["lead_partner_police"]
    organisations.edit_seat(seat=seat, version=seat.version, ends=yesterday, **ready.given)
    with pytest.raises((Refused, Forbidden)):
        ready.sign(version, "police")


@pytest.mark.parametrize(
    "role", ["business_manager", "agency_lead", "scrutineer", "lay_member", "group_chair", "house_administrator"]
)
def test_no_other_role_signs(ready, role):
    version = ready.close()
    with pytest.raises(Forbidden):
        ready.sign(version, "council", person=role)


def test_signatures_count_for_the_digest_that_was_signed_and_no_other(ready):
    """Somebody who changes the version behind the product's back has no signatures any more."""
    version = ready.sign_all(ready.close())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE yearly_report_version SET digest = %s WHERE id = %s", ["0" * 64, version.pk])
    version.refresh_from_db()
    assert signed(version) == set()
    with pytest.raises(Refused, match="Every statutory partner"):
        ready.publish(version)


def test_a_partner_answers_once(ready):
    version = ready.close()
    ready.sign(version, "council")
    with pytest.raises(Refused, match="answered already"):
        ready.sign(version, "council")


def test_an_objection_says_why(ready):
    version = ready.close()
    with pytest.raises(Refused, match="Say what you object to"):
        ready.object(version, "police", reason=" ")


def test_who_writes_reads_first_why_the_last_version_was_sent_back(ready, client, cast):
    url = reverse("yearly_report:report", kwargs={"partnership": "west", "key": ready.report.key})
    cast.sign_in(client)
    assert "no longer counts" not in words(client.get(url))
    ready.object(ready.close(), "police")
    page = words(client.get(url))
    assert page.index("The second chapter names a school.") < page.index("the text can be closed")
    ready.fresh()
    ready.close()
    assert words(client.get(url)).count("The second chapter names a school.") == page.count("names a school.") - 1


def test_opening_the_text_again_voids_what_was_signed(ready):
    version = ready.close()
    ready.sign_all(version)
    ready.fresh()
    operations.open_again(report=ready.report, version=ready.report.version, reason="A wrong date.", **ready.given)
    version.refresh_from_db()
    assert version.state == "void"
    with pytest.raises(Refused):
        ready.publish(version)


def test_the_closed_text_cannot_be_written(ready):
    ready.close()
    with pytest.raises(Refused, match="closed for signature"):
        ready.write("next_steps", "A late thought.")


def test_what_changes_in_the_record_after_closing_does_not_change_the_closed_text(ready):
    source = ready.work()
    version = ready.close()
    before = version.text
    ready.work("A later audit", on=datetime.date(2025, 10, 1))
    version.refresh_from_db()
    assert version.text == before
    assert source.ref in before


def test_required_are_the_statutory_memberships_of_the_closing_day(ready):
    yesterday = ready.cast.now.date() - datetime.timedelta(days=1)
    organisations.end_membership(membership=ready.membership("police"), on=yesterday, **ready.given)
    version = ready.close()
    assert {row.agency.name for row in version.required.all()} == {"West Council", "West Integrated Care Board"}


def test_a_correction_says_what_changed_and_withholds_the_old_words_but_not_the_hash(ready):
    first = ready.publish(ready.sign_all(ready.close()))
    ready.fresh()
    operations.begin_correction(
        report=ready.report, version=ready.report.version, reason="One figure was wrong.", **ready.given
    )
    assert queries.published_version(ready.fresh()) == first
    second = ready.publish(ready.sign_all(ready.close()))
    assert "One figure was wrong." in second.text
    first.refresh_from_db()
    assert first.state == "replaced"
    operations.withhold(version=first, reason="Consent was withdrawn.", **ready.given)
    first.refresh_from_db()
    assert first.text == ""
    assert len(first.digest) == 64
    assert [row.stored for row in first.renderings.all()] == [False, False, False]
    assert all(len(row.sha256) == 64 for row in first.renderings.all())


def test_the_published_text_is_not_withheld_while_it_is_the_published_one(ready):
    first = ready.publish(ready.sign_all(ready.close()))
    with pytest.raises(Refused, match="corrected version first"):
        operations.withhold(version=first, reason="x", **ready.given)


def test_what_cannot_be_made_in_all_three_forms_is_not_closed(ready):
    with pytest.raises(Refused, match="could not all be made"):
        ready.close(lambda *words: {"html": b"x", "pdf": b"", "docx": b"x"})
    assert ready.fresh().state == "draft"


def test_a_writer_that_fails_is_told_of_before_anybody_signs(ready, monkeypatch, caplog):
    def fail(*words, **more):
        raise ValueError("no such thing")

    monkeypatch.setattr(rendering.word, "write", fail)
    with pytest.raises(Refused, match="The Word document of this text cannot be made.*no such thing"):
        ready.close(rendering.render_all)
    assert ready.fresh().state == "draft"
    assert "could not be made" in caplog.text


def test_what_is_published_is_what_was_made_at_closing(ready):
    version = ready.close()
    made = {row.kind: row.sha256 for row in version.renderings.all()}
    assert set(made) == {"html", "pdf", "docx"}
    published = ready.publish(ready.sign_all(version))
    assert {row.kind: row.sha256 for row in published.renderings.all()} == made


def test_a_version_that_no_longer_counts_keeps_its_text_and_no_files(ready):
    version = ready.close()
    ready.fresh()
    operations.open_again(report=ready.report, version=ready.report.version, reason="A wrong date.", **ready.given)
    version.refresh_from_db()
    assert version.text and not version.renderings.exists()


def _late(ready):
    """(what is attempted, by somebody whose page was loaded before the text was closed)"""
    section, statement = ready.section("next_steps"), ready.section("scrutiny")
    section.report.state = statement.report.state = "draft"
    scrutineer = {"by": ready.cast.viewer("scrutineer"), "now": ready.cast.now}
    paragraph = queries.whose_words(ready.section("next_steps"), ready.manager)[0].piece.digest
    report, given = section.report, ready.given
    return {
        "a section": lambda: operations.write_section(section=section, version=section.version, text="x", **given),
        "a statement": lambda: operations.write_section(
            section=statement, version=statement.version, text="x", speaker="y", **scrutineer
        ),
        "a comment": lambda: operations.comment(section=section, text="x", **given),
        "a choice": lambda: operations.choose(section=section, noun="source", key="a", put_in=True, **given),
        "no choice": lambda: operations.unchoose(section=section, noun="source", key="a", **given),
        "a word": lambda: operations.stand_behind(section=section, paragraph=paragraph, name="x", **given),
        "an answer": lambda: operations.answer_item(report=report, number="13", not_applicable="x", name="y", **given),
    }


@pytest.mark.parametrize(
    "what", ["a section", "a statement", "a comment", "a choice", "no choice", "a word", "an answer"]
)
def test_what_comes_after_the_closing_is_refused_though_its_page_was_loaded_before(ready, what):
    ready.write("next_steps", "We shall listen more.", speaker="The chair")
    late = _late(ready)[what]
    version = ready.close()
    lines = Line.objects.count()
    with pytest.raises(Refused, match="closed for signature"):
        late()
    assert Line.objects.count() == lines
    assert version.text == queries.current_version(ready.fresh()).text


@pytest.mark.parametrize("what", ["a section", "a choice", "a record", "a name"])
def test_what_is_written_between_the_reading_and_the_closing_is_not_left_out(ready, what):
    prepared = ready.prepare()
    if what == "a section":
        ready.write("next_steps", "A late thought.", speaker="The chair")
    elif what == "a choice":
        operations.choose(section=ready.section("months"), noun="source", key="a", put_in=True, **ready.given)
    elif what == "a record":
        ready.work()
    else:
        body = ready.cast.west
        organisations.edit_body(body=body, version=body.version, vision="Every child is safe.", **ready.given)
    ready.fresh()
    with pytest.raises(closing.ChangedMeanwhile):
        operations.close_for_signature(
            report=ready.report, version=ready.report.version, prepared=prepared, **ready.given
        )
    assert ready.fresh().state == "draft"


def test_closing_is_tried_again_when_somebody_wrote_meanwhile_and_then_told(ready):
    tries = []

    def attempt(until):
        prepared = ready.prepare()
        tries.append(1)
        if len(tries) < until:
            ready.write("next_steps", f"Thought {len(tries)}.", speaker="The chair")
        ready.fresh()
        operations.close_for_signature(
            report=ready.report, version=ready.report.version, prepared=prepared, **ready.given
        )

    with pytest.raises(closing.ChangedMeanwhile, match="Something changed meanwhile"):
        closing.until_nothing_changes(lambda: attempt(until=99))
    assert len(tries) == closing.TRIES
    tries.clear()
    closing.until_nothing_changes(lambda: attempt(until=2))
    assert len(tries) == 2 and "Thought 1." in queries.current_version(ready.fresh()).text


def test_a_reading_is_no_change(ready):
    source = ready.work()
    read = marks()
    thread.note_listed_reading(source=source, **ready.given)
    assert marks() != read and not written_since(read)


def test_nothing_is_assembled_or_printed_while_others_wait_to_write(ready, monkeypatch):
    prepared = ready.prepare()
    monkeypatch.setattr(queries, "state_of", None)
    monkeypatch.setattr(rendering, "render_all", None)
    version = operations.close_for_signature(
        report=ready.report, version=ready.report.version, prepared=prepared, **ready.given
    )
    assert version.text == prepared.text


def test_a_report_of_a_period_that_still_runs_is_closed_only_by_somebody_who_says_so(ready):
    period = ready.report.period
    QuerySet(type(period)).filter(pk=period.pk).update(ends=ready.cast.now.date())
    with pytest.raises(Asked, match="The period is not over: it ends on 20 November 2026") as asked:
        ready.close()
    assert ready.close(sure={question.code for question in asked.value.questions}).state == "open"


@pytest.mark.parametrize("reason", ["[x](javascript:alert)", "[](https://example.org)"])
def test_a_reason_that_cannot_be_read_is_refused_when_it_is_written(ready, reason):
    ready.publish(ready.sign_all(ready.close()))
    ready.fresh()
    given = {"report": ready.report, "version": ready.report.version, **ready.given}
    with pytest.raises(Refused) as refused:
        operations.begin_correction(reason=reason, **given)
    assert refused.value.field == "reason"


def test_a_reason_is_changed_while_the_correction_is_written(ready):
    ready.publish(ready.sign_all(ready.close()))
    ready.fresh()
    operations.begin_correction(
        report=ready.report, version=ready.report.version, reason="One figure was wrong.", **ready.given
    )
    ready.fresh()
    given = {"report": ready.report, "version": ready.report.version, **ready.given}
    with pytest.raises(Refused):
        operations.change_reason(reason="[x](ftp://example.org)", **given)
    operations.change_reason(reason="Two figures were wrong.", **given)
    version = ready.close()
    assert version.what_changed == "Two figures were wrong."
    ready.fresh()
    with pytest.raises(Refused, match="Nothing is being corrected here"):
        operations.change_reason(report=ready.report, version=ready.report.version, reason="Three.", **ready.given)


def test_a_report_that_a_reason_locked_is_opened_by_another_reason(ready):
    """A reason that stands in the database from before it was looked at."""
    ready.publish(ready.sign_all(ready.close()))
    QuerySet(Report).filter(pk=ready.report.pk).update(state="draft", why="[x](ftp://example.org)")
    ready.fresh()
    (problem,) = queries.examine(ready.report, ready.cast.now).problems
    assert problem.page == "reason" and "cannot be read" in problem.sentence
    operations.change_reason(
        report=ready.report, version=ready.report.version, reason="One figure was wrong.", **ready.given
    )
    assert ready.close()


@pytest.mark.parametrize("state", ["draft", "published", "published_elsewhere"])
def test_publishing_asks_the_table_of_states(ready, state):
    version = ready.sign_all(ready.close())
    QuerySet(Report).filter(pk=ready.report.pk).update(state=state)
    with pytest.raises(Refused, match="that step is not open"):
        ready.publish(version)
    assert version.renderings.count() == 3


def test_a_comment_is_settled_once_and_a_published_report_is_commented_on_no_longer(ready):
    row = operations.comment(section=ready.section("foreword"), text="Say how.", **ready.given)
    stale = Comment.objects.get(pk=row.pk)
    operations.settle_comment(comment=row, **ready.given)
    with pytest.raises(Refused, match="has settled this comment already"):
        operations.settle_comment(comment=stale, **ready.given)
    ready.publish(ready.sign_all(ready.close()))
    with pytest.raises(Refused, match="commented on no longer"):
        operations.comment(section=ready.section("foreword"), text="Too late.", **ready.given)


def test_every_step_leaves_a_line(ready):
    ready.publish(ready.sign_all(ready.close()))
    verbs = list(Line.objects.filter(noun="report", key=ready.report.ref).values_list("verb", flat=True))
    assert verbs.count("report.signed") == 3
    assert {"report.begun", "report.closed", "report.published"} <= set(verbs)
