"""Who may say what of a thing, who reads it, and what becomes of it."""

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.comments import operations, queries
from goldenthread.foundation.comments.models import Comment
from goldenthread.foundation.comments.tests.conftest import end_yesterday
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Conflict, Refused, Unchanged
from goldenthread.thread import operations as thread

pytestmark = pytest.mark.django_db


def verbs(comment):
    return list(Line.objects.filter(noun="comment", key=comment.ref).order_by("pk").values_list("verb", flat=True))


def test_whoever_reads_a_thing_may_speak_of_it(says, action):
    for name in ("lay_member", "action_owner", "analyst", "agency_lead_health", "scrutineer", "business_manager"):
        says(name, action)
    (one,) = Comment.objects.filter(by_name="The agency lead health")
    assert (one.agency.short, one.at.date().year) == ("Health", 2026)
    assert Comment.objects.count() == 6


@pytest.mark.parametrize("name", ["house_administrator", "seat_ended", "agency_left", "shared_member", "east_manager"])
def test_whoever_does_not_may_not(says, action, name):
    with pytest.raises(Forbidden):
        says(name, action)
    assert not Comment.objects.exists()


def test_the_public_reads_and_says_nothing(cast, action, given, now):
    from goldenthread.foundation.access.viewer import public_reader

    action.refresh_from_db()
    words = {"public_text": "All are trained.", "public_label": "A piece of work"}
    thread.release(**given, thing=action, version=action.version, audience="public", **words)
    reader = public_reader(cast.west, now)
    with pytest.raises(Forbidden):
        operations.comment_on(by=reader, now=now, thing=action, text="I read it in the paper.")
    comment = operations.comment_on(by=cast.viewer(), now=now, thing=action, text="Now all read it.")
    assert queries.references(reader, {comment.ref}) == {}
    assert set(queries.references(cast.viewer("lay_member"), {comment.ref})) == {comment.ref}


def test_a_neighbour_speaks_of_what_is_shared_and_of_nothing_else(cast, make, says):
    shared = make.agreed(make.source(group=cast.shared))
    comment = says("east_manager", shared, partnership=cast.east)
    assert comment.holder == cast.west
    own = make.agreed(make.source())
    with pytest.raises(Forbidden):
        says("east_manager", own, partnership=cast.east)
    says("shared_member", shared, partnership=cast.west)


def test_of_several_seats_history_names_one_that_allows_it(cast, make, says):
    held = {seat.key: seat for seat in cast.person("two_seats").seats.all()}
    assert len(held) == 2
    for group in (cast.learning, cast.root):
        comment = says("two_seats", make.agreed(make.source(group=group)))
        line = Line.objects.get(noun="comment", key=comment.ref)
        membership = held[line.seat].membership
        assert comment.agency == (membership.agency if membership else None)


def test_somebody_speaks_no_more_from_the_day_after_their_seat_ended(cast, says, action, now):
    says("lay_member", action)
    end_yesterday(cast, now)
    with pytest.raises(Forbidden):
        says("lay_member", action)


def test_of_what_is_kept_to_listed_people_they_alone_speak_and_read(cast, says, action, closed_to_listed):
    comment = says("lay_member", action)
    closed_to_listed(action, "scrutineer")
    assert says("scrutineer", action, "Only we read this.")
    for name in ("lay_member", "business_manager"):
        with pytest.raises(Forbidden):
            says(name, action)
        assert queries.references(cast.viewer(name), {comment.ref}) == {}
    assert queries.references(cast.viewer("scrutineer", second_factor=False), {comment.ref}) == {}
    assert queries.references(cast.viewer("scrutineer"), {comment.ref})[comment.ref].title.endswith("open it to read")


def test_whoever_reads_only_the_text_made_for_others_reads_nothing_of_what_is_said(cast, make, says, given):
    action = make.agreed(make.source(audience="group"))
    comment = says("scrutineer", action, "The clinic at the corner is meant.")
    action.refresh_from_db()
    thread.release(
        **given, thing=action, version=action.version, audience="partnership", public_text="One clinic is trained."
    )
    lay = cast.viewer("lay_member")
    assert queries.references(lay, {comment.ref}) == {}
    with pytest.raises(Forbidden):
        queries.thing_at(lay, "action", action.ref)
    with pytest.raises(Forbidden):
        says("lay_member", action)


def test_of_what_is_closed_nothing_new_is_said_and_what_was_said_stays(cast, make, says, action, given, now):
    comment, own = says("scrutineer", action), says("lay_member", action)
    action.refresh_from_db()
    thread.withdraw_action(**given, action=action, version=action.version, reason="It is done elsewhere.")
    for to in (action, comment):
        with pytest.raises(Refused, match="This action is withdrawn, so nothing new is said of it"):
            says("lay_member", to)
    lay = cast.viewer("lay_member")
    with pytest.raises(Refused):
        operations.correct(by=lay, now=now, comment=own, version=own.version, text="Something else")
    assert len(queries.of_thing(action)) == 2
    operations.withdraw(by=lay, now=now, comment=own, version=own.version)


def test_what_an_assured_action_changed_is_still_talked_about(make, says, work):
    assert says("scrutineer", make.assured(work), "What did it change?")


def test_a_closed_recommendation_is_talked_about_again_once_it_is_opened(make, says, work, given):
    row = make.recommendation(work)
    make.impact(work, recommendation=row)
    row = thread.close_recommendation(**given, recommendation=row, version=row.version)
    with pytest.raises(Refused, match="This recommendation is closed"):
        says("lay_member", row)
    thread.reopen_recommendation(**given, recommendation=row, version=row.version, reason="It came back.")
    assert says("lay_member", row)


def test_there_are_no_replies_to_a_reply(says, action):
    comment = says("lay_member", action)
    reply = says("scrutineer", comment)
    assert reply.first == comment
    with pytest.raises(Refused, match="This is itself a reply"):
        says("lay_member", reply)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_a_comment_has_words_and_not_too_many(says, action, text):
    with pytest.raises(Refused):
        says("lay_member", action, text)


def test_one_mends_and_withdraws_ones_own_and_history_keeps_what_it_said(cast, says, action, now):
    comment, lay = says("lay_member", action, "Ask the shcools."), cast.viewer("lay_member")
    operations.correct(by=lay, now=now, comment=comment, version=1, text="Ask the schools.")
    comment.refresh_from_db()
    assert (comment.text, comment.corrected_at) == ("Ask the schools.", now)
    with pytest.raises(Unchanged):
        operations.correct(by=lay, now=now, comment=comment, version=2, text="Ask the schools.")
    with pytest.raises(Conflict):
        operations.correct(by=lay, now=now, comment=comment, version=1, text="Ask a school.")
    operations.withdraw(by=lay, now=now, comment=comment, version=2)
    comment.refresh_from_db()
    assert (comment.text, comment.withdrawn_at) == ("", now)
    assert verbs(comment) == ["comments.made", "comments.corrected", "comments.withdrawn"]
    kept = [line.kept_values.data for line in Line.objects.filter(key=comment.ref).order_by("pk")]
    assert "Ask the shcools." in kept[1] and "Ask the schools." in kept[2]
    for again in (operations.withdraw, lambda **given: operations.correct(text="Back", **given)):
        with pytest.raises(Refused, match="was withdrawn"):
            again(by=lay, now=now, comment=comment, version=3)


def test_nobody_mends_or_withdraws_anothers(cast, says, action, now):
    comment = says("lay_member", action)
    for name in ("business_manager", "scrutineer"):
        by = {"by": cast.viewer(name), "now": now, "comment": comment, "version": 1}
        for change in (operations.withdraw, lambda **given: operations.correct(text="Better", **given)):
            with pytest.raises(Forbidden, match="Only whoever wrote"):
                change(**by)
    comment.refresh_from_db()
    assert comment.text == "Is this enough?"


def test_the_unit_hides_with_a_reason_and_shows_again(cast, says, action, now):
    comment, unit = says("lay_member", action, "It was little A."), {"by": cast.viewer("unit_officer"), "now": now}
    with pytest.raises(Refused, match="Say why"):
        operations.hide(**unit, comment=comment, version=1, reason=" ")
    with pytest.raises(Forbidden):
        operations.hide(by=cast.viewer("scrutineer"), now=now, comment=comment, version=1, reason="No.")
    operations.hide(**unit, comment=comment, version=1, reason="It named a child.")
    comment.refresh_from_db()
    assert (comment.hidden_why, comment.text) == ("It named a child.", "It was little A.")
    lay = {"by": cast.viewer("lay_member"), "now": now, "comment": comment}
    with pytest.raises(Refused, match="has hidden"):
        operations.correct(**lay, version=2, text="It was somebody.")
    with pytest.raises(Refused, match="has hidden"):
        operations.reply(**lay, text="Who?")
    operations.show_again(**unit, comment=comment)
    comment.refresh_from_db()
    assert comment.stands
    with pytest.raises(Refused, match="shown already"):
        operations.show_again(**unit, comment=comment)
    assert verbs(comment) == ["comments.made", "comments.hidden", "comments.shown_again"]


def test_a_neighbours_unit_hides_nothing_of_ours(cast, make, says, now):
    comment = says("lay_member", make.agreed(make.source(group=cast.shared)))
    with pytest.raises(Forbidden):
        operations.hide(
            by=cast.viewer("east_manager", partnership=cast.east), now=now, comment=comment, version=1, reason="No."
        )
