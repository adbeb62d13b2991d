"""What leaves the house: exports, the yearly report, cards for readers outside."""

import csv
import datetime
import io
from types import SimpleNamespace

import pytest
from django.urls import reverse

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.history.models import Line, LineValues
from goldenthread.foundation.papers import html
from goldenthread.foundation.papers.blocks import Chart, Claim, Table
from goldenthread.rooms.dataset import chapters, references

DAY = datetime.date(2026, 3, 31)


class Span(SimpleNamespace):
    def takes(self, noun, key, on):
        return key not in self.left_out and (self.starts <= on <= self.ends or key in self.put_in)


@pytest.fixture
def span():
    return Span(starts=datetime.date(2025, 4, 1), ends=DAY, label="2025-26", put_in=(), left_out=())


@pytest.fixture
def reader(cast, now):
    return public_reader(cast.west, now)


def _export(client, url):
    text = client.get(url).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_export_is_what_the_page_shows_through_the_gate(client, cast, make, areas):
    indicator = make.indicator()
    make.figure(indicator, 30)
    make.figure(
        indicator, 3, area=areas["Northbank"], note="Two of them are brothers.", words="three, of whom two brothers"
    )
    make.figure(indicator, 27, area=areas["Southbank"])
    make.figure(make.indicator("Other"), 9)
    cast.sign_in(client, "analyst")
    rows = _export(client, reverse("dataset:export_indicator", args=["west", "west", indicator.key, "csv"]))
    assert {(row["Area"], row["Value"]) for row in rows} == {
        ("The whole partnership", "30.0000"),
        ("Northbank", "withheld"),
        ("Southbank", "withheld"),
    }
    assert "brothers" not in str(rows)
    assert len(_export(client, reverse("dataset:export_scorecard", args=["west", "csv"]))) == 4
    assert client.get(reverse("dataset:export_scorecard", args=["west", "xlsx"])).content[:2] == b"PK"


def test_every_export_is_recorded(client, cast, make):
    make.figure(make.indicator(), 3)
    cast.sign_in(client, "analyst").get(reverse("dataset:export_scorecard", args=["west", "csv"]))
    line = Line.objects.get(verb="dataset.exported")
    assert line.key == "west/scorecard as csv" and '"withheld": ["", 1]' in LineValues.objects.get(line=line).data


def _claims(blocks):
    found = []

    def walk(thing):
        if isinstance(thing, Claim):
            found.append(thing)
        for name in getattr(thing, "__dataclass_fields__", {}):
            walk(getattr(thing, name))
        if isinstance(thing, (tuple, list)):
            for one in thing:
                walk(one)

    walk(tuple(blocks))
    return found


def test_the_chapter_quotes_what_is_public_and_withholds_what_is_small(cast, make, areas, span, reader):
    quoted = make.indicator("Children who died")
    public = make.figure(quoted, 2, public=True, citation="Annual report, page 9")
    held = make.indicator("Children missing")
    small = make.figure(held, 3, area=areas["Northbank"])
    other = make.figure(held, 27, area=areas["Southbank"])
    whole = make.figure(held, 30)
    blocks = chapters.figures(reader, cast.west, span)
    page = str(html.fragment(blocks))
    assert ">2<" in page and "Annual report, page 9" in page and "withheld" in page
    assert ">27<" not in page and ">3<" not in page and ">30<" in page
    claimed = {claim.key for claim in _claims(blocks)}
    assert {public.ref, whole.ref} <= claimed and {small.ref, other.ref}.isdisjoint(claimed)
    assert all(claim.noun == "figure" for claim in _claims(blocks))


def test_quoted_as_published_though_todays_value_differs(cast, make, span, reader):
    make.figure(make.indicator(), 3, public=True, citation="Report", quoted="6")
    page = str(html.fragment(chapters.figures(reader, cast.west, span)))
    assert "6 (as published)" in page and "today" not in page and ">3<" not in page


def test_the_chapter_draws_a_chart_with_its_table(cast, make, span, reader):
    indicator = make.indicator()
    for month in (6, 9, 12):
        make.figure(indicator, 10 + month, ends=datetime.date(2025, month, 28))
    (chart,) = [block for block in chapters.figures(reader, cast.west, span) if isinstance(block, Chart)]
    assert isinstance(chart.table, Table) and len(chart.table.rows) == 3


def test_both_chapters_of_a_build_share_one_reading_and_one_decision(
    cast, make, areas, span, now, django_assert_num_queries
):
    held = make.indicator("Children missing")
    make.figure(held, 3, area=areas["Northbank"])
    make.figure(make.indicator("Care", village="live in care"), 9, area=areas["Northbank"])
    reader = public_reader(cast.west, now)
    chapters.figures(reader, cast.west, span)
    with django_assert_num_queries(0):
        assert chapters.village(reader, cast.west, span)
    make.figure(make.indicator("Children in care"), 40)
    assert ">40<" not in str(html.fragment(chapters.figures(reader, cast.west, span)))
    assert ">40<" in str(
        html.fragment(chapters.figures(public_reader(cast.west, now), cast.west, span))
    )  # the next build


def test_what_lies_outside_the_year_is_left_out_or_marked(cast, make, span, reader):
    old = make.figure(make.indicator(), 40, ends=datetime.date(2020, 3, 31))
    assert chapters.figures(reader, cast.west, span) == []
    span.put_in = (old.ref,)
    assert "outside the reporting period" in str(html.fragment(chapters.figures(reader, cast.west, span)))
    span.put_in, span.left_out = (), (old.ref,)
    assert chapters.figures(reader, cast.west, span) == []


def test_the_village_stands_in_the_groups_of_the_dataset_with_one_source_for_all(cast, make, areas, span, reader):
    lines = (("Boys", 51, "Boys and girls", 1), ("Girls", 49, "Boys and girls", 2), ("In care", 1, "At home", 3))
    figures = [
        make.figure(
            make.indicator(label, village=label, section=section, order=order),
            count,
            area=areas["Northbank"],
            public=True,
            citation=f"Report, line {170 + order}",
        )
        for label, count, section, order in lines
    ]
    village, source = chapters.village(reader, cast.west, span)
    assert [(group.title, [(one.count, one.label) for one in group.lines]) for group in village.groups] == [
        ("Boys and girls", [(51, "Boys"), (49, "Girls")]),
        ("At home", [(1, "In care")]),
    ]
    page = str(html.fragment([village, source], lambda noun, key: f"/{noun}/{key}"))
    assert [f'href="/figure/{one.ref}">{count}<' in page for one, (_, count, *_) in zip(figures, lines, strict=True)]
    assert page.count("Where from") == 1 and "Report, lines 171, 172 and 173" in page


def test_cards_outside_pass_the_same_gate(cast, make, reader):
    indicator = make.indicator()
    small, large = make.figure(indicator, 3), make.figure(make.indicator("Other"), 30)
    found = references.figures(reader, {small.ref, large.ref})
    assert set(found) == {large.ref} and found[large.ref].url == ""
    inside = references.figures(cast.viewer("lay_member"), {small.ref, large.ref})
    assert set(inside) == {small.ref, large.ref} and inside[small.ref].url
    assert set(references.indicators(reader, {indicator.ref})) == {indicator.ref}
