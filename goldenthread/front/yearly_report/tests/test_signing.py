"""What a signature holds: one exact text, given by a person who has the seat, and void as soon as the text moves."""

import datetime

import pytest
from django.db import connection

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import operations, queries
from goldenthread.front.yearly_report.operations.signing import needed, signed


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
    assert [row.content for row in first.renderings.all()] == [None, None, None]
    assert all(len(row.sha256) == 64 for row in first.renderings.all())


def test_the_published_text_is_not_withheld_while_it_is_the_published_one(ready):
    first = ready.publish(ready.sign_all(ready.close()))
    with pytest.raises(Refused, match="corrected version first"):
        operations.withhold(version=first, reason="x", **ready.given)


def test_half_a_rendering_publishes_nothing(ready):
    version = ready.sign_all(ready.close())
    with pytest.raises(Refused, match="could not all be made"):
        ready.publish(version, renderings={"html": b"x", "pdf": b"", "docx": b"x"})
    assert queries.published_version(ready.fresh()) is None


def test_every_step_leaves_a_line(ready):
    ready.publish(ready.sign_all(ready.close()))
    verbs = list(Line.objects.filter(noun="report", key=ready.report.ref).values_list("verb", flat=True))
    assert verbs.count("report.signed") == 3
    assert {"report.begun", "report.closed", "report.published"} <= set(verbs)
