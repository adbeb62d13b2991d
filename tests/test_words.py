"""What the tests take for words that do not agree."""

import pytest

from tests.words import disagreements, shown


@pytest.mark.parametrize(
    "text",
    [
        "2 impact judged as none",
        "In january 2022",
        "beside National’s 27%",
        "1 children were seen",
        "the the report",
        "It ended .. here",
        "Population, No date given",
    ],
)
def test_what_does_not_agree_is_found(text):
    assert len(disagreements(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "2 impacts, 1 child, 11 children and 1,001 people; England’s 27%",
        "The Section 11 audit and the June 2024 meeting",
        "3 challenge events in May",
        "From Q1 to Q4, 0.1 children in every 10,000",
    ],
)
def test_what_agrees_is_left(text):
    assert disagreements(text) == []


def test_what_a_page_shows_is_told_without_its_marks():
    page = "<head><title>1 children</title></head><p>1 <a href='x'>child</a></p><p>2 <b>children</b></p>"
    assert [text for text in shown(page).split("\n") if text.strip()] == ["1 child", "2 children"]
