"""One reader of texts and numbers: what looks alike is alike, and nothing that is typed makes a page fail."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict

from goldenthread.foundation import values
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.foundation.ui.number_fields import NumberField, WholeField

INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202e", "\u3164", "\ufe0f", "\U000e0041"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Neglect\u200b ", "Neglect"),
        ("\ufeffNeglect", "Neglect"),
        ("Ne\u200bgl\u00adect", "Neglect"),
        ("e\u0301", "é"),
        (
            "one\r\ntwo\rthree\x0bfour\u2028five\u2029six\x85seven\x0ceight",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight",
        ),
        ("a\x07b\x1bc\x7f", "abc"),
        ("evil\u202etxt", "eviltxt"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200b\u2060 \u3164", ""),
        ("a\tb", "a\tb"),
    ],
)
def test_a_text_is_kept_as_it_is_read(typed, kept):
    assert values.text(typed) == kept
    assert values.text(kept) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "a\ud800b"])
def test_a_text_that_came_in_part_is_refused(typed):
    with pytest.raises(values.Unfit, match="cannot be kept"):
        values.text(typed)


@pytest.mark.parametrize("hidden", INVISIBLE)
def test_two_texts_that_look_alike_compare_alike(hidden):
    assert values.comparable(f"Neg{hidden}lect") == values.comparable("Neglect")
    assert values.comparable(f"Physical{hidden}\u00a0 abuse ") == values.comparable("Physical abuse")
    assert values.comparable("Neglect") != values.comparable("neglect")


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), ("1,204", 1204), ("1 204 567", 1204567), ("1\u00a0204", 1204), (" 007 ", 7)]
)
def test_a_whole_number(typed, number):
    assert values.whole(typed) == number
    assert values.decimal(typed) == number


ODD_NUMBERS = [
    "²",
    "٣",
    "１２",
    "1_000",
    "0x10",
    "1e3",
    "NaN",
    "Infinity",
    "1,20",
    "12,34",
    "--1",
    "",
    "9" * 5000,
    "\x00",
]


@pytest.mark.parametrize("typed", [*ODD_NUMBERS, "1.5"])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(values.Unfit):
        values.whole(typed)
    assert values.version(typed) == 0


@pytest.mark.parametrize("typed", [*ODD_NUMBERS, "43.2%", "1.23456", "9" * 13])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(values.Unfit):
        values.decimal(typed)


def test_a_number_beyond_the_column_is_refused_with_its_bound():
    with pytest.raises(values.Unfit, match="2,147,483,647 or less"):
        values.whole("2147483648")
    with pytest.raises(values.Unfit, match="0 or more"):
        values.whole("-1")


def test_decimals():
    assert values.decimal("1,204.50") == Decimal("1204.5")
    assert values.decimal("\u22125") == -5
    assert values.decimal("43.2 %", percent=True) == Decimal("43.2")
    with pytest.raises(values.Unfit, match="without the sign"):
        values.decimal("43.2%")
    with pytest.raises(values.Unfit, match="before decimals write a point"):
        values.decimal("43,2")


@pytest.mark.parametrize(
    "written", ["1026-03-31", "2024-02-30", "²024-01-01", "2024-1-1", "9999-12-31", "", "٢٠٢٤-٠١-٠١"]
)
def test_a_day_that_no_record_is_of_is_refused(written):
    with pytest.raises(values.Unfit):
        values.day(written)


# Forms


class FigureForm(HouseForm):
    title = forms.CharField(label="Title", max_length=20)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Audit")], required=False)
    secret = forms.CharField(label="Password", required=False, strip=False, widget=forms.PasswordInput)
    count = WholeField(label="Count", required=False)
    value = NumberField(label="Value", required=False, percent=True)
    on = DayField(label="Date", required=False)


def form_of(**typed):
    data = QueryDict(mutable=True)
    data.update({"title": "Board", **typed})
    return FigureForm(data, version=2)


def test_a_form_reads_every_text_alike():
    form = form_of(
        title="Neglect\u200b", note="one\r\ntwo\u2028three", kind="a\u200b", secret=" \u200bx ", count="1,204"
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Neglect"
    assert form.cleaned_data["note"] == "one\ntwo\nthree"
    assert form.cleaned_data["kind"] == "a"
    assert form.cleaned_data["secret"] == " \u200bx "  # letter for letter
    assert form.cleaned_data["count"] == 1204


def test_a_title_in_which_nothing_can_be_seen_is_missing():
    assert form_of(title="\u200b\u2060").errors["title"] == ["Enter the title"]


def test_what_cannot_be_kept_is_taken_out_shown_and_not_yet_saved():
    form = form_of(title="Bo\x00ard")
    assert "cannot be kept" in form.errors["title"][0]
    assert form["title"].value() == "Board"
    assert form_of(title=form["title"].value()).is_valid()


@pytest.mark.parametrize("typed", [*ODD_NUMBERS, "99999999999999999999"])
def test_an_odd_number_gets_a_sentence(typed):
    if typed:
        assert form_of(count=typed).errors["count"]
        assert form_of(value=typed).errors["value"]
    for part in ("day", "month", "year"):
        day = {"on_day": "1", "on_month": "2", "on_year": "2026", f"on_{part}": typed or "x"}
        assert form_of(**day).errors["on"]


def test_the_year_of_a_slip_is_refused_with_a_sentence_and_the_likely_one_offered():
    form = form_of(on_day="31", on_month="3", on_year="1026")
    assert form.errors["on"] == [
        "A record holds days of the years from 1900 to 2100, and 1026 is none of them. Did you mean 31 March 2026? "
        "Then tick its box and save again"
    ]
    assert form_of(on="1026-03-31").errors["on"] == form.errors["on"]
    assert form_of(on_today="1026-03-31").errors["on"]


@pytest.mark.parametrize("version", ["²", "9" * 5000, "abc", "-1", "", "\x00"])
def test_a_version_that_is_none_is_stale(version):
    form = form_of(version=version)
    assert form.posted_version == 0
    assert form.is_stale(2) and form.is_stale(0)


def test_a_day_is_written_with_a_month_of_many_digits():
    assert form_of(on_day="1", on_month="1" * 5000, on_year="2026").errors["on"] == [
        "Month must be a number from 1 to 12, or its name"
    ]


def test_years_are_bounded():
    assert values.within(datetime.date(1900, 1, 1)) and values.within(datetime.date(2100, 12, 31))
