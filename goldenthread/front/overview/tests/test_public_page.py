"""What anybody reads of a partnership: what it has published, and nothing else."""

import datetime

import pytest
from django.db.models import QuerySet

from goldenthread.foundation.people.models import Body
from goldenthread.front.yearly_report import operations as reports
from goldenthread.front.yearly_report.models import Report
from goldenthread.rooms.business_plan import operations as plans
from goldenthread.thread import operations as thread
from tests.words import words


@pytest.fixture
def given(cast):
    return {"by": cast.viewer(), "now": cast.now}


@pytest.fixture
def written(cast, given):
    """A report being written, with a plan of which one priority may stand in it."""
    QuerySet(Body).filter(pk=cast.west.pk).update(
        vision="Every child safe.",
        website="https://west.example",
        email="unit@west.example",
        contact="- Worried about a child: 01632 960 400",
    )
    report = reports.begin_report(body=cast.west, period=cast.period, title="Yearly report 2025-26", **given)
    days = {"starts": datetime.date(2025, 4, 1), "ends": datetime.date(2027, 3, 31)}
    plan = plans.add_plan(holder=cast.west, title="Plan 2025", **days, **given)
    for title, published in (("Neglect", True), ("Exploitation", False)):
        priority = thread.add_priority(holder=cast.west, title=title, starts=days["starts"], **given)
        plans.plan_priority(plan=plan, priority=priority, aim=f"To see *{title}*.", published=published, **given)
    return report


def test_before_anything_is_published_the_page_says_nothing_that_is_not_public(client, written):
    page = words(client.get("/west/"))
    assert "West Partnership" in page and "https://west.example" in page
    assert 'href="mailto:unit@west.example"' in page and "<li>Worried about a child: 01632 960 400</li>" in page
    for kept in ("Yearly report 2025-26", "Neglect", "Exploitation", "West Police", "Every child safe.", "Plan 2025"):
        assert kept not in page, kept


def test_what_a_published_report_names_stands_on_the_page(client, written):
    QuerySet(Report).filter(pk=written.pk).update(state="published_elsewhere", published_elsewhere="Its website")
    page = words(client.get("/west/"))
    assert f'href="/west/report/{written.key}/"' in page and "1 April 2025 to 31 March 2026" in page
    assert "Every child safe." in page and "West Council, West Integrated Care Board and West Police" in page
    assert "Neglect" in page and "To see <em>Neglect</em>." in page
    assert "Exploitation" not in page.replace("Shared exploitation", "")


def test_whoever_works_elsewhere_reads_the_same_and_is_led_to_no_page_inside(client, cast, written):
    cast.sign_in(client, "east_manager")
    page = words(client.get("/west/"))
    assert "West Partnership" in page and "Neglect" not in page and "What needs you" not in page
    assert 'href="/west/work/"' not in page


def test_whoever_comes_by_a_message_signs_in_and_comes_back(client, written):
    page = client.get("/west/").content.decode()
    assert "?next=/west/" in page
