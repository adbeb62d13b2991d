"""What the chapter on the partnership says: of itself, of its groups and whom agencies send to them, of how to reach
it.
"""

import datetime

from django.db.models import QuerySet

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.people.models import Body, Group
from goldenthread.foundation.room import Span
from goldenthread.front.yearly_report import chapters

SPAN = Span(datetime.date(2025, 4, 1), datetime.date(2026, 3, 31), "2025-26")


def _printed(cast):
    cast.west.refresh_from_db()
    return pieces_of(tuple(chapters.who_we_are(public_reader(cast.west, cast.now), cast.west, SPAN)))


def test_it_says_what_the_partnership_says_of_itself_with_its_lists(cast):
    operations.edit_body(
        by=cast.viewer(),
        now=cast.now,
        body=cast.west,
        version=1,
        vision="Every child\nis safe.",
        values="- curious\n  - about the day of a child\n- honest",
        legal_basis="Children Act 2004",
        telephone="01632 960 001",
        contact="Worried about a child?\n- by day: 01632 960 100",
    )
    told = _printed(cast)
    for heading, text in (("Our vision", "Every child is safe."), ("Our legal basis", "Children Act 2004")):
        assert told[told.index(heading) + 1] == text
    assert told[told.index("Our values") + 1 :][:3] == ["curious", "about the day of a child", "honest"]
    assert told[told.index("How to reach us") :] == [
        "How to reach us",
        "Telephone",
        "01632 960 001",
        "Worried about a child?",
        "by day: 01632 960 100",
    ]
    assert "What the law asks of us" not in told


def test_each_group_says_what_it_is_for_how_often_it_meets_and_whom_agencies_sent_in_the_period(cast):
    given = {"by": cast.viewer(), "now": cast.now}
    operations.edit_group(
        group=cast.quality,
        version=1,
        purpose="Audits:\n\n- of files\n- of practice",
        meets="every month",
        chaired_by="The designated doctor",
        parent=cast.learning,
        **given,
    )
    for role, starts, ends in (
        ("Inspector", None, None),
        ("Sergeant", None, datetime.date(2026, 3, 30)),
        ("Superintendent", datetime.date(2026, 4, 1), None),
    ):
        operations.add_delegation(
            group=cast.quality, agency=cast.agencies["police"], role=role, starts=starts, ends=ends, **given
        )
    told = _printed(cast)
    place = told.index("Quality and performance group")
    assert told[place + 1 : place + 7] == [
        "Sub-group; chair: The designated doctor; meets: every month; reports to: Learning group",
        "Audits:",
        "of files",
        "of practice",
        "Who sits on it:",
        "West Police: Inspector",
    ]
    assert not any("Sergeant" in one or "Superintendent" in one for one in told)


def test_the_whole_partnership_stands_among_its_groups_only_where_something_is_said_of_it(cast):
    assert cast.west.name not in _printed(cast)
    root = Group.objects.get(lead=cast.west, kind="root")
    operations.edit_group(by=cast.viewer(), now=cast.now, group=root, version=1, meets="four times a year")
    told = _printed(cast)
    assert told[told.index("Our groups") + 1] == "West Partnership"
    assert "meets: four times a year" in told[told.index("Our groups") + 2]


def test_a_board_before_2019_has_members_and_none_of_the_partners_of_the_later_law(cast):
    told = _printed(cast)
    assert "Statutory safeguarding partners" in told and "Members" not in told
    QuerySet(Body).filter(pk=cast.west.pk).update(kind="predecessor_board")
    board = _printed(cast)
    assert "Members" in board and "Statutory safeguarding partners" not in board and "Relevant agencies" not in board


def test_each_is_called_as_it_was_on_the_last_day_of_the_period(cast):
    given, after = {"by": cast.viewer(), "now": cast.now}, datetime.date(2026, 6, 1)
    school = cast.agencies["school"]
    operations.add_delegation(group=cast.quality, agency=school, role="Head", **given)
    renamed = {"version": school.version, "name": "West Academy", "partnership": cast.west, **given}
    operations.rename_agency(agency=school, starts=after, **renamed)
    operations.rename_group(group=cast.quality, version=1, name="Learning from practice", starts=after, **given)
    told = _printed(cast)
    assert "West School" in told and "West Academy" not in " ".join(told)
    assert "Quality and performance group" in told and "Learning from practice" not in told
    later = Span(datetime.date(2026, 4, 1), datetime.date(2027, 3, 31), "2026-27")
    told = pieces_of(tuple(chapters.who_we_are(public_reader(cast.west, cast.now), cast.west, later)))
    assert "West Academy" in told and "Learning from practice" in told
